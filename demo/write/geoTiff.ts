import { closeSync, openSync, writeSync } from "node:fs";
import { zlibSync } from "fflate";

export type TiffSource = {
  readonly columns: number;
  readonly rows: number;
  readonly cellSizeM: number;
  /** Outer west and north edge, projected metres. */
  readonly westM: number;
  readonly northM: number;
  readonly noData: number;
  /** Fills one row, north first. */
  readonly readRow: (row: number, target: Float32Array) => void;
};

const rowsPerStrip = 32;
const ascii = 2;
const short = 3;
const long = 4;
const double = 12;
const fieldBytes: Readonly<Record<number, number>> = { [ascii]: 1, [short]: 2, [long]: 4, [double]: 8 };

/** Floating-point predictor (TIFF technical note 3): bytes by significance, then differenced along the row. */
const predict = (row: Float32Array, target: Uint8Array): void => {
  const n = row.length;
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
  for (let i = 0; i < n; i++) {
    const bits = view.getUint32(i * 4, true);
    target[i] = bits >>> 24;
    target[n + i] = (bits >>> 16) & 255;
    target[2 * n + i] = (bits >>> 8) & 255;
    target[3 * n + i] = bits & 255;
  }
  for (let i = 4 * n - 1; i > 0; i--) target[i] = ((target[i] as number) - (target[i - 1] as number)) & 255;
};

type Entry = { readonly tag: number; readonly type: number; readonly values: readonly number[] | string };

/** Writes a Float32 GeoTIFF in EPSG:25832, DEFLATE strips with floating-point predictor; strips stream to disk. */
export const writeGeoTiff = (source: TiffSource, path: string): void => {
  const file = openSync(path, "w");
  const header = new Uint8Array([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  writeSync(file, header);
  let position = header.length;
  const offsets: number[] = [];
  const counts: number[] = [];
  const row = new Float32Array(source.columns);
  const bytesPerRow = source.columns * 4;
  for (let first = 0; first < source.rows; first += rowsPerStrip) {
    const rows = Math.min(rowsPerStrip, source.rows - first);
    const raw = new Uint8Array(rows * bytesPerRow);
    for (let k = 0; k < rows; k++) {
      source.readRow(first + k, row);
      predict(row, raw.subarray(k * bytesPerRow, (k + 1) * bytesPerRow));
    }
    const packed = zlibSync(raw, { level: 6 });
    offsets.push(position);
    counts.push(packed.length);
    writeSync(file, packed);
    position += packed.length;
  }
  if (position % 2 === 1) position += writeSync(file, new Uint8Array(1));
  const directory = buildDirectory(source, offsets, counts, position);
  writeSync(file, directory);
  const pointer = new Uint8Array(4);
  new DataView(pointer.buffer).setUint32(0, position, true);
  writeSync(file, pointer, 0, 4, 4);
  closeSync(file);
};

const citation = "ETRS89 / UTM zone 32N|DHHN2016|";

const buildDirectory = (
  source: TiffSource,
  offsets: number[],
  counts: number[],
  start: number,
): Uint8Array => {
  const { cellSizeM, westM, northM } = source;
  const entries: Entry[] = [
    { tag: 256, type: long, values: [source.columns] },
    { tag: 257, type: long, values: [source.rows] },
    { tag: 258, type: short, values: [32] },
    { tag: 259, type: short, values: [8] }, // compression: DEFLATE
    { tag: 262, type: short, values: [1] }, // black is zero
    { tag: 273, type: long, values: offsets },
    { tag: 277, type: short, values: [1] },
    { tag: 278, type: long, values: [rowsPerStrip] },
    { tag: 279, type: long, values: counts },
    { tag: 284, type: short, values: [1] },
    { tag: 317, type: short, values: [3] }, // floating-point predictor
    { tag: 339, type: short, values: [3] }, // sample format: IEEE float
    { tag: 33550, type: double, values: [cellSizeM, cellSizeM, 0] },
    { tag: 33922, type: double, values: [0, 0, 0, westM, northM, 0] },
    {
      tag: 34735,
      type: short,
      // Version, then key, location, count, value: projected CRS, pixel is area, citation, EPSG, metres, DHHN2016.
      values: [
        1,
        1,
        0,
        6,
        1024,
        0,
        1,
        1,
        1025,
        0,
        1,
        1,
        1026,
        34737,
        citation.length,
        0,
        3072,
        0,
        1,
        25832,
        3076,
        0,
        1,
        9001,
        4096,
        0,
        1,
        7837,
      ],
    },
    { tag: 34737, type: ascii, values: citation },
    { tag: 42113, type: ascii, values: String(source.noData) },
  ];
  const tableBytes = 2 + entries.length * 12 + 4;
  const lengthOf = (e: Entry) => (typeof e.values === "string" ? e.values.length + 1 : e.values.length);
  const bytesOf = (e: Entry) => lengthOf(e) * (fieldBytes[e.type] ?? 1);
  const extra = entries.reduce((sum, e) => sum + (bytesOf(e) > 4 ? bytesOf(e) + (bytesOf(e) % 2) : 0), 0);
  const bytes = new Uint8Array(tableBytes + extra);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, entries.length, true);
  let free = tableBytes;
  entries.forEach((entry, k) => {
    const at = 2 + k * 12;
    view.setUint16(at, entry.tag, true);
    view.setUint16(at + 2, entry.type, true);
    view.setUint32(at + 4, lengthOf(entry), true);
    const size = bytesOf(entry);
    let target = at + 8;
    if (size > 4) {
      view.setUint32(at + 8, start + free, true);
      target = free;
      free += size + (size % 2);
    }
    writeValues(view, target, entry);
  });
  return bytes;
};

const writeValues = (view: DataView, target: number, entry: Entry): void => {
  if (typeof entry.values === "string") {
    for (let i = 0; i < entry.values.length; i++) view.setUint8(target + i, entry.values.charCodeAt(i));
    return;
  }
  entry.values.forEach((value, i) => {
    if (entry.type === short) view.setUint16(target + i * 2, value, true);
    else if (entry.type === long) view.setUint32(target + i * 4, value, true);
    else view.setFloat64(target + i * 8, value, true);
  });
};
