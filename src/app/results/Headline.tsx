import { useTranslation } from "react-i18next";
import { baselinePlanId } from "#app/state/plans.ts";
import { shownOutcome, useResults } from "#app/state/results.ts";
import { useTwin } from "#app/state/twin.ts";
import { headline } from "#indicators/compare.ts";
import { estimatedIndicators } from "#indicators/estimates.ts";
import { useComparison } from "./comparison.ts";
import { baselineText, headlineText } from "./comparisonTexts.ts";
import styles from "./simulation.module.css";

/** The change in one sentence, with its range: "34–41 Gebäude weniger werden nass." */
export function Headline({ planId }: { readonly planId: string }) {
  const sentence = useHeadline(planId);
  return sentence === "" ? null : <p className={styles.headline}>{sentence}</p>;
}

function useHeadline(planId: string): string {
  const { t, i18n } = useTranslation();
  const comparison = useComparison();
  const shown = useResults((state) => shownOutcome(state.runs[planId]));
  const estimated = useTwin((state) => estimatedIndicators(state.data?.population));
  if (planId === baselinePlanId) {
    const indicators = shown?.indicators ?? comparison?.baseline.indicators ?? [];
    return baselineText(t, indicators, i18n.language, estimated);
  }
  const plan = comparison?.plans.find(({ entry }) => entry.id === planId);
  const said = plan === undefined ? null : headline(plan.differences);
  return said === null ? "" : headlineText(t, said, plan?.entry.name ?? "", i18n.language, estimated);
}
