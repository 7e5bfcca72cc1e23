import type { IndicatorDefinition, IndicatorValue } from "./indicator.ts";

/** A number with the ends between which it lies. */
export type Range = { readonly value: number; readonly low: number; readonly high: number };

/** A value as a range; null where it is not known. Without ends of its own the range is the value. */
export function rangeOf(value: Pick<IndicatorValue, "value" | "low" | "high">): Range | null {
  if (value.value === null || !Number.isFinite(value.value)) return null;
  const low = value.low ?? value.value;
  const high = value.high ?? value.value;
  return { value: value.value, low: Math.min(low, high), high: Math.max(low, high) };
}

type Rounding = Pick<IndicatorDefinition, "digits" | "type">;

const magnitude = (size: number): number => Math.floor(Math.log10(size) + 1e-9);

/**
 * The smallest step that means something next to a number of this size and a range of this width: a tenth of the width's
 * own magnitude, because ends that lie 14 m apart have no decimetres.
 */
function stepOf(largest: number, width: number, { digits, type }: Rounding): number {
  // Below a billionth there is only the rounding of sums.
  if (largest < 1e-9) return 1;
  const byDigits = magnitude(largest) - digits + 1;
  const step = 10 ** (width < 1e-9 ? byDigits : Math.max(byDigits, magnitude(width) - 1));
  // A count stands whole: half a building cannot get wet. Metres and their like stand whole from ten on.
  if (type === "count" || (type === "amount" && largest >= 10)) return Math.max(1, step);
  return step;
}

/**
 * A range rounded to the digits that mean something, seen from its larger end: the lower end down, the upper end
 * up, so that rounding never claims more than was known. A range of one number stays one number.
 */
export function roundedRange(range: Range, rounding: Rounding): Range {
  const step = stepOf(Math.max(Math.abs(range.low), Math.abs(range.high)), range.high - range.low, rounding);
  const to = (value: number, round: (steps: number) => number): number =>
    Number((round(value / step) * step).toPrecision(12)) + 0;
  const value = to(range.value, Math.round);
  if (range.low === range.high) return { value, low: value, high: value };
  // What lies on a step but for the last bits of a division is on it.
  const hair = 1e-9;
  return {
    value,
    low: to(range.low, (steps) => Math.floor(steps + hair)),
    high: to(range.high, (steps) => Math.ceil(steps - hair)),
  };
}

/** The ends of a range as text in a language, one text where they are the same: ["34", "41"], ["34"]. */
export function endsAsText(
  range: Pick<Range, "low" | "high">,
  language: string,
  { signed = false }: { readonly signed?: boolean } = {},
): readonly [string] | readonly [string, string] {
  const format = new Intl.NumberFormat(language, {
    maximumSignificantDigits: 12,
    signDisplay: signed ? "exceptZero" : "auto",
  });
  const low = format.format(range.low).replace("-", "−");
  const high = format.format(range.high).replace("-", "−");
  return low === high ? [low] : [low, high];
}

/** A range of amounts as people write it: "34–41", "12.300–13.500", "0". For numbers that are not negative. */
export function formatRange(range: Pick<Range, "low" | "high">, language: string): string {
  return endsAsText(range, language).join("–");
}

/**
 * An indicator as a table shows it, without its unit; null = not known. `inWords` joins ends below zero: beside a minus a dash
 * between two numbers cannot be read.
 */
export function formatIndicator(
  value: IndicatorValue,
  definition: Rounding,
  language: string,
  inWords: (low: string, high: string) => string,
): string | null {
  const range = rangeOf(value);
  if (range === null) return null;
  const rounded = roundedRange(range, definition);
  const [low, high] = endsAsText(rounded, language);
  return rounded.low < 0 && high !== undefined ? inWords(low, high) : formatRange(rounded, language);
}
