import type { Grid, Point } from "../frame.ts";
import { distance, distanceToSegment } from "../geometry/planar.ts";
import type { Barrier } from "../objects.ts";
import type { Twin } from "../twin.ts";
import { buildingsNear } from "./buildingIndex.ts";
import { footprintRings } from "./buildings.ts";
import { barriersOf } from "./objects.ts";
import { terrainOn } from "./terrain.ts";

/**
 * Crests on cell faces, NHN metres, −Infinity = nothing. `sillX`: (columns + 1) × rows, face c is the west face of cell c;
 * `sillY`: columns × (rows + 1), face r is the north face of cell r. Same conventions as the shallow-water kernel.
 */
export type Sills = { readonly sillX: Float32Array; readonly sillY: Float32Array };

/**
 * The barriers of a twin as crests on the faces between cells. A barrier becomes an unbroken chain of faces from
 * grid corner to grid corner, so water finds no diagonal gap in it. A crest above ground stands on the mean ground of
 * the two cells beside the face, which keeps its level the same at every resolution. Null where there is no barrier.
 */
export function sillsOn(twin: Twin, grid: Grid, groundM?: Float32Array): Sills | null {
  const barriers = barriersOf(twin);
  if (barriers.length === 0) return null;
  const ground = groundM ?? terrainOn(twin, grid);
  const sillX = new Float32Array((grid.columns + 1) * grid.rows).fill(Number.NEGATIVE_INFINITY);
  const sillY = new Float32Array(grid.columns * (grid.rows + 1)).fill(Number.NEGATIVE_INFINITY);
  for (const barrier of barriers) {
    walkFaces(grid, joinedToBuildings(barrier.line, twin, grid.cellSizeM), (axis, column, row) => {
      const inside = axis === "x" ? row >= 0 && row < grid.rows : column >= 0 && column < grid.columns;
      const onGrid = inside && column >= 0 && row >= 0 && column <= grid.columns && row <= grid.rows;
      if (!onGrid) return;
      const crest = crestOf(barrier, groundAtFace(grid, ground, axis, column, row));
      if (Number.isNaN(crest)) return;
      const sills = axis === "x" ? sillX : sillY;
      const face = axis === "x" ? row * (grid.columns + 1) + column : row * grid.columns + column;
      if (crest > sills[face]) sills[face] = crest;
    });
  }
  return { sillX, sillY };
}

/** A wall that ends this near to a façade is meant to end at it, metres. */
const joinM = 1;

/**
 * A line whose ends reach a cell into the building they end at. On a grid the building's edge and the line's end are
 * both moved to the nearest cell; without this there may be a gap between them that is not there in the town.
 */
function joinedToBuildings(line: readonly Point[], twin: Twin, cellSizeM: number): readonly Point[] {
  const first = intoBuilding(line[0], twin, cellSizeM);
  const last = intoBuilding(line[line.length - 1], twin, cellSizeM);
  return [...(first ? [first] : []), ...line, ...(last ? [last] : [])];
}

/** The point a cell behind the façade that a line's end stands at, null where it stands free. */
function intoBuilding(end: Point | undefined, twin: Twin, cellSizeM: number): Point | null {
  if (!end) return null;
  const [x, y] = end;
  const around = { minX: x - joinM, minY: y - joinM, maxX: x + joinM, maxY: y + joinM };
  let nearestM = joinM;
  let behind: Point | null = null;
  for (const { table, row } of buildingsNear(twin, around)) {
    for (const ring of footprintRings(table, row)) {
      ring.forEach((a, i) => {
        const b = ring[(i + 1) % ring.length];
        const away = distanceToSegment(end, a, b);
        const length = distance(a, b);
        if (away > nearestM || length === 0) return;
        nearestM = away;
        // Footprints lie to the left of their rings, courtyards to the right of theirs, which run the other way.
        behind = [
          x - ((b[1] - a[1]) / length) * (cellSizeM + away),
          y + ((b[0] - a[0]) / length) * (cellSizeM + away),
        ];
      });
    }
  }
  return behind;
}

const crestOf = (barrier: Barrier, groundZ: number): number =>
  barrier.crest.above === "nhn" ? barrier.crest.heightM : groundZ + barrier.crest.heightM;

/** Mean ground of the cells on both sides of a face; the known one where only one is known. */
function groundAtFace(
  grid: Grid,
  ground: Float32Array,
  axis: "x" | "y",
  column: number,
  row: number,
): number {
  const z = (c: number, r: number): number =>
    c >= 0 && r >= 0 && c < grid.columns && r < grid.rows ? ground[r * grid.columns + c] : Number.NaN;
  const one = axis === "x" ? z(column - 1, row) : z(column, row - 1);
  const other = z(column, row);
  if (Number.isNaN(one)) return other;
  return Number.isNaN(other) ? one : (one + other) / 2;
}

/**
 * Calls `visit` for every face on the way along a line from grid corner to grid corner in single steps east, west, north or
 * south. Axis "x": the face west of cell (column, row); axis "y": the face north of it.
 */
export function walkFaces(
  grid: Grid,
  line: readonly Point[],
  visit: (axis: "x" | "y", column: number, row: number) => void,
): void {
  const toCell = (p: Point): Point => [
    (p[0] - grid.westX) / grid.cellSizeM,
    (grid.northY - p[1]) / grid.cellSizeM,
  ];
  for (let i = 1; i < line.length; i++) {
    const clipped = clipToGrid(toCell(line[i - 1]), toCell(line[i]), grid);
    if (clipped) walkSegment(clipped[0], clipped[1], visit);
  }
}

function walkSegment(
  from: Point,
  to: Point,
  visit: (axis: "x" | "y", column: number, row: number) => void,
): void {
  let u = Math.round(from[0]);
  let v = Math.round(from[1]);
  const endU = Math.round(to[0]);
  const endV = Math.round(to[1]);
  const stepsU = Math.abs(endU - u);
  const stepsV = Math.abs(endV - v);
  const directionU = Math.sign(endU - u);
  const directionV = Math.sign(endV - v);
  let doneU = 0;
  let doneV = 0;
  while (doneU < stepsU || doneV < stepsV) {
    // The next step goes along the axis whose middle comes first on the straight line.
    if ((doneU + 0.5) * stepsV < (doneV + 0.5) * stepsU) {
      visit("y", Math.min(u, u + directionU), v);
      u += directionU;
      doneU++;
    } else {
      visit("x", u, Math.min(v, v + directionV));
      v += directionV;
      doneV++;
    }
  }
}

/** The part of a segment (in cells) on the grid and one cell around it; null where it passes by. */
function clipToGrid(a: Point, b: Point, grid: Grid): readonly [Point, Point] | null {
  let enter = 0;
  let leave = 1;
  const limits = [
    [a[0], b[0] - a[0], grid.columns],
    [a[1], b[1] - a[1], grid.rows],
  ] as const;
  for (const [start, delta, count] of limits) {
    if (delta === 0) {
      if (start < -1 || start > count + 1) return null;
      continue;
    }
    const t0 = (-1 - start) / delta;
    const t1 = (count + 1 - start) / delta;
    enter = Math.max(enter, Math.min(t0, t1));
    leave = Math.min(leave, Math.max(t0, t1));
  }
  if (enter > leave) return null;
  const at = (t: number): Point => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
  return [enter === 0 ? a : at(enter), leave === 1 ? b : at(leave)];
}
