import { pictureSize } from "#twin/pictureSize.ts";
import { settleCrs } from "../crs/settle.ts";
import type { GeoTiffOptions } from "../geotiff/read.ts";
import { flipRows } from "../rasters/range.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { bytesOf, type ReadContext, type Source } from "../source.ts";
import { mostPicturePixels, type SourcePicture } from "./reduce.ts";

const largestFileBytes = 512 * 1024 * 1024;
/** The browser decodes a picture as a whole before it is made smaller: 480 MB. */
const mostDecodedPixels = 120e6;

/** What a browser's worker offers and Node does not. */
type PictureTools = {
  readonly createImageBitmap: typeof createImageBitmap;
  readonly OffscreenCanvas: typeof OffscreenCanvas;
};

function pictureTools(): PictureTools | null {
  const { createImageBitmap: decode, OffscreenCanvas: canvas } = globalThis as Partial<PictureTools>;
  return decode === undefined || canvas === undefined
    ? null
    : { createImageBitmap: decode, OffscreenCanvas: canvas };
}

/** Pixels of a JPEG or PNG, made smaller while it is decoded where it has too many. */
async function decode(
  bytes: Uint8Array<ArrayBuffer>,
  columns: number,
  rows: number,
  { createImageBitmap: toBitmap, OffscreenCanvas: Canvas }: PictureTools,
): Promise<Uint8Array> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await toBitmap(new Blob([bytes]), {
      resizeWidth: columns,
      resizeHeight: rows,
      resizeQuality: "high",
      colorSpaceConversion: "none",
      premultiplyAlpha: "none",
    });
  } catch (error) {
    throw new IntakeError("pictureBroken", { detail: String(error).slice(0, 200) });
  }
  try {
    const canvas = new Canvas(columns, rows);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new IntakeError("pictureNoDecoder");
    context.drawImage(bitmap, 0, 0);
    return new Uint8Array(context.getImageData(0, 0, columns, rows).data.buffer);
  } finally {
    bitmap.close();
  }
}

/**
 * Reads an aerial picture in JPEG or PNG with the world file beside it. Only a browser can decode it.
 * @throws IntakeError where there is no world file, no decoder, or the picture is damaged or too large.
 */
export async function readPicture(
  source: Source,
  options: GeoTiffOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<SourcePicture> {
  const world = options.world ?? null;
  if (world === null) throw new IntakeError("pictureWithoutPlace");
  if (source.size > largestFileBytes)
    throw new IntakeError("fileTooLarge", { limitMb: largestFileBytes / 1048576 });
  const tools = pictureTools();
  if (tools === null) throw new IntakeError("pictureNoDecoder");
  const bytes = await bytesOf(source, context, largestFileBytes);
  const size = pictureSize(bytes);
  if (size === null) throw new IntakeError("pictureBroken", { detail: "size" });
  const { width, height } = size;
  if (width * height > mostDecodedPixels)
    throw new IntakeError("rasterTooLarge", { cells: width * height, limit: mostDecodedPixels });
  const shrink = Math.max(1, Math.sqrt((width * height) / mostPicturePixels));
  const columns = Math.max(1, Math.floor(width / shrink));
  const rows = Math.max(1, Math.floor(height / shrink));
  if (shrink > 1) findings.add("info", "pictureReduced", { width, height, columns, rows });
  const rgba = await decode(bytes, columns, rows, tools);
  context.signal.throwIfAborted();
  let { north, cellY } = world;
  if (cellY < 0) {
    flipRows(rgba, columns * 4, rows);
    north -= height * cellY;
    cellY = -cellY;
  }
  const settled = settleCrs(options.stated, options.crs, [world.west, north], options.preferredCrs);
  return {
    crs: settled.crs,
    finding: settled.finding,
    columns,
    rows,
    west: world.west - settled.prefixM,
    north,
    cellX: (world.cellX * width) / columns,
    cellY: (cellY * height) / rows,
    rgba,
  };
}
