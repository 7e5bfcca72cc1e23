import type { IndicatorDefinition, IndicatorValue } from "./indicator.ts";
import { type Range, rangeOf, roundedRange } from "./range.ts";
import { definitionOf, headlineOrder } from "./registry.ts";

/**
 * How a plan does against the baseline in one indicator. "unclear": the range of the change has both signs; "changed": it
 * differs, and which way is better depends.
 */
export type Verdict = "better" | "worse" | "same" | "unclear" | "changed" | "unknown";

export type IndicatorDifference = {
  readonly id: string;
  readonly unit: string;
  readonly definition: IndicatorDefinition | null;
  readonly baseline: IndicatorValue;
  readonly plan: IndicatorValue;
  /** Plan minus baseline, rounded to meaningful digits; null where one of the two is not known. */
  readonly change: Range | null;
  readonly verdict: Verdict;
};

/** Used where a definition is not known: shown, but not judged. */
const plain = { digits: 2, type: "amount", better: "neutral" } as const;

/**
 * Plan minus baseline for every indicator that the plan has, in its order. The ends of the two ranges are paired: both runs
 * come from the same model on the same data with the same tolerance, so what makes one too high makes the other too high.
 * Treating them as independent would drown every difference in an uncertainty that both share.
 */
export function compareIndicators(
  baseline: readonly IndicatorValue[],
  plan: readonly IndicatorValue[],
): readonly IndicatorDifference[] {
  const before = new Map(baseline.map((value) => [value.id, value]));
  return plan.map((value) => {
    const definition = definitionOf(value.id);
    const base = before.get(value.id) ?? { ...value, value: null, low: null, high: null };
    // A number in another unit is another number.
    const change = base.unit === value.unit ? changeBetween(base, value) : null;
    const rounded = change ? roundedRange(orNone(change, definition), definition ?? plain) : null;
    return {
      id: value.id,
      unit: value.unit,
      definition,
      baseline: base,
      plan: value,
      change: rounded,
      verdict: verdictOf(rounded, definition?.better ?? plain.better),
    };
  });
}

function changeBetween(baseline: IndicatorValue, plan: IndicatorValue): Range | null {
  const before = rangeOf(baseline);
  const after = rangeOf(plan);
  if (!before || !after) return null;
  const value = after.value - before.value;
  const ends = [after.low - before.low, value, after.high - before.high];
  return { value, low: Math.min(...ends), high: Math.max(...ends) };
}

/** Half a person less, or a thousandth of a degree, is no change. */
function orNone(change: Range, definition: IndicatorDefinition | null): Range {
  const finest = definition?.finest ?? (definition?.type === "count" ? 1 : 0);
  const largest = Math.max(Math.abs(change.low), Math.abs(change.high));
  return largest < finest / 2 ? { value: 0, low: 0, high: 0 } : change;
}

function verdictOf(change: Range | null, better: IndicatorDefinition["better"]): Verdict {
  if (!change) return "unknown";
  if (change.low === 0 && change.high === 0) return "same";
  if (change.low < 0 && change.high > 0) return "unclear";
  if (better === "neutral") return "changed";
  return change.high <= 0 === (better === "lower") ? "better" : "worse";
}

/**
 * What a sentence says about a plan: translated under `compare:sentences.<indicatorId>.<direction>` with the amounts `low` and
 * `high` (never negative), as in "34–41 fewer buildings get wet".
 */
export type Headline = {
  readonly indicatorId: string;
  readonly direction: "fewer" | "more" | "same" | "unclear" | "unknown";
  readonly verdict: Verdict;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
};

/** The words for one difference. */
export function headlineOf(difference: IndicatorDifference): Headline {
  const { id, unit, verdict, change } = difference;
  const about = { indicatorId: id, unit, verdict };
  if (!change) return { ...about, direction: "unknown", low: 0, high: 0 };
  if (verdict === "same") return { ...about, direction: "same", low: 0, high: 0 };
  if (verdict === "unclear")
    // "Up to 12 fewer, up to 3 more."
    return { ...about, direction: "unclear", low: -change.low, high: change.high };
  return change.high <= 0
    ? { ...about, direction: "fewer", low: Math.abs(change.high), high: -change.low }
    : { ...about, direction: "more", low: change.low, high: change.high };
}

/** Below this share of its value a change of an amount is there, but hardly worth the one sentence. */
const tellingShare = 0.005;

/** How large a change is beside the greater of the two values; 1 where there was nothing before. */
function relativeEffect({ baseline, plan, change }: IndicatorDifference): number {
  const largest = Math.max(Math.abs(baseline.value ?? 0), Math.abs(plan.value ?? 0));
  return change === null || largest === 0 ? 0 : Math.abs(change.value) / largest;
}

/** People and houses count one by one, and some amounts mean something however large the city is; of the others a part has to change. */
function isTelling(difference: IndicatorDifference): boolean {
  const { definition, change } = difference;
  const least = definition?.tellingFrom ?? (definition?.type === "count" ? 1 : null);
  return least === null ? relativeEffect(difference) >= tellingShare : Math.abs(change?.value ?? 0) >= least;
}

/**
 * The one sentence above the table: the first indicator in the order of `headlineOrder` whose change is clear and large
 * enough to tell plans apart; else the clear one that changes most beside its own size; else the first that is known.
 * Null where nothing can be compared.
 */
export function headline(differences: readonly IndicatorDifference[]): Headline | null {
  const known = headlineOrder.flatMap(
    (id) => differences.find((difference) => difference.id === id && difference.change !== null) ?? [],
  );
  const clear = known.filter(({ verdict }) => verdict !== "same" && verdict !== "unclear");
  const strongest = clear.toSorted((a, b) => relativeEffect(b) - relativeEffect(a))[0];
  const chosen = clear.find(isTelling) ?? strongest ?? known[0];
  return chosen ? headlineOf(chosen) : null;
}
