import { useTranslation } from "react-i18next";
import { baselinePlanId } from "#app/state/plans.ts";
import { useTwin } from "#app/state/twin.ts";
import { estimatedIndicators } from "#indicators/estimates.ts";
import { byGroup } from "#indicators/groups.ts";
import type { RunOutcome } from "#runs/contract.ts";
import { useComparison } from "./comparison.ts";
import { changeText, indicatorTitle, valueText } from "./comparisonTexts.ts";
import styles from "./figures.module.css";

/** All that the shown result comes to, in groups; behind a plan's value what it changes. On demand: the sentence above says the most. */
export function Figures({ outcome, planId }: { readonly outcome: RunOutcome; readonly planId: string }) {
  const { t, i18n } = useTranslation();
  const comparison = useComparison();
  const estimated = useTwin((state) => estimatedIndicators(state.data?.population));
  const known = outcome.indicators.filter(({ value }) => value !== null);
  if (known.length === 0) return null;
  const differences =
    planId === baselinePlanId
      ? []
      : (comparison?.plans.find(({ entry }) => entry.id === planId)?.differences ?? []);
  const change = (id: string): string => {
    const difference = differences.find((candidate) => candidate.id === id);
    if (difference === undefined || difference.verdict === "unknown" || difference.verdict === "same")
      return "";
    return changeText(t, difference, i18n.language);
  };
  return (
    <details className={styles.figures}>
      <summary>{t("results:figures.summary", { count: known.length })}</summary>
      <table className={styles.table}>
        <caption className="visually-hidden">{t("results:figures.caption")}</caption>
        {byGroup(known, ({ id }) => id).map(({ group, rows }) => (
          <tbody key={rows[0]?.id}>
            {group === null ? null : (
              <tr>
                <th className={styles.group} colSpan={2} scope="rowgroup">
                  {t(`results:groups.${group}`)}
                </th>
              </tr>
            )}
            {rows.map((value) => (
              <tr key={value.id}>
                <th scope="row">{indicatorTitle(t, value.id, estimated)}</th>
                <td>
                  {valueText(t, value, i18n.language)}
                  {change(value.id) === "" ? null : (
                    <span className={styles.change}>
                      {t("results:figures.change", { change: change(value.id) })}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </details>
  );
}
