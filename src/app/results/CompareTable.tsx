import { fileSave } from "browser-fs-access";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { planEntries } from "#app/state/plans.ts";
import { shownOutcome, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { Button } from "#app/ui/Button.tsx";
import { derivationText } from "#app/ui/derivation.ts";
import { Icon } from "#app/ui/Icon.tsx";
import type { IndicatorDifference, Verdict } from "#indicators/compare.ts";
import { estimatedIndicators } from "#indicators/estimates.ts";
import { byGroup } from "#indicators/groups.ts";
import { definitionOf } from "#indicators/registry.ts";
import { creditsOf } from "#twin/credit.ts";
import { ComparisonPrint } from "./ComparisonPrint.tsx";
import styles from "./compare.module.css";
import { type Comparison, type ComparisonRow, rowsOf, useComparison } from "./comparison.ts";
import { changeText, comparisonCsv, definitionText, indicatorTitle, valueText } from "./comparisonTexts.ts";
import { derivedInputs } from "./DerivedInputs.tsx";
import { formatWhen } from "./format.ts";
import { Headline } from "./Headline.tsx";
import { PlanMark } from "./PlanMark.tsx";
import { RunFacts } from "./RunFacts.tsx";
import { startRuns } from "./running.ts";

/** Every plan beside the baseline: sentences, then the table that proves them. */
export function CompareTable() {
  const { t } = useTranslation();
  const entries = planEntries(useScenario());
  const comparison = useComparison();
  const runAll = (): void => startRuns(entries.map((entry) => entry.id));
  return (
    <section
      aria-labelledby="comparison-title"
      className={styles.sheet}
      data-print="comparison"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      <ComparisonPrint />
      <h2 id="comparison-title">{t("results:compare.title")}</h2>
      {comparison === null ? (
        <>
          <p>{t("results:compare.none")}</p>
          <Button look="primary" onPress={runAll}>
            {t("results:compare.runAll")}
          </Button>
        </>
      ) : (
        <Compared comparison={comparison} onRunAll={runAll} />
      )}
    </section>
  );
}

function Compared({
  comparison,
  onRunAll,
}: {
  readonly comparison: Comparison;
  readonly onRunAll: () => void;
}) {
  const { t } = useTranslation();
  const planId = useSession((state) => state.activePlanId);
  const outcome = useResults((state) => shownOutcome(state.runs[planId]));
  const outdated = [comparison.baseline, ...comparison.plans]
    .filter((plan) => plan.stale)
    .map((plan) => plan.entry);
  const missing = [...comparison.missing, ...outdated].map((entry) => entry.name ?? t("common:baseline"));
  return (
    <>
      <ul className={styles.sentences}>
        {comparison.plans.map(({ entry }) => (
          <li key={entry.id}>
            <PlanMark entry={entry} />
            <Headline planId={entry.id} />
          </li>
        ))}
      </ul>
      {missing.length === 0 ? null : (
        <div className={styles.missing}>
          <p>{t("results:compare.missing", { plans: missing.join(", ") })}</p>
          <Button onPress={onRunAll} small>
            {t("results:compare.runAll")}
          </Button>
        </div>
      )}
      <div className={styles.scroll}>
        <IndicatorTable comparison={comparison} />
      </div>
      {outcome === null ? null : <RunFacts outcome={outcome} />}
      <Actions comparison={comparison} />
    </>
  );
}

function IndicatorTable({ comparison }: { readonly comparison: Comparison }) {
  const { t, i18n } = useTranslation();
  const { baseline, plans } = comparison;
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{t("results:compare.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("results:compare.indicator")}</th>
          {[baseline, ...plans].map(({ entry, stale, recorded, computedAtMs }) => (
            <th key={entry.id} scope="col">
              <span className={styles.planHead}>
                <PlanMark entry={entry} />
                <span>{entry.name ?? t("common:baseline")}</span>
              </span>
              {stale ? <span className="small muted"> ({t("results:compare.stale")})</span> : null}
              {recorded ? <span className="small muted"> ({t("results:compare.recorded")})</span> : null}
              {computedAtMs === null || !(stale || recorded) ? null : (
                <span className="small muted">
                  {" "}
                  {t("results:state.computedAt", { when: formatWhen(computedAtMs, i18n.language) })}
                </span>
              )}
            </th>
          ))}
        </tr>
      </thead>
      {byGroup(rowsOf(comparison), ({ baseline: { id } }) => id).map(({ group, rows }) => (
        <tbody key={rows[0]?.baseline.id}>
          {group === null ? null : (
            <tr className={styles.group}>
              <th colSpan={plans.length + 2} scope="rowgroup">
                {t(`results:groups.${group}`)}
              </th>
            </tr>
          )}
          {rows.map((row) => (
            <IndicatorRow key={row.baseline.id} planIds={plans.map(({ entry }) => entry.id)} row={row} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function IndicatorRow({
  row,
  planIds,
}: {
  readonly row: ComparisonRow;
  readonly planIds: readonly string[];
}) {
  const { t, i18n } = useTranslation();
  const estimated = useEstimated();
  const { id } = row.baseline;
  const source = definitionOf(id)?.source;
  return (
    <tr>
      <th scope="row">
        {indicatorTitle(t, id, estimated)}
        <details>
          <summary>{t("results:compare.definition")}</summary>
          <p>{definitionText(t, id, estimated)}</p>
          {source === undefined ? null : <p>{t("results:conditions.source", { source })}</p>}
        </details>
      </th>
      <td>{valueText(t, row.baseline, i18n.language)}</td>
      {row.plans.map((difference, index) => (
        <td key={planIds[index]}>
          <ChangeText difference={difference} />
        </td>
      ))}
    </tr>
  );
}

/** Which indicators rest on estimates in the twin that is open. */
const useEstimated = (): ReadonlySet<string> =>
  useTwin((state) => estimatedIndicators(state.data?.population));

/** Shapes beside the words, so that no colour is needed to tell better from worse. */
function VerdictSymbol({ verdict }: { readonly verdict: Verdict }) {
  if (verdict === "better") return <Icon name="check" size={16} />;
  if (verdict === "worse") return <Icon name="warning" size={16} />;
  return <span aria-hidden="true">{verdict === "same" ? "=" : verdict === "unclear" ? "≈" : "◆"}</span>;
}

/** The difference first; the absolute number stands small below it. */
function ChangeText({ difference }: { readonly difference: IndicatorDifference | null }) {
  const { t, i18n } = useTranslation();
  if (difference === null || difference.verdict === "unknown") {
    return <span className="muted">{t("compare:verdicts.unknown")}</span>;
  }
  return (
    <span className={styles.change} data-verdict={difference.verdict}>
      <strong>{changeText(t, difference, i18n.language)}</strong>{" "}
      <span className={styles.verdict}>
        <VerdictSymbol verdict={difference.verdict} />
        {t(`compare:verdicts.${difference.verdict}`)}
      </span>
      <span className={styles.range}>{valueText(t, difference.plan, i18n.language)}</span>
    </span>
  );
}

function Actions({ comparison }: { readonly comparison: Comparison }) {
  const { t, i18n } = useTranslation();
  const name = useTwin((state) => state.data?.name ?? "");
  const estimated = useEstimated();
  const sources = useTwin((state) => state.data?.sources);
  const reads = useResults((state) => state.model?.reads);
  const language = useSession((state) => state.language);
  const csv = (): string => {
    const derived = derivedInputs(reads ?? [], sources ?? {}).map(
      ({ layer, derivation }) =>
        `${t(`workspace:twinLayers.${layer}`)}: ${derivationText(derivation, t, language)}`,
    );
    return comparisonCsv(comparison, t, i18n.language, estimated, creditsOf(sources ?? {}), derived);
  };
  return (
    <div className={styles.actions}>
      <Button icon="download" onPress={() => void saveCsv(csv(), name, t)}>
        {t("results:compare.csv")}
      </Button>
      <Button icon="print" onPress={() => window.print()}>
        {t("results:compare.print")}
      </Button>
    </div>
  );
}

async function saveCsv(csv: string, name: string, t: TFunction): Promise<void> {
  const blob = new Blob([csv], { type: "text/csv;charset=utf-8" });
  const fileName = `${t("results:compare.csvName")} ${name}.csv`.replaceAll(/[\\/:*?"<>|]/g, "_");
  // Choosing no place to save is no error.
  await fileSave(blob, { fileName, extensions: [".csv"] }).catch(() => undefined);
}
