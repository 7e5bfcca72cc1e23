import type { Grid } from "../frame.ts";
import type { LayerColumns } from "./check.ts";

const mostCells = 400_000_000;

export const gridMeta = ({ columns, rows, cellSizeM, westX, northY }: Grid) => ({
  columns,
  rows,
  cellSizeM,
  westX,
  northY,
});

export function readGrid(file: LayerColumns): Grid {
  const grid = {
    columns: file.number("columns", 1, 1e6),
    rows: file.number("rows", 1, 1e6),
    cellSizeM: file.number("cellSizeM", 1e-3, 1e5),
    westX: file.number("westX", -1e7, 1e7),
    northY: file.number("northY", -1e7, 1e7),
  };
  if (!Number.isInteger(grid.columns) || !Number.isInteger(grid.rows) || grid.columns * grid.rows > mostCells)
    throw file.fail("size of the grid");
  return grid;
}
