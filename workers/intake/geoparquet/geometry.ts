import { geometryOfWkb } from "../features/wkb.ts";

/** Depth of lists around a coordinate, and GeoJSON's word, of GeoParquet's native encodings (1.1, "GeoArrow"). */
const native: Readonly<Record<string, readonly [string, number]>> = {
  point: ["Point", 0],
  linestring: ["LineString", 1],
  multipoint: ["MultiPoint", 1],
  polygon: ["Polygon", 2],
  multilinestring: ["MultiLineString", 2],
  multipolygon: ["MultiPolygon", 3],
};

export const isKnownEncoding = (encoding: string): boolean =>
  encoding === "WKB" || Object.hasOwn(native, encoding.toLowerCase());

const isPair = (value: unknown): value is { readonly x: unknown; readonly y: unknown } =>
  typeof value === "object" && value !== null && "x" in value && "y" in value;

/** Nested lists of { x, y } as nested lists of positions; null where they are something else. */
function coordinatesOf(value: unknown, depth: number): unknown {
  if (depth === 0) return isPair(value) ? [Number(value.x), Number(value.y)] : null;
  if (!Array.isArray(value)) return null;
  return value.map((entry) => coordinatesOf(entry, depth - 1));
}

/** A cell of the geometry column as GeoJSON: null = none, undefined = broken. */
export function geometryOfCell(cell: unknown, encoding: string): unknown {
  if (cell === null || cell === undefined) return null;
  if (cell instanceof Uint8Array) return geometryOfWkb(cell);
  const kind = native[encoding.toLowerCase()];
  if (kind === undefined) return undefined;
  const coordinates = coordinatesOf(cell, kind[1]);
  return coordinates === null ? undefined : { type: kind[0], coordinates };
}
