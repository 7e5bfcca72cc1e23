import type { Frame } from "#twin/frame.ts";
import type { Surrounding } from "#twin/tiles3d/volume.ts";
import { frameAt, frameCrsFor, transformBetween } from "../crs/project.ts";
import { createHull, type Ring } from "../describe/hull.ts";
import { undulationM } from "../heights/undulation.ts";
import { type Geographic, geographicOf, isNearGround } from "./earthFixed.ts";

/** Where a tileset lies. */
export type TilesetExtent =
  | {
      readonly type: "earth";
      readonly frame: Frame;
      /** Ring around its tiles, frame offsets. */
      readonly ring: Ring;
      /** Height of the geoid at its middle; NaN where the table does not reach. */
      readonly geoidM: number;
      /** Above the ellipsoid. */
      readonly minHeight: number;
      readonly maxHeight: number;
    }
  | {
      readonly type: "local";
      readonly min: readonly [number, number, number];
      readonly max: readonly [number, number, number];
    };

/** More tiles than this say no more about where a tileset lies; then its outermost volume does. */
const mostTiles = 2000;
/** A volume that is wider than this is there to be valid, not to tell where anything lies, metres. */
const widestM = 200_000;

const degrees = 180 / Math.PI;

export type ExtentCollector = {
  readonly add: (surrounding: Surrounding) => void;
  readonly finish: (preferredCrs: string | null) => TilesetExtent | null;
};

function pointsOf(surrounding: Surrounding): readonly Geographic[] {
  if (surrounding.type === "points") return surrounding.points.map(([x, y, z]) => geographicOf(x, y, z));
  const { west, south, north, minHeight, maxHeight } = surrounding;
  // A region may cross the date line.
  const east = surrounding.east < west ? surrounding.east + 2 * Math.PI : surrounding.east;
  return [
    [west, south, minHeight],
    [east, south, maxHeight],
    [east, north, minHeight],
    [west, north, maxHeight],
  ].map(([x, y, height]) => [x * degrees, y * degrees, height] as const);
}

const middleOf = (points: readonly (readonly [number, number, number])[]): [number, number, number] => {
  const sum: [number, number, number] = [0, 0, 0];
  for (const point of points) for (let i = 0; i < 3; i++) sum[i] += point[i] / points.length;
  return sum;
};

const isOnEarth = (surrounding: Surrounding): boolean =>
  surrounding.type === "region" || isNearGround(...middleOf(surrounding.points));

/** Width of a surrounding, metres, roughly. */
function widthOf(surrounding: Surrounding): number {
  if (surrounding.type === "region") {
    const { west, east, south, north } = surrounding;
    const across = east < west ? east - west + 2 * Math.PI : east - west;
    return Math.max(across * Math.cos((south + north) / 2), north - south) * 6_371_000;
  }
  const [first, , , , , , , last] = surrounding.points;
  return first === undefined || last === undefined
    ? 0
    : Math.hypot(first[0] - last[0], first[1] - last[1], first[2] - last[2]);
}

/** Gathers what surrounds the tiles of a tileset; its root has to come first. */
export function createExtent(): ExtentCollector {
  let root: Surrounding | null = null;
  let seen = 0;
  const kept: Surrounding[] = [];

  const chosen = (): readonly Surrounding[] => {
    if (root === null) return [];
    if (isOnEarth(root) && widthOf(root) <= widestM && (seen > mostTiles || kept.length === 0)) return [root];
    const near = kept.filter((surrounding) => widthOf(surrounding) <= widestM);
    return near.length > 0 ? near : [root];
  };

  const onEarth = (
    surroundings: readonly Surrounding[],
    preferredCrs: string | null,
  ): TilesetExtent | null => {
    const points = surroundings.filter(isOnEarth).flatMap(pointsOf);
    const [longitude, latitude] = middleOf(points);
    if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) return null;
    const crs = preferredCrs ?? frameCrsFor("EPSG:4326", longitude, latitude);
    const transform = transformBetween("EPSG:4326", crs);
    const [east, north] = transform(longitude, latitude);
    if (!Number.isFinite(east) || !Number.isFinite(north)) return null;
    const frame = frameAt(crs, east, north);
    const hull = createHull();
    let minHeight = Infinity;
    let maxHeight = -Infinity;
    for (const [x, y, height] of points) {
      const [pointEast, pointNorth] = transform(x, y);
      hull.add(pointEast - frame.originEastM, pointNorth - frame.originNorthM);
      minHeight = Math.min(minHeight, height);
      maxHeight = Math.max(maxHeight, height);
    }
    const ring = hull.ring();
    return { type: "earth", frame, ring, geoidM: undulationM(longitude, latitude), minHeight, maxHeight };
  };

  return {
    add: (surrounding) => {
      if (root === null) {
        root = surrounding;
        return;
      }
      seen += 1;
      if (kept.length < mostTiles) kept.push(surrounding);
    },
    finish: (preferredCrs) => {
      const surroundings = chosen();
      if (surroundings.length === 0) return null;
      if (surroundings.some(isOnEarth)) return onEarth(surroundings, preferredCrs);
      const min: [number, number, number] = [Infinity, Infinity, Infinity];
      const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
      for (const surrounding of surroundings) {
        if (surrounding.type !== "points") continue;
        for (const point of surrounding.points)
          for (let i = 0; i < 3; i++) {
            min[i] = Math.min(min[i], point[i]);
            max[i] = Math.max(max[i], point[i]);
          }
      }
      return { type: "local", min, max };
    },
  };
}
