import { surfaceKinds } from "../buildings.ts";
import type { Point } from "../frame.ts";
import { distanceToSegment, insideRings, ringLength } from "../geometry/planar.ts";
import type { Twin } from "../twin.ts";
import { buildingsNear } from "./buildingIndex.ts";
import { type BuildingRow, footprintRings } from "./buildings.ts";

/**
 * Distance of a point from the nearest outer wall of a standing building, metres: 0 inside one, Infinity where none is nearer
 * than `withinM`.
 */
export function distanceToBuilding(twin: Twin, at: Point, withinM: number): number {
  const extent = {
    minX: at[0] - withinM,
    minY: at[1] - withinM,
    maxX: at[0] + withinM,
    maxY: at[1] + withinM,
  };
  let nearest = Number.POSITIVE_INFINITY;
  for (const { table, row } of buildingsNear(twin, extent)) {
    const rings = footprintRings(table, row);
    if (insideRings(at, rings)) return 0;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
        nearest = Math.min(nearest, distanceToSegment(at, ring[j], ring[i]));
    }
  }
  return nearest <= withinM ? nearest : Number.POSITIVE_INFINITY;
}

/**
 * Area of a building's outer walls, m²: of its wall surfaces, or of upright walls along its footprint up to the eaves where
 * the model has none.
 */
export function wallArea({ table, row }: Pick<BuildingRow, "table" | "row">): number {
  let area = 0;
  for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t++) {
    if (table.surfaceKind[t] !== surfaceKinds.wall) continue;
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = table.trianglesXYZ.subarray(t * 9, t * 9 + 9);
    area +=
      Math.hypot(
        (by - ay) * (cz - az) - (bz - az) * (cy - ay),
        (bz - az) * (cx - ax) - (bx - ax) * (cz - az),
        (bx - ax) * (cy - ay) - (by - ay) * (cx - ax),
      ) / 2;
  }
  if (area > 0) return area;
  const heightM = Math.max(0, table.eavesZ[row] - table.groundZ[row]);
  return footprintRings(table, row).reduce((sum, ring) => sum + ringLength(ring) * heightM, 0);
}
