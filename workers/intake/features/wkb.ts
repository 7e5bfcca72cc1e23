/** Well-known binary (OGC 06-103r4, section 8; ISO 13249-3, and PostGIS' flags) of simple features. */

type Cursor = { readonly view: DataView; at: number };
type Head = { readonly type: number; readonly little: boolean; readonly dimension: number };

/** What keeps a made file from nesting without end. */
const deepest = 8;

/** Names of the types that are no simple feature; they are named, not read. */
const otherTypes: Readonly<Record<number, string>> = {
  8: "CircularString",
  9: "CompoundCurve",
  10: "CurvePolygon",
  11: "MultiCurve",
  12: "MultiSurface",
  13: "Curve",
  14: "Surface",
  15: "PolyhedralSurface",
  16: "TIN",
  17: "Triangle",
};

function headOfGeometry(cursor: Cursor): Head {
  const { view } = cursor;
  const order = view.getUint8(cursor.at);
  if (order > 1) throw new RangeError("byte order");
  const little = order === 1;
  const raw = view.getUint32(cursor.at + 1, little);
  cursor.at += 5;
  // PostGIS marks heights, measures and a system by high bits, ISO by thousands.
  const flags = (raw & 0x80000000 ? 1 : 0) + (raw & 0x40000000 ? 1 : 0);
  if (raw & 0x20000000) cursor.at += 4;
  const code = raw & 0x0fffffff;
  const thousands = Math.floor(code / 1000);
  if (thousands > 3) throw new RangeError("type");
  return {
    type: code % 1000,
    little,
    dimension: 2 + flags + (thousands === 3 ? 2 : thousands === 0 ? 0 : 1),
  };
}

/** A count of things that take at least `bytes` each. @throws RangeError where the rest cannot hold as many. */
function countOf(cursor: Cursor, little: boolean, bytes: number): number {
  const count = cursor.view.getUint32(cursor.at, little);
  cursor.at += 4;
  if (count * bytes > cursor.view.byteLength - cursor.at) throw new RangeError("count");
  return count;
}

function positionOf(cursor: Cursor, { little, dimension }: Head): [number, number] {
  const { view, at } = cursor;
  cursor.at += dimension * 8;
  if (cursor.at > view.byteLength) throw new RangeError("end");
  return [view.getFloat64(at, little), view.getFloat64(at + 8, little)];
}

function lineOf(cursor: Cursor, head: Head): [number, number][] {
  const count = countOf(cursor, head.little, head.dimension * 8);
  const line: [number, number][] = new Array(count);
  for (let i = 0; i < count; i++) line[i] = positionOf(cursor, head);
  return line;
}

const ringsOf = (cursor: Cursor, head: Head): [number, number][][] =>
  Array.from({ length: countOf(cursor, head.little, 4) }, () => lineOf(cursor, head));

/** An empty point is written as not-a-number. */
const pointOrNull = (position: readonly [number, number]): readonly [number, number] | null =>
  Number.isNaN(position[0]) && Number.isNaN(position[1]) ? null : position;

function read(
  cursor: Cursor,
  depth: number,
): { type: string; coordinates?: unknown; geometries?: unknown } | null {
  const head = headOfGeometry(cursor);
  switch (head.type) {
    case 1: {
      const coordinates = pointOrNull(positionOf(cursor, head));
      return coordinates === null ? null : { type: "Point", coordinates };
    }
    case 2:
      return { type: "LineString", coordinates: lineOf(cursor, head) };
    case 3: {
      const coordinates = ringsOf(cursor, head);
      return coordinates.length === 0 ? null : { type: "Polygon", coordinates };
    }
    case 4:
    case 5:
    case 6:
    case 7: {
      if (depth >= deepest) throw new RangeError("depth");
      const members: NonNullable<ReturnType<typeof read>>[] = [];
      for (let left = countOf(cursor, head.little, 9); left > 0; left--) {
        const member = read(cursor, depth + 1);
        if (
          head.type !== 7 &&
          member !== null &&
          member.type !== ["Point", "LineString", "Polygon"][head.type - 4]
        )
          throw new RangeError("member");
        if (member !== null) members.push(member);
      }
      if (members.length === 0) return null;
      return head.type === 7
        ? { type: "GeometryCollection", geometries: members }
        : {
            type: ["MultiPoint", "MultiLineString", "MultiPolygon"][head.type - 4],
            coordinates: members.map(({ coordinates }) => coordinates),
          };
    }
    default: {
      const name = otherTypes[head.type];
      if (name === undefined || depth > 0) throw new RangeError("type");
      return { type: name };
    }
  }
}

/**
 * A GeoJSON geometry from well-known binary: null = empty, undefined = broken. Curves and surfaces come as their type alone,
 * so that whoever takes the record can say what was not read.
 */
export function geometryOfWkb(bytes: Uint8Array, from = 0): unknown {
  if (bytes.length - from < 5) return undefined;
  try {
    return read({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: from }, 0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
