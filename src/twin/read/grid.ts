import type { Extent, Grid } from "../frame.ts";

/**
 * The grid of a cell size over an extent. Its lines lie on whole multiples of the cell size, so that grids of 1, 2, 4
 * and 8 m nest and a preview and a full run see the same ground.
 * @throws RangeError where the extent is empty or the cell size is not positive.
 */
export function gridFor(extent: Extent, cellSizeM: number): Grid {
  if (!(cellSizeM > 0) || !(extent.maxX > extent.minX) || !(extent.maxY > extent.minY))
    throw new RangeError("gridFor needs a positive cell size and an extent with an area");
  // A line that is meant to lie on a multiple must not be lost to the last bit of a division.
  const tolerance = 1e-9;
  const firstColumn = Math.floor(extent.minX / cellSizeM + tolerance);
  const lastColumn = Math.ceil(extent.maxX / cellSizeM - tolerance);
  const firstRow = Math.ceil(extent.maxY / cellSizeM - tolerance);
  const lastRow = Math.floor(extent.minY / cellSizeM + tolerance);
  return {
    columns: lastColumn - firstColumn,
    rows: firstRow - lastRow,
    cellSizeM,
    westX: firstColumn * cellSizeM,
    northY: firstRow * cellSizeM,
  };
}

export const extentOf = (grid: Grid): Extent => ({
  minX: grid.westX,
  minY: grid.northY - grid.rows * grid.cellSizeM,
  maxX: grid.westX + grid.columns * grid.cellSizeM,
  maxY: grid.northY,
});

/** Index of the cell that holds a point, −1 outside the grid. */
export function cellAt(grid: Grid, x: number, y: number): number {
  const column = Math.floor((x - grid.westX) / grid.cellSizeM);
  const row = Math.floor((grid.northY - y) / grid.cellSizeM);
  return column >= 0 && column < grid.columns && row >= 0 && row < grid.rows
    ? row * grid.columns + column
    : -1;
}

export const sameGrid = (a: Grid, b: Grid): boolean =>
  a.columns === b.columns &&
  a.rows === b.rows &&
  a.cellSizeM === b.cellSizeM &&
  a.westX === b.westX &&
  a.northY === b.northY;

/** The part of a grid that an extent touches, as first and last (exclusive) column and row; null where they are apart. */
export function windowOf(
  grid: Grid,
  extent: Extent,
): {
  readonly firstColumn: number;
  readonly endColumn: number;
  readonly firstRow: number;
  readonly endRow: number;
} | null {
  const firstColumn = Math.max(0, Math.floor((extent.minX - grid.westX) / grid.cellSizeM));
  const endColumn = Math.min(grid.columns, Math.ceil((extent.maxX - grid.westX) / grid.cellSizeM));
  const firstRow = Math.max(0, Math.floor((grid.northY - extent.maxY) / grid.cellSizeM));
  const endRow = Math.min(grid.rows, Math.ceil((grid.northY - extent.minY) / grid.cellSizeM));
  return firstColumn < endColumn && firstRow < endRow ? { firstColumn, endColumn, firstRow, endRow } : null;
}

/** Whether two extents share ground or touch. */
export const extentsMeet = (a: Extent, b: Extent): boolean =>
  a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;

/** The grid of the cells that an extent touches (see `windowOf`). */
export const gridOfWindow = (grid: Grid, window: NonNullable<ReturnType<typeof windowOf>>): Grid => ({
  columns: window.endColumn - window.firstColumn,
  rows: window.endRow - window.firstRow,
  cellSizeM: grid.cellSizeM,
  westX: grid.westX + window.firstColumn * grid.cellSizeM,
  northY: grid.northY - window.firstRow * grid.cellSizeM,
});
