import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Frame } from "#twin/frame.ts";
import type { TreeTable } from "#twin/objects.ts";
import type { Raster } from "#twin/raster.ts";
import { rasteriseRings } from "../landCover/rasterise.ts";
import { detectCrowns } from "../rasters/crowns.ts";
import type { SourceRaster } from "../terrain.ts";
import { assembleTerrain, boundsIn } from "./terrain.ts";

/** Cells a side that are looked at together: memory stays bounded whatever the area. */
const blockCells = 2400;
/** Ground around a block that is looked at as well, so that crowns on its edge are whole. */
const overlapM = 30;

/** Roofs overhang their footprints and cells mix both: a building reaches one cell further. */
function grow(mask: Uint8Array, columns: number, rows: number): void {
  const before = mask.slice();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (before[at] === 0) continue;
      if (column > 0) mask[at - 1] = 1;
      if (column < columns - 1) mask[at + 1] = 1;
      if (row > 0) mask[at - columns] = 1;
      if (row < rows - 1) mask[at + columns] = 1;
    }
  }
}

function buildingMask(grid: Raster<Float32Array>, buildings: BuildingTable): Uint8Array {
  const mask = new Uint8Array(grid.columns * grid.rows);
  rasteriseRings(grid, mask, 1, {
    ringStart: buildings.ringStart,
    vertexStart: buildings.vertexStart,
    xy: buildings.footprintXY,
  });
  grow(mask, grid.columns, grid.rows);
  return mask;
}

/** Whether a delivered tree stands within a crown; over a grid of buckets. */
function createTreeFinder({ xy, count }: TreeTable): (x: number, y: number, radiusM: number) => boolean {
  const sizeM = 15;
  const buckets = new Map<string, number[]>();
  for (let i = 0; i < count; i++) {
    const key = `${Math.floor(xy[i * 2] / sizeM)}/${Math.floor(xy[i * 2 + 1] / sizeM)}`;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [i]);
    else bucket.push(i);
  }
  return (x, y, radiusM) => {
    const column = Math.floor(x / sizeM);
    const row = Math.floor(y / sizeM);
    for (let r = row - 1; r <= row + 1; r++) {
      for (let c = column - 1; c <= column + 1; c++) {
        for (const i of buckets.get(`${c}/${r}`) ?? [])
          if (Math.hypot(xy[i * 2] - x, xy[i * 2 + 1] - y) <= radiusM) return true;
      }
    }
    return false;
  };
}

/**
 * Trees from heights of vegetation ("treesFromVegetationHeight"): the tops of a surface of heights and the crowns around
 * them, outside of buildings and where no delivered tree stands. Their species is not known.
 */
export function treesFromHeights(
  rasters: readonly SourceRaster[],
  frame: Frame,
  extent: Extent,
  buildings: BuildingTable,
  delivered: TreeTable,
): TreeTable {
  const ids: string[] = [];
  const xy: number[] = [];
  const heights: number[] = [];
  const crowns: number[] = [];
  const table = (): TreeTable => ({
    count: ids.length,
    ids,
    xy: Float32Array.from(xy),
    heightM: Float32Array.from(heights),
    crownDiameterM: Float32Array.from(crowns),
    speciesIndex: new Uint16Array(ids.length),
    species: [""],
  });
  if (rasters.length === 0) return table();
  const isTaken = createTreeFinder(delivered);
  const bounds = rasters.map((raster) => boundsIn(raster, frame.crs));
  const west = Math.max(extent.minX, Math.min(...bounds.map((box) => box.west)) - frame.originEastM);
  const east = Math.min(extent.maxX, Math.max(...bounds.map((box) => box.east)) - frame.originEastM);
  const south = Math.max(extent.minY, Math.min(...bounds.map((box) => box.south)) - frame.originNorthM);
  const north = Math.min(extent.maxY, Math.max(...bounds.map((box) => box.north)) - frame.originNorthM);
  // Blocks in metres: the grid's own cell size is known only when one is made.
  const finest = Math.min(...bounds.map((box, i) => (box.east - box.west) / rasters[i].columns));
  const blockM = Math.max(200, blockCells * finest);
  for (let top = north; top > south; top -= blockM) {
    for (let left = west; left < east; left += blockM) {
      const core = { minX: left, maxX: left + blockM, minY: top - blockM, maxY: top };
      const around = {
        minX: Math.max(west, core.minX - overlapM),
        maxX: Math.min(east, core.maxX + overlapM),
        minY: Math.max(south, core.minY - overlapM),
        maxY: Math.min(north, core.maxY + overlapM),
      };
      const grid = assembleTerrain(rasters, frame, around)?.raster;
      if (grid === undefined) continue;
      const mask = buildings.count > 0 ? buildingMask(grid, buildings) : null;
      for (const { x, y, heightM, crownDiameterM } of detectCrowns(grid, mask)) {
        if (x < core.minX || x >= core.maxX || y <= core.minY || y > core.maxY) continue;
        if (delivered.count > 0 && isTaken(x, y, Math.max(2, crownDiameterM / 2))) continue;
        const at = [x + frame.originEastM, y + frame.originNorthM].map((metres) => Math.round(metres * 10));
        ids.push(`crown-${at[0]}-${at[1]}`);
        xy.push(x, y);
        heights.push(heightM);
        crowns.push(crownDiameterM);
      }
    }
  }
  return table();
}

/** Two tables as one; the second one's trees have no species. */
export function joinTrees(first: TreeTable, second: TreeTable): TreeTable {
  if (second.count === 0) return first;
  if (first.count === 0) return second;
  const joined = (a: Float32Array, b: Float32Array): Float32Array => {
    const both = new Float32Array(a.length + b.length);
    both.set(a);
    both.set(b, a.length);
    return both;
  };
  let unknown = first.species.indexOf("");
  const species = unknown < 0 && first.species.length < 65_535 ? [...first.species, ""] : first.species;
  if (unknown < 0) unknown = species.length - 1;
  const speciesIndex = new Uint16Array(first.count + second.count).fill(unknown);
  speciesIndex.set(first.speciesIndex);
  return {
    count: first.count + second.count,
    ids: [...first.ids, ...second.ids],
    xy: joined(first.xy, second.xy),
    heightM: joined(first.heightM, second.heightM),
    crownDiameterM: joined(first.crownDiameterM, second.crownDiameterM),
    speciesIndex,
    species,
  };
}
