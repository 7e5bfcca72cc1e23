import { atLeast, atMost, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import type { SeriesBounds } from "./schema.ts";
import { type TimeSeries, valueAt } from "./tableFile.ts";

/** A figure without a bound passes as long as it is a number; the bound is printed as "none". */
const none = Number.POSITIVE_INFINITY;

/** Computed against reference at the reference's times. */
export function seriesFigures(
  name: string,
  computed: TimeSeries,
  reference: TimeSeries,
  bounds: SeriesBounds,
  unit: string,
): VerifyFigure[] {
  let count = 0;
  let squared = 0;
  let absolute = 0;
  let worst = 0;
  let mean = 0;
  const pairs: (readonly [number, number])[] = [];
  for (const [time, expected] of reference) {
    const value = valueAt(computed, time);
    if (Number.isNaN(value)) continue;
    const error = value - expected;
    pairs.push([value, expected]);
    count += 1;
    squared += error * error;
    absolute += Math.abs(error);
    worst = Math.max(worst, Math.abs(error));
    mean += expected;
  }
  mean /= count;
  let variance = 0;
  for (const [, expected] of pairs) variance += (expected - mean) ** 2;
  return [
    atMost(`${name} RMSE`, Math.sqrt(squared / count), bounds.rmse ?? none, unit),
    atMost(`${name} mean error`, absolute / count, bounds.meanError ?? none, unit),
    atMost(`${name} largest error`, count > 0 ? worst : Number.NaN, bounds.maxError ?? none, unit),
    // A reference that never changes has no variance to explain.
    ...(variance > 0 ? [atLeast(`${name} NSE`, 1 - squared / variance, bounds.nse ?? -none, "")] : []),
  ];
}

export type RasterBounds = {
  readonly meanError?: number | undefined;
  readonly maxError?: number | undefined;
  readonly rmse?: number | undefined;
  readonly csi?: readonly { readonly threshold: number; readonly atLeast?: number | undefined }[] | undefined;
};

/** Cell by cell where both have a number. CSI = hits / (hits + misses + false alarms) above a threshold. */
export function rasterFigures(
  name: string,
  computed: Float32Array,
  reference: Float32Array,
  bounds: RasterBounds,
  unit: string,
): VerifyFigure[] {
  let count = 0;
  let squared = 0;
  let absolute = 0;
  let worst = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const error = computed[i] - reference[i];
    if (Number.isNaN(error)) continue;
    count += 1;
    squared += error * error;
    absolute += Math.abs(error);
    worst = Math.max(worst, Math.abs(error));
  }
  const csi = bounds.csi ?? [{ threshold: 0.1 }];
  return [
    atMost(`${name} mean error`, absolute / count, bounds.meanError ?? none, unit),
    atMost(`${name} RMSE`, Math.sqrt(squared / count), bounds.rmse ?? none, unit),
    atMost(`${name} largest error`, count > 0 ? worst : Number.NaN, bounds.maxError ?? none, unit),
    ...csi.map(({ threshold, atLeast: bound }) =>
      atLeast(`${name} CSI(${threshold} ${unit})`, csiOf(computed, reference, threshold), bound ?? -none, ""),
    ),
  ];
}

function csiOf(computed: Float32Array, reference: Float32Array, threshold: number): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < reference.length; i += 1) {
    if (Number.isNaN(computed[i]) || Number.isNaN(reference[i])) continue;
    const a = computed[i] >= threshold;
    const b = reference[i] >= threshold;
    if (a && b) both += 1;
    if (a || b) either += 1;
  }
  return either > 0 ? both / either : 1;
}
