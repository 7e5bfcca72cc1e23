import type { GeoTIFF } from "geotiff";
import { settleCrs } from "../crs/settle.ts";
import { flipRows, highestTerrainM, lowestTerrainM, reportMissing } from "../rasters/range.ts";
import type { WorldFile } from "../rasters/worldFile.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import type { SourceRaster } from "../terrain.ts";
import { describeTiff, readFirstBand, type TiffInfo } from "./band.ts";
import { alphaOf, maskOf } from "./mask.ts";
import { openTiff } from "./open.ts";
import { placementOf, statedCrs } from "./place.ts";

export type GeoTiffOptions = {
  readonly crs: string | null;
  readonly preferredCrs: string | null;
  /** What a `.prj` beside the file says; used where the file's own keys say nothing. */
  readonly stated: string;
  /** What a world file beside the file says; used where the file has no place of its own. */
  readonly world?: WorldFile | null;
};

/** What the values may be; what lies outside is no value. Metres where they are heights. */
export type ValueRange = { readonly lowest: number; readonly highest: number };
const terrainRange: ValueRange = { lowest: lowestTerrainM, highest: highestTerrainM };

/** Values in their unit: NoData, what is masked and what is out of range to NaN, scale and offset applied. Floats are changed in place. */
function toValues(
  raw: ArrayLike<number>,
  { noData, scale, offset }: TiffInfo,
  { lowest, highest }: ValueRange,
  findings: FindingCollector,
  /** 0 = the cell holds nothing. */
  mask: ArrayLike<number> | null,
): { readonly values: Float32Array; readonly missing: number } {
  const inPlace = raw instanceof Float32Array;
  const values = inPlace ? raw : new Float32Array(raw.length);
  // A float raster holds the nearest float to a NoData value that the tag writes in decimal.
  const none = noData === null ? Number.NaN : inPlace ? Math.fround(noData) : noData;
  let absurd = 0;
  let missing = 0;
  let masked = 0;
  for (let i = 0; i < raw.length; i++) {
    if (mask !== null && mask[i] === 0) {
      masked += 1;
      values[i] = Number.NaN;
      continue;
    }
    const value = raw[i];
    const scaled = value * scale + offset;
    if (value !== none && scaled >= lowest && scaled <= highest) {
      values[i] = scaled;
      continue;
    }
    if (value !== none && !Number.isNaN(scaled)) absurd += 1;
    missing += 1;
    values[i] = Number.NaN;
  }
  if (absurd > 0) findings.add("dropped", "heightsAbsurd", { cells: absurd, low: lowest, high: highest });
  if (masked > 0) findings.add("info", "rasterMasked", { cells: masked });
  return { values, missing: missing + masked };
}

/** Where a TIFF's north-western corner lies, in the system that its keys, a person or its numbers tell. */
export function settledPlace(
  { keys }: Pick<TiffInfo, "keys">,
  options: GeoTiffOptions,
  west: number,
  north: number,
): Pick<SourceRaster, "crs" | "finding" | "west" | "north"> {
  const settled = settleCrs(
    statedCrs(keys) || options.stated,
    options.crs,
    [west, north],
    options.preferredCrs,
  );
  return { crs: settled.crs, finding: settled.finding, west: west - settled.prefixM, north };
}

/** The first band of an opened TIFF as a raster. @throws IntakeError as `readGeoTiff`. */
export async function rasterOfTiff(
  file: GeoTIFF,
  info: TiffInfo,
  options: GeoTiffOptions,
  range: ValueRange,
  context: ReadContext,
  findings: FindingCollector,
  known: ArrayLike<number> | null = null,
): Promise<SourceRaster> {
  const place = placementOf(info.image, info.keys, options.world ?? null);
  if (place === null || place.cellX < 0) throw new IntakeError("rasterWithoutPlace");
  const raw = known ?? (await readFirstBand(info, context));
  const alpha = alphaOf(info.image, context);
  const opens = (await maskOf(file, info.image, context)) ?? alpha;
  const mask = opens === null ? null : await opens([0, 0, info.columns, info.rows]);
  if (info.bands > (alpha === null ? 1 : 2)) findings.add("info", "onlyFirstBand", { bands: info.bands });
  const { columns, rows, scale, offset } = info;
  const { values, missing } = toValues(raw, info, range, findings, mask);
  let { north, cellY } = place;
  if (cellY < 0) {
    flipRows(values, columns, rows);
    north -= rows * cellY;
    cellY = -cellY;
    findings.add("info", "rowsFromSouth");
  }
  if (scale !== 1 || offset !== 0) findings.add("info", "scaleApplied", { scale, offset });
  if (missing > 0) reportMissing(values, findings);
  return {
    ...settledPlace(info, options, place.west, north),
    columns,
    rows,
    cellX: place.cellX,
    cellY,
    values,
  };
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
  const file = await openTiff(source, context);
  const info = await describeTiff(file, source, context);
  return rasterOfTiff(file, info, options, terrainRange, context, findings);
}
