import Flatbush from "flatbush";
import type { BuildingTable } from "../buildings.ts";
import type { Extent, Point } from "../frame.ts";
import { insideRings } from "../geometry/planar.ts";
import type { Twin } from "../twin.ts";
import { type BuildingRow, footprintRings, plannedBuildings } from "./buildings.ts";

const indices = new WeakMap<BuildingTable, Flatbush | null>();

/** Footprint rectangles of a table, built once; null for an empty one. */
function indexOf(table: BuildingTable): Flatbush | null {
  let index = indices.get(table);
  if (index === undefined) {
    index = table.count === 0 ? null : buildIndex(table);
    indices.set(table, index);
  }
  return index;
}

function buildIndex(table: BuildingTable): Flatbush {
  const index = new Flatbush(table.count);
  for (let row = 0; row < table.count; row++) {
    const first = table.vertexStart[table.ringStart[row]];
    const end = table.vertexStart[table.ringStart[row + 1]];
    let minX = Number.POSITIVE_INFINITY;
    let minY = Number.POSITIVE_INFINITY;
    let maxX = Number.NEGATIVE_INFINITY;
    let maxY = Number.NEGATIVE_INFINITY;
    for (let v = first; v < end; v++) {
      minX = Math.min(minX, table.footprintXY[v * 2]);
      maxX = Math.max(maxX, table.footprintXY[v * 2]);
      minY = Math.min(minY, table.footprintXY[v * 2 + 1]);
      maxY = Math.max(maxY, table.footprintXY[v * 2 + 1]);
    }
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  return index;
}

/** Standing buildings whose footprint's rectangle meets an extent, in row order. */
export function buildingsNear(twin: Twin, extent: Extent): readonly BuildingRow[] {
  const { table, inserted, removed, roofs } = plannedBuildings(twin);
  const found: BuildingRow[] = [];
  for (const of of [table, inserted]) {
    const rows = indexOf(of)?.search(extent.minX, extent.minY, extent.maxX, extent.maxY) ?? [];
    for (const row of rows.sort((a, b) => a - b)) {
      const id = of.ids[row];
      if (of === table && removed.has(id)) continue;
      const planned = of === inserted;
      const index = planned ? table.count + row : row;
      found.push({ index, id, table: of, row, planned, roof: roofs.get(id) ?? null });
    }
  }
  return found;
}

/** The standing building over a point, or null. */
export function buildingAt(twin: Twin, at: Point): BuildingRow | null {
  const extent = { minX: at[0], minY: at[1], maxX: at[0], maxY: at[1] };
  return (
    buildingsNear(twin, extent).find(({ table, row }) => insideRings(at, footprintRings(table, row))) ?? null
  );
}

/** A standing building by its id, base or planned; null where there is none (any more). */
export function buildingById(twin: Twin, id: string): BuildingRow | null {
  const { table, inserted, removed, roofs } = plannedBuildings(twin);
  const roof = roofs.get(id) ?? null;
  const planned = inserted.ids.indexOf(id);
  if (planned >= 0) {
    return { index: table.count + planned, id, table: inserted, row: planned, planned: true, roof };
  }
  const row = removed.has(id) ? -1 : rowOf(table, id);
  return row >= 0 ? { index: row, id, table, row, planned: false, roof } : null;
}

const rowsById = new WeakMap<BuildingTable, ReadonlyMap<string, number>>();

function rowOf(table: BuildingTable, id: string): number {
  let rows = rowsById.get(table);
  if (!rows) {
    rows = new Map(table.ids.map((each, row) => [each, row]));
    rowsById.set(table, rows);
  }
  return rows.get(id) ?? -1;
}
