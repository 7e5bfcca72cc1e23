import type { Grid } from "#twin/frame.ts";
import type { Raster } from "#twin/raster.ts";
import { floodInputError } from "./errors.ts";

/** Heights outside this range are no ground under a town: the Dead Sea lies at −430 m, the highest town at 5,100 m. */
const plausibleM = { lowest: -450, highest: 5200 };
/** A single cell this far from all its neighbours is a fault of the data, not relief. */
const spikeM = 50;
/** Holes up to this area are filled from their rim; larger ones are outside. */
const fillableAreaM2 = 2500;
/** Above this share of faulty cells the terrain is refused. */
const refusedShare = 0.05;

export type TerrainReport = {
  readonly faultyCells: number;
  readonly filledCells: number;
  /** Share of the grid without ground, after filling. */
  readonly outsideShare: number;
};

/**
 * Makes heights fit for a run, in place: faulty heights of the source become holes, small holes are filled from their
 * rim, large ones stay NaN (outside). Many terrain models have holes under houses; those are no missing ground, however
 * large, and are filled too.
 *
 * @param built 1 = mostly under roofs
 * @throws FloodInputError `terrainImplausible`, `noTerrain`
 */
export function repairTerrain(
  source: Raster<Float32Array>,
  grid: Grid,
  heightsM: Float32Array,
  built: Uint8Array,
): TerrainReport {
  const faultyCells = blankFaultyCells(source, grid, heightsM);
  const filledCells = fillSmallHoles(grid, heightsM, built);
  let outside = 0;
  for (let cell = 0; cell < heightsM.length; cell += 1) if (Number.isNaN(heightsM[cell])) outside += 1;
  if (outside === heightsM.length) throw floodInputError("noTerrain");
  return { faultyCells, filledCells, outsideShare: outside / heightsM.length };
}

function blankFaultyCells(source: Raster<Float32Array>, grid: Grid, heightsM: Float32Array): number {
  const { columns, rows, values, cellSizeM } = source;
  let faulty = 0;
  let known = 0;
  for (let row = 0; row < rows; row += 1) {
    let before = Number.NaN;
    for (let column = 0; column < columns; column += 1) {
      const height = values[row * columns + column];
      // Nearly all cells are like the one before them; only the rest is looked at closely.
      const ordinary = height - before < spikeM && before - height < spikeM;
      before = height;
      if (Number.isNaN(height)) continue;
      known += 1;
      const plausible = height >= plausibleM.lowest && height <= plausibleM.highest;
      if (plausible && (ordinary || !isSpike(source, column, row))) continue;
      faulty += 1;
      // A finer grid interpolates the spike into the neighbouring source cells.
      const reach = grid.cellSizeM < cellSizeM ? 1 : 0;
      blank(
        grid,
        heightsM,
        source.westX + (column - reach) * cellSizeM,
        source.westX + (column + 1 + reach) * cellSizeM,
        source.northY - (row + 1 + reach) * cellSizeM,
        source.northY - (row - reach) * cellSizeM,
      );
    }
  }
  if (known === 0) throw floodInputError("noTerrain");
  if (faulty > refusedShare * known) {
    throw floodInputError("terrainImplausible", { percent: Math.round((100 * faulty) / known) });
  }
  return faulty;
}

function isSpike(source: Raster<Float32Array>, column: number, row: number): boolean {
  const { columns, rows, values } = source;
  const height = values[row * columns + column];
  let sign = 0;
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r += 1) {
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c += 1) {
      const difference = height - values[r * columns + c];
      if ((r === row && c === column) || Number.isNaN(difference)) continue;
      if (Math.abs(difference) < spikeM || (sign !== 0 && Math.sign(difference) !== sign)) return false;
      sign = Math.sign(difference);
    }
  }
  return sign !== 0;
}

function blank(
  grid: Grid,
  heightsM: Float32Array,
  west: number,
  east: number,
  south: number,
  north: number,
): void {
  const firstColumn = Math.max(0, Math.floor((west - grid.westX) / grid.cellSizeM + 1e-6));
  const endColumn = Math.min(grid.columns, Math.ceil((east - grid.westX) / grid.cellSizeM - 1e-6));
  const firstRow = Math.max(0, Math.floor((grid.northY - north) / grid.cellSizeM + 1e-6));
  const endRow = Math.min(grid.rows, Math.ceil((grid.northY - south) / grid.cellSizeM - 1e-6));
  for (let row = firstRow; row < endRow; row += 1) {
    heightsM.fill(Number.NaN, row * grid.columns + firstColumn, row * grid.columns + endColumn);
  }
}

/** Fills enclosed holes with no more bare ground than the limit, ring by ring with the mean of what is known around each cell. */
function fillSmallHoles(grid: Grid, heightsM: Float32Array, built: Uint8Array): number {
  const limit = Math.max(1, Math.floor(fillableAreaM2 / (grid.cellSizeM * grid.cellSizeM)));
  const seen = new Uint8Array(heightsM.length);
  const hole: number[] = [];
  let filled = 0;
  for (let start = 0; start < heightsM.length; start += 1) {
    if (seen[start] === 1 || !Number.isNaN(heightsM[start])) continue;
    hole.length = 0;
    hole.push(start);
    seen[start] = 1;
    let open = false;
    let bare = 0;
    for (let next = 0; next < hole.length; next += 1) {
      const cell = hole[next];
      bare += 1 - built[cell];
      const column = cell % grid.columns;
      const row = (cell - column) / grid.columns;
      if (column === 0 || row === 0 || column === grid.columns - 1 || row === grid.rows - 1) open = true;
      for (const neighbour of neighbours(grid, column, row)) {
        if (seen[neighbour] === 0 && Number.isNaN(heightsM[neighbour])) {
          seen[neighbour] = 1;
          hole.push(neighbour);
        }
      }
    }
    if (open || bare > limit) continue;
    fillHole(grid, heightsM, hole);
    filled += bare;
  }
  return filled;
}

function fillHole(grid: Grid, heightsM: Float32Array, hole: readonly number[]): void {
  let left = [...hole];
  while (left.length > 0) {
    const values = left.map((cell) => {
      const column = cell % grid.columns;
      let sum = 0;
      let count = 0;
      for (const neighbour of neighbours(grid, column, (cell - column) / grid.columns)) {
        if (Number.isNaN(heightsM[neighbour])) continue;
        sum += heightsM[neighbour];
        count += 1;
      }
      return count > 0 ? sum / count : Number.NaN;
    });
    left.forEach((cell, i) => {
      heightsM[cell] = values[i];
    });
    left = left.filter((cell) => Number.isNaN(heightsM[cell]));
  }
}

function neighbours(grid: Grid, column: number, row: number): number[] {
  const cell = row * grid.columns + column;
  const cells: number[] = [];
  if (column > 0) cells.push(cell - 1);
  if (column < grid.columns - 1) cells.push(cell + 1);
  if (row > 0) cells.push(cell - grid.columns);
  if (row < grid.rows - 1) cells.push(cell + grid.columns);
  return cells;
}
