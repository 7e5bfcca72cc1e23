import type { Grid } from "../frame.ts";
import type { Raster } from "../raster.ts";
import { gridOfWindow, sameGrid, type windowOf } from "./grid.ts";

/** For each target cell along one axis: the first source cell and the weights of the source cells it overlaps. */
type AxisOverlap = { readonly first: Int32Array; readonly start: Uint32Array; readonly weight: Float64Array };

function overlapAxis(
  targetCount: number,
  targetCellM: number,
  offsetM: number,
  sourceCount: number,
  sourceCellM: number,
): AxisOverlap {
  const first = new Int32Array(targetCount);
  const start = new Uint32Array(targetCount + 1);
  const weights: number[] = [];
  for (let i = 0; i < targetCount; i++) {
    const from = (offsetM + i * targetCellM) / sourceCellM;
    const to = (offsetM + (i + 1) * targetCellM) / sourceCellM;
    // A sliver below a millionth of a cell is rounding, not overlap.
    const begin = Math.max(0, Math.floor(from + 1e-6));
    const end = Math.min(sourceCount, Math.ceil(to - 1e-6));
    first[i] = begin;
    for (let k = begin; k < end; k++) weights.push((Math.min(to, k + 1) - Math.max(from, k)) / (to - from));
    start[i + 1] = weights.length;
  }
  return { first, start, weight: Float64Array.from(weights) };
}

function overlaps(source: Grid, target: Grid): { readonly x: AxisOverlap; readonly y: AxisOverlap } {
  return {
    x: overlapAxis(
      target.columns,
      target.cellSizeM,
      target.westX - source.westX,
      source.columns,
      source.cellSizeM,
    ),
    y: overlapAxis(
      target.rows,
      target.cellSizeM,
      source.northY - target.northY,
      source.rows,
      source.cellSizeM,
    ),
  };
}

/**
 * Mean over each target cell, weighted by overlapping area. NaN where less than half of the cell has data, so that the
 * rim of the data neither grows nor shrinks on the whole.
 */
export function areaMean(source: Raster<Float32Array>, target: Grid): Float32Array {
  if (sameGrid(source, target)) return source.values.slice();
  const out = new Float32Array(target.columns * target.rows);
  const { x, y } = overlaps(source, target);
  const values = source.values;
  for (let row = 0; row < target.rows; row++) {
    const y0 = y.start[row];
    const y1 = y.start[row + 1];
    const sourceRow = y.first[row];
    for (let column = 0; column < target.columns; column++) {
      const x0 = x.start[column];
      const x1 = x.start[column + 1];
      const sourceColumn = x.first[column];
      let sum = 0;
      let weight = 0;
      for (let j = y0; j < y1; j++) {
        const at = (sourceRow + j - y0) * source.columns + sourceColumn - x0;
        const wy = y.weight[j];
        for (let i = x0; i < x1; i++) {
          const value = values[at + i];
          if (Number.isNaN(value)) continue;
          const w = wy * x.weight[i];
          sum += w * value;
          weight += w;
        }
      }
      out[row * target.columns + column] = weight >= 0.499999 ? sum / weight : Number.NaN;
    }
  }
  return out;
}

/** Bilinear between source cell centres at the target's cell centres; NaN where the source cell there has no data. */
export function bilinear(source: Raster<Float32Array>, target: Grid): Float32Array {
  if (sameGrid(source, target)) return source.values.slice();
  const out = new Float32Array(target.columns * target.rows);
  for (let row = 0; row < target.rows; row++) {
    const y = target.northY - (row + 0.5) * target.cellSizeM;
    for (let column = 0; column < target.columns; column++) {
      const x = target.westX + (column + 0.5) * target.cellSizeM;
      out[row * target.columns + column] = sampleBilinear(source, x, y);
    }
  }
  return out;
}

/** One value between cell centres; neighbours without data are left out; NaN where the point's own cell has none. */
export function sampleBilinear(source: Raster<Float32Array>, x: number, y: number): number {
  const u = (x - source.westX) / source.cellSizeM;
  const v = (source.northY - y) / source.cellSizeM;
  const ownColumn = Math.floor(u);
  const ownRow = Math.floor(v);
  if (ownColumn < 0 || ownRow < 0 || ownColumn >= source.columns || ownRow >= source.rows) return Number.NaN;
  if (Number.isNaN(source.values[ownRow * source.columns + ownColumn])) return Number.NaN;
  const column = Math.floor(u - 0.5);
  const row = Math.floor(v - 0.5);
  const fx = u - 0.5 - column;
  const fy = v - 0.5 - row;
  let sum = 0;
  let weight = 0;
  for (let j = 0; j < 2; j++) {
    const r = Math.min(source.rows - 1, Math.max(0, row + j));
    for (let i = 0; i < 2; i++) {
      const c = Math.min(source.columns - 1, Math.max(0, column + i));
      const value = source.values[r * source.columns + c];
      if (Number.isNaN(value)) continue;
      const w = (i === 0 ? 1 - fx : fx) * (j === 0 ? 1 - fy : fy);
      sum += w * value;
      weight += w;
    }
  }
  return weight > 0 ? sum / weight : Number.NaN;
}

/** The code that takes the largest share of each target cell; the smaller code wins a tie, code 0 (no data) never beats a code. */
export function areaMajority(source: Raster<Uint8Array>, target: Grid): Uint8Array {
  if (sameGrid(source, target)) return source.values.slice();
  const out = new Uint8Array(target.columns * target.rows);
  const { x, y } = overlaps(source, target);
  const shares = new Float64Array(256);
  for (let row = 0; row < target.rows; row++) {
    const y0 = y.start[row];
    const y1 = y.start[row + 1];
    const sourceRow = y.first[row];
    for (let column = 0; column < target.columns; column++) {
      const x0 = x.start[column];
      const x1 = x.start[column + 1];
      const sourceColumn = x.first[column];
      let highest = 0;
      for (let j = y0; j < y1; j++) {
        const at = (sourceRow + j - y0) * source.columns + sourceColumn - x0;
        const wy = y.weight[j];
        for (let i = x0; i < x1; i++) {
          const code = source.values[at + i];
          shares[code] = shares[code] + wy * x.weight[i];
          if (code > highest) highest = code;
        }
      }
      let best = 0;
      let bestShare = 0;
      for (let code = 1; code <= highest; code++) {
        if (shares[code] > bestShare + 1e-12) {
          best = code;
          bestShare = shares[code];
        }
        shares[code] = 0;
      }
      shares[0] = 0;
      out[row * target.columns + column] = best;
    }
  }
  return out;
}

type Window = NonNullable<ReturnType<typeof windowOf>>;

/** A copy of the part of a raster within a window. */
export function cropped<Values extends Float32Array | Uint8Array>(
  source: Raster<Values>,
  window: Window,
): Raster<Values> {
  const grid = gridOfWindow(source, window);
  const values = (
    source.values instanceof Float32Array
      ? new Float32Array(grid.columns * grid.rows)
      : new Uint8Array(grid.columns * grid.rows)
  ) as Values;
  for (let row = 0; row < grid.rows; row++) {
    const from = (window.firstRow + row) * source.columns + window.firstColumn;
    values.set(source.values.subarray(from, from + grid.columns), row * grid.columns);
  }
  return { ...grid, noData: source.noData, values };
}
