import type { Geometry } from "flatgeobuf/lib/mjs/flat-geobuf/geometry.js";
import { GeometryType } from "flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js";

/**
 * The library trusts counts and offsets, which a made file may point anywhere, also back at themselves. Here every vector has
 * to lie in the record, and all points and parts together may not be more than its bytes can hold.
 */
type Budget = { points: number; parts: number };

type Line = [number, number][];
const deepest = 8;

/** x and y of a geometry's own points. @throws RangeError where they do not lie in the record. */
function pointsOf(geometry: Geometry, budget: Budget): Line {
  const length = geometry.xyLength();
  if (length < 0 || length % 2 !== 0 || length / 2 > budget.points) throw new RangeError("xy");
  budget.points -= length / 2;
  const points: Line = new Array(length / 2);
  for (let i = 0; i < points.length; i++)
    points[i] = [geometry.xy(i * 2) ?? Number.NaN, geometry.xy(i * 2 + 1) ?? Number.NaN];
  return points;
}

function linesOf(geometry: Geometry, budget: Budget): Line[] {
  const points = pointsOf(geometry, budget);
  const count = geometry.endsLength();
  if (count === 0) return points.length === 0 ? [] : [points];
  if (count < 0 || count > budget.parts) throw new RangeError("ends");
  budget.parts -= count;
  const lines: Line[] = [];
  let from = 0;
  for (let i = 0; i < count; i++) {
    const to = geometry.ends(i) ?? 0;
    if (to < from || to > points.length) throw new RangeError("ends");
    lines.push(points.slice(from, to));
    from = to;
  }
  return lines;
}

function partsOf(geometry: Geometry, budget: Budget): Geometry[] {
  const count = geometry.partsLength();
  if (count < 0 || count > budget.parts) throw new RangeError("parts");
  budget.parts -= count;
  return Array.from({ length: count }, (_, at) => geometry.parts(at)).filter((part) => part !== null);
}

type GeoJson = { readonly type: string; readonly coordinates?: unknown; readonly geometries?: unknown };

function read(geometry: Geometry, stated: GeometryType, budget: Budget, depth: number): GeoJson | null {
  if (depth > deepest) throw new RangeError("depth");
  const type = stated === GeometryType.Unknown ? geometry.type() : stated;
  switch (type) {
    case GeometryType.Point: {
      const [point] = pointsOf(geometry, budget);
      return point === undefined ? null : { type: "Point", coordinates: point };
    }
    case GeometryType.MultiPoint:
      return { type: "MultiPoint", coordinates: pointsOf(geometry, budget) };
    case GeometryType.LineString:
      return { type: "LineString", coordinates: pointsOf(geometry, budget) };
    case GeometryType.MultiLineString:
      return { type: "MultiLineString", coordinates: linesOf(geometry, budget) };
    case GeometryType.Polygon: {
      const rings = linesOf(geometry, budget);
      return rings.length === 0 ? null : { type: "Polygon", coordinates: rings };
    }
    case GeometryType.MultiPolygon:
      return {
        type: "MultiPolygon",
        coordinates: partsOf(geometry, budget).map((part) => linesOf(part, budget)),
      };
    case GeometryType.GeometryCollection:
      return {
        type: "GeometryCollection",
        geometries: partsOf(geometry, budget)
          .map((part) => read(part, part.type(), budget, depth + 1))
          .filter((part) => part !== null),
      };
    default:
      return { type: GeometryType[type] ?? `GeometryType ${type}` };
  }
}

/**
 * A record's geometry as GeoJSON: null = none, undefined = broken.
 * @param bytes of the record.
 */
export function geometryOfFlat(geometry: Geometry | null, stated: GeometryType, bytes: number): unknown {
  if (geometry === null) return null;
  try {
    return read(geometry, stated, { points: Math.floor(bytes / 16), parts: Math.floor(bytes / 4) }, 0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
