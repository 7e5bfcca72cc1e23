/**
 * A hot exhaust factor over mean speed, as guidebooks tabulate it. `c` are the coefficients in the order of the source,
 * v the speed in km/h:
 * - `rational7` (α v² + β v + γ + δ/v) / (ε v² + ζ v + η), EMEP/EEA 2019: α β γ δ ε ζ η
 * - `rational6` (a + c v + e v² + f/v) / (1 + b v + d v²), EMEP/EEA 2013 equation 1: a b c d e f
 * - `polynomial` a v⁵ + b v⁴ + c v³ + d v² + e v + f, equation 17
 * - `logistic` a + b / (1 + exp(−c + d ln v + e v)), equation 6
 * - `powers` a v^b + c v^d, equation 9
 * - `reciprocal` 1 / (c v² + b v + a), equation 12
 */
export type SpeedFunction = {
  readonly form: "rational7" | "rational6" | "polynomial" | "logistic" | "powers" | "reciprocal";
  readonly c: readonly number[];
  /** Speeds that the function holds for, km/h; beyond them it keeps the value at its end. */
  readonly from: number;
  readonly to: number;
  /** Share taken off (a fraction, though guidebooks head the column with %). */
  readonly reduction?: number;
};

/** The factor at a speed (km/h), in the row's own unit per vehicle and kilometre. */
export function factorAt({ form, c, from, to, reduction = 0 }: SpeedFunction, speedKmh: number): number {
  const v = Math.min(to, Math.max(from, speedKmh));
  return raw(form, c, v) * (1 - reduction);
}

function raw(form: SpeedFunction["form"], c: readonly number[], v: number): number {
  switch (form) {
    case "rational7":
      return (c[0] * v * v + c[1] * v + c[2] + c[3] / v) / (c[4] * v * v + c[5] * v + c[6]);
    case "rational6":
      return (c[0] + c[2] * v + c[4] * v * v + c[5] / v) / (1 + c[1] * v + c[3] * v * v);
    case "polynomial":
      return ((((c[0] * v + c[1]) * v + c[2]) * v + c[3]) * v + c[4]) * v + c[5];
    case "logistic":
      return c[0] + c[1] / (1 + Math.exp(-c[2] + c[3] * Math.log(v) + c[4] * v));
    case "powers":
      return c[0] * v ** c[1] + c[2] * v ** c[3];
    case "reciprocal":
      return 1 / (c[2] * v * v + c[1] * v + c[0]);
  }
}
