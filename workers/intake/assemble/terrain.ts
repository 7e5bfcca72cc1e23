import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Frame, Grid } from "#twin/frame.ts";
import type { Raster } from "#twin/raster.ts";
import { transformBetween } from "../crs/project.ts";
import { createRowWarp } from "../rasters/warp.ts";
import {
  fitsFrame,
  largestRasterCells,
  roundCellSize,
  type SourceRaster,
  sampleBilinear,
  usualCellSize,
} from "../terrain.ts";

/** Smallest rectangle in a system's coordinates around a raster, metres. */
export type Bounds = {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
};

/** The outer edge of a raster in another system: corners and points along the edges, because edges bend. */
export function boundsIn(raster: Omit<SourceRaster, "values">, crs: string): Bounds {
  const east = raster.west + raster.columns * raster.cellX;
  const south = raster.north - raster.rows * raster.cellY;
  if (raster.crs === crs) return { west: raster.west, south, east, north: raster.north };
  const transform = transformBetween(raster.crs, crs);
  const bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (let i = 0; i <= 16; i++) {
    const along = i / 16;
    const x = raster.west + along * (east - raster.west);
    const y = south + along * (raster.north - south);
    for (const [px, py] of [
      [x, south],
      [x, raster.north],
      [raster.west, y],
      [east, y],
    ] as const) {
      const [e, n] = transform(px, py);
      bounds.west = Math.min(bounds.west, e);
      bounds.east = Math.max(bounds.east, e);
      bounds.south = Math.min(bounds.south, n);
      bounds.north = Math.max(bounds.north, n);
    }
  }
  return bounds;
}

/** Cell size of a raster in metres of the frame, rounded. */
function cellSizeIn(raster: SourceRaster, frame: Frame): number {
  if (raster.crs === frame.crs) return roundCellSize(Math.min(raster.cellX, raster.cellY));
  const bounds = boundsIn(raster, frame.crs);
  const width = (bounds.east - bounds.west) / raster.columns;
  const height = (bounds.north - bounds.south) / raster.rows;
  return usualCellSize(Math.sqrt(width * height));
}

function copyAligned(
  raster: SourceRaster,
  frame: Frame,
  target: Raster<Float32Array>,
  isFirst: boolean,
): boolean {
  const column0 = (raster.west - frame.originEastM - target.westX) / target.cellSizeM;
  const row0 = (target.northY - (raster.north - frame.originNorthM)) / target.cellSizeM;
  const c0 = Math.round(column0);
  const r0 = Math.round(row0);
  if (!fitsFrame(raster, frame) || roundCellSize(raster.cellX) !== target.cellSizeM) return false;
  if (Math.abs(column0 - c0) > 1e-3 || Math.abs(row0 - r0) > 1e-3) return false;
  const from = Math.max(0, -c0);
  const to = Math.min(raster.columns, target.columns - c0);
  if (to <= from) return true;
  for (let row = Math.max(0, -r0); row < Math.min(raster.rows, target.rows - r0); row++) {
    const source = raster.values.subarray(row * raster.columns + from, row * raster.columns + to);
    const at = (row + r0) * target.columns + c0 + from;
    // Nothing is there yet that a gap could wipe out.
    if (isFirst) {
      target.values.set(source, at);
      continue;
    }
    for (let i = 0; i < source.length; i++) {
      const value = source[i];
      if (!Number.isNaN(value)) target.values[at + i] = value;
    }
  }
  return true;
}

function resample(raster: SourceRaster, frame: Frame, target: Raster<Float32Array>): void {
  const bounds = boundsIn(raster, frame.crs);
  const c0 = Math.max(0, Math.floor((bounds.west - frame.originEastM - target.westX) / target.cellSizeM));
  const c1 = Math.min(
    target.columns,
    Math.ceil((bounds.east - frame.originEastM - target.westX) / target.cellSizeM),
  );
  const r0 = Math.max(
    0,
    Math.floor((target.northY - (bounds.north - frame.originNorthM)) / target.cellSizeM),
  );
  const r1 = Math.min(
    target.rows,
    Math.ceil((target.northY - (bounds.south - frame.originNorthM)) / target.cellSizeM),
  );
  if (c1 <= c0) return;
  const warp = createRowWarp(target, frame, raster.crs);
  const places = new Float64Array((c1 - c0) * 2);
  for (let row = r0; row < r1; row++) {
    warp(row, c0, c1, places);
    for (let column = c0; column < c1; column++) {
      const at = row * target.columns + column;
      if (!Number.isNaN(target.values[at])) continue;
      target.values[at] = sampleBilinear(raster, places[(column - c0) * 2], places[(column - c0) * 2 + 1]);
    }
  }
}

/** Most cells of the whole for one that was delivered. */
const mostSpread = 64;

export type AssembledTerrain = { readonly raster: Raster<Float32Array>; readonly resampled: number };

/**
 * One terrain raster from any number of tiles. Tiles on the grid are copied; others (another system, cells that are not
 * square or of an odd size, off the grid) are resampled at the cells' centres, bilinear. Where tiles overlap, the first
 * resampled and the last copied value stands.
 * @returns null where the tiles together are larger than what can be opened.
 */
export function assembleTerrain(
  rasters: readonly SourceRaster[],
  frame: Frame,
  area: Extent | null,
): AssembledTerrain | null {
  // The finest tile gives the grid; coarser ones fill what it leaves open.
  const tiles = rasters
    .map((raster) => ({ raster, sizeM: cellSizeIn(raster, frame) }))
    .sort((a, b) => a.sizeM - b.sizeM);
  const { raster: lead, sizeM: cellSizeM } = tiles[0];
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const raster of rasters) {
    const bounds = boundsIn(raster, frame.crs);
    west = Math.min(west, bounds.west - frame.originEastM);
    east = Math.max(east, bounds.east - frame.originEastM);
    south = Math.min(south, bounds.south - frame.originNorthM);
    north = Math.max(north, bounds.north - frame.originNorthM);
  }
  // The grid is that of the first tile where it has one, else whole cells from the frame's origin.
  const aligned = fitsFrame(lead, frame);
  const phaseX = aligned ? lead.west - frame.originEastM : 0;
  const phaseY = aligned ? lead.north - frame.originNorthM : 0;
  if (area !== null) {
    west = Math.max(west, area.minX);
    east = Math.min(east, area.maxX);
    south = Math.max(south, area.minY);
    north = Math.min(north, area.maxY);
  }
  const slack = 1e-6;
  const westX = phaseX + Math.floor((west - phaseX) / cellSizeM + slack) * cellSizeM;
  const northY = phaseY + Math.ceil((north - phaseY) / cellSizeM - slack) * cellSizeM;
  const columns = Math.ceil((east - westX) / cellSizeM - slack);
  const rows = Math.ceil((northY - south) / cellSizeM - slack);
  if (!(columns > 0 && rows > 0 && columns * rows <= largestRasterCells)) return null;
  // Tiles far apart, of which one is misplaced, would make a ground that is empty but for them.
  const delivered = rasters.reduce((sum, raster) => sum + raster.columns * raster.rows, 0);
  if (area === null && columns * rows > delivered * mostSpread + 4_000_000) return null;
  const raster: Raster<Float32Array> = {
    columns,
    rows,
    cellSizeM,
    westX,
    northY,
    values: new Float32Array(columns * rows).fill(Number.NaN),
    noData: Number.NaN,
  };
  let resampled = 0;
  for (const [index, tile] of tiles.entries()) {
    if (copyAligned(tile.raster, frame, raster, index === 0)) continue;
    resample(tile.raster, frame, raster);
    resampled += 1;
  }
  return { raster, resampled };
}

type TerrainTile = { readonly file: string; readonly raster: SourceRaster; readonly fallback?: boolean };

/** The tiles that make the ground: coarse heights of the whole world only where nothing better is there. */
export const groundTiles = <Tile extends TerrainTile>(tiles: readonly Tile[]): readonly Tile[] =>
  tiles.some(({ fallback }) => fallback !== true) ? tiles.filter(({ fallback }) => fallback !== true) : tiles;

/** Share of a terrain's cells without a height, %, to a tenth. */
export function missingShare({ values }: Raster<Float32Array>): number {
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) missing += 1;
  return Math.round((missing / values.length) * 1000) / 10;
}

/** Ground at 0 m where nothing tells any height: buildings need one to stand on. */
export function flatTerrain(extent: Extent): Raster<Float32Array> {
  const width = extent.maxX - extent.minX;
  const height = extent.maxY - extent.minY;
  const cellSizeM = Math.max(2, Math.ceil(Math.sqrt((width * height) / 4e6)));
  const columns = Math.max(1, Math.ceil(width / cellSizeM));
  const rows = Math.max(1, Math.ceil(height / cellSizeM));
  return {
    columns,
    rows,
    cellSizeM,
    westX: extent.minX,
    northY: extent.maxY,
    values: new Float32Array(columns * rows),
    noData: Number.NaN,
  };
}

/**
 * Terrain from the ground heights of buildings, where no terrain was delivered: heights are spread from coarse to fine
 * (pull-push interpolation, Gortler et al. 1996), so that the ground runs through every building and smoothly between.
 */
export function terrainFromBuildings(buildings: BuildingTable, extent: Extent): Raster<Float32Array> {
  const width = extent.maxX - extent.minX;
  const height = extent.maxY - extent.minY;
  const cellSizeM = Math.max(2, Math.ceil(Math.sqrt((width * height) / 4e6)));
  const grid: Grid = {
    columns: Math.max(1, Math.ceil(width / cellSizeM)),
    rows: Math.max(1, Math.ceil(height / cellSizeM)),
    cellSizeM,
    westX: extent.minX,
    northY: extent.maxY,
  };
  type Level = { columns: number; rows: number; sum: Float32Array; weight: Float32Array };
  const level = (columns: number, rows: number): Level => ({
    columns,
    rows,
    sum: new Float32Array(columns * rows),
    weight: new Float32Array(columns * rows),
  });
  const levels: Level[] = [level(grid.columns, grid.rows)];
  const finest = levels[0];
  const { vertexStart, ringStart, footprintXY } = buildings;
  for (let i = 0; i < buildings.count; i++) {
    for (let v = vertexStart[ringStart[i]]!; v < vertexStart[ringStart[i + 1]]!; v++) {
      const column = Math.floor((footprintXY[v * 2] - grid.westX) / cellSizeM);
      const row = Math.floor((grid.northY - footprintXY[v * 2 + 1]) / cellSizeM);
      if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) continue;
      finest.sum[row * grid.columns + column] += buildings.groundZ[i];
      finest.weight[row * grid.columns + column] += 1;
    }
  }
  for (let cell = 0; cell < finest.sum.length; cell++) {
    const weight = finest.weight[cell];
    if (weight === 0) continue;
    finest.sum[cell] /= weight;
    finest.weight[cell] = 1;
  }
  while (levels.at(-1)!.columns > 1 || levels.at(-1)!.rows > 1) {
    const fine = levels.at(-1)!;
    const coarse = level(Math.ceil(fine.columns / 2), Math.ceil(fine.rows / 2));
    for (let row = 0; row < fine.rows; row++) {
      for (let column = 0; column < fine.columns; column++) {
        const from = row * fine.columns + column;
        const to = (row >> 1) * coarse.columns + (column >> 1);
        coarse.sum[to] += fine.sum[from] * fine.weight[from];
        coarse.weight[to] += fine.weight[from];
      }
    }
    for (let cell = 0; cell < coarse.sum.length; cell++) {
      const weight = coarse.weight[cell];
      if (weight === 0) continue;
      coarse.sum[cell] /= weight;
      coarse.weight[cell] = Math.min(1, weight);
    }
    levels.push(coarse);
  }
  for (let depth = levels.length - 2; depth >= 0; depth--) {
    const fine = levels[depth];
    const coarse = levels[depth + 1];
    for (let row = 0; row < fine.rows; row++) {
      for (let column = 0; column < fine.columns; column++) {
        const at = row * fine.columns + column;
        if (fine.weight[at] >= 1) continue;
        // Bilinear between the coarse centres: a quarter cell off the fine centre.
        const x = Math.min(coarse.columns - 1, Math.max(0, (column + 0.5) / 2 - 0.5));
        const y = Math.min(coarse.rows - 1, Math.max(0, (row + 0.5) / 2 - 0.5));
        const c0 = Math.floor(x);
        const r0 = Math.floor(y);
        const c1 = Math.min(coarse.columns - 1, c0 + 1);
        const r1 = Math.min(coarse.rows - 1, r0 + 1);
        const top =
          coarse.sum[r0 * coarse.columns + c0] * (1 - x + c0) +
          coarse.sum[r0 * coarse.columns + c1] * (x - c0);
        const bottom =
          coarse.sum[r1 * coarse.columns + c0] * (1 - x + c0) +
          coarse.sum[r1 * coarse.columns + c1] * (x - c0);
        const smooth = top * (1 - y + r0) + bottom * (y - r0);
        fine.sum[at] = fine.sum[at] * fine.weight[at] + smooth * (1 - fine.weight[at]);
        fine.weight[at] = 1;
      }
    }
  }
  return { ...grid, values: finest.sum, noData: Number.NaN };
}
