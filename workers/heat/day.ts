/** One moment of a day: weather over open ground and the sun. */
export type HeatStep = {
  /** Seconds since midnight on the clock of the place, summer time included. */
  readonly timeS: number;
  /** Hours since midnight in standard time, by which surfaces warm. */
  readonly standardHour: number;
  readonly sunAzimuthDeg: number;
  readonly sunAltitudeDeg: number;
  /** Where the sun stands at other moments of the step, for values that are means over it: shadows are averaged. */
  readonly otherSuns: readonly { readonly azimuthDeg: number; readonly altitudeDeg: number }[];
  readonly airC: number;
  readonly humidityPercent: number;
  /** Wind over open ground at 10 m. */
  readonly windMPerS: number;
  readonly globalWPerM2: number;
  readonly beamWPerM2: number;
  readonly diffuseWPerM2: number;
  readonly skyEmissivity: number;
  /** How clear the sky is, 0–1. */
  readonly clearness: number;
  /** False where the step only warms the ground for later ones. */
  readonly shown: boolean;
};

export type HeatDay = {
  readonly steps: readonly HeatStep[];
  readonly dayOfYear: number;
  readonly stepHours: number;
  /** Standard time. */
  readonly sunriseHour: number;
  readonly highestSunDeg: number;
  readonly meanAirC: number;
  /** Share of the sun's light that comes through crowns. */
  readonly leafTransmissivity: number;
  /** The same of evergreens on a day on which other trees are bare; null = all are in leaf. */
  readonly evergreenTransmissivity: number | null;
};

/** Excess of a surface over the air in full sun, K, not below 0 (Lindberg et al. 2016). */
export function warmingK(
  surface: { readonly perDegreeK: number; readonly startK: number; readonly hottestHour: number },
  day: Pick<HeatDay, "sunriseHour" | "highestSunDeg">,
  step: Pick<HeatStep, "standardHour" | "clearness">,
): number {
  const span = surface.hottestHour - day.sunriseHour;
  const phase = (step.standardHour - day.sunriseHour) / span;
  if (!(phase > 0)) return 0;
  const highest = surface.perDegreeK * day.highestSunDeg + surface.startK;
  const warming = highest * Math.sin((Math.PI / 2) * phase) * step.clearness;
  return warming > 0 ? warming : 0;
}
