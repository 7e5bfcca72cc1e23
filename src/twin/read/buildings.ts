import type { BuildingTable, FacadeAlteration, NewBuilding, RoofAlteration } from "../buildings.ts";
import type { Grid, Point } from "../frame.ts";
import { boundsOf, insideRing, pointInside, signedArea } from "../geometry/planar.ts";
import type { Shape } from "../operations.ts";
import type { Twin } from "../twin.ts";
import { createCoverage, shapeCoverage } from "./coverage.ts";
import { gridFor } from "./grid.ts";
import { prismTable, type StandingBuilding } from "./prism.ts";
import { groundAt, terrainOn } from "./terrain.ts";

/** The buildings of a planned twin, without copying the base table. */
export type PlannedBuildings = {
  readonly table: BuildingTable;
  readonly inserted: BuildingTable;
  /** Ids of base buildings that are gone. */
  readonly removed: ReadonlySet<string>;
  /** Altered roofs, of base and inserted buildings alike. */
  readonly roofs: ReadonlyMap<string, RoofAlteration>;
  /** Altered walls, of base and inserted buildings alike. */
  readonly facades: ReadonlyMap<string, FacadeAlteration>;
};

const known = new WeakMap<Twin, PlannedBuildings>();

export function plannedBuildings(twin: Twin): PlannedBuildings {
  const before = known.get(twin);
  if (before) return before;
  const inserted = new Map<string, NewBuilding>();
  const removed = new Set<string>();
  const roofs = new Map<string, RoofAlteration>();
  const facades = new Map<string, FacadeAlteration>();
  for (const operation of twin.operations) {
    if (operation.layer !== "buildings") continue;
    if (operation.op === "insert") inserted.set(operation.building.id, operation.building);
    else if (operation.op === "alter") roofs.set(operation.id, operation.roof);
    else if (operation.op === "clad") facades.set(operation.id, operation.facade);
    else {
      // A later measure may take down what an earlier one built.
      if (!inserted.delete(operation.id)) removed.add(operation.id);
      roofs.delete(operation.id);
      facades.delete(operation.id);
    }
  }
  const standing = [...inserted.values()].map(
    (building): StandingBuilding => ({ building, groundZ: lowestGround(twin, building.ring) }),
  );
  const result = { table: twin.data.buildings, inserted: prismTable(standing), removed, roofs, facades };
  known.set(twin, result);
  return result;
}

/** Lowest planned ground in a ring, NHN metres; 0 where no ground is known there at all. */
function lowestGround(twin: Twin, ring: readonly Point[]): number {
  const bounds = boundsOf(ring);
  if (!bounds) return 0;
  const grid = gridFor(bounds, twin.data.terrain.cellSizeM);
  const heights = terrainOn(twin, grid);
  let lowest = Number.POSITIVE_INFINITY;
  shapeCoverage({ type: "polygon", rings: [ring] }, grid, (cell, share) => {
    const height = heights[cell];
    if (share >= 0.25 && height < lowest) lowest = height;
  });
  for (const corner of ring) {
    const height = groundAt(twin, corner);
    if (height < lowest) lowest = height;
  }
  return Number.isFinite(lowest) ? lowest : 0;
}

/** One building of a planned twin: a row of the base table or of the inserted ones. */
export type BuildingRow = {
  /** Row in the base table, or base count + row among the inserted: the `owner` of `buildingCoverageOn`. */
  readonly index: number;
  readonly id: string;
  readonly table: BuildingTable;
  readonly row: number;
  readonly planned: boolean;
  readonly roof: RoofAlteration | null;
};

/** All buildings that stand: base ones that were not removed, then inserted ones. */
export function* buildingsOf(twin: Twin): Generator<BuildingRow> {
  const { table, inserted, removed, roofs } = plannedBuildings(twin);
  for (let row = 0; row < table.count; row++) {
    const id = table.ids[row];
    if (removed.has(id)) continue;
    yield { index: row, id, table, row, planned: false, roof: roofs.get(id) ?? null };
  }
  for (let row = 0; row < inserted.count; row++) {
    const id = inserted.ids[row];
    yield {
      index: table.count + row,
      id,
      table: inserted,
      row,
      planned: true,
      roof: roofs.get(id) ?? null,
    };
  }
}

/** Footprint rings of a row (not closed; outer rings counter-clockwise, holes clockwise). */
export function footprintRings(table: BuildingTable, row: number): Point[][] {
  const rings: Point[][] = [];
  for (let ring = table.ringStart[row]; ring < table.ringStart[row + 1]; ring++) {
    const points: Point[] = [];
    for (let v = table.vertexStart[ring]; v < table.vertexStart[ring + 1]; v++) {
      points.push([table.footprintXY[v * 2], table.footprintXY[v * 2 + 1]]);
    }
    rings.push(points);
  }
  return rings;
}

/** Footprint area of a row, m² (holes taken off). */
export function footprintArea(table: BuildingTable, row: number): number {
  return Math.abs(footprintRings(table, row).reduce((sum, ring) => sum + signedArea(ring), 0));
}

/**
 * How much of each cell stands under buildings (0–1), and which building takes the largest share of it (`BuildingRow.index`,
 * −1 = none). Exact areas, like `shapeCoverage`.
 */
export function buildingCoverageOn(
  twin: Twin,
  grid: Grid,
): { readonly share: Float32Array; readonly owner: Int32Array } {
  const cells = grid.columns * grid.rows;
  const share = new Float32Array(cells);
  const owner = new Int32Array(cells).fill(-1);
  const largest = new Float32Array(cells);
  const cover = createCoverage(grid);
  let edges = new Float64Array(1024);
  for (const { index, table, row } of buildingsOf(twin)) {
    const needed = 4 * footprintVertices(table, row);
    if (edges.length < needed) edges = new Float64Array(needed * 2);
    const length = writeFootprintEdges(table, row, edges);
    cover(edges, length, (cell, covered) => {
      share[cell] = Math.min(1, share[cell] + covered);
      if (covered > largest[cell]) {
        largest[cell] = covered;
        owner[cell] = index;
      }
    });
  }
  return { share, owner };
}

const footprintVertices = (table: BuildingTable, row: number): number =>
  table.vertexStart[table.ringStart[row + 1]] - table.vertexStart[table.ringStart[row]];

/** Writes the footprint's directed edges into a buffer that is large enough; returns how many numbers were written. */
function writeFootprintEdges(table: BuildingTable, row: number, into: Float64Array): number {
  let at = 0;
  for (let ring = table.ringStart[row]; ring < table.ringStart[row + 1]; ring++) {
    const first = table.vertexStart[ring];
    const end = table.vertexStart[ring + 1];
    for (let v = first; v < end; v++) {
      const next = v + 1 < end ? v + 1 : first;
      into[at++] = table.footprintXY[v * 2];
      into[at++] = table.footprintXY[v * 2 + 1];
      into[at++] = table.footprintXY[next * 2];
      into[at++] = table.footprintXY[next * 2 + 1];
    }
  }
  return at;
}

/** The footprint of one row as directed edges x0,y0,x1,y1 …, as `createCoverage` takes them. */
export function footprintEdges(table: BuildingTable, row: number): Float64Array {
  const edges = new Float64Array(4 * footprintVertices(table, row));
  writeFootprintEdges(table, row, edges);
  return edges;
}

/** The footprint of one row as shapes: one polygon for every outer ring, with the holes that lie in it. */
export function footprintShapes(table: BuildingTable, row: number): Shape[] {
  const rings = footprintRings(table, row);
  const holes = rings.filter((ring) => signedArea(ring) < 0);
  return rings
    .filter((ring) => signedArea(ring) > 0)
    .map((outer) => ({
      type: "polygon",
      rings: [outer, ...holes.filter((hole) => insideRing(pointInside(hole), outer))],
    }));
}
