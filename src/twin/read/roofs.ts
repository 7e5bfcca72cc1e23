import { surfaceKinds } from "../buildings.ts";
import type { Grid } from "../frame.ts";
import type { Twin } from "../twin.ts";
import { buildingCoverageOn, buildingsOf } from "./buildings.ts";

/** Buildings on a grid: where they stand, which one, and how high their roofs are. */
export type Roofs = {
  /** 1 = at least half of the cell stands under a building. */
  readonly built: Uint8Array;
  /** Which building (`BuildingRow.index`), −1 = none. */
  readonly owner: Int32Array;
  /** Height of the roof over the cell's centre, NHN metres; NaN where there is none. */
  readonly topM: Float32Array;
};

/**
 * Roofs from the buildings' own triangles. Where the centre of a cell lies beside the triangles, at a rim or in the seam of a
 * party wall, the same roof's cells beside it tell its height; eaves in the middle of a roof would be a pit. Only where they do
 * not, and for buildings without triangles, the height of the eaves stands in.
 */
export function roofsOn(twin: Twin, grid: Grid): Roofs {
  const { share, owner } = buildingCoverageOn(twin, grid);
  const built = new Uint8Array(share.length);
  const topM = new Float32Array(share.length).fill(Number.NaN);
  const eaves = new Map<number, number>();
  for (const { index, table, row } of buildingsOf(twin)) {
    const z = table.eavesZ[row];
    const ridge = table.ridgeZ[row];
    eaves.set(index, Number.isFinite(z) ? z : ridge);
    for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t += 1) {
      if (table.surfaceKind[t] === surfaceKinds.roof) rasterTriangle(table.trianglesXYZ, 9 * t, grid, topM);
    }
  }
  const bare: number[] = [];
  for (let cell = 0; cell < share.length; cell += 1) {
    if (share[cell] < 0.5) {
      topM[cell] = Number.NaN;
      owner[cell] = -1;
      continue;
    }
    built[cell] = 1;
    if (Number.isNaN(topM[cell])) bare.push(cell);
  }
  // All are read before any is written: no order of cells decides.
  const heights = bare.map((cell) => meanBeside(grid, owner, topM, cell) ?? eaves.get(owner[cell]));
  bare.forEach((cell, k) => {
    topM[cell] = heights[k] ?? Number.NaN;
  });
  return { built, owner, topM };
}

/** Mean height of the same building's roof in the cells beside one; null where none of them has any. */
function meanBeside(
  { columns, rows }: Grid,
  owner: Int32Array,
  topM: Float32Array,
  cell: number,
): number | null {
  const column = cell % columns;
  const row = (cell - column) / columns;
  let sum = 0;
  let count = 0;
  const take = (beside: number): void => {
    if (owner[beside] !== owner[cell] || Number.isNaN(topM[beside])) return;
    sum += topM[beside];
    count += 1;
  };
  if (column > 0) take(cell - 1);
  if (column < columns - 1) take(cell + 1);
  if (row > 0) take(cell - columns);
  if (row < rows - 1) take(cell + columns);
  return count === 0 ? null : sum / count;
}

/** Raises every cell whose centre lies under the triangle to the triangle's height there. */
function rasterTriangle(xyz: Float32Array, at: number, grid: Grid, topM: Float32Array): void {
  const scale = 1 / grid.cellSizeM;
  const u0 = (xyz[at] - grid.westX) * scale - 0.5;
  const v0 = (grid.northY - xyz[at + 1]) * scale - 0.5;
  const u1 = (xyz[at + 3] - grid.westX) * scale - 0.5;
  const v1 = (grid.northY - xyz[at + 4]) * scale - 0.5;
  const u2 = (xyz[at + 6] - grid.westX) * scale - 0.5;
  const v2 = (grid.northY - xyz[at + 7]) * scale - 0.5;
  const area = (u1 - u0) * (v2 - v0) - (u2 - u0) * (v1 - v0);
  // A triangle that stands upright has no cells; NaN never passes.
  if (!(Math.abs(area) > 1e-9)) return;
  const z0 = xyz[at + 2];
  const z1 = xyz[at + 5];
  const z2 = xyz[at + 8];
  const firstColumn = Math.max(0, Math.ceil(Math.min(u0, u1, u2)));
  const lastColumn = Math.min(grid.columns - 1, Math.floor(Math.max(u0, u1, u2)));
  const firstRow = Math.max(0, Math.ceil(Math.min(v0, v1, v2)));
  const lastRow = Math.min(grid.rows - 1, Math.floor(Math.max(v0, v1, v2)));
  for (let row = firstRow; row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const b = ((column - u0) * (v2 - v0) - (u2 - u0) * (row - v0)) / area;
      const c = ((u1 - u0) * (row - v0) - (column - u0) * (v1 - v0)) / area;
      if (b < -1e-9 || c < -1e-9 || b + c > 1 + 1e-9) continue;
      const z = z0 + b * (z1 - z0) + c * (z2 - z0);
      const cell = row * grid.columns + column;
      if (!(topM[cell] >= z)) topM[cell] = z;
    }
  }
}
