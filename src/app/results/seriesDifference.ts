import type { RunOutcome } from "#runs/contract.ts";
import { sameGrid } from "#twin/read/grid.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { nextTurn } from "#workers/runtime/turns.ts";
import { kindOf, noRoofs, type RoofPair } from "./difference.ts";

/** Codes of a difference stand about this one; 0 stays "nothing here". */
const noChange = 32_768;
const cellsPerTask = 500_000;

/** Differences of two time steps, in the codes that `differenceDecode` reads, and how many cells grew and shrank. */
export type CodeDifference = {
  readonly codes: Uint16Array;
  readonly moreCells: number;
  readonly lessCells: number;
};

/** How a difference of two steps of a series is read back into the series' unit. */
export function differenceDecode(scale: number): { readonly scale: number; readonly offset: number } {
  return { scale, offset: -noChange * scale };
}

/**
 * plan − baseline of one time step, as codes of the same scale; 0 where either has nothing, and where only one of the two
 * speaks of a roof. Changes on roofs are not counted. Works in slices with a pause
 * between them, so that the page stays responsive on large grids.
 *
 * @param tolerance smallest change that counts as one, in the unit of the series
 */
export async function codeDifference(
  baseline: Uint16Array,
  plan: Uint16Array,
  scale: number,
  tolerance: number,
  roofs: RoofPair = noRoofs,
): Promise<CodeDifference> {
  const codes = new Uint16Array(plan.length);
  const least = tolerance / scale - 1e-6;
  let moreCells = 0;
  let lessCells = 0;
  for (let from = 0; from < plan.length; from += cellsPerTask) {
    if (from > 0) await nextTurn();
    const to = Math.min(plan.length, from + cellsPerTask);
    for (let cell = from; cell < to; cell += 1) {
      const before = baseline[cell] as number;
      const after = plan[cell] as number;
      if (before === 0 || after === 0) continue;
      const kind = kindOf(roofs, cell);
      if (kind === "other") continue;
      const change = after - before;
      codes[cell] = Math.min(65_535, Math.max(1, change + noChange));
      if (kind === "roof") continue;
      if (change >= least) moreCells += 1;
      else if (change <= -least) lessCells += 1;
    }
  }
  return { codes, moreCells, lessCells };
}

/** Series that are not water: they lie on the ground, and their difference moves with them. */
export function isDrapedSeries(
  layer: ResultLayer | null,
): layer is ResultLayer & { readonly series: NonNullable<ResultLayer["series"]> } {
  return layer !== null && layer.series !== null && layer.ramp !== "depth";
}

/** Series with a course that can be read; light and shade in turn are only looked at. */
export function isCurveSeries(
  layer: ResultLayer,
): layer is ResultLayer & { readonly series: NonNullable<ResultLayer["series"]> } {
  return isDrapedSeries(layer) && layer.unit !== "1";
}

/** Whether two runs have the same steps on the same grid. */
export function sameSteps(a: RunOutcome, b: RunOutcome): boolean {
  const [times, others] = [a.result.frameTimesS, b.result.frameTimesS];
  return (
    sameGrid(a.result.grid, b.result.grid) &&
    times.length === others.length &&
    times.every((timeS, index) => timeS === others[index])
  );
}
