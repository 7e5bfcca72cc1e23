import { floodInputError } from "./errors.ts";

/** A hyetograph: rain depth per interval, constant within the interval. */
export type Storm = {
  readonly intervalS: number;
  /** Rain in each interval, mm. */
  readonly depthsMm: Float64Array;
};

/** Depth–duration pairs [minutes, mm], durations ascending (one return period of a KOSTRA table). */
export type DepthDurationTable = readonly (readonly [number, number])[];

const eulerStepMin = 5;

/** One interval of constant intensity. */
export function blockStorm(depthMm: number, durationMin: number): Storm {
  return { intervalS: durationMin * 60, depthsMm: Float64Array.of(depthMm) };
}

/**
 * Design storm Euler Type II (DWA-A 118, 2006): 5-minute increments of the depth–duration curve in
 * descending order; the strongest interval starts at 0.3 · duration rounded down to 5 minutes, the intervals before it
 * are mirrored, the rest follows.
 * Depths between table durations are interpolated linearly; the curve starts at the origin.
 *
 * @param durationMin a multiple of 5, within the table
 * @throws FloodInputError `stormTableInvalid`
 */
export function eulerTypeTwoStorm(table: DepthDurationTable, durationMin: number): Storm {
  checkTable(table, durationMin);
  const count = durationMin / eulerStepMin;
  const increments = depthIncrementsMm(table, count).sort((a, b) => b - a);
  const peak = Math.floor((0.3 * durationMin) / eulerStepMin + 1e-9);
  const depthsMm = new Float64Array(count);
  for (let i = 0; i < count; i += 1) depthsMm[i <= peak ? peak - i : i] = increments[i];
  return { intervalS: eulerStepMin * 60, depthsMm };
}

/**
 * The increments of a plausible table never rise with duration. Published tables are rounded to 0.1 mm, so neighbouring
 * increments may be out of order by the rounding alone.
 */
export function incrementsNonIncreasing(
  table: DepthDurationTable,
  durationMin: number,
  toleranceMm = 0.1,
): boolean {
  const increments = depthIncrementsMm(table, Math.floor(durationMin / eulerStepMin));
  for (let i = 1; i < increments.length; i += 1) {
    if (increments[i] > increments[i - 1] + toleranceMm) return false;
  }
  return true;
}

/** Depth at a duration by linear interpolation, mm; beyond the last duration the table says nothing (NaN). */
export function depthAtDurationMm(table: DepthDurationTable, durationMin: number): number {
  let beforeMin = 0;
  let beforeMm = 0;
  for (const [minutes, mm] of table) {
    if (durationMin <= minutes) {
      const share = minutes === beforeMin ? 1 : (durationMin - beforeMin) / (minutes - beforeMin);
      return beforeMm + share * (mm - beforeMm);
    }
    beforeMin = minutes;
    beforeMm = mm;
  }
  return Number.NaN;
}

/** KOSTRA rain intensity r = h · 166.67 / D, l/(s·ha), from depth (mm) and duration (min). */
export function intensityLPerSHa(depthMm: number, durationMin: number): number {
  return (depthMm * 10_000) / (durationMin * 60);
}

export function stormDurationS(storm: Storm): number {
  return storm.intervalS * storm.depthsMm.length;
}

export function stormDepthMm(storm: Storm): number {
  let sum = 0;
  for (const depth of storm.depthsMm) sum += depth;
  return sum;
}

/** The same course with all depths multiplied: climate surcharge, or the edge of KOSTRA's uncertainty band. */
export function scaledStorm(storm: Storm, factor: number): Storm {
  return { intervalS: storm.intervalS, depthsMm: storm.depthsMm.map((depth) => depth * factor) };
}

/** Rain between two times, mm, exact at interval edges. */
export function rainBetweenMm(storm: Storm, fromS: number, toS: number): number {
  return cumulativeMm(storm, toS) - cumulativeMm(storm, fromS);
}

function cumulativeMm(storm: Storm, timeS: number): number {
  if (timeS <= 0) return 0;
  const position = timeS / storm.intervalS;
  const whole = Math.min(storm.depthsMm.length, Math.floor(position));
  let sum = 0;
  for (let i = 0; i < whole; i += 1) sum += storm.depthsMm[i];
  if (whole < storm.depthsMm.length) sum += (position - whole) * storm.depthsMm[whole];
  return sum;
}

function depthIncrementsMm(table: DepthDurationTable, count: number): Float64Array {
  const increments = new Float64Array(count);
  let before = 0;
  for (let i = 0; i < count; i += 1) {
    const depth = depthAtDurationMm(table, (i + 1) * eulerStepMin);
    increments[i] = depth - before;
    before = depth;
  }
  return increments;
}

function checkTable(table: DepthDurationTable, durationMin: number): void {
  const last = table.at(-1);
  if (!last) throw floodInputError("stormTableInvalid", { reason: "empty" });
  if (!(durationMin >= eulerStepMin) || durationMin % eulerStepMin !== 0) {
    throw floodInputError("stormTableInvalid", { reason: "duration", durationMin });
  }
  if (durationMin > last[0]) throw floodInputError("stormTableInvalid", { reason: "tooShort", durationMin });
  let beforeMin = 0;
  let beforeMm = 0;
  for (const [minutes, mm] of table) {
    if (!(minutes > beforeMin) || !(mm >= beforeMm)) {
      throw floodInputError("stormTableInvalid", { reason: "notAscending", durationMin: minutes });
    }
    beforeMin = minutes;
    beforeMm = mm;
  }
}
