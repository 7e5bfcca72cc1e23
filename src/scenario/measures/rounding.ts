import type { Point } from "#twin/frame.ts";
import type { MeasureGeometry } from "../types.ts";

/** Drawn coordinates mean nothing below a millimetre; rounding makes what is hashed, saved and run the same. */
const roundedCoordinate = (value: number): number => Math.round(value * 1000) / 1000 + 0;

const roundedPoint = (p: Point): Point => [roundedCoordinate(p[0]), roundedCoordinate(p[1])];

export function roundedGeometry(geometry: MeasureGeometry): MeasureGeometry {
  switch (geometry.type) {
    case "point":
      return { type: "point", at: roundedPoint(geometry.at) };
    case "line":
      return { type: "line", points: withoutRepeats(geometry.points.map(roundedPoint)) };
    case "area":
      return { type: "area", ring: openRing(withoutRepeats(geometry.ring.map(roundedPoint))) };
    case "building":
    case "transitLine":
      return geometry;
    case "sections":
      return { type: "sections", sectionIds: [...new Set(geometry.sectionIds)] };
  }
}

/** A double click leaves the same point twice. */
function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
}

/** Rings are not closed here; GeoJSON habits are. */
function openRing(ring: Point[]): Point[] {
  const first = ring[0];
  const last = ring.at(-1);
  return first && last && ring.length > 1 && first[0] === last[0] && first[1] === last[1]
    ? ring.slice(0, -1)
    : ring;
}
