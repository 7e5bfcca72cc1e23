import type { Grid, Point } from "#twin/frame.ts";
import { cellAt } from "./difference.ts";

/** Pedestrians on the level, km/h (planning value; adults walk 4–5.5). */
export const usualWalkKmh = 4.5;

/** Minutes of a way in each class. */
export type WalkMinutes = {
  /** Below the first edge, then from edge to edge: one more than there are edges. */
  readonly byClass: readonly number[];
  /** Through places that the model says nothing of. */
  readonly unknownMin: number;
  readonly totalMin: number;
};

/** A way is asked at least this often within a cell. */
const samplesPerCell = 4;
const longestStepM = 1;

/**
 * How many minutes somebody walks in each class along a line.
 *
 * @param points frame offsets, metres
 * @param valueAt value of a cell; not a number where there is none
 * @param edges ascending class edges in the unit of the values
 */
export function minutesAlong(
  points: readonly Point[],
  grid: Grid,
  valueAt: (cell: number) => number,
  edges: readonly number[],
  walkKmh: number,
): WalkMinutes {
  const byClass = Array.from({ length: edges.length + 1 }, () => 0);
  const metresPerMinute = (walkKmh * 1000) / 60;
  let unknownMin = 0;
  let totalMin = 0;
  for (let i = 1; i < points.length; i += 1) {
    const [from, to] = [points[i - 1], points[i]];
    if (from === undefined || to === undefined) continue;
    const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const stepM = Math.min(longestStepM, grid.cellSizeM / samplesPerCell);
    const steps = Math.max(1, Math.ceil(lengthM / stepM));
    const minutes = lengthM / steps / metresPerMinute;
    for (let step = 0; step < steps; step += 1) {
      const share = (step + 0.5) / steps;
      const cell = cellAt(grid, from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]));
      const value = cell === null ? Number.NaN : valueAt(cell);
      totalMin += minutes;
      if (Number.isNaN(value)) unknownMin += minutes;
      else {
        const index = classOf(value, edges);
        byClass[index] = (byClass[index] ?? 0) + minutes;
      }
    }
  }
  return { byClass, unknownMin, totalMin };
}

/** 0 below the first edge; edges belong to the class above them. */
export function classOf(value: number, edges: readonly number[]): number {
  let index = 0;
  while (index < edges.length && value >= (edges[index] ?? Number.POSITIVE_INFINITY)) index += 1;
  return index;
}

/** Minutes at or above a class, which the sentence speaks of. */
export function minutesFrom({ byClass }: WalkMinutes, first: number): number {
  return byClass.slice(first).reduce((sum, minutes) => sum + minutes, 0);
}
