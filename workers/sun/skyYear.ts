import type { SolarPlace } from "#workers/kernels/solar/place.ts";
import { sunPosition } from "#workers/kernels/solar/sunPosition.ts";
import { sunInputError } from "./errors.ts";

const radians = Math.PI / 180;
/** Solar constant, W/m² (Gueymard 2018 gives 1361). */
const solarConstant = 1361;

/** Day of each month whose declination is nearest to the month's mean (Klein 1977, table 1). */
const meanDays = [17, 16, 16, 15, 15, 11, 17, 16, 15, 15, 14, 10] as const;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** A year's light as it comes from the sky: beams from where the sun stands, and an even rest. */
export type SkyYear = {
  /** Unit vectors towards the sun in frame directions (x east, y north, z up), three a beam. */
  readonly beamDirections: Float64Array;
  /** Energy of each beam on a surface that faces it, kWh/m² a year. */
  readonly beamKwhPerM2: Float64Array;
  /** Even diffuse light on level, open ground, kWh/m² a year. */
  readonly diffuseKwhPerM2: number;
  /** All light on level, open ground, kWh/m² a year: the sum of the months. */
  readonly globalKwhPerM2: number;
};

type Step = { readonly direction: readonly [number, number, number]; readonly sine: number };

/**
 * A mean year from twelve monthly sums of global radiation: the daily course of global and diffuse light after
 * Collares-Pereira and Rabl (1979, eq. 20) and Liu and Jordan (1960), the monthly diffuse share after Erbs et al. (1982, eq. 4), light
 * around the sun counted to the beam after Hay and Davies (1980).
 *
 * @param monthlyKwhPerM2 twelve sums on level ground, January first
 * @param stepMin length of a step of the sun's path, minutes
 */
export function skyYear(
  place: SolarPlace,
  monthlyKwhPerM2: readonly number[],
  referenceYear: number,
  stepMin = 30,
): SkyYear {
  const beams: Beam[] = [];
  let diffuse = 0;
  let global = 0;
  monthlyKwhPerM2.forEach((monthKwh, month) => {
    if (monthKwh <= 0) return;
    const steps = sunSteps(place, Date.UTC(referenceYear, month, meanDays[month]), stepMin);
    global += monthKwh;
    if (steps.length === 0) {
      // No sun above the horizon: what light there is comes from all of the sky.
      diffuse += monthKwh;
      return;
    }
    const split = splitMonth(month, monthKwh, steps, stepMin);
    steps.forEach(({ direction }, i) => {
      if (split.beamKwh[i] > 0) beams.push({ direction, kwhPerM2: split.beamKwh[i] });
    });
    diffuse += split.diffuseKwh;
  });
  const merged = mergedBeams(beams);
  return {
    beamDirections: Float64Array.from(merged.flatMap(({ direction }) => direction)),
    beamKwhPerM2: Float64Array.from(merged, ({ kwhPerM2 }) => kwhPerM2),
    diffuseKwhPerM2: diffuse,
    globalKwhPerM2: global,
  };
}

type Beam = { readonly direction: readonly [number, number, number]; readonly kwhPerM2: number };

/** Beams nearer to each other than this count as one: the sun passes each part of the sky twice a year. */
const mergeDeg = 9;

/** Beams of the same part of the sky as one, from the middle of their energy: a third of the rays says the same. */
function mergedBeams(beams: readonly Beam[]): Beam[] {
  const parts = new Map<string, { x: number; y: number; z: number }>();
  for (const { direction, kwhPerM2 } of beams) {
    const [x, y, z] = direction;
    const row = Math.floor(Math.asin(z) / radians / mergeDeg);
    // As wide as high: near the zenith fewer parts go round.
    const across = Math.max(1, Math.round((360 / mergeDeg) * Math.cos((row + 0.5) * mergeDeg * radians)));
    const column = Math.floor(((Math.atan2(x, y) / (2 * Math.PI) + 1) % 1) * across);
    const part = parts.get(`${row} ${column}`) ?? { x: 0, y: 0, z: 0 };
    part.x += x * kwhPerM2;
    part.y += y * kwhPerM2;
    part.z += z * kwhPerM2;
    parts.set(`${row} ${column}`, part);
  }
  return [...parts.values()].map(({ x, y, z }) => {
    const length = Math.hypot(x, y, z);
    // The sum of the vectors gives every surface that all of them reach just what they gave it.
    return { direction: [x / length, y / length, z / length], kwhPerM2: length };
  });
}

/** The sun's places through a day, at the middle of each step, while it is up. */
function sunSteps(place: SolarPlace, midnightUtcMs: number, stepMin: number): Step[] {
  const steps: Step[] = [];
  // Local solar time, so that no day is cut by a midnight.
  const start = midnightUtcMs - (place.longitudeDeg / 15) * 3_600_000;
  for (let minute = stepMin / 2; minute < 1440; minute += stepMin) {
    const { azimuthDeg, altitudeDeg } = sunPosition(place, start + minute * 60_000);
    if (altitudeDeg <= 0) continue;
    const cosine = Math.cos(altitudeDeg * radians);
    const sine = Math.sin(altitudeDeg * radians);
    steps.push({
      direction: [Math.sin(azimuthDeg * radians) * cosine, Math.cos(azimuthDeg * radians) * cosine, sine],
      sine,
    });
  }
  return steps;
}

/** Below this sine of the sun's height (2°) beams are too uncertain to be told from diffuse light. */
const lowestSine = 0.035;

function splitMonth(
  month: number,
  monthKwh: number,
  steps: readonly Step[],
  stepMin: number,
): { readonly beamKwh: Float64Array; readonly diffuseKwh: number } {
  const dayOfYear = monthDays.slice(0, month).reduce((sum, days) => sum + days, 0) + meanDays[month];
  const normalW = solarConstant * (1 + 0.033 * Math.cos((2 * Math.PI * dayOfYear) / 365));
  const hours = stepMin / 60;
  const outside = steps.reduce((sum, { sine }) => sum + (normalW / 1000) * sine * hours, 0);
  const clearness = Math.min(0.8, monthKwh / (outside * monthDays[month]));
  // ω of sunset from the number of steps; exact enough for the shapes, whose sums are normalised.
  const sunset = Math.min(Math.PI * 0.999, (steps.length * hours * 15 * radians) / 2);
  const diffuseShare = erbsMonthly(clearness, sunset / radians);
  const a = 0.409 + 0.5016 * Math.sin(sunset - 60 * radians);
  const b = 0.6609 - 0.4767 * Math.sin(sunset - 60 * radians);
  const diffuseShape = new Float64Array(steps.length);
  const globalShape = new Float64Array(steps.length);
  let diffuseSum = 0;
  let globalSum = 0;
  const middle = (steps.length - 1) / 2;
  for (let i = 0; i < steps.length; i += 1) {
    const hourAngle = (i - middle) * hours * 15 * radians;
    diffuseShape[i] = Math.max(0, Math.cos(hourAngle) - Math.cos(sunset));
    globalShape[i] = diffuseShape[i] * (a + b * Math.cos(hourAngle));
    diffuseSum += diffuseShape[i];
    globalSum += globalShape[i];
  }
  const beamKwh = new Float64Array(steps.length);
  let diffuseKwh = 0;
  for (let i = 0; i < steps.length; i += 1) {
    const globalKwh = (monthKwh * globalShape[i]) / globalSum;
    const scattered = Math.min(globalKwh, (monthKwh * diffuseShare * diffuseShape[i]) / diffuseSum);
    const { sine } = steps[i];
    if (sine < lowestSine) {
      diffuseKwh += globalKwh;
      continue;
    }
    const beam = globalKwh - scattered;
    const most = (normalW / 1000) * sine * hours * monthDays[month];
    const around = scattered * Math.min(1, beam / most);
    beamKwh[i] = (beam + around) / sine;
    diffuseKwh += scattered - around;
  }
  return { beamKwh, diffuseKwh };
}

/** Monthly share of diffuse in global light (Erbs, Klein and Duffie 1982, eq. 4; valid for clearness 0.3–0.8). */
function erbsMonthly(clearness: number, sunsetDeg: number): number {
  const k = Math.min(0.8, Math.max(0.3, clearness));
  return sunsetDeg <= 81.4
    ? 1.391 - 3.56 * k + 4.189 * k ** 2 - 2.137 * k ** 3
    : 1.311 - 3.022 * k + 3.427 * k ** 2 - 1.821 * k ** 3;
}

/**
 * Twelve sums from the editable table.
 * @throws SunInputError where a month is missing, twice there or impossible
 */
export function monthlySums(table: readonly (readonly [number, number])[]): number[] {
  const sums = new Array<number>(12).fill(Number.NaN);
  for (const [month, kwh] of table) {
    const known = Number.isInteger(month) && month >= 1 && month <= 12 && Number.isNaN(sums[month - 1]);
    // 300 kWh/m² in a month is more than any place on Earth has.
    if (!known || !(kwh >= 0 && kwh <= 300)) throw sunInputError("radiationInvalid", { month });
    sums[month - 1] = kwh;
  }
  const missing = sums.findIndex(Number.isNaN);
  if (missing >= 0) throw sunInputError("radiationInvalid", { month: missing + 1 });
  return sums;
}
