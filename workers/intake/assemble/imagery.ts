import type { Extent, Frame, Grid } from "#twin/frame.ts";
import type { Imagery } from "#twin/imagery.ts";
import { transformBetween } from "../crs/project.ts";
import { mostPicturePixels, type SourcePicture } from "../imagery/reduce.ts";
import { createRowWarp } from "../rasters/warp.ts";
import { boundsIn } from "./terrain.ts";

/** Longest side of a picture that every graphics card takes. */
const longestSide = 8192;
const usualPixelsM = [
  0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 2.5, 3, 4, 5, 8, 10, 15, 20, 30, 50, 100,
];

type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };

function pixelSize(picture: SourcePicture, frame: Frame): { readonly box: Box; readonly sizeM: number } {
  const bounds = boundsIn(picture, frame.crs);
  const box = {
    west: bounds.west - frame.originEastM,
    east: bounds.east - frame.originEastM,
    south: bounds.south - frame.originNorthM,
    north: bounds.north - frame.originNorthM,
  };
  // At its middle: the box around a turned picture is wider than its pixels together.
  const transform = transformBetween(picture.crs, frame.crs);
  const x = picture.west + (picture.columns / 2) * picture.cellX;
  const y = picture.north - (picture.rows / 2) * picture.cellY;
  const [east, north] = transform(x, y);
  const [eastX, northX] = transform(x + picture.cellX, y);
  const [eastY, northY] = transform(x, y - picture.cellY);
  const width = Math.hypot(eastX - east, northX - north);
  const height = Math.hypot(eastY - east, northY - north);
  return { box, sizeM: Math.sqrt(width * height) };
}

/** Half as many pixels a side: each the mean of four, weighted with alpha. */
function halved(picture: SourcePicture): SourcePicture {
  const columns = Math.ceil(picture.columns / 2);
  const rows = Math.ceil(picture.rows / 2);
  const rgba = new Uint8Array(columns * rows * 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let alpha = 0;
      let count = 0;
      for (let r = row * 2; r < Math.min(picture.rows, row * 2 + 2); r++) {
        for (let c = column * 2; c < Math.min(picture.columns, column * 2 + 2); c++) {
          const at = (r * picture.columns + c) * 4;
          const weight = picture.rgba[at + 3];
          red += picture.rgba[at] * weight;
          green += picture.rgba[at + 1] * weight;
          blue += picture.rgba[at + 2] * weight;
          alpha += weight;
          count += 1;
        }
      }
      if (alpha === 0) continue;
      const to = (row * columns + column) * 4;
      rgba[to] = red / alpha;
      rgba[to + 1] = green / alpha;
      rgba[to + 2] = blue / alpha;
      rgba[to + 3] = alpha / count;
    }
  }
  return { ...picture, columns, rows, cellX: picture.cellX * 2, cellY: picture.cellY * 2, rgba };
}

/** The picture at a place, by the four pixels around it; written into `out`, nothing where it has none. */
function sample(picture: SourcePicture, x: number, y: number, out: Uint8Array, to: number): void {
  const { columns, rows, rgba } = picture;
  const column = (x - picture.west) / picture.cellX - 0.5;
  const row = (picture.north - y) / picture.cellY - 0.5;
  if (!(column > -0.5001 && row > -0.5001 && column < columns - 0.4999 && row < rows - 0.4999)) return;
  const c0 = Math.floor(column);
  const r0 = Math.floor(row);
  const fx = column - c0;
  const fy = row - r0;
  let red = 0;
  let green = 0;
  let blue = 0;
  let alpha = 0;
  for (let i = 0; i < 4; i++) {
    const c = Math.min(columns - 1, Math.max(0, c0 + (i & 1)));
    const r = Math.min(rows - 1, Math.max(0, r0 + (i >> 1)));
    const at = (r * columns + c) * 4;
    const weight = ((i & 1) === 1 ? fx : 1 - fx) * (i >> 1 === 1 ? fy : 1 - fy) * rgba[at + 3];
    red += rgba[at] * weight;
    green += rgba[at + 1] * weight;
    blue += rgba[at + 2] * weight;
    alpha += weight;
  }
  // Half of the weight missing means that the place itself has no picture; finer tiles came before.
  if (alpha < 128 || alpha <= out[to + 3]) return;
  out[to] = red / alpha;
  out[to + 1] = green / alpha;
  out[to + 2] = blue / alpha;
  out[to + 3] = Math.round(alpha);
}

/**
 * One picture of the ground from any number of them: in the twin's system, cut to its extent, at the finest one's pixel
 * size or so much coarser that it keeps within `mostPicturePixels`.
 * @returns null where none lies in the extent.
 */
export function assembleImagery(
  pictures: readonly SourcePicture[],
  frame: Frame,
  extent: Extent,
  mostPixels = mostPicturePixels,
): Imagery | null {
  const placed = pictures
    .map((picture) => ({ picture, ...pixelSize(picture, frame) }))
    .filter(
      ({ box }) =>
        box.west < extent.maxX &&
        box.east > extent.minX &&
        box.south < extent.maxY &&
        box.north > extent.minY,
    )
    .sort((a, b) => a.sizeM - b.sizeM);
  if (placed.length === 0) return null;
  const west = Math.max(extent.minX, Math.min(...placed.map(({ box }) => box.west)));
  const east = Math.min(extent.maxX, Math.max(...placed.map(({ box }) => box.east)));
  const south = Math.max(extent.minY, Math.min(...placed.map(({ box }) => box.south)));
  const north = Math.min(extent.maxY, Math.max(...placed.map(({ box }) => box.north)));
  if (!(east > west && north > south)) return null;
  const least = Math.max(
    placed[0].sizeM * 0.97,
    Math.sqrt(((east - west) * (north - south)) / mostPixels),
    Math.max(east - west, north - south) / longestSide,
  );
  const cellSizeM = usualPixelsM.find((size) => size >= least) ?? Math.ceil(least);
  const grid: Grid = {
    columns: Math.max(1, Math.ceil((east - west) / cellSizeM - 1e-6)),
    rows: Math.max(1, Math.ceil((north - south) / cellSizeM - 1e-6)),
    cellSizeM,
    westX: west,
    northY: north,
  };
  const rgba = new Uint8Array(grid.columns * grid.rows * 4);
  for (const { picture, box, sizeM } of placed) {
    let source = picture;
    // Several pixels to one: their mean, not any one of them.
    for (let size = sizeM; size * 1.8 <= cellSizeM; size *= 2) source = halved(source);
    const c0 = Math.max(0, Math.floor((box.west - west) / cellSizeM));
    const c1 = Math.min(grid.columns, Math.ceil((box.east - west) / cellSizeM));
    const r0 = Math.max(0, Math.floor((north - box.north) / cellSizeM));
    const r1 = Math.min(grid.rows, Math.ceil((north - box.south) / cellSizeM));
    if (c1 <= c0) continue;
    const warp = createRowWarp(grid, frame, source.crs);
    const places = new Float64Array((c1 - c0) * 2);
    for (let row = r0; row < r1; row++) {
      warp(row, c0, c1, places);
      for (let column = c0; column < c1; column++) {
        const to = (row * grid.columns + column) * 4;
        if (rgba[to + 3] === 255) continue;
        sample(source, places[(column - c0) * 2], places[(column - c0) * 2 + 1], rgba, to);
      }
    }
  }
  return { ...grid, rgba };
}
