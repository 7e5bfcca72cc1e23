import { useMemo } from "react";
import { useScenario } from "#app/state/document.ts";
import { baselinePlanId, type PlanEntry, planEntries } from "#app/state/plans.ts";
import { type ResultsState, useResults } from "#app/state/results.ts";
import { compareIndicators, type IndicatorDifference } from "#indicators/compare.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { RunOutcome } from "#runs/contract.ts";
import type { Scenario, ScenarioOutcome } from "#scenario/types.ts";

/** A plan with numbers that can be compared. */
export type ComparedPlan = {
  readonly entry: PlanEntry;
  readonly indicators: readonly IndicatorValue[];
  readonly resolutionM: number;
  readonly stale: boolean;
  /** The numbers come from the scenario file; nothing was run here. */
  readonly recorded: boolean;
  /** ms since 1970; null where nobody noted it. */
  readonly computedAtMs: number | null;
  /** Against the baseline, in the order of the indicators; empty for the baseline itself. */
  readonly differences: readonly IndicatorDifference[];
};

export type Comparison = {
  readonly baseline: ComparedPlan;
  readonly plans: readonly ComparedPlan[];
  /** Plans without numbers that could be compared. */
  readonly missing: readonly PlanEntry[];
};

type Known = Pick<ResultsState, "runs" | "addresses" | "modelId" | "model">;

/**
 * The baseline beside every plan that has numbers on the same grid, from a run or else from the scenario file; null
 * while the baseline has none.
 */
export function comparisonOf(known: Known, scenario: Scenario | null): Comparison | null {
  const entries = planEntries(scenario);
  const found = entries.flatMap((entry) => numbersOf(entry, known, scenario?.outcomes ?? []) ?? []);
  const baseline = found.find(({ entry }) => entry.id === baselinePlanId);
  if (baseline === undefined) return null;
  const plans = found.flatMap((plan): ComparedPlan[] => {
    if (plan === baseline || plan.resolutionM !== baseline.resolutionM) return [];
    return [{ ...plan, differences: compareIndicators(baseline.indicators, plan.indicators) }];
  });
  const compared = new Set([baseline, ...plans].map(({ entry }) => entry.id));
  return { baseline, plans, missing: entries.filter((entry) => !compared.has(entry.id)) };
}

function numbersOf(
  entry: PlanEntry,
  { runs, addresses, modelId, model }: Known,
  recorded: readonly ScenarioOutcome[],
): ComparedPlan | null {
  const ran = runs[entry.id]?.outcome ?? null;
  const outcome =
    ran ?? recorded.find((candidate) => candidate.planId === entry.id && candidate.modelId === modelId);
  if (outcome === undefined) return null;
  return {
    entry,
    indicators: outcome.indicators,
    resolutionM: outcome.resolutionM,
    // As long as the address is not known, only the model's version can say that the numbers are old.
    stale:
      (addresses[entry.id] ?? outcome.inputHash) !== outcome.inputHash ||
      (model !== null && outcome.modelVersion !== model.version),
    computedAtMs: computedAtMsOf(outcome),
    recorded: ran === null,
    differences: [],
  };
}

function computedAtMsOf(outcome: RunOutcome | ScenarioOutcome): number | null {
  if ("computedAtMs" in outcome) return outcome.computedAtMs;
  return outcome.computedAt === undefined ? null : Date.parse(outcome.computedAt);
}

/** One line of the table: an indicator of the baseline, and what each plan changes. */
export type ComparisonRow = {
  readonly baseline: IndicatorValue;
  readonly plans: readonly (IndicatorDifference | null)[];
};

export function rowsOf({ baseline, plans }: Comparison): readonly ComparisonRow[] {
  return baseline.indicators.map((value) => ({
    baseline: value,
    plans: plans.map(({ differences }) => differences.find(({ id }) => id === value.id) ?? null),
  }));
}

/** The comparison as stores and document stand now. */
export function useComparison(): Comparison | null {
  const scenario = useScenario();
  const runs = useResults((state) => state.runs);
  const addresses = useResults((state) => state.addresses);
  const modelId = useResults((state) => state.modelId);
  const model = useResults((state) => state.model);
  return useMemo(
    () => comparisonOf({ runs, addresses, modelId, model }, scenario),
    [runs, addresses, modelId, model, scenario],
  );
}
