import type { Grid } from "#twin/frame.ts";

/**
 * Where the terrain ends within its rectangle (a town's outline, say) the kernel sees a wall. These cells let water out
 * over their outer faces at normal depth, as the kernel's free edges do.
 */
export type RimOutlets = {
  readonly cells: Uint32Array;
  /** Aligned with `cells`: sum over the outer faces of √S / (n · cell size), m^(−2/3)·s^(−1). */
  readonly ratePerS: Float32Array;
};

/** @param outside 1 = no ground known; null where no cell leads out */
export function rimOutletsOf(
  grid: Grid,
  bedM: Float32Array,
  manningN: Float32Array,
  outside: Uint8Array,
): RimOutlets | null {
  if (!outside.includes(1)) return null;
  const { columns, rows, cellSizeM } = grid;
  const cells: number[] = [];
  const rates: number[] = [];
  const at = (column: number, row: number): number =>
    column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : -1;
  for (let cell = 0; cell < bedM.length; cell += 1) {
    if (Number.isNaN(bedM[cell])) continue;
    const column = cell % columns;
    const row = (cell - column) / columns;
    let rate = 0;
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]) {
      const outer = at(column + dx, row + dy);
      const inner = at(column - dx, row - dy);
      if (outer < 0 || outside[outer] === 0 || inner < 0 || Number.isNaN(bedM[inner])) continue;
      // The bed goes on outwards as it comes from within; where it rises nothing leaves.
      const slope = (bedM[inner] - bedM[cell]) / cellSizeM;
      if (slope > 0) rate += Math.sqrt(slope) / (manningN[cell] * cellSizeM);
    }
    if (rate > 0) {
      cells.push(cell);
      rates.push(rate);
    }
  }
  return cells.length > 0 ? { cells: Uint32Array.from(cells), ratePerS: Float32Array.from(rates) } : null;
}

/**
 * Outflow of a step. Manning's flow at normal depth empties a cell by dh/dt = −k·h^(5/3), of which the exact solution is
 * h(t) = (h^(−2/3) + ⅔·k·t)^(−3/2): stable for any step. Changes `deltaM`, returns the volume that left, m³.
 */
export function rimStep(
  { cells, ratePerS }: RimOutlets,
  stepS: number,
  cellAreaM2: number,
  depthM: Float32Array,
  deltaM: Float32Array,
): number {
  let left = 0;
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i];
    const depth = depthM[cell] + deltaM[cell];
    if (!(depth > 0)) continue;
    const after = (depth ** (-2 / 3) + (2 / 3) * ratePerS[i] * stepS) ** -1.5;
    const before = deltaM[cell];
    deltaM[cell] = Math.max(-depthM[cell], before - (depth - after));
    // What single precision made of the change is what is booked.
    left += before - deltaM[cell];
  }
  return left * cellAreaM2;
}
