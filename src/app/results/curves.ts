import type { RunOutcome } from "#runs/contract.ts";
import type { Pick } from "#scene/contract.ts";
import type { BuildingTable } from "#twin/buildings.ts";
import type { Grid, Point } from "#twin/frame.ts";
import { cellAt, fieldById } from "./difference.ts";

/** What a run says about one place; null = nothing there, or not known. */
export type PointFigures = {
  readonly cell: number | null;
  readonly maxDepthM: number | null;
  readonly arrivalMin: number | null;
  /** 1–6, or null where it stays dry. */
  readonly hazard: number | null;
};

/** Deepest water at the façade of a clicked building, metres; null where the run has none for it. */
export function facadeDepth(outcome: RunOutcome, buildingId: string): number | null {
  const row = outcome.result.buildingIds.indexOf(buildingId);
  const depth = row < 0 ? undefined : outcome.result.buildingColumns.facadeDepthM?.[row];
  return depth === undefined || Number.isNaN(depth) ? null : depth;
}

export function figuresAt(outcome: RunOutcome, cell: number | null): PointFigures {
  const read = (id: string): number | null => {
    const value = cell === null ? undefined : fieldById(outcome.result.fields, id)?.values[cell];
    return value === undefined || Number.isNaN(value) ? null : value;
  };
  return { cell, maxDepthM: read("maxDepth"), arrivalMin: read("arrival"), hazard: read("hazard") };
}

/** The cell that a click asks about: under the pointer, or for a building the deepest one at its walls. */
export function cellOf(outcome: RunOutcome, pick: Pick, buildings: BuildingTable | null): number | null {
  const { grid } = outcome.result;
  const under = cellAt(grid, pick.at[0], pick.at[1]);
  if (pick.type !== "building" || buildings === null) return under;
  const row = buildings.ids.indexOf(pick.id);
  return row < 0 ? under : (deepestAtWalls(outcome, buildings, row) ?? under);
}

function deepestAtWalls(outcome: RunOutcome, buildings: BuildingTable, row: number): number | null {
  const { grid, fields } = outcome.result;
  const depths = fieldById(fields, "maxDepth")?.values;
  if (depths === undefined) return null;
  let deepest: number | null = null;
  const look = (x: number, y: number): void => {
    const cell = cellAt(grid, x, y);
    if (cell !== null && (depths[cell] ?? 0) > (deepest === null ? 0 : (depths[deepest] ?? 0)))
      deepest = cell;
  };
  const { footprintXY, ringStart, vertexStart } = buildings;
  for (let ring = ringStart[row] ?? 0; ring < (ringStart[row + 1] ?? 0); ring += 1) {
    const from = vertexStart[ring] ?? 0;
    const to = vertexStart[ring + 1] ?? from;
    for (let vertex = from; vertex < to; vertex += 1) {
      const next = vertex + 1 < to ? vertex + 1 : from;
      const [ax = 0, ay = 0, bx = 0, by = 0] = [
        footprintXY[2 * vertex],
        footprintXY[2 * vertex + 1],
        footprintXY[2 * next],
        footprintXY[2 * next + 1],
      ];
      alongWall(ax, ay, bx, by, grid.cellSizeM, look);
    }
  }
  return deepest;
}

/** Beside a house: in its garden, or on the pavement in front of it. */
const besideM = 20;

/**
 * The cell that a click asks about where nothing is computed under buildings: the one under the pointer; on a roof, where the
 * result has values there, the nearest of a roof; on another part of a building the nearest of the ground that has a value.
 */
export function openCellOf({ result }: RunOutcome, pick: Pick): number | null {
  const { grid, fields, roofs } = result;
  const under = cellAt(grid, pick.at[0], pick.at[1]);
  const values = fields[0]?.values;
  if (under === null || values === undefined) return under;
  const onRoof = roofs !== undefined && "onRoof" in pick && pick.onRoof === true;
  const besideHouse = pick.type === "building" && !onRoof;
  if (!besideHouse && (roofs?.[under] === 1) === onRoof) return under;
  // A cell that a wall runs through is one or the other.
  const reach = besideHouse ? Math.ceil(besideM / grid.cellSizeM) : 1;
  const [row, column] = [Math.floor(under / grid.columns), under % grid.columns];
  let nearest = under;
  let leastSquare = Number.POSITIVE_INFINITY;
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      const [r, c] = [row + dy, column + dx];
      if (r < 0 || c < 0 || r >= grid.rows || c >= grid.columns) continue;
      const square = dx * dx + dy * dy;
      const cell = r * grid.columns + c;
      if (square >= leastSquare || Number.isNaN(values[cell])) continue;
      if ((roofs?.[cell] === 1) !== onRoof) continue;
      leastSquare = square;
      nearest = cell;
    }
  }
  return nearest;
}

/** The middle of a cell, frame offsets. */
export function centreOf(grid: Grid, cell: number): Point {
  const row = Math.floor(cell / grid.columns);
  return [
    grid.westX + ((cell % grid.columns) + 0.5) * grid.cellSizeM,
    grid.northY - (row + 0.5) * grid.cellSizeM,
  ];
}

/** Places just outside a wall, every half cell. Outer rings run counter-clockwise, so outside is on the right. */
function alongWall(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cellSizeM: number,
  look: (x: number, y: number) => void,
): void {
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return;
  const outX = ((by - ay) / length) * cellSizeM;
  const outY = ((ax - bx) / length) * cellSizeM;
  const steps = Math.max(1, Math.ceil((2 * length) / cellSizeM));
  for (let step = 0; step <= steps; step += 1) {
    const share = step / steps;
    look(ax + share * (bx - ax) + outX, ay + share * (by - ay) + outY);
  }
}

/** One plan's line in the chart. */
export type Curve = {
  readonly planId: string;
  readonly letter: string;
  readonly colour: string;
  readonly dash: readonly number[];
  /** A y that is not a number leaves a gap. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
};

/** Minutes since the rain began, centimetres. */
export function curvePoints(timesS: readonly number[], depthsM: Float32Array): Curve["points"] {
  return timesS.slice(0, depthsM.length).map((timeS, index) => ({
    x: timeS / 60,
    y: (depthsM[index] ?? 0) * 100,
  }));
}

/** Hours of the day, in the unit of the series. */
export function hourPoints(timesS: readonly number[], values: Float32Array): Curve["points"] {
  return timesS.slice(0, values.length).map((timeS, index) => ({
    x: timeS / 3600,
    y: values[index] ?? Number.NaN,
  }));
}

/** The value at an x between two points; not a number where either is missing, and the ends hold beyond them. */
export function valueAtX(points: Curve["points"], x: number): number {
  const [first] = points;
  if (first === undefined) return Number.NaN;
  if (x <= first.x) return first.y;
  for (let i = 1; i < points.length; i += 1) {
    const [before, after] = [points[i - 1], points[i]];
    if (before === undefined || after === undefined || x > after.x) continue;
    if (x === after.x) return after.y;
    return before.y + ((x - before.x) / (after.x - before.x)) * (after.y - before.y);
  }
  return points.at(-1)?.y ?? Number.NaN;
}

/** Letters at the ends of lines that end within this distance would cover each other, cm of the shown range. */
const crowdedShare = 0.13;

/** Heights for the letters at the line ends, moved apart where they would overlap; same order as the curves. */
export function labelHeights(ends: readonly number[], range: number): readonly number[] {
  const gap = Math.max(range * crowdedShare, 1e-6);
  const order = ends.map((_, index) => index).sort((a, b) => (ends[a] ?? 0) - (ends[b] ?? 0));
  const heights = [...ends];
  let floor = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    const height = Math.max(ends[index] ?? 0, floor);
    heights[index] = height;
    floor = height + gap;
  }
  return heights;
}
