import type { SourceFormat } from "../report.ts";

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Beginnings that say it all. */
const magics: readonly (readonly [string, SourceFormat])[] = [
  ["fgb\x03fgb", "flatGeobuf"],
  ["PAR1", "geoParquet"],
  ["\xff\xd8\xff", "picture"],
  ["\x89PNG\r\n\x1a\n", "picture"],
  ["NUM_OREC", "ntv2Grid"],
  ["b3dm", "tiles3d"],
  ["i3dm", "tiles3d"],
  ["pnts", "tiles3d"],
  ["cmpt", "tiles3d"],
  ["glTF", "tiles3d"],
  ["subt", "tiles3d"],
  ["LASF", "pointCloud"],
  ["ASTM-E57", "pointCloud"],
  ["AC10", "cad"],
  ["AutoCAD Binary DXF", "cad"],
  ["%PDF", "pdf"],
  ["CDF\x01", "netCdf"],
  ["CDF\x02", "netCdf"],
  ["\x89HDF\r\n", "netCdf"],
  ["7z\xbc\xaf\x27\x1c", "archiveOther"],
  ["Rar!\x1a\x07", "archiveOther"],
  ["BZh", "archiveOther"],
  ["\xfd7zXZ\x00", "archiveOther"],
  ["\x28\xb5\x2f\xfd", "archiveOther"],
  ["\x00\x00\x00\x0cjP  ", "pictureOther"],
  ["RIFF", "pictureOther"],
  ["GIF8", "pictureOther"],
  ["msid", "pictureOther"],
  ["\x00\x01\x00\x00Standard ", "database"],
  // Compound files of older office programs.
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"],
];

/** Spatial indices beside a Shapefile begin like one. */
const isSpatialIndex = (view: DataView): boolean => view.byteLength >= 8 && view.getInt32(4) === -400;

/** A Shapefile's main file or its index, which share their first 100 bytes. */
function shapeFormat(head: Uint8Array, name: string): SourceFormat | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.byteLength < 8 || view.getInt32(0) !== 9994) return null;
  if (isSpatialIndex(view)) return "companion";
  if (view.byteLength < 100 || view.getInt32(28, true) !== 1000) return null;
  // Record 1 of the main file, or "first record at word 50" of the index.
  if (view.byteLength >= 108) return view.getInt32(100) === 50 ? "companion" : "shapefile";
  return /\.shx$/i.test(name) ? "companion" : "shapefile";
}

/** A dBASE table: a date, a header length that fits its 32-byte fields, and the mark that ends them. */
function isDbf(head: Uint8Array): boolean {
  if (head.length < 33) return false;
  const version = head[0] & 7;
  if ((version !== 3 && version !== 4 && head[0] !== 0x30) || head[2] > 12 || head[3] > 31) return false;
  const headerBytes = head[8] | (head[9] << 8);
  const rowBytes = head[10] | (head[11] << 8);
  if (headerBytes < 33 || rowBytes < 1 || head[32] < 0x20) return false;
  const rest = (headerBytes - 33) % 32;
  if (rest !== 0 && rest !== 1 && rest !== 8) return false;
  return headerBytes > head.length || head.subarray(32, headerBytes).includes(0x0d);
}

function zipFormat(head: Uint8Array): SourceFormat {
  const first = ascii(head, 30, 30 + Math.min(200, head[26] | (head[27] << 8)));
  // A package's first entry is its manifest, stored under its own name.
  if (first === "twin.json") return "twinPackage";
  if (first === "[Content_Types].xml") return "spreadsheet";
  if (first === "mimetype" && ascii(head, 38, 90).includes("opendocument")) return "spreadsheet";
  if (/^[^/]*\.kml$/i.test(first)) return "kml";
  return "archive";
}

const isSqliteOf = (head: Uint8Array, word: string): boolean =>
  new TextDecoder("latin1").decode(head).includes(word);

function sqliteFormat(head: Uint8Array): SourceFormat {
  const id = ascii(head, 68, 72);
  if (id === "GPKG" || id === "GP10" || id === "GP11" || isSqliteOf(head, "gpkg_contents"))
    return "geoPackage";
  return id === "MPBX" || isSqliteOf(head, "tile_column") ? "vectorTile" : "database";
}

/** Sizes of SRTM tiles of 3 and 1 arc seconds: rows × columns of 16-bit heights. */
const hgtBytes: readonly number[] = [1201 * 1201 * 2, 3601 * 3601 * 2];
const isHgt = (name: string, size: number): boolean =>
  hgtBytes.includes(size) && /(?:^|[\\/])[NS]\d{2}[EW]\d{3}[^\\/]*$/i.test(name);

/** What a file is by its first bytes; null where they are text or nothing known. `size` in bytes. */
export function binaryFormat(head: Uint8Array, name: string, size: number): SourceFormat | null {
  const [a, b, c, d] = head;
  if (
    (a === 0x49 && b === 0x49 && (c === 42 || c === 43) && d === 0) ||
    (a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === 43))
  )
    // Overviews beside a raster are a TIFF of their own; only the name tells.
    return /\.ovr$/i.test(name) ? "companion" : "geoTiff";
  if (a === 0x1f && b === 0x8b) return "archive";
  // An archive may begin with its end mark (empty) or with the mark of a split archive.
  if (a === 0x50 && b === 0x4b && (c === 3 || c === 5 || c === 7))
    return c === 3 ? zipFormat(head) : "archive";
  const start = ascii(head, 0, 20);
  const magic = magics.find(([text]) => start.startsWith(text));
  if (magic !== undefined) return magic[1];
  if (start.startsWith("SQLite format 3\x00")) return sqliteFormat(head);
  if (a === 0 && b === 0 && start.slice(6, 15) === "OSMHeader") return "osmPbf";
  const shape = shapeFormat(head, name);
  if (shape !== null) return shape;
  if (isHgt(name, size)) return "srtmHgt";
  if (ascii(head, 257, 262) === "ustar") return "archiveOther";
  if (isDbf(head)) return "companion";
  if (a === 0x1a && /\.(mvt|pbf)$/i.test(name)) return "vectorTile";
  return null;
}

/** Whether the bytes are no text: zero or control bytes that no text holds. UTF-16 is asked for before. */
export function looksBinary(head: Uint8Array): boolean {
  let odd = 0;
  const length = Math.min(head.length, 4096);
  for (let i = 0; i < length; i++) {
    const byte = head[i];
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27 && byte !== 30 && byte !== 26)) odd += 1;
  }
  return odd > length / 50;
}
