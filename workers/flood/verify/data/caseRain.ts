import { join } from "node:path";
import { blockStorm, eulerTypeTwoStorm, type Storm } from "../../storms.ts";
import type { CaseDescription } from "./schema.ts";
import { readSeriesFile, type TimeSeries } from "./tableFile.ts";

const mostIntervals = 200_000;

/** The rain of a case. @throws Error that says what is wrong with it */
export function stormOfCase({ rain }: CaseDescription, folder: string): Storm | null {
  if (rain === undefined) return null;
  if ("block" in rain) return blockStorm(rain.block.depthMm, rain.block.durationMin);
  if ("eulerTypeTwo" in rain) {
    try {
      return eulerTypeTwoStorm(rain.eulerTypeTwo.depthDuration, rain.eulerTypeTwo.durationMin);
    } catch {
      throw new Error(
        "rain.eulerTypeTwo: durations must rise, depths must not fall, and durationMin must be a multiple of 5 within the table.",
      );
    }
  }
  const { stepsMmPerH } = rain;
  return stepsStorm(
    "file" in stepsMmPerH ? readSeriesFile(join(folder, stepsMmPerH.file), stepsMmPerH) : stepsMmPerH,
  );
}

/**
 * Steps of intensity as equal intervals: of their common divisor (whole tenths of a second) or, where that would be too many,
 * of equal length with the same sum in each.
 */
export function stepsStorm(steps: TimeSeries): Storm {
  const endS = steps[steps.length - 1][0];
  if (steps[steps.length - 1][1] !== 0)
    throw new Error("rain: the last step must be 0 mm/h; it ends the rain. Add the time at which it ends.");
  if (steps.some(([timeS, mmPerH]) => timeS < 0 || mmPerH < 0))
    throw new Error("rain: times and intensities must not be negative.");
  if (!(endS > 0)) throw new Error("rain: it must end after 0 s.");
  const tenths = steps.map(([timeS]) => Math.round(timeS * 10));
  const exact = steps.every(([timeS], i) => Math.abs(timeS * 10 - tenths[i]) < 1e-6);
  const divisor = tenths.reduce((a, b) => greatestCommonDivisor(a, b), tenths[tenths.length - 1]);
  const count =
    exact && divisor > 0 ? Math.min(mostIntervals, tenths[tenths.length - 1] / divisor) : mostIntervals;
  const intervalS = endS / count;
  const depthsMm = new Float64Array(count);
  for (let i = 0; i + 1 < steps.length; i += 1) {
    const [fromS, mmPerH] = steps[i];
    const toS = steps[i + 1][0];
    if (!(toS > fromS) || mmPerH === 0) continue;
    // Rounding must not make a sliver of the next interval.
    const first = Math.floor(fromS / intervalS + 1e-9);
    const last = Math.min(count, Math.ceil(toS / intervalS - 1e-9));
    for (let k = first; k < last; k += 1) {
      const insideS = Math.min(toS, (k + 1) * intervalS) - Math.max(fromS, k * intervalS);
      depthsMm[k] += (mmPerH * Math.max(0, insideS)) / 3600;
    }
  }
  return { intervalS, depthsMm };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
