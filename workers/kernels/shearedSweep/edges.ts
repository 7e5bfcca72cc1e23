import * as at from "./assembly/layout.ts";
import type { SweepEngine } from "./engine.ts";
import type { MemoryPlan } from "./memory.ts";
import type { SweepPass } from "./pass.ts";

/** A ray in the memory of an engine, the same from every cell. */
export type Ray = {
  /** Steps that lie in the next row on the way, or column where the light is more east than north. */
  readonly near: number;
  /** −1 = the ray goes west, 1 = east. */
  readonly across: 1 | -1;
  /** −1 = the ray goes north, 1 = south. */
  readonly down: 1 | -1;
};

/** Index of the byte of column 0 of a row in `stopped`. */
export function stoppedAt(plan: MemoryPlan, row: number): number {
  return plan.stopped + row * plan.sheets[0].stride + at.padCells;
}

/**
 * Writes the cells that a ray from the centre of a cell towards the light crosses, in their order, each with the beam's rise
 * where it enters: a grid traversal (Amanatides and Woo 1987), told by rows, so that it is one table for all cells. Through a
 * corner the ray goes from cell to cell without the two beside it.
 */
export function layRay({ plan, buffer }: SweepEngine, pass: SweepPass): Ray {
  const words = new Int32Array(buffer);
  const reals = new Float32Array(buffer);
  const { rows, columns, stride } = plan.sheets[0];
  const { orientation, slope, dropM } = pass;
  // Towards the light rows go against the sweep, and columns by their slope.
  const ahead = pass.rowStep === 1 ? -1 : 1;
  const aside = slope * ahead > 0 ? 1 : -1;
  const [across, down] = orientation === 0 ? ([aside, ahead] as const) : ([ahead, aside] as const);
  const steep = Math.abs(slope);
  const length = orientation === 0 ? rows : columns;
  const rowLimits = words.subarray(plan.rowLimits / 4, plan.rowLimits / 4 + rows);
  const columnLimits = words.subarray(plan.columnLimits / 4, plan.columnLimits / 4 + columns);
  let steps = 0;
  let near = 0;
  const put = (along: number, beside: number, entry: number): void => {
    const [c, r] = orientation === 0 ? [beside, along] : [along, beside];
    if (c >= columns || r >= rows) return;
    const word = plan.ray / 4 + steps * (at.rayStepBytes / 4);
    words[word] = (r * down * stride + c * across) * 4;
    reals[word + 1] = entry * dropM;
    steps++;
    if (along <= 1) near = steps;
    rowLimits[r] = steps;
    columnLimits[c] = steps;
  };
  rowLimits.fill(-1);
  columnLimits.fill(-1);
  let beside = 0;
  for (let along = 0; along < length; along++) {
    const leave = along + 0.5;
    if (along > 0) put(along, beside, along - 0.5);
    const crossing = (beside + 0.5) / steep;
    if (crossing > leave) continue;
    beside++;
    if (crossing < leave) put(along, beside, crossing);
  }
  // Steps grow in rows and columns alike: what lies no farther than a row are the steps up to the last in it.
  for (const limits of [rowLimits, columnLimits])
    for (let k = 0, most = 0; k < limits.length; k++) {
      if (limits[k]! < 0) limits[k] = most;
      most = limits[k]!;
    }
  return { near, across, down };
}
