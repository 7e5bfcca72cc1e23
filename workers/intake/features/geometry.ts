/** Geometries as files give them, looked at before use. Coordinates stay in the file's own system and order. */

export type Position = readonly [number, number];

/** What a record's geometry can serve as. */
export type Shape =
  | { readonly kind: "points"; readonly points: readonly Position[]; readonly broken: number }
  | { readonly kind: "polygons"; readonly polygons: readonly unknown[] }
  | { readonly kind: "other"; readonly type: string }
  | { readonly kind: "none" };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1]);

/** Most members of a GeometryCollection that are looked at, one level deep. */
const mostMembers = 1000;

/** A GeoJSON geometry as points or polygons; of a collection the polygons, else the points. */
export function shapeOf(geometry: unknown): Shape {
  if (!isObject(geometry)) return { kind: "none" };
  const { type, coordinates } = geometry;
  const list: readonly unknown[] = Array.isArray(coordinates) ? coordinates : [];
  switch (type) {
    case "Point":
    case "MultiPoint": {
      const all = type === "Point" ? [coordinates] : list;
      const points = all.filter(isPosition);
      return { kind: "points", points, broken: all.length - points.length };
    }
    case "Polygon":
      return { kind: "polygons", polygons: [coordinates] };
    case "MultiPolygon":
      return { kind: "polygons", polygons: list };
    case "GeometryCollection": {
      const members = Array.isArray(geometry.geometries) ? geometry.geometries.slice(0, mostMembers) : [];
      const shapes = members
        .filter((member) => isObject(member) && member.type !== "GeometryCollection")
        .map(shapeOf);
      const polygons = shapes.flatMap((shape) => (shape.kind === "polygons" ? shape.polygons : []));
      if (polygons.length > 0) return { kind: "polygons", polygons };
      const points = shapes.flatMap((shape) => (shape.kind === "points" ? shape.points : []));
      return points.length > 0 ? { kind: "points", points, broken: 0 } : { kind: "other", type };
    }
    default:
      return { kind: "other", type: typeof type === "string" ? type.slice(0, 40) : "?" };
  }
}

/** A point for an object drawn as polygons: the middle of the first outer ring's box; null where it has no finite point. */
export function middleOf(polygons: readonly unknown[]): Position | null {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  const first = polygons[0];
  const ring: unknown = Array.isArray(first) ? first[0] : null;
  if (!Array.isArray(ring)) return null;
  for (const point of ring) {
    if (!isPosition(point)) continue;
    minX = Math.min(minX, point[0]);
    maxX = Math.max(maxX, point[0]);
    minY = Math.min(minY, point[1]);
    maxY = Math.max(maxY, point[1]);
  }
  return Number.isFinite(minX + minY) ? [(minX + maxX) / 2, (minY + maxY) / 2] : null;
}
