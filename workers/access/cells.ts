import type { Grid, Point } from "#twin/frame.ts";
import { cellAt } from "#twin/read/grid.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModeNetwork } from "./network.ts";

/** Cells for which something can be said: those with residents, and those with a street for people on foot near their middle. */
export type Cells = {
  readonly count: number;
  /** Cell of the grid. */
  readonly cell: Uint32Array;
  /** Where one leaves from: the middle of the cell's residents, else the street nearest to the cell's middle. */
  readonly at: readonly Point[];
  readonly residents: Float32Array;
};

/** Residents by cell of a grid. */
export function residentsByCell({ data }: Twin, grid: Grid): Float32Array {
  const { count, xy, residents } = data.population;
  const byCell = new Float32Array(grid.columns * grid.rows);
  for (let row = 0; row < count; row += 1) {
    const cell = cellAt(grid, xy[2 * row], xy[2 * row + 1]);
    if (cell >= 0 && residents[row] > 0) byCell[cell] += residents[row];
  }
  return byCell;
}

export function cellsOf(twin: Twin, grid: Grid, foot: ModeNetwork): Cells {
  const { population } = twin.data;
  const residents = residentsByCell(twin, grid);
  const sums = new Float64Array(2 * residents.length);
  for (let row = 0; row < population.count; row += 1) {
    const [x, y] = [population.xy[2 * row], population.xy[2 * row + 1]];
    const cell = cellAt(grid, x, y);
    if (cell < 0 || !(population.residents[row] > 0)) continue;
    sums[2 * cell] += x * population.residents[row];
    sums[2 * cell + 1] += y * population.residents[row];
  }
  const cells: number[] = [];
  const at: Point[] = [];
  const halfDiagonalM = grid.cellSizeM * Math.SQRT1_2;
  for (let cell = 0; cell < residents.length; cell += 1) {
    const place =
      residents[cell] > 0 ? homesAt(sums, residents, cell) : streetIn(foot, grid, cell, halfDiagonalM);
    if (place === null) continue;
    cells.push(cell);
    at.push(place);
  }
  return {
    count: cells.length,
    cell: Uint32Array.from(cells),
    at,
    residents: Float32Array.from(cells, (cell) => residents[cell]),
  };
}

const homesAt = (sums: Float64Array, residents: Float32Array, cell: number): Point => [
  sums[2 * cell] / residents[cell],
  sums[2 * cell + 1] / residents[cell],
];

function streetIn(foot: ModeNetwork, grid: Grid, cell: number, reachM: number): Point | null {
  const column = cell % grid.columns;
  const row = (cell - column) / grid.columns;
  const middle: Point = [
    grid.westX + (column + 0.5) * grid.cellSizeM,
    grid.northY - (row + 0.5) * grid.cellSizeM,
  ];
  return foot.find(middle, reachM)?.at ?? null;
}
