import type { SourceRaster } from "../terrain.ts";

/** A picture of the ground in its own system, north-up, row 0 north; red, green, blue, alpha bytes. */
export type SourcePicture = Omit<SourceRaster, "values"> & { readonly rgba: Uint8Array };

/** Most pixels that a twin keeps of aerial pictures: 64 MB. */
export const mostPicturePixels = 16e6;

export type Reducer = {
  /**
   * Appends rows of samples, `perPixel` of each pixel (1 grey, 3 colours, 4 with alpha); `full` is the sample that is full
   * brightness. A pixel of which all colours are `noData`, or whose `mask` is 0, has no picture.
   */
  readonly addRows: (
    samples: ArrayLike<number>,
    perPixel: number,
    rows: number,
    full: number,
    noData: number | null,
    mask?: ArrayLike<number> | null,
  ) => void;
  readonly finish: () => { rgba: Uint8Array; columns: number; rows: number; factor: number };
};

/** Makes a picture smaller by a whole factor while its rows arrive: each pixel is the mean of a square of them. */
export function createReducer(width: number, height: number, most = mostPicturePixels): Reducer {
  const factor = Math.max(1, Math.ceil(Math.sqrt((width * height) / most) - 1e-9));
  // Parts of squares at the right and lower edge are pixels of their own.
  const columns = Math.ceil(width / factor);
  const rows = Math.ceil(height / factor);
  const rgba = new Uint8Array(columns * rows * 4);
  const sums = new Float64Array(columns * 4);
  const counts = new Uint32Array(columns);
  let row = 0;

  const flush = (target: number): void => {
    for (let column = 0; column < columns; column++) {
      const count = counts[column];
      const to = (target * columns + column) * 4;
      const alpha = sums[column * 4 + 3];
      if (count > 0 && alpha > 0) {
        for (let band = 0; band < 3; band++) rgba[to + band] = Math.round(sums[column * 4 + band] / alpha);
        rgba[to + 3] = Math.round(alpha / count);
      }
    }
    sums.fill(0);
    counts.fill(0);
  };

  return {
    addRows: (samples, perPixel, added, full, noData, mask = null) => {
      const scale = 255 / full;
      const green = perPixel === 1 ? 0 : 1;
      const blue = perPixel === 1 ? 0 : 2;
      for (let r = 0; r < added && row < height; r++) {
        for (let x = 0; x < width; x++) {
          const from = (r * width + x) * perPixel;
          const red = samples[from];
          const empty =
            (mask !== null && mask[r * width + x] === 0) ||
            (noData !== null &&
              red === noData &&
              samples[from + green] === noData &&
              samples[from + blue] === noData);
          const alpha = empty ? 0 : perPixel === 4 ? Math.min(255, samples[from + 3] * scale) : 255;
          if (factor === 1) {
            const to = (row * width + x) * 4;
            if (alpha === 0) continue;
            rgba[to] = Math.min(255, red * scale);
            rgba[to + 1] = Math.min(255, samples[from + green] * scale);
            rgba[to + 2] = Math.min(255, samples[from + blue] * scale);
            rgba[to + 3] = alpha;
            continue;
          }
          const column = Math.floor(x / factor);
          counts[column] += 1;
          if (alpha === 0) continue;
          sums[column * 4] += Math.min(255, red * scale) * alpha;
          sums[column * 4 + 1] += Math.min(255, samples[from + green] * scale) * alpha;
          sums[column * 4 + 2] += Math.min(255, samples[from + blue] * scale) * alpha;
          sums[column * 4 + 3] += alpha;
        }
        row += 1;
        if (factor > 1 && (row % factor === 0 || row === height)) flush(Math.floor((row - 1) / factor));
      }
    },
    finish: () => ({ rgba, columns, rows, factor }),
  };
}
