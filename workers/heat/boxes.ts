import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent } from "#twin/frame.ts";

export type Box = Extent;

/** The bounding box of a building's footprint. */
export function boxOfRow(table: BuildingTable, row: number): Box {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  const first = table.vertexStart[table.ringStart[row]];
  const end = table.vertexStart[table.ringStart[row + 1]];
  for (let v = first; v < end; v += 1) {
    minX = Math.min(minX, table.footprintXY[2 * v]);
    maxX = Math.max(maxX, table.footprintXY[2 * v]);
    minY = Math.min(minY, table.footprintXY[2 * v + 1]);
    maxY = Math.max(maxY, table.footprintXY[2 * v + 1]);
  }
  return { minX, minY, maxX, maxY };
}

/** Distance from a point to a box, 0 inside. */
export function distanceTo({ minX, minY, maxX, maxY }: Box, x: number, y: number): number {
  const dx = Math.max(minX - x, 0, x - maxX);
  const dy = Math.max(minY - y, 0, y - maxY);
  return Math.hypot(dx, dy);
}
