import type { GeoTIFF, GeoTIFFImage } from "geotiff";
import { createReducer, mostPicturePixels, type SourcePicture } from "../imagery/reduce.ts";
import { flipRows } from "../rasters/range.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { createBreather, type ReadContext } from "../source.ts";
import type { TiffInfo } from "./band.ts";
import { maskOf } from "./mask.ts";
import { orTiffBroken } from "./open.ts";
import { placementOf } from "./place.ts";
import { type GeoTiffOptions, settledPlace } from "./read.ts";

const mostImages = 24;
/** Pixels that are decoded at once: 64 MB of three bands. */
const windowPixels = 16e6;

/** The full image, or its largest overview that is small enough. */
async function bestImage(file: GeoTIFF, full: GeoTIFFImage): Promise<GeoTIFFImage> {
  const pixelsOf = (image: GeoTIFFImage): number => image.getWidth() * image.getHeight();
  if (pixelsOf(full) <= mostPicturePixels) return full;
  let best = full;
  for (let i = 1; i < mostImages; i++) {
    let image: GeoTIFFImage;
    try {
      image = await file.getImage(i);
    } catch {
      break;
    }
    // Bit 0 marks an overview, bit 2 a mask.
    const kind = Number(image.fileDirectory.getValue("NewSubfileType") ?? 0);
    const alike =
      (kind & 1) === 1 &&
      (kind & 4) === 0 &&
      image.getSamplesPerPixel() === full.getSamplesPerPixel() &&
      Math.abs(image.getWidth() / full.getWidth() - image.getHeight() / full.getHeight()) < 0.02;
    if (!alike) continue;
    const fits = pixelsOf(image) <= mostPicturePixels;
    const bestFits = pixelsOf(best) <= mostPicturePixels;
    if (fits === bestFits ? pixelsOf(image) > pixelsOf(best) === fits : fits) best = image;
  }
  return best;
}

/** Samples to take for red, green, blue and, where there is one, alpha; null where geotiff.js has to turn colours into them. */
function samplesOf({ bands, photometric, image }: TiffInfo): readonly number[] | null {
  if (photometric !== 2 && photometric !== 1) return null;
  if (bands < 3) return [0, 0, 0];
  const extra: unknown = image.fileDirectory.getValue("ExtraSamples");
  const kind = Array.isArray(extra) || ArrayBuffer.isView(extra) ? (extra as ArrayLike<number>)[0] : 0;
  // The fourth band of an aerial picture is infrared unless it says that it is alpha (1 or 2).
  return bands >= 4 && (kind === 1 || kind === 2) ? [0, 1, 2, 3] : [0, 1, 2];
}

/** The sample that is full brightness in a 16-bit picture: cameras write 10, 12 or 14 of the bits. */
function brightest(samples: ArrayLike<number>): number {
  const step = Math.max(1, Math.floor(samples.length / 100_000));
  const picked: number[] = [];
  for (let i = 0; i < samples.length; i += step) if (Number.isFinite(samples[i])) picked.push(samples[i]);
  picked.sort((a, b) => a - b);
  const high = picked[Math.floor(picked.length * 0.998)] ?? 255;
  return Math.max(255, 2 ** Math.ceil(Math.log2(high + 1)) - 1);
}

/**
 * Reads an aerial picture, at full size or so much smaller that it keeps within `mostPicturePixels`: from an overview where
 * the file has one, else by windows that are reduced one after the other.
 * @throws IntakeError where the file is damaged or has no place.
 */
export async function pictureOfTiff(
  file: GeoTIFF,
  info: TiffInfo,
  options: GeoTiffOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<SourcePicture> {
  if (info.bits > 16 || info.sampleFormat === 3)
    throw new IntakeError("pictureOfNumbers", { bits: info.bits });
  const image = await orTiffBroken(context, () => bestImage(file, info.image));
  const place = placementOf(image, info.keys, options.world ?? null, info.image);
  if (place === null || place.cellX < 0) throw new IntakeError("rasterWithoutPlace");
  const width = image.getWidth();
  const height = image.getHeight();
  const reducer = createReducer(width, height);
  const samples = samplesOf(info);
  const perPixel = samples?.length ?? 3;
  const breathe = createBreather();
  const tile = Math.max(1, image.getTileHeight());
  const wanted = Math.max(1, Math.floor(windowPixels / width));
  // Whole tiles, so that none is decoded twice.
  const step = wanted <= tile ? Math.min(tile, height) : Math.floor(wanted / tile) * tile;
  if (step * width > windowPixels * 8)
    throw new IntakeError("rasterTooLarge", { cells: step * width, limit: windowPixels * 8 });
  const mask = await maskOf(file, image, context);
  let full = 0;
  for (let top = 0; top < height; top += step) {
    context.signal.throwIfAborted();
    const bottom = Math.min(height, top + step);
    const window: [number, number, number, number] = [0, top, width, bottom];
    const raw = (await orTiffBroken(context, () =>
      samples === null
        ? image.readRGB({ window, interleave: true, signal: context.signal })
        : image.readRasters({
            window,
            samples: [...new Set(samples)],
            interleave: true,
            signal: context.signal,
          }),
    )) as unknown as ArrayLike<number>;
    if (full === 0) full = info.bits <= 8 ? 255 : brightest(raw);
    reducer.addRows(
      raw,
      samples !== null && new Set(samples).size === 1 ? 1 : perPixel,
      bottom - top,
      full,
      info.noData,
      mask === null ? null : await mask(window),
    );
    await breathe();
  }
  const { rgba, columns, rows, factor } = reducer.finish();
  if (factor > 1 || image !== info.image)
    findings.add("info", "pictureReduced", { width: info.columns, height: info.rows, columns, rows });
  const cellX = place.cellX * factor;
  const cellY = Math.abs(place.cellY) * factor;
  let { north } = place;
  if (place.cellY < 0) {
    flipRows(rgba, columns * 4, rows);
    north += rows * cellY;
  }
  return {
    ...settledPlace(info, options, place.west, north),
    columns,
    rows,
    cellX,
    cellY,
    rgba,
  };
}
