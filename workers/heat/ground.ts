import type { Grid } from "#twin/frame.ts";
import { heatInputError } from "./errors.ts";

/** Heights outside this range are no ground under a town: the Dead Sea lies at −430 m, the highest town at 5,100 m. */
const plausibleM = { lowest: -450, highest: 5200 };
/** Above this share of faulty heights the terrain is refused. */
const refusedShare = 0.05;
/** Gaps are filled from their rim as far as this, metres. */
const fillReachM = 25;

export type KnownGround = {
  /** 1 = height known or filled, 0 = outside: no value is given there. */
  readonly known: Uint8Array;
  /** Ground heights, NHN metres, without NaN: outside stands the lowest known height, which shades nothing. */
  readonly groundM: Float32Array;
  readonly faultyCells: number;
  readonly filledCells: number;
  readonly outsideShare: number;
};

/**
 * Makes heights fit for a run: what cannot be a height becomes a gap, narrow gaps are filled from their rim (as under houses
 * in many terrain models), wide ones stay outside. The heights given are changed.
 * @throws HeatInputError `noTerrain`, `terrainImplausible`
 */
export function knownGround(grid: Grid, heightsM: Float32Array): KnownGround {
  const cells = heightsM.length;
  let faultyCells = 0;
  let present = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    const height = heightsM[cell];
    if (Number.isNaN(height)) continue;
    present += 1;
    if (height >= plausibleM.lowest && height <= plausibleM.highest) continue;
    faultyCells += 1;
    heightsM[cell] = Number.NaN;
  }
  if (present === 0) throw heatInputError("noTerrain");
  if (faultyCells > refusedShare * present)
    throw heatInputError("terrainImplausible", { percent: Math.round((100 * faultyCells) / present) });
  const filledCells = fillGaps(grid, heightsM, Math.max(1, Math.round(fillReachM / grid.cellSizeM)));
  const known = new Uint8Array(cells);
  let lowest = Number.POSITIVE_INFINITY;
  let outside = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    if (Number.isNaN(heightsM[cell])) outside += 1;
    else {
      known[cell] = 1;
      if (heightsM[cell] < lowest) lowest = heightsM[cell];
    }
  }
  if (outside > 0) for (let cell = 0; cell < cells; cell += 1) if (known[cell] === 0) heightsM[cell] = lowest;
  return { known, groundM: heightsM, faultyCells, filledCells, outsideShare: outside / cells };
}

/** Grows the known heights into the gaps, ring by ring, by the mean of the known neighbours. */
function fillGaps(grid: Grid, heightsM: Float32Array, rings: number): number {
  const { columns, rows } = grid;
  let gaps: number[] = [];
  for (let cell = 0; cell < heightsM.length; cell += 1) if (Number.isNaN(heightsM[cell])) gaps.push(cell);
  let filled = 0;
  for (let ring = 0; ring < rings && gaps.length > 0; ring += 1) {
    const left: number[] = [];
    const cells: number[] = [];
    const values: number[] = [];
    for (const cell of gaps) {
      const column = cell % columns;
      const row = (cell - column) / columns;
      let sum = 0;
      let count = 0;
      const take = (neighbour: number): void => {
        const height = heightsM[neighbour];
        if (Number.isNaN(height)) return;
        sum += height;
        count += 1;
      };
      if (column > 0) take(cell - 1);
      if (column < columns - 1) take(cell + 1);
      if (row > 0) take(cell - columns);
      if (row < rows - 1) take(cell + columns);
      if (count === 0) left.push(cell);
      else {
        cells.push(cell);
        values.push(sum / count);
      }
    }
    if (cells.length === 0) break;
    for (let i = 0; i < cells.length; i += 1) heightsM[cells[i]] = values[i];
    filled += cells.length;
    gaps = left;
  }
  return filled;
}
