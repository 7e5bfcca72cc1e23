import { baselinePlanId, type PlanEntry } from "#app/state/plans.ts";
import { freshnessOf, type ResultsState } from "#app/state/results.ts";
import { compareIndicators, type IndicatorDifference } from "#indicators/compare.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { RunOutcome } from "#runs/contract.ts";

/** A plan with a result that can be compared. */
export type ComparedPlan = {
  readonly entry: PlanEntry;
  readonly outcome: RunOutcome;
  readonly stale: boolean;
  /** Against the baseline, in the order of the indicators; empty for the baseline itself. */
  readonly differences: readonly IndicatorDifference[];
};

export type Comparison = {
  readonly baseline: ComparedPlan;
  readonly plans: readonly ComparedPlan[];
  /** Plans without a result that could be compared. */
  readonly missing: readonly PlanEntry[];
};

/** The baseline beside every plan that has a full result on the same grid; null while the baseline has none. */
export function comparisonOf(
  runs: ResultsState["runs"],
  addresses: ResultsState["addresses"],
  entries: readonly PlanEntry[],
): Comparison | null {
  const base = runs[baselinePlanId]?.outcome ?? null;
  if (base === null) return null;
  const compared = entries.flatMap((entry): ComparedPlan[] => {
    const outcome = runs[entry.id]?.outcome ?? null;
    if (outcome === null || outcome.resolutionM !== base.resolutionM) return [];
    const differences =
      entry.id === baselinePlanId ? [] : compareIndicators(base.indicators, outcome.indicators);
    return [{ entry, outcome, stale: freshnessOf({ runs, addresses }, entry.id) === "stale", differences }];
  });
  const baseline = compared.find(({ entry }) => entry.id === baselinePlanId);
  if (baseline === undefined) return null;
  const known = new Set(compared.map(({ entry }) => entry.id));
  return {
    baseline,
    plans: compared.filter((plan) => plan !== baseline),
    missing: entries.filter((entry) => !known.has(entry.id)),
  };
}

/** One line of the table: an indicator of the baseline, and what each plan changes. */
export type ComparisonRow = {
  readonly baseline: IndicatorValue;
  readonly plans: readonly (IndicatorDifference | null)[];
};

export function rowsOf({ baseline, plans }: Comparison): readonly ComparisonRow[] {
  return baseline.outcome.indicators.map((value) => ({
    baseline: value,
    plans: plans.map(({ differences }) => differences.find(({ id }) => id === value.id) ?? null),
  }));
}
