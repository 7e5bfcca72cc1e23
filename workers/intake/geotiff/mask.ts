import type { GeoTIFF, GeoTIFFImage } from "geotiff";
import type { ReadContext } from "../source.ts";
import { orTiffBroken } from "./open.ts";

/** Directories that are looked at: the picture, its overviews, and a mask for each of them. */
const mostImages = 48;

const kindOf = (image: GeoTIFFImage): number => Number(image.fileDirectory.getValue("NewSubfileType") ?? 0);

/** Which cells of an image hold something: 0 = none. `window` is [left, top, right, bottom], in cells. */
export type CellMask = (window: readonly [number, number, number, number]) => Promise<ArrayLike<number>>;

const readerOf =
  (image: GeoTIFFImage, sample: number, context: ReadContext): CellMask =>
  (window) =>
    orTiffBroken(context, () =>
      image.readRasters({ window: [...window], samples: [sample], interleave: true, signal: context.signal }),
    ) as Promise<unknown> as Promise<ArrayLike<number>>;

/**
 * The mask that a TIFF has for an image: a directory of its own and of the same size (bit 2 of NewSubfileType; TIFF 6.0, section
 * 8). Null = none.
 */
export async function maskOf(
  file: GeoTIFF,
  image: GeoTIFFImage,
  context: ReadContext,
): Promise<CellMask | null> {
  for (let i = 1; i < mostImages; i++) {
    let other: GeoTIFFImage;
    try {
      other = await file.getImage(i);
    } catch {
      // The last directory is behind us, or the next one is damaged: then there is no mask to go by.
      return null;
    }
    const same = other.getWidth() === image.getWidth() && other.getHeight() === image.getHeight();
    if ((kindOf(other) & 4) !== 0 && same && other.getSamplesPerPixel() === 1)
      return readerOf(other, 0, context);
  }
  return null;
}

/** The last band of a raster where it says that it is opacity (ExtraSamples 1 or 2), not another value; else null. */
export function alphaOf(image: GeoTIFFImage, context: ReadContext): CellMask | null {
  const bands = image.getSamplesPerPixel();
  const extra: unknown = image.fileDirectory.getValue("ExtraSamples");
  if (bands < 2 || !(Array.isArray(extra) || ArrayBuffer.isView(extra))) return null;
  const kinds = extra as ArrayLike<number>;
  const last = kinds[kinds.length - 1];
  return last === 1 || last === 2 ? readerOf(image, bands - 1, context) : null;
}
