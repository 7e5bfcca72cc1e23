/** Writes small Shapefiles for tests. */

type Ring = readonly (readonly [number, number])[];
export type MadeShape =
  | { readonly type: 0 }
  | { readonly type: 1 | 11 | 21; readonly point: readonly [number, number] }
  | { readonly type: 8 | 18 | 28; readonly points: Ring }
  | { readonly type: 3 | 5 | 13 | 15 | 23 | 25 | 31; readonly parts: readonly Ring[] };

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

function contentOf(shape: MadeShape): Uint8Array {
  const bytes = new Uint8Array(100_000);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, shape.type, true);
  let at = 4;
  const double = (value: number): void => {
    view.setFloat64(at, value, true);
    at += 8;
  };
  const int = (value: number): void => {
    view.setInt32(at, value, true);
    at += 4;
  };
  if (shape.type === 0) return bytes.slice(0, 4);
  let points = 1;
  if ("point" in shape) for (const value of shape.point) double(value);
  else {
    for (let i = 0; i < 4; i++) double(0);
    const parts = "parts" in shape ? shape.parts : [shape.points];
    points = parts.reduce((sum, { length }) => sum + length, 0);
    if ("parts" in shape) int(parts.length);
    int(points);
    let from = 0;
    if ("parts" in shape)
      for (const part of parts) {
        int(from);
        from += part.length;
      }
    for (const [x, y] of parts.flat()) {
      double(x);
      double(y);
    }
  }
  // Heights and measures with their ranges.
  const extras = (shape.type >= 10 ? 1 : 0) + (shape.type >= 10 && shape.type < 20 ? 1 : 0);
  for (let extra = 0; extra < extras; extra++)
    for (let i = 0; i < points + ("point" in shape ? 0 : 2); i++) double(7 + i);
  return bytes.slice(0, at);
}

export function makeShapefile(shapes: readonly MadeShape[]): {
  readonly shp: Uint8Array;
  readonly shx: Uint8Array;
} {
  const head = (type: number, bytes: number): Uint8Array => {
    const header = new Uint8Array(100);
    const view = new DataView(header.buffer);
    view.setInt32(0, 9994);
    view.setInt32(24, bytes / 2);
    view.setInt32(28, 1000, true);
    view.setInt32(32, type, true);
    return header;
  };
  const records: Uint8Array[] = [];
  const index: Uint8Array[] = [];
  let at = 100;
  for (const [i, shape] of shapes.entries()) {
    const content = contentOf(shape);
    const front = new Uint8Array(8);
    new DataView(front.buffer).setInt32(0, i + 1);
    new DataView(front.buffer).setInt32(4, content.length / 2);
    const entry = new Uint8Array(8);
    new DataView(entry.buffer).setInt32(0, at / 2);
    new DataView(entry.buffer).setInt32(4, content.length / 2);
    records.push(front, content);
    index.push(entry);
    at += 8 + content.length;
  }
  const type = shapes.find((shape) => shape.type !== 0)?.type ?? 0;
  return {
    shp: joined([head(type, at), ...records]),
    shx: joined([head(type, 100 + index.length * 8), ...index]),
  };
}

export type MadeField = readonly [name: string, type: string, length: number];

/** `encode` writes texts in the code page that the test is about; `driver` is byte 29 of the header. */
export function makeDbf(
  fields: readonly MadeField[],
  rows: readonly (readonly string[])[],
  { driver = 0, encode = (text: string): Uint8Array => new TextEncoder().encode(text), deleted = -1 } = {},
): Uint8Array {
  const rowBytes = 1 + fields.reduce((sum, [, , length]) => sum + length, 0);
  const header = new Uint8Array(32 + fields.length * 32 + 1);
  const view = new DataView(header.buffer);
  header[0] = 3;
  header.set([26, 1, 1], 1);
  view.setUint32(4, rows.length, true);
  view.setUint16(8, header.length, true);
  view.setUint16(10, rowBytes, true);
  header[29] = driver;
  for (const [i, [name, type, length]] of fields.entries()) {
    header.set(encode(name).subarray(0, 10), 32 + i * 32);
    header[32 + i * 32 + 11] = type.charCodeAt(0);
    header[32 + i * 32 + 16] = length;
  }
  header[header.length - 1] = 0x0d;
  const body = rows.map((row, at) => {
    const bytes = new Uint8Array(rowBytes).fill(32);
    if (at === deleted) bytes[0] = 0x2a;
    let from = 1;
    for (const [i, [, type, length]] of fields.entries()) {
      const cell = encode(row[i]).subarray(0, length);
      bytes.set(cell, type === "N" ? from + length - cell.length : from);
      from += length;
    }
    return bytes;
  });
  return joined([header, ...body, Uint8Array.of(0x1a)]);
}
