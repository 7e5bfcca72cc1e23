import type { GeoTIFF, GeoTIFFImage } from "geotiff";
import { IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { largestRasterCells } from "../terrain.ts";
import { orTiffBroken } from "./open.ts";
import type { GeoKeys } from "./place.ts";

/** What a TIFF's first image is, before any cell is read. */
export type TiffInfo = {
  readonly image: GeoTIFFImage;
  readonly keys: GeoKeys;
  readonly columns: number;
  readonly rows: number;
  readonly bands: number;
  readonly bits: number;
  /** 1 unsigned, 2 signed, 3 floating. */
  readonly sampleFormat: number;
  /** TIFF's PhotometricInterpretation: 1 grey, 2 RGB, 3 palette, 6 YCbCr. */
  readonly photometric: number;
  readonly noData: number | null;
  readonly scale: number;
  readonly offset: number;
};

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

/** What geotiff.js unpacks: none, LZW, JPEG, DEFLATE (two numbers), PackBits, LERC, ZSTD. */
const compressions: ReadonlySet<number> = new Set([1, 5, 7, 8, 32946, 32773, 34887, 50000]);
const webp = 50001;
/** Others that programs write, by the numbers of libtiff. */
const compressionNames: Readonly<Record<number, string>> = {
  2: "CCITT RLE",
  3: "CCITT Fax 3",
  4: "CCITT Fax 4",
  6: "JPEG (TIFF 6.0)",
  33003: "JPEG 2000",
  33005: "JPEG 2000",
  34712: "JPEG 2000",
  34925: "LZMA",
  [webp]: "WebP",
  50002: "JPEG XL",
};

/**
 * Nothing is wrong with a file whose packing is not known here, and downloading it again would not help.
 * @throws IntakeError "tiffCompression"
 */
function checkCompression(image: GeoTIFFImage): void {
  const compression = Number(image.fileDirectory.getValue("Compression") ?? 1);
  // Only browsers unpack WebP.
  if (compression === webp && typeof createImageBitmap === "function") return;
  if (compressions.has(compression)) return;
  throw new IntakeError("tiffCompression", { name: compressionNames[compression] ?? String(compression) });
}

/** @throws IntakeError where the header is damaged, promises more cells than the file can hold, or the packing is not known. */
export function describeTiff(file: GeoTIFF, source: Source, context: ReadContext): Promise<TiffInfo> {
  return orTiffBroken(context, async () => {
    const image = await file.getImage();
    checkCompression(image);
    const columns = image.getWidth();
    const rows = image.getHeight();
    const cells = columns * rows;
    if (!(cells > 0 && Number.isSafeInteger(cells))) throw new IntakeError("tiffBroken", { detail: "0 × 0" });
    // A header can promise far more than the file holds; a thousandfold is beyond any terrain's compression.
    if (cells > source.size * 2000)
      throw new IntakeError("rasterTooLarge", { cells, limit: source.size * 2000 });
    // A strip or tile is decoded as a whole: one of absurd size is no raster that anyone writes.
    const block = image.getTileWidth() * image.getTileHeight();
    if (!(block > 0 && block <= largestRasterCells))
      throw new IntakeError("rasterTooLarge", { cells: block, limit: largestRasterCells });
    const photometric: unknown = image.fileDirectory.getValue("PhotometricInterpretation");
    return {
      image,
      keys: (image.getGeoKeys() ?? {}) as GeoKeys,
      columns,
      rows,
      bands: image.getSamplesPerPixel(),
      bits: image.getBitsPerSample(0),
      sampleFormat: image.getSampleFormat(0),
      photometric: typeof photometric === "number" ? photometric : 1,
      noData: image.getGDALNoData(),
      ...(await scaling(image)),
    };
  });
}

/** All cells of the first band as they are written. */
export async function readFirstBand(info: TiffInfo, context: ReadContext): Promise<ArrayLike<number>> {
  const { columns, rows, image } = info;
  const cells = columns * rows;
  if (cells > largestRasterCells)
    throw new IntakeError("rasterTooLarge", { cells, limit: largestRasterCells });
  const raw = (await orTiffBroken(context, () =>
    image.readRasters({ samples: [0], interleave: true, signal: context.signal }),
  )) as unknown as ArrayLike<number>;
  if (raw.length !== cells) throw new IntakeError("tiffBroken", { detail: "size of the raster" });
  return raw;
}
