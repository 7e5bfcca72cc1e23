/** Writes well-known binary for tests. */

export type WkbStyle = {
  readonly little?: boolean;
  /** "iso": 1000, 2000 or 3000 added to the type; "flags": PostGIS' high bits. */
  readonly style?: "iso" | "flags";
  readonly z?: boolean;
  readonly m?: boolean;
  readonly srid?: number;
};

type Geometry = {
  readonly type: string;
  readonly coordinates?: unknown;
  readonly geometries?: readonly Geometry[];
};

const types = [
  "Point",
  "LineString",
  "Polygon",
  "MultiPoint",
  "MultiLineString",
  "MultiPolygon",
  "GeometryCollection",
];

export function makeWkb(geometry: Geometry, made: WkbStyle = {}): Uint8Array {
  const { little = true, style = "iso", z = false, m = false, srid = 0 } = made;
  const bytes: number[] = [];
  const number = (size: 4 | 8, value: number): void => {
    const view = new DataView(new ArrayBuffer(size));
    if (size === 4) view.setUint32(0, value, little);
    else view.setFloat64(0, value, little);
    bytes.push(...new Uint8Array(view.buffer));
  };
  const position = ([x, y]: readonly number[]): void => {
    number(8, x);
    number(8, y);
    if (z) number(8, 40);
    if (m) number(8, 1);
  };
  const line = (points: readonly (readonly number[])[]): void => {
    number(4, points.length);
    points.forEach(position);
  };
  const write = ({ type, coordinates, geometries }: Geometry, outer: boolean): void => {
    const code = types.indexOf(type) + 1;
    bytes.push(little ? 1 : 0);
    const iso = code + (z ? 1000 : 0) + (m ? 2000 : 0);
    const flags = code + (z ? 0x80000000 : 0) + (m ? 0x40000000 : 0) + (srid > 0 && outer ? 0x20000000 : 0);
    number(4, style === "iso" ? iso : flags);
    if (style === "flags" && srid > 0 && outer) number(4, srid);
    const list = (coordinates ?? []) as readonly never[];
    if (code === 1) position(list.length === 0 ? [Number.NaN, Number.NaN] : list);
    else if (code === 2) line(list);
    else if (code === 3) {
      number(4, list.length);
      list.forEach(line);
    } else {
      const members = geometries ?? list.map((member) => ({ type: types[code - 4], coordinates: member }));
      number(4, members.length);
      for (const member of members) write(member, false);
    }
  };
  write(geometry, true);
  return Uint8Array.from(bytes);
}
