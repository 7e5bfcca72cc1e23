import { zlibSync } from "fflate";
import { nothingYet } from "../file.ts";
import { halfOfClasses, halfOfColours, halfOfHeights } from "./overviews.ts";
import { directoryBytes, doubles, longs, putDirectory, shorts, type TiffTag, text } from "./tags.ts";

/**
 * Writes rasters as Cloud Optimized GeoTIFF: directories first, tiles of 512 × 512 compressed with DEFLATE, overviews by
 * halves, the smallest one's tiles first (OGC 21-026; GeoTIFF 1.1, OGC 19-008r4). The `geotiff` library writes neither tiles
 * nor compression.
 */

export type Picture = {
  readonly columns: number;
  readonly rows: number;
  /** Row-major from the north-west; red, green, blue and alpha together for colours. */
  readonly values: Float32Array | Uint8Array;
};

export type GeoTiff = Picture & {
  readonly kind: "heights" | "classes" | "colours";
  readonly cellSizeM: number;
  /** Outer corner in the north-west, coordinates of the system, metres. */
  readonly westM: number;
  readonly northM: number;
  readonly epsg: number;
  /** Red, green, blue (0–255) of each class. */
  readonly classColours: readonly (readonly [number, number, number])[];
  /** What it shows, and whose it is: both stay with the file. */
  readonly description: string;
  readonly copyright: string;
};

const tileCells = 512;
const mostBytes = 0xffff_ffff;

const kinds = {
  heights: { bands: 1, bits: 32, format: 3, photometric: 1, predictor: 3, half: halfOfHeights },
  classes: { bands: 1, bits: 8, format: 1, photometric: 3, predictor: 1, half: halfOfClasses },
  colours: { bands: 4, bits: 8, format: 1, photometric: 2, predictor: 2, half: halfOfColours },
} as const;

const tilesAcross = ({ columns }: Picture): number => Math.ceil(columns / tileCells);
const tilesDown = ({ rows }: Picture): number => Math.ceil(rows / tileCells);

/** One tile's values, row by row; beyond the picture's edge stays what `empty` is. */
function cutTile<Values extends Float32Array | Uint8Array>(
  picture: Picture & { readonly values: Values },
  bands: number,
  tile: number,
  into: Values,
  empty: number,
): void {
  const { columns, rows, values } = picture;
  const left = (tile % tilesAcross(picture)) * tileCells;
  const top = Math.floor(tile / tilesAcross(picture)) * tileCells;
  const width = Math.min(tileCells, columns - left);
  const height = Math.min(tileCells, rows - top);
  if (width < tileCells || height < tileCells) into.fill(empty);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * columns + left) * bands;
    into.set(values.subarray(from, from + width * bands), row * tileCells * bands);
  }
}

/** Each byte less the one `step` before it in its row, from the row's end (TIFF 6.0, section 14). */
function differences(bytes: Uint8Array, rowBytes: number, step: number): void {
  for (let row = 0; row < bytes.length; row += rowBytes) {
    for (let at = row + rowBytes - 1; at >= row + step; at--) bytes[at] = bytes[at] - bytes[at - step];
  }
}

/** The bytes of a row's floats by significance, the highest first (Adobe Photoshop TIFF Technical Note 3, 2005). */
function bySignificance(values: Float32Array, into: Uint8Array): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let row = 0; row < tileCells; row++) {
    const start = row * tileCells * 4;
    for (let column = 0; column < tileCells; column++) {
      for (let byte = 0; byte < 4; byte++)
        into[start + (3 - byte) * tileCells + column] = bytes[start + column * 4 + byte];
    }
  }
}

/** The compressed tiles of one picture, in order. */
function* packTiles(picture: Picture, kind: GeoTiff["kind"]): Generator<Uint8Array> {
  const { bands } = kinds[kind];
  const count = tilesAcross(picture) * tilesDown(picture);
  const { values } = picture;
  if (values instanceof Float32Array) {
    const heights = new Float32Array(tileCells * tileCells);
    const bytes = new Uint8Array(heights.byteLength);
    for (let tile = 0; tile < count; tile++) {
      cutTile({ ...picture, values }, 1, tile, heights, Number.NaN);
      bySignificance(heights, bytes);
      differences(bytes, tileCells * 4, 1);
      yield zlibSync(bytes, { level: 6 });
    }
  } else {
    const bytes = new Uint8Array(tileCells * tileCells * bands);
    for (let tile = 0; tile < count; tile++) {
      cutTile({ ...picture, values }, bands, tile, bytes, 0);
      if (kinds[kind].predictor === 2) differences(bytes, tileCells * bands, bands);
      yield zlibSync(bytes, { level: 6 });
    }
  }
}

/** A colour of 8 bits as the 16 bits of a colour map. */
const wideColour = (value: number): number => value * 257;

function colourMap(classColours: GeoTiff["classColours"]): TiffTag {
  const values = [0, 1, 2].flatMap((band) =>
    Array.from({ length: 256 }, (_, code) => wideColour(classColours[code]?.[band] ?? 0)),
  );
  return shorts(320, ...values);
}

/** Tags of the picture itself or of an overview of it. */
function tagsOf(
  file: GeoTiff,
  level: number,
  picture: Picture,
  offsets: ArrayLike<number>,
  sizes: ArrayLike<number>,
) {
  const { bands, bits, format, photometric, predictor } = kinds[file.kind];
  const each = (value: number): number[] => Array.from({ length: bands }, () => value);
  const tags = [
    longs(254, [level === 0 ? 0 : 1]),
    longs(256, [picture.columns]),
    longs(257, [picture.rows]),
    shorts(258, ...each(bits)),
    shorts(259, 8),
    shorts(262, photometric),
    shorts(277, bands),
    shorts(284, 1),
    shorts(317, predictor),
    shorts(322, tileCells),
    shorts(323, tileCells),
    longs(324, offsets),
    longs(325, sizes),
    shorts(339, ...each(format)),
  ];
  if (file.kind === "classes") tags.push(colourMap(file.classColours), text(42113, "0"));
  if (file.kind === "heights") tags.push(text(42113, "nan"));
  if (file.kind === "colours") tags.push(shorts(338, 2));
  if (level > 0) return tags;
  tags.push(
    text(270, file.description),
    text(305, "Planfall"),
    doubles(33550, file.cellSizeM, file.cellSizeM, 0),
    doubles(33922, 0, 0, 0, file.westM, file.northM, 0),
    // Version 1.1.0 of the keys, four of them: projected, cells are areas, the system's number, metres.
    shorts(34735, 1, 1, 0, 4, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, file.epsg, 3076, 0, 1, 9001),
  );
  if (file.copyright !== "") tags.push(text(33432, file.copyright));
  return tags;
}

/**
 * The bytes of a Cloud Optimized GeoTIFF. Its compressed tiles are held until all are known, because their places stand
 * before them.
 * @throws RangeError where it would not fit into 32-bit offsets.
 */
export function* geoTiffBytes(file: GeoTiff): Generator<Uint8Array> {
  const levels: { readonly picture: Picture; readonly tiles: readonly Uint8Array[] }[] = [];
  let picture: Picture = file;
  for (;;) {
    const tiles: Uint8Array[] = [];
    for (const tile of packTiles(picture, file.kind)) {
      tiles.push(tile);
      yield nothingYet;
    }
    levels.push({ picture, tiles });
    if (Math.max(picture.columns, picture.rows) <= tileCells) break;
    picture = kinds[file.kind].half(picture);
    yield nothingYet;
  }

  const placeholders = levels.map((level, i) => {
    const none = new Uint32Array(level.tiles.length);
    return tagsOf(file, i, level.picture, none, none);
  });
  const directoryAt: number[] = [];
  let at = 8;
  for (const tags of placeholders) {
    directoryAt.push(at);
    at += directoryBytes(tags);
  }
  const head = new Uint8Array(at);
  const offsets = levels.map(({ tiles }) => new Uint32Array(tiles.length));
  for (let level = levels.length - 1; level >= 0; level--) {
    for (const [i, tile] of levels[level].tiles.entries()) {
      offsets[level][i] = at;
      at += tile.length;
    }
  }
  if (at > mostBytes) throw new RangeError("A GeoTIFF of more than 4 GB.");
  const view = new DataView(head.buffer);
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, directoryAt[0], true);
  for (const [i, level] of levels.entries()) {
    const sizes = level.tiles.map((tile) => tile.length);
    putDirectory(
      view,
      directoryAt[i],
      tagsOf(file, i, level.picture, offsets[i], sizes),
      directoryAt[i + 1] ?? 0,
    );
  }
  yield head;
  for (const { tiles } of [...levels].reverse()) yield* tiles;
}
