import type { Grid, Point } from "#twin/frame.ts";
import type { HydraulicLink } from "#twin/objects.ts";
import { cellAt } from "#twin/read/grid.ts";
import type { FloodConditions } from "./conditions.ts";
import { floodInputError } from "./errors.ts";
import type { EdgeName, PreparedInflow } from "./inflow.ts";
import type { PreparedLink } from "./links.ts";

/** What bounds the water around a link's end or a source. */
export type Walls = {
  readonly grid: Grid;
  /** NaN where no water can be. */
  readonly bedM: Float32Array;
  readonly sillX: Float32Array | null;
  readonly sillY: Float32Array | null;
};

/** A link takes and gives water within this distance of its ends. */
const linkReachM = 2;
/** Ground within this height of the lowest belongs to the bed of a stream. */
const flatBedM = 0.02;

/** A link on the grid; none where it begins outside. One that ends outside leads out of the study area. */
export function preparedLink(link: HydraulicLink, walls: Walls): PreparedLink[] {
  const fromCells = cellsAround(walls, link.from, linkReachM);
  if (fromCells.length === 0) return [];
  const toCells = link.to ? cellsAround(walls, link.to, linkReachM) : null;
  const ends = toCells && toCells.length > 0 ? toCells : null;
  return [
    {
      id: link.id,
      kind: link.kind,
      fromCells,
      toCells: ends,
      fromBedM: lowestOf(walls.bedM, fromCells),
      toBedM: ends ? lowestOf(walls.bedM, ends) : 0,
    },
  ];
}

/** The inflow that the conditions ask for. @throws FloodInputError `inflowOutside` */
export function inflowsOf(conditions: FloodConditions, walls: Walls): PreparedInflow[] {
  const { inflowAt } = conditions;
  if (inflowAt === "none") return [];
  const cells =
    inflowAt === "point"
      ? cellsAround(walls, [conditions.inflowX, conditions.inflowY], conditions.inflowWidthM / 2)
      : edgeChannel(walls, inflowAt, conditions.inflowWidthM);
  if (cells.length === 0) throw floodInputError("inflowOutside", { at: inflowAt });
  return [
    {
      cells,
      edge: inflowAt === "point" ? null : inflowAt,
      hydrograph: conditions.inflowHydrograph.map(([min, flow]) => [min * 60, flow]),
    },
  ];
}

/** Cells within reach of a point that water reaches from it without passing a building or a barrier. */
export function cellsAround(walls: Walls, at: Point, reachM: number): Uint32Array {
  const { grid, bedM, sillX, sillY } = walls;
  const { columns, rows, cellSizeM } = grid;
  const start = nearestOpen(walls, at, Math.max(reachM, 2 * cellSizeM));
  if (start < 0) return new Uint32Array(0);
  const reach = Math.max(reachM, cellSizeM * 0.5);
  const startColumn = start % columns;
  const startRow = Math.floor(start / columns);
  const found = new Set([start]);
  const queue = [start];
  const visit = (column: number, row: number, crestM: number): void => {
    const cell = row * columns + column;
    if (column < 0 || row < 0 || column >= columns || row >= rows || found.has(cell)) return;
    if (Number.isNaN(bedM[cell]) || crestM > Number.NEGATIVE_INFINITY) return;
    if (Math.hypot(column - startColumn, row - startRow) * cellSizeM > reach) return;
    found.add(cell);
    queue.push(cell);
  };
  const none = Number.NEGATIVE_INFINITY;
  for (let next = 0; next < queue.length; next += 1) {
    const cell = queue[next];
    const column = cell % columns;
    const row = (cell - column) / columns;
    visit(column - 1, row, sillX ? sillX[row * (columns + 1) + column] : none);
    visit(column + 1, row, sillX ? sillX[row * (columns + 1) + column + 1] : none);
    visit(column, row - 1, sillY ? sillY[row * columns + column] : none);
    visit(column, row + 1, sillY ? sillY[(row + 1) * columns + column] : none);
  }
  return Uint32Array.from([...found].sort((a, b) => a - b));
}

/** The point's own cell, or the nearest one that is not built over; −1 where there is none within reach. */
function nearestOpen({ grid, bedM }: Walls, at: Point, reachM: number): number {
  const { cellSizeM } = grid;
  const steps = Math.ceil(reachM / cellSizeM);
  let best = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let dy = -steps; dy <= steps; dy += 1) {
    for (let dx = -steps; dx <= steps; dx += 1) {
      const cell = cellAt(grid, at[0] + dx * cellSizeM, at[1] + dy * cellSizeM);
      const distance = dx * dx + dy * dy;
      if (cell < 0 || Number.isNaN(bedM[cell]) || distance >= bestDistance) continue;
      best = cell;
      bestDistance = distance;
    }
  }
  return best;
}

function lowestOf(bedM: Float32Array, cells: Uint32Array): number {
  return cells.reduce((lowest, cell) => Math.min(lowest, bedM[cell]), Number.POSITIVE_INFINITY);
}
/** The stretch of an edge where a stream enters: the given width around its lowest ground. */
function edgeChannel({ grid, bedM }: Walls, edge: EdgeName, widthM: number): Uint32Array {
  const { columns, rows } = grid;
  const alongY = edge === "west" || edge === "east";
  const cellOf = (i: number): number => {
    if (alongY) return i * columns + (edge === "west" ? 0 : columns - 1);
    return (edge === "north" ? 0 : rows - 1) * columns + i;
  };
  const length = alongY ? rows : columns;
  let lowest = -1;
  for (let i = 0; i < length; i += 1) {
    const bed = bedM[cellOf(i)];
    if (!Number.isNaN(bed) && (lowest < 0 || bed < bedM[cellOf(lowest)])) lowest = i;
  }
  if (lowest < 0) return new Uint32Array(0);
  // A flat bed has many lowest cells: the water enters in their middle.
  let last = lowest;
  while (last + 1 < length && bedM[cellOf(last + 1)] - bedM[cellOf(lowest)] < flatBedM) last += 1;
  const count = Math.max(1, Math.round(widthM / grid.cellSizeM));
  const first = Math.round((lowest + last) / 2 - (count - 1) / 2);
  const cells: number[] = [];
  for (let i = Math.max(0, first); i < Math.min(length, first + count); i += 1) {
    if (!Number.isNaN(bedM[cellOf(i)])) cells.push(cellOf(i));
  }
  return Uint32Array.from(cells);
}
