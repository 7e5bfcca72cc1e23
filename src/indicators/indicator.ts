/**
 * A number with unit, direction, range and definition. `value` may be null: a model that cannot say says
 * "not known", never 0. Labels and definitions live in the translations under `indicators.<id>`.
 */
export type IndicatorValue = {
  readonly id: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
};

export type IndicatorDefinition = {
  readonly id: string;
  readonly unit: string;
  /** Which way is better for people; "neutral" where it depends. */
  readonly better: "lower" | "higher" | "neutral";
  /** Digits that are meaningful. */
  readonly digits: number;
  /** "count" is shown as whole numbers. */
  readonly type: "amount" | "count" | "share";
  readonly source: string;
  /** A change of less than half of this is none, in the unit; a count's is 1, else 0. */
  readonly finest?: number;
  /** The smallest change worth a headline, in the unit; a count's is 1, else it depends on the value's own size. */
  readonly tellingFrom?: number;
  /** Counts residents: an estimate wherever the twin's residents are one (see `estimates.ts`). */
  readonly countsResidents?: boolean;
};
