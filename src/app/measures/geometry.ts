import type { MeasureGeometry } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { footprintRings } from "#twin/read/buildings.ts";
import type { TwinData } from "#twin/twin.ts";

function meanOf(points: readonly Point[]): Point {
  if (points.length === 0) return [0, 0];
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point[0];
    y += point[1];
  }
  return [x / points.length, y / points.length];
}

/** Where to look at a measure; a building that is gone gives the middle of the twin. */
export function centreOf(geometry: MeasureGeometry, data: TwinData): Point {
  if (geometry.type === "point") return geometry.at;
  if (geometry.type === "line") return meanOf(geometry.points);
  if (geometry.type === "area") return meanOf(geometry.ring);
  const row = data.buildings.ids.indexOf(geometry.buildingId);
  const ring = row < 0 ? undefined : footprintRings(data.buildings, row)[0];
  if (ring !== undefined) return meanOf(ring);
  const { minX, maxX, minY, maxY } = data.extent;
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}
