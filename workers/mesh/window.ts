import type { Extent, Grid } from "#twin/frame.ts";
import type { GroundRequest } from "./contract.ts";

/** Cells that a square needs beyond its border: for the height lattice, and for the smooth borders of covers. */
const terrainMargin = 3;
const coverMargin = 6;

type Values = Float32Array | Uint8Array;

/** The cells of a raster around a square, cut off at the raster's border. */
function windowGrid(raster: Grid, square: Extent, margin: number): Grid {
  const { cellSizeM } = raster;
  const limit = (value: number, count: number): number => Math.min(count, Math.max(0, value));
  const c0 = limit(Math.floor((square.minX - raster.westX) / cellSizeM) - margin, raster.columns - 2);
  const c1 = limit(Math.ceil((square.maxX - raster.westX) / cellSizeM) + margin, raster.columns);
  const r0 = limit(Math.floor((raster.northY - square.maxY) / cellSizeM) - margin, raster.rows - 2);
  const r1 = limit(Math.ceil((raster.northY - square.minY) / cellSizeM) + margin, raster.rows);
  return {
    columns: Math.max(2, c1 - c0),
    rows: Math.max(2, r1 - r0),
    cellSizeM,
    westX: raster.westX + c0 * cellSizeM,
    northY: raster.northY - r0 * cellSizeM,
  };
}

/**
 * The values of a raster in a window of it, each cell or (`every` > 1) each so-manieth one. Always memory of its own, never
 * shared.
 */
function cut<Array extends Values>(
  raster: Grid & { readonly values: Array },
  window: Grid,
  every = 1,
): Grid & { readonly values: Array } {
  const { cellSizeM } = raster;
  const c0 = Math.round((window.westX - raster.westX) / cellSizeM);
  const r0 = Math.round((raster.northY - window.northY) / cellSizeM);
  const columns = Math.max(2, Math.floor(window.columns / every));
  const rows = Math.max(2, Math.floor(window.rows / every));
  const length = columns * rows;
  const values = (
    raster.values instanceof Float32Array ? new Float32Array(length) : new Uint8Array(length)
  ) as Array;
  for (let row = 0; row < rows; row++) {
    const start = (r0 + Math.min(window.rows - 1, row * every)) * raster.columns + c0;
    if (every === 1) values.set(raster.values.subarray(start, start + columns), row * columns);
    else sample(raster.values, start, every, window.columns - 1, values, row * columns, columns);
  }
  return { ...window, columns, rows, cellSizeM: cellSizeM * every, values };
}

/** Each `every`-th cell of a row, up to the last one. A call of its own: see `groundPicture.ts`. */
function sample(
  from: Values,
  start: number,
  every: number,
  last: number,
  to: Values,
  toStart: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) to[toStart + i] = from[start + Math.min(last, i * every)];
}

export function coverWindow(landCover: Grid, square: Extent): Grid {
  return windowGrid(landCover, square, coverMargin);
}

/** Heights that can be sent as they are (shared memory), or the part of them that a square needs. */
export function terrainFor(
  terrain: GroundRequest["terrain"],
  square: Extent,
  isShared: boolean,
): GroundRequest["terrain"] {
  return isShared ? bare(terrain) : cut(terrain, windowGrid(terrain, square, terrainMargin));
}

export function coverFor(
  landCover: GroundRequest["landCover"],
  square: Extent,
  isShared: boolean,
): GroundRequest["landCover"] {
  return isShared ? bare(landCover) : cut(landCover, coverWindow(landCover, square));
}

/** The grid and its values, without what else a raster of a twin carries. */
const bare = <Array extends Values>({
  columns,
  rows,
  cellSizeM,
  westX,
  northY,
  values,
}: Grid & { readonly values: Array }) => ({ columns, rows, cellSizeM, westX, northY, values });

/**
 * The request with land cover of its own square only, and no finer than its picture: what a texel cannot show need not
 * be painted.
 */
export function fitted(request: GroundRequest): GroundRequest {
  const { minX, minY, sizeM, texels, landCover } = request;
  const square = { minX, minY, maxX: minX + sizeM, maxY: minY + sizeM };
  const window = coverWindow(landCover, square);
  const every = Math.max(1, Math.floor(sizeM / texels / landCover.cellSizeM + 1e-6));
  if (every === 1 && window.columns === landCover.columns && window.rows === landCover.rows) return request;
  return { ...request, landCover: cut(landCover, window, every) };
}
