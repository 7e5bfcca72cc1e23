import type { MeasureGeometry } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import type { TwinData } from "#twin/twin.ts";
import { footprintRings } from "#twin/read/buildings.ts";

/** Length of a line in frame offsets, metres. */
export function lineLength(points: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i++) {
    const [ax, ay] = points[i - 1] as Point;
    const [bx, by] = points[i] as Point;
    length += Math.hypot(bx - ax, by - ay);
  }
  return length;
}

/** Area of a ring (not closed), m² (shoelace). */
export function ringArea(ring: readonly Point[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i] as Point;
    const [bx, by] = ring[(i + 1) % ring.length] as Point;
    twice += ax * by - bx * ay;
  }
  return Math.abs(twice) / 2;
}

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

/** The same geometry moved by metres. */
export function movedGeometry(geometry: MeasureGeometry, dxM: number, dyM: number): MeasureGeometry {
  const move = (point: Point): Point => [point[0] + dxM, point[1] + dyM];
  if (geometry.type === "point") return { ...geometry, at: move(geometry.at) };
  if (geometry.type === "line") return { ...geometry, points: geometry.points.map(move) };
  if (geometry.type === "area") return { ...geometry, ring: geometry.ring.map(move) };
  return geometry;
}
