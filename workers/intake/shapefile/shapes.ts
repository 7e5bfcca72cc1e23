import { type Point, polygonsOfRings } from "./rings.ts";

/** The content of one record (ESRI Shapefile Technical Description, 1998) as a GeoJSON geometry. */

/** Bytes before the numbers of a polyline: type, box, count of parts, count of points. */
const partsFrom = 44;

const typeNames: Readonly<Record<number, string>> = { 31: "MultiPatch" };

/**
 * @param content from the type of the shape on.
 * @returns null for an empty shape; undefined where counts or indices do not fit the record.
 */
export function geometryOfRecord(content: Uint8Array): unknown {
  if (content.length < 4) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const type = view.getInt32(0, true);
  if (type === 0) return null;
  // 1x have heights, 2x measures besides; both stand behind the points.
  switch (type) {
    case 1:
    case 11:
    case 21:
      return content.length < 20
        ? undefined
        : { type: "Point", coordinates: [view.getFloat64(4, true), view.getFloat64(12, true)] };
    case 8:
    case 18:
    case 28: {
      if (content.length < 40) return undefined;
      const count = view.getInt32(36, true);
      if (count < 0 || count > (content.length - 40) / 16) return undefined;
      return count === 0 ? null : { type: "MultiPoint", coordinates: pointsOf(view, 40, count) };
    }
    case 3:
    case 13:
    case 23:
    case 5:
    case 15:
    case 25: {
      const parts = partsOf(view);
      if (parts === undefined || parts.length === 0) return parts === undefined ? undefined : null;
      if (type % 10 === 3) return { type: "MultiLineString", coordinates: parts };
      return { type: "MultiPolygon", coordinates: polygonsOfRings(parts) };
    }
    default:
      return { type: typeNames[type] ?? `ShapeType ${type}` };
  }
}

function pointsOf(view: DataView, from: number, count: number): Point[] {
  const points: Point[] = new Array(count);
  for (let i = 0; i < count; i++)
    points[i] = [view.getFloat64(from + i * 16, true), view.getFloat64(from + i * 16 + 8, true)];
  return points;
}

function partsOf(view: DataView): Point[][] | undefined {
  if (view.byteLength < partsFrom) return undefined;
  const parts = view.getInt32(36, true);
  const points = view.getInt32(40, true);
  if (parts < 0 || points < 0 || parts * 4 + points * 16 > view.byteLength - partsFrom) return undefined;
  const pointsFrom = partsFrom + parts * 4;
  const rings: Point[][] = [];
  for (let part = 0; part < parts; part++) {
    const from = view.getInt32(partsFrom + part * 4, true);
    const to = part + 1 < parts ? view.getInt32(partsFrom + part * 4 + 4, true) : points;
    if (from < 0 || to < from || to > points) return undefined;
    if (to > from) rings.push(pointsOf(view, pointsFrom + from * 16, to - from));
  }
  return rings;
}
