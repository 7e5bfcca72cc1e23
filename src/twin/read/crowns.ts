import type { Grid } from "../frame.ts";
import type { TreeTable } from "../objects.ts";
import { cellAt } from "./grid.ts";
import { treeCrownM, treeHeightM, treeIsPlausible, treeIsUnknown, trunkShare } from "./treeSizes.ts";

/** Crowns on a grid as heights above the sea; NaN = no crown there. */
export type Crowns = {
  readonly topM: Float32Array;
  readonly baseM: Float32Array;
  readonly trees: number;
  /** Trees of which neither height nor crown was known. */
  readonly assumed: number;
  /** Trees left out: taller than any in Central Europe, or with sizes that cannot be. */
  readonly implausible: number;
};

/**
 * Crowns as ellipsoids between a quarter of the tree's height and its top, standing on the ground at the stem.
 * A crown that covers no cell's centre fills its own cell where it covers at least half of it.
 * @param chosen which trees to take; all where absent
 */
export function crownsOn(
  trees: TreeTable,
  grid: Grid,
  groundM: Float32Array,
  chosen?: (tree: number) => boolean,
): Crowns {
  const cells = grid.columns * grid.rows;
  const topM = new Float32Array(cells).fill(Number.NaN);
  const baseM = new Float32Array(cells).fill(Number.NaN);
  let count = 0;
  let assumed = 0;
  let implausible = 0;
  for (let i = 0; i < trees.count; i += 1) {
    if (chosen !== undefined && !chosen(i)) continue;
    if (!treeIsPlausible(trees, i)) {
      implausible += 1;
      continue;
    }
    if (treeIsUnknown(trees, i)) assumed += 1;
    const x = trees.xy[2 * i];
    const y = trees.xy[2 * i + 1];
    const stem = cellAt(grid, x, y);
    const ground = stem >= 0 ? groundM[stem] : Number.NaN;
    // A tree beside the known ground stands on nothing.
    if (!Number.isFinite(ground)) continue;
    count += 1;
    addCrown(grid, topM, baseM, x, y, stem, ground, treeHeightM(trees, i), treeCrownM(trees, i));
  }
  return { topM, baseM, trees: count, assumed, implausible };
}

function addCrown(
  grid: Grid,
  topM: Float32Array,
  baseM: Float32Array,
  x: number,
  y: number,
  stem: number,
  groundM: number,
  heightM: number,
  diameterM: number,
): void {
  const radius = diameterM / 2;
  const middle = groundM + ((1 + trunkShare) / 2) * heightM;
  const half = ((1 - trunkShare) / 2) * heightM;
  const cell = grid.cellSizeM;
  const firstColumn = Math.max(0, Math.floor((x - radius - grid.westX) / cell));
  const lastColumn = Math.min(grid.columns - 1, Math.floor((x + radius - grid.westX) / cell));
  const firstRow = Math.max(0, Math.floor((grid.northY - y - radius) / cell));
  const lastRow = Math.min(grid.rows - 1, Math.floor((grid.northY - y + radius) / cell));
  let touched = false;
  for (let row = firstRow; row <= lastRow; row += 1) {
    const dy = grid.northY - (row + 0.5) * cell - y;
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const dx = grid.westX + (column + 0.5) * cell - x;
      const inside = 1 - (dx * dx + dy * dy) / (radius * radius);
      if (inside <= 0) continue;
      touched = true;
      raise(topM, baseM, row * grid.columns + column, middle, half * Math.sqrt(inside));
    }
  }
  if (!touched && Math.PI * radius * radius >= 0.5 * cell * cell) raise(topM, baseM, stem, middle, half);
}

function raise(topM: Float32Array, baseM: Float32Array, cell: number, middle: number, half: number): void {
  if (!(topM[cell] >= middle + half)) topM[cell] = middle + half;
  if (!(baseM[cell] <= middle - half)) baseM[cell] = middle - half;
}
