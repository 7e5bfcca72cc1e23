import type { Frame } from "#twin/frame.ts";
import type { CrsFinding } from "./report.ts";

/**
 * A raster as a reader hands it over: in its own metric or geographic system, north-up, row 0 north. `west`, `north`
 * are the outer edge of the first cell. NaN = no data.
 */
export type SourceRaster = {
  readonly crs: string;
  readonly finding: CrsFinding;
  readonly columns: number;
  readonly rows: number;
  readonly west: number;
  readonly north: number;
  /** Cell size along x and y, both positive, in units of the system. */
  readonly cellX: number;
  readonly cellY: number;
  readonly values: Float32Array;
};

/** Largest raster that is opened: 400 million cells are 1.6 GB. */
export const largestRasterCells = 400_000_000;

const farthest = 1e8;

/** Whether a raster can lie there at all: no system's coordinates are larger, zone prefix and all. */
export const isPlaceable = (west: number, north: number, cellX: number, cellY: number): boolean =>
  [west, north, cellX, cellY].every((value) => Math.abs(value) <= farthest);

export type TerrainRange = { readonly lowest: number; readonly highest: number; readonly missing: number };

/** Lowest and highest value and the count of cells without one. */
export function rangeOf(values: Float32Array): TerrainRange {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let missing = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    if (Number.isNaN(value)) missing += 1;
  }
  return { lowest, highest, missing };
}

/** The value at a place by the four cell centres around it (bilinear); NaN cells are left out of the mean. */
export function sampleBilinear(raster: SourceRaster, x: number, y: number): number {
  const column = (x - raster.west) / raster.cellX - 0.5;
  const row = (raster.north - y) / raster.cellY - 0.5;
  if (column < -0.5001 || row < -0.5001 || column > raster.columns - 0.4999 || row > raster.rows - 0.4999)
    return Number.NaN;
  const c0 = Math.floor(column);
  const r0 = Math.floor(row);
  let sum = 0;
  let weights = 0;
  for (let dr = 0; dr < 2; dr++) {
    for (let dc = 0; dc < 2; dc++) {
      const c = Math.min(raster.columns - 1, Math.max(0, c0 + dc));
      const r = Math.min(raster.rows - 1, Math.max(0, r0 + dr));
      const value = raster.values[r * raster.columns + c];
      const weight = (dc === 0 ? 1 - (column - c0) : column - c0) * (dr === 0 ? 1 - (row - r0) : row - r0);
      if (!Number.isNaN(value)) {
        sum += value * weight;
        weights += weight;
      }
    }
  }
  // Half of the weight missing means that the place itself has no data.
  return weights > 0.5 ? sum / weights : Number.NaN;
}

/** A round cell size near the given one, metres: 0.99989 → 1. The size itself where none is near. */
export function roundCellSize(sizeM: number): number {
  for (const step of [1, 0.5, 0.1, 0.05]) {
    const rounded = Math.round(sizeM / step) * step;
    if (rounded > 0 && Math.abs(rounded - sizeM) / sizeM < 2e-3) return Number(rounded.toPrecision(6));
  }
  return Number(sizeM.toPrecision(6));
}

const usualCellSizesM = [0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 3, 4, 5, 10, 15, 20, 25, 30, 50, 90, 100];

/** The usual cell size nearest to one that came out of a reprojection, metres. */
export function usualCellSize(sizeM: number): number {
  const distance = (candidate: number): number => Math.abs(Math.log(candidate / sizeM));
  return usualCellSizesM.reduce(
    (best, candidate) => (distance(candidate) < distance(best) ? candidate : best),
    sizeM * 3,
  );
}

/** Whether a raster can be a layer as it is: metric in the frame's system, with square cells of a round size. */
export function fitsFrame(raster: SourceRaster, frame: Frame): boolean {
  const round = roundCellSize(raster.cellX);
  return (
    raster.crs === frame.crs &&
    Math.abs(raster.cellX - raster.cellY) <= raster.cellX * 1e-9 &&
    Math.abs(raster.cellX - round) <= raster.cellX * 1e-9
  );
}
