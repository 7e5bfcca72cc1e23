import type { Grid } from "#twin/frame.ts";
import type { ResultField } from "#workers/runtime/model.ts";
import { nextTurn } from "#workers/runtime/turns.ts";

/** What "nothing there" (NaN) counts as: dry ground has depth 0; "never reached" has no time to subtract. */
export type MissingAs = "zero" | "unknown";

/** Cells a task may take; half a million subtractions stay far below 50 ms. */
const cellsPerTask = 500_000;

/** Which cells are roofs in the baseline and in the plan; absent = none is. */
export type RoofPair = {
  readonly baseline: Uint8Array | undefined;
  readonly plan: Uint8Array | undefined;
};
export const noRoofs: RoofPair = { baseline: undefined, plan: undefined };

/** What two values of a cell are both of; a roof and the ground before or below it cannot be compared. */
export function kindOf({ baseline, plan }: RoofPair, cell: number): "ground" | "roof" | "other" {
  const [before, after] = [baseline?.[cell] === 1, plan?.[cell] === 1];
  if (before !== after) return "other";
  return before ? "roof" : "ground";
}

/** plan − baseline per cell (NaN = no change worth drawing), and how many cells grew and shrank. */
export type FieldDifference = {
  readonly values: Float32Array;
  readonly moreCells: number;
  readonly lessCells: number;
};

/**
 * plan − baseline, cell by cell; NaN where neither has anything, where the change is within the tolerance, and where only one
 * of the two speaks of a roof. Changes on roofs are drawn, but not counted: areas are those of open ground.
 * Works in slices with a pause between them, so that the page stays responsive on large grids.
 *
 * @returns null when the signal is aborted first
 */
export async function differenceOf(
  baseline: Float32Array,
  plan: Float32Array,
  tolerance: number,
  missing: MissingAs,
  signal: AbortSignal,
  roofs: RoofPair = noRoofs,
): Promise<FieldDifference | null> {
  const values = new Float32Array(plan.length);
  let moreCells = 0;
  let lessCells = 0;
  for (let from = 0; from < plan.length; from += cellsPerTask) {
    if (from > 0) await nextTurn();
    if (signal.aborted) return null;
    const to = Math.min(plan.length, from + cellsPerTask);
    subtract(baseline, plan, values, from, to, tolerance, missing);
    for (let cell = from; cell < to; cell += 1) {
      const kind = kindOf(roofs, cell);
      if (kind === "other") values[cell] = Number.NaN;
      if (kind !== "ground") continue;
      if ((values[cell] as number) > 0) moreCells += 1;
      else if ((values[cell] as number) < 0) lessCells += 1;
    }
  }
  return { values, moreCells, lessCells };
}

function subtract(
  baseline: Float32Array,
  plan: Float32Array,
  into: Float32Array,
  from: number,
  to: number,
  tolerance: number,
  missing: MissingAs,
): void {
  for (let cell = from; cell < to; cell += 1) {
    let before = baseline[cell] as number;
    let after = plan[cell] as number;
    if (missing === "zero") {
      if (Number.isNaN(before)) before = 0;
      if (Number.isNaN(after)) after = 0;
    }
    const change = after - before;
    into[cell] = change >= tolerance || change <= -tolerance ? change : Number.NaN;
  }
}

export function fieldById(fields: readonly ResultField[], id: string): ResultField | null {
  return fields.find((field) => field.id === id) ?? null;
}

/** The cell under a point (frame offsets, metres), or null outside the grid. */
export function cellAt(grid: Grid, x: number, y: number): number | null {
  const column = Math.floor((x - grid.westX) / grid.cellSizeM);
  const row = Math.floor((grid.northY - y) / grid.cellSizeM);
  if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return null;
  return row * grid.columns + column;
}
