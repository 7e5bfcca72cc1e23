import { join } from "node:path";
import type { Grid, Point } from "#twin/frame.ts";
import type { PreparedInflow } from "../../inflow.ts";
import type { CaseDescription } from "./schema.ts";
import { readSeriesFile } from "./tableFile.ts";

/** The cell that holds a point; a point on the east or south rim belongs to the last cell. −1 outside. */
export function cellOrRim(grid: Grid, [x, y]: Point): number {
  const slack = 1e-6 * grid.cellSizeM;
  const eastX = grid.westX + grid.columns * grid.cellSizeM;
  const southY = grid.northY - grid.rows * grid.cellSizeM;
  if (!(x >= grid.westX - slack && x <= eastX + slack && y >= southY - slack && y <= grid.northY + slack))
    return -1;
  const within = (value: number, count: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor(value)));
  const column = within((x - grid.westX) / grid.cellSizeM, grid.columns);
  return within((grid.northY - y) / grid.cellSizeM, grid.rows) * grid.columns + column;
}

export const centreOf = (grid: Grid, cell: number): Point => [
  grid.westX + ((cell % grid.columns) + 0.5) * grid.cellSizeM,
  grid.northY - (Math.floor(cell / grid.columns) + 0.5) * grid.cellSizeM,
];

/** @throws Error where an inflow touches no cell or takes water away */
export function inflowOf(
  inflow: CaseDescription["inflows"][number],
  grid: Grid,
  bedM: Float32Array,
  folder: string,
): PreparedInflow {
  const given = inflow.hydrographM3PerS;
  const hydrograph = "file" in given ? readSeriesFile(join(folder, given.file), given) : given;
  if (hydrograph.some(([, flow]) => flow < 0)) throw new Error("An inflow must not be negative.");
  const cells = ("edge" in inflow ? edgeCells(inflow, grid) : sourceCells(inflow, grid)).filter(
    (cell) => !Number.isNaN(bedM[cell]),
  );
  if (cells.length === 0)
    throw new Error(
      "An inflow touches no cell of the terrain (where the terrain has a value and no building stands).",
    );
  return { cells: Uint32Array.from(cells), edge: "edge" in inflow ? inflow.edge : null, hydrograph };
}

function sourceCells(
  inflow: { readonly at: Point; readonly radiusM: number } | { readonly line: readonly Point[] },
  grid: Grid,
): number[] {
  const cells = new Set<number>();
  if ("at" in inflow) {
    const own = cellOrRim(grid, inflow.at);
    if (own >= 0) cells.add(own);
    for (let cell = 0; inflow.radiusM > 0 && cell < grid.columns * grid.rows; cell += 1) {
      const [x, y] = centreOf(grid, cell);
      if (Math.hypot(x - inflow.at[0], y - inflow.at[1]) <= inflow.radiusM) cells.add(cell);
    }
    return [...cells];
  }
  for (let i = 1; i < inflow.line.length; i += 1) {
    const [ax, ay] = inflow.line[i - 1];
    const [bx, by] = inflow.line[i];
    const pieces = Math.ceil((Math.hypot(bx - ax, by - ay) / grid.cellSizeM) * 4) + 1;
    for (let k = 0; k <= pieces; k += 1) {
      const cell = cellOrRim(grid, [ax + ((bx - ax) * k) / pieces, ay + ((by - ay) * k) / pieces]);
      if (cell >= 0) cells.add(cell);
    }
  }
  return [...cells];
}

function edgeCells(
  { edge, from, to }: { readonly edge: string; readonly from: number; readonly to: number },
  grid: Grid,
): number[] {
  const { columns, rows } = grid;
  const alongY = edge === "west" || edge === "east";
  const cells: number[] = [];
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  let nearest = -1;
  let away = grid.cellSizeM / 2;
  for (let i = 0; i < (alongY ? rows : columns); i += 1) {
    const column = edge === "west" ? 0 : edge === "east" ? columns - 1 : i;
    const row = edge === "north" ? 0 : edge === "south" ? rows - 1 : i;
    const cell = row * columns + column;
    const along = centreOf(grid, cell)[alongY ? 1 : 0];
    if (along >= low && along <= high) cells.push(cell);
    const distance = Math.abs(along - (low + high) / 2);
    if (distance <= away) [nearest, away] = [cell, distance];
  }
  // A stretch narrower than a cell may hold no centre.
  return cells.length > 0 || nearest < 0 ? cells : [nearest];
}
