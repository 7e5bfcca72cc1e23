import type { Grid } from "#twin/frame.ts";
import { landCoverCodes } from "#twin/landCover.ts";

/**
 * Ground this close to a house that no file tells anything of is taken for its garden, metres. About the depth of a plot: what
 * lies further off belongs to no house.
 */
export const gardenReachM = 30;

/** Fewer open cells than this share are slivers between polygons: no gap worth an assumption, nor a word. */
const sliverShare = 5e-4;

/** Steps of the 3-4 chamfer distance: a cell aside, a cell across the corner. Within 8 % of the straight distance. */
const aside = 3;
const across = 4;
const far = 255;

/**
 * Distance of each cell from the nearest cell of a code, in thirds of a cell, up to 255.
 * Twice over the cells, in their own array.
 */
function distancesFrom({ columns, rows }: Grid, values: Uint8Array, code: number): Uint8Array {
  const distances = new Uint8Array(values.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (values[at] === code) continue;
      let nearest = far;
      if (column > 0) nearest = Math.min(nearest, distances[at - 1] + aside);
      if (row > 0) {
        nearest = Math.min(nearest, distances[at - columns] + aside);
        if (column > 0) nearest = Math.min(nearest, distances[at - columns - 1] + across);
        if (column + 1 < columns) nearest = Math.min(nearest, distances[at - columns + 1] + across);
      }
      distances[at] = nearest;
    }
  }
  for (let row = rows - 1, at = values.length - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--, at--) {
      let nearest = distances[at];
      if (nearest === 0) continue;
      if (column + 1 < columns) nearest = Math.min(nearest, distances[at + 1] + aside);
      if (row + 1 < rows) {
        nearest = Math.min(nearest, distances[at + columns] + aside);
        if (column > 0) nearest = Math.min(nearest, distances[at + columns - 1] + across);
        if (column + 1 < columns) nearest = Math.min(nearest, distances[at + columns + 1] + across);
      }
      distances[at] = nearest;
    }
  }
  return distances;
}

/**
 * Gives ground that no file tells anything of a class by what stands around it, in place: within `gardenReachM` of a house it
 * is garden, which here stands for the mixture between houses; elsewhere it is meadow, open land that is neither sealed nor tilled.
 * @returns share of all cells that were given a class so (0–1); 0 where only slivers were open, which stay as they are.
 */
export function fillOpenGround(grid: Grid, values: Uint8Array): number {
  const { unknown, garden, meadow, building } = landCoverCodes;
  let open = 0;
  for (let at = 0; at < values.length; at++) if (values[at] === unknown) open += 1;
  if (open <= values.length * sliverShare) return 0;
  const distances = distancesFrom(grid, values, building);
  const reach = Math.min(far - 1, Math.max(aside, Math.floor((gardenReachM / grid.cellSizeM) * aside)));
  for (let at = 0; at < values.length; at++)
    if (values[at] === unknown) values[at] = distances[at] <= reach ? garden : meadow;
  return open / values.length;
}
