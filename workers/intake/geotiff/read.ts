import type { GeoTIFFImage } from "geotiff";
import { knownCrs } from "../crs/definitions.ts";
import { settleCrs } from "../crs/settle.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { bytesOf, type ReadContext, type Source } from "../source.ts";
import { largestRasterCells, rangeOf, type SourceRaster } from "../terrain.ts";

export type GeoTiffOptions = {
  readonly crs: string | null;
  readonly preferredCrs: string | null;
  /** What a `.prj` beside the file says; used where the file's own keys say nothing. */
  readonly stated: string;
};

const largestFileBytes = 4 * 1024 * 1024 * 1024;
/** No terrain on Earth lies outside (Dead Sea shore, Everest), metres. */
const lowestTerrainM = -500;
const highestTerrainM = 9000;

type GeoKeys = Readonly<Record<string, unknown>>;

/** The system that the geo keys name, as text for `settleCrs`. User-defined keys (32767) fall back to the citation. */
function statedCrs(keys: GeoKeys): string {
  for (const name of ["ProjectedCSTypeGeoKey", "GeographicTypeGeoKey"]) {
    const code = keys[name];
    if (typeof code === "number" && code !== 32767 && code > 0) {
      return knownCrs(`EPSG:${code}`) === null && name === "GeographicTypeGeoKey"
        ? "EPSG:4326"
        : `EPSG:${code}`;
    }
  }
  const citation = keys.GTCitationGeoKey ?? keys.PCSCitationGeoKey;
  return typeof citation === "string" ? citation : "";
}

/** Outer edge of the first cell and the cell size; null where the file has no place or is rotated. */
function placement(
  image: GeoTIFFImage,
  keys: GeoKeys,
): { west: number; north: number; cellX: number; cellY: number } | null {
  let origin: readonly number[];
  let resolution: readonly number[];
  try {
    origin = image.getOrigin();
    resolution = image.getResolution();
  } catch {
    return null;
  }
  const matrix: unknown = image.fileDirectory.getValue("ModelTransformation");
  if (ArrayBuffer.isView(matrix) || Array.isArray(matrix)) {
    const values = matrix as ArrayLike<number>;
    if (Math.abs(values[1] ?? 0) > 1e-9 || Math.abs(values[4] ?? 0) > 1e-9) return null;
  }
  const cellX = resolution[0];
  const cellY = -resolution[1];
  if (!(Math.abs(cellX) > 0 && Math.abs(cellY) > 0 && Number.isFinite(cellX + cellY))) return null;
  // GTRasterType 2: the tie point is the centre of the cell, not its corner (GeoTIFF 1.1, section 7.1).
  const half = keys.GTRasterTypeGeoKey === 2 ? 0.5 : 0;
  return { west: origin[0] - half * cellX, north: origin[1] + half * cellY, cellX, cellY };
}

/** GDAL keeps scale and offset of a band outside the TIFF tags proper; geotiff.js hands them over but applies neither. */
async function scaling(image: GeoTIFFImage): Promise<{ scale: number; offset: number }> {
  const metadata: unknown = await image.getGDALMetadata(0);
  const entries =
    typeof metadata === "object" && metadata !== null ? (metadata as Record<string, unknown>) : {};
  const number = (key: string, fallback: number): number => {
    const value = Number(entries[key]);
    return entries[key] !== undefined && Number.isFinite(value) ? value : fallback;
  };
  return { scale: number("SCALE", 1), offset: number("OFFSET", 0) };
}

/** Values as heights: NoData and absurd values to NaN, scale and offset applied. A row order from the south is turned. */
function toHeights(
  raw: ArrayLike<number>,
  noData: number | null,
  { scale, offset }: { readonly scale: number; readonly offset: number },
  findings: FindingCollector,
): Float32Array {
  const values = raw instanceof Float32Array ? raw : new Float32Array(raw.length);
  // A float raster holds the nearest float to a NoData value that the tag writes in decimal.
  const missing = noData === null ? Number.NaN : raw instanceof Float32Array ? Math.fround(noData) : noData;
  let absurd = 0;
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i];
    if (value === missing) {
      values[i] = Number.NaN;
      continue;
    }
    const height = value * scale + offset;
    if (height >= lowestTerrainM && height <= highestTerrainM) values[i] = height;
    else {
      if (!Number.isNaN(height)) absurd += 1;
      values[i] = Number.NaN;
    }
  }
  if (absurd > 0)
    findings.add("dropped", "heightsAbsurd", { cells: absurd, low: lowestTerrainM, high: highestTerrainM });
  return values;
}

function flipRows(values: Float32Array, columns: number, rows: number): void {
  const keep = new Float32Array(columns);
  for (let low = 0, high = rows - 1; low < high; low++, high--) {
    keep.set(values.subarray(low * columns, (low + 1) * columns));
    values.copyWithin(low * columns, high * columns, (high + 1) * columns);
    values.set(keep, high * columns);
  }
}

/**
 * Reads the first band of a GeoTIFF (none, LZW, DEFLATE, ZSTD, LERC, COG) as heights, metres.
 * @throws IntakeError where the file is damaged, has no place, is rotated, or is too large.
 */
export async function readGeoTiff(
  source: Source,
  options: GeoTiffOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<SourceRaster> {
  if (source.size > largestFileBytes)
    throw new IntakeError("fileTooLarge", { limitMb: largestFileBytes / 1048576 });
  const bytes = await bytesOf(source, context, largestFileBytes);
  const { fromArrayBuffer } = await import("geotiff");
  let image: GeoTIFFImage;
  let keys: GeoKeys;
  let raw: ArrayLike<number>;
  let noData: number | null;
  let scale: { scale: number; offset: number };
  try {
    const file = await fromArrayBuffer(bytes.buffer, context.signal);
    image = await file.getImage();
    const cells = image.getWidth() * image.getHeight();
    if (!(cells > 0 && cells <= largestRasterCells))
      throw new IntakeError("rasterTooLarge", { cells, limit: largestRasterCells });
    // A header can promise far more than the file holds; a thousandfold is beyond any terrain's compression.
    if (cells > source.size * 2000)
      throw new IntakeError("rasterTooLarge", { cells, limit: source.size * 2000 });
    keys = (image.getGeoKeys() ?? {}) as GeoKeys;
    noData = image.getGDALNoData();
    scale = await scaling(image);
    raw = (await image.readRasters({
      samples: [0],
      interleave: true,
      signal: context.signal,
    })) as unknown as ArrayLike<number>;
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof IntakeError) throw error;
    throw new IntakeError("tiffBroken", {
      detail: String(error instanceof Error ? error.message : error).slice(0, 200),
    });
  }
  const place = placement(image, keys);
  if (place === null) throw new IntakeError("rasterWithoutPlace");
  if (image.getSamplesPerPixel() > 1)
    findings.add("info", "onlyFirstBand", { bands: image.getSamplesPerPixel() });

  const columns = image.getWidth();
  const rows = image.getHeight();
  if (raw.length !== columns * rows) throw new IntakeError("tiffBroken", { detail: "size of the raster" });
  const values = toHeights(raw, noData, scale, findings);
  let { north, cellY } = place;
  if (cellY < 0) {
    flipRows(values, columns, rows);
    north -= rows * cellY;
    cellY = -cellY;
    findings.add("info", "rowsFromSouth");
  }
  if (place.cellX < 0) throw new IntakeError("rasterWithoutPlace");
  if (scale.scale !== 1 || scale.offset !== 0) findings.add("info", "scaleApplied", scale);
  const { missing } = rangeOf(values);
  if (missing === values.length) throw new IntakeError("rasterWithoutValues");
  if (missing > 0)
    findings.add("info", "cellsWithoutData", {
      cells: missing,
      share: Math.round((missing / values.length) * 1000) / 10,
    });

  const settled = settleCrs(
    statedCrs(keys) || options.stated,
    options.crs,
    [place.west, north],
    options.preferredCrs,
  );
  return {
    crs: settled.crs,
    finding: settled.finding,
    columns,
    rows,
    west: place.west - settled.prefixM,
    north,
    cellX: place.cellX,
    cellY,
    values,
  };
}
