import type { PlanEntry } from "#app/state/plans.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import { freshnessOf, type ResultsState } from "#app/state/results.ts";
import { floodIndicators } from "#indicators/flood.ts";
import type { IndicatorDefinition, IndicatorValue } from "#indicators/indicator.ts";
import type { RunOutcome } from "#runs/contract.ts";

export type Verdict = "better" | "worse" | "same" | "neutral" | "unclear";

/** plan − baseline with its range; "unclear" where the range has both signs. */
export type Change = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: Verdict;
};

export type ComparedPlan = {
  readonly entry: PlanEntry;
  readonly outcome: RunOutcome;
  readonly stale: boolean;
};

export type ComparisonRow = {
  readonly definition: IndicatorDefinition;
  readonly baseline: IndicatorValue | null;
  /** In the order of the plans that were compared. */
  readonly plans: readonly { readonly value: IndicatorValue | null; readonly change: Change | null }[];
};

export type Comparison = {
  readonly baseline: ComparedPlan;
  readonly plans: readonly ComparedPlan[];
  readonly rows: readonly ComparisonRow[];
  /** Plans without a result that could be compared. */
  readonly missing: readonly PlanEntry[];
};

const definitions: Readonly<Record<string, readonly IndicatorDefinition[]>> = { flood: floodIndicators };

/** The baseline beside every plan that has a full result on the same grid; null while the baseline has none. */
export function comparisonOf(state: ResultsState, entries: readonly PlanEntry[]): Comparison | null {
  const compared = entries.flatMap((entry): ComparedPlan[] => {
    const outcome = state.runs[entry.id]?.outcome ?? null;
    return outcome === null ? [] : [{ entry, outcome, stale: freshnessOf(state, entry.id) === "stale" }];
  });
  const baseline = compared.find(({ entry }) => entry.id === baselinePlanId);
  if (baseline === undefined) return null;
  const plans = compared.filter(
    ({ entry, outcome }) =>
      entry.id !== baselinePlanId && outcome.resolutionM === baseline.outcome.resolutionM,
  );
  const known = new Set([baseline, ...plans].map(({ entry }) => entry.id));
  return {
    baseline,
    plans,
    rows: (definitions[state.modelId] ?? []).map((definition) => rowOf(definition, baseline, plans)),
    missing: entries.filter((entry) => !known.has(entry.id)),
  };
}

function rowOf(
  definition: IndicatorDefinition,
  baseline: ComparedPlan,
  plans: readonly ComparedPlan[],
): ComparisonRow {
  const before = valueOf(baseline.outcome, definition.id);
  return {
    definition,
    baseline: before,
    plans: plans.map(({ outcome }) => {
      const value = valueOf(outcome, definition.id);
      return { value, change: changeOf(before, value, definition) };
    }),
  };
}

function valueOf(outcome: RunOutcome, id: string): IndicatorValue | null {
  return outcome.indicators.find((indicator) => indicator.id === id) ?? null;
}

/**
 * The change from `before` to `after`. Both ranges come from the same doubt (a depth threshold moved up or down), so
 * the ends are subtracted like from like: crossing them would take the doubt twice.
 */
export function changeOf(
  before: IndicatorValue | null,
  after: IndicatorValue | null,
  definition: IndicatorDefinition,
): Change | null {
  if (before?.value == null || after?.value == null) return null;
  const value = after.value - before.value;
  const ends = [value];
  if (before.low !== null && after.low !== null) ends.push(after.low - before.low);
  if (before.high !== null && after.high !== null) ends.push(after.high - before.high);
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  return { value, low, high, verdict: verdictOf(low, high, definition.better) };
}

function verdictOf(low: number, high: number, better: IndicatorDefinition["better"]): Verdict {
  if (low === 0 && high === 0) return "same";
  if (low < 0 && high > 0) return "unclear";
  if (better === "neutral") return "neutral";
  const lower = high <= 0;
  return lower === (better === "lower") ? "better" : "worse";
}
