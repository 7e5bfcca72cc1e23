/** One measured figure against its bound. */
export type VerifyFigure = {
  readonly name: string;
  readonly value: number;
  readonly bound: number;
  readonly comparison: "<=" | ">=";
  readonly unit: string;
  readonly pass: boolean;
};

/**
 * A case of `npm run verify`. Modules named `*.cases.ts` below `workers/<model>/verify/` export an array `cases`;
 * the command finds them by their name.
 */
export type VerifyCase = {
  readonly id: string;
  readonly title: string;
  readonly run: () => Promise<{ readonly figures: readonly VerifyFigure[]; readonly note?: string }>;
  /** Runs with `--long` only. */
  readonly long?: boolean;
  /** Path below ../shared/data that the case needs; where it is absent the case is skipped and says so. */
  readonly needs?: string;
};

/** value ≤ bound. Not-a-number never passes. */
export function atMost(name: string, value: number, bound: number, unit: string): VerifyFigure {
  return { name, value, bound, comparison: "<=", unit, pass: value <= bound };
}

/** value ≥ bound. Not-a-number never passes. */
export function atLeast(name: string, value: number, bound: number, unit: string): VerifyFigure {
  return { name, value, bound, comparison: ">=", unit, pass: value >= bound };
}
