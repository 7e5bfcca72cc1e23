import type { Extent, Point } from "#twin/frame.ts";
import { lineLength, ringArea, ringCrossesItself, within } from "#twin/geometry/planar.ts";
import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import type { Shape } from "#twin/operations.ts";
import { buildingAt, buildingsNear } from "#twin/read/buildingIndex.ts";
import { footprintEdges } from "#twin/read/buildings.ts";
import { createCoverage, shapeCoverage } from "#twin/read/coverage.ts";
import { gridFor } from "#twin/read/grid.ts";
import { distanceToBuilding } from "#twin/read/nearBuildings.ts";
import { treesOf } from "#twin/read/objects.ts";
import { shapeBounds } from "#twin/read/shapes.ts";
import { landCoverOn } from "#twin/read/surface.ts";
import { groundAt, terrainOn } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";
import type { Refusal } from "../types.ts";
import { freeSpots, mostTrees } from "./planting.ts";

const refusal = (key: string, values: Refusal["values"] = {}): Refusal => ({ key, values });

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;

/** The first reason against, or null. Checks run in order and stop at the first that refuses. */
export function firstRefusal(...checks: readonly (() => Refusal | null)[]): Refusal | null {
  for (const check of checks) {
    const reason = check();
    if (reason) return reason;
  }
  return null;
}

/** All points lie within the place. */
export const insidePlace = (points: readonly Point[], twin: Twin) => (): Refusal | null =>
  points.every((p) => within(p, twin.data.extent)) ? null : refusal("outsideArea");

/** The ground is known under all points. */
export const onKnownGround = (points: readonly Point[], twin: Twin) => (): Refusal | null =>
  points.some((p) => Number.isNaN(groundAt(twin, p))) ? refusal("noGround") : null;

/** A ring with an area that does not cross itself. */
export const properRing = (ring: readonly Point[], minM2: number) => (): Refusal | null => {
  if (ring.length < 3) return refusal("tooSmall", { areaM2: 0, minM2 });
  if (ringCrossesItself(ring)) return refusal("crossesItself");
  const areaM2 = ringArea(ring);
  return areaM2 < minM2 ? refusal("tooSmall", { areaM2: oneDecimal(areaM2), minM2 }) : null;
};

/** What a measure that takes ground of its own asks of it. */
export type GroundLimits = {
  readonly minM2: number;
  /** Share that may lie under buildings, 0–1. */
  readonly underBuildings: number;
  /** Share that may lie in water, 0–1. */
  readonly inWater: number;
  readonly maxReliefM: number;
};

/** A proper area on known, free and gentle ground of the place. */
export function refusesGround(ring: readonly Point[], twin: Twin, limits: GroundLimits): Refusal | null {
  const shape: Shape = { type: "polygon", rings: [ring] };
  return firstRefusal(
    insidePlace(ring, twin),
    properRing(ring, limits.minM2),
    onKnownGround(ring, twin),
    clearOfBuildings(shape, twin, limits.underBuildings),
    clearOfWater(shape, twin, limits.inWater),
    gentleGround(shape, twin, limits.maxReliefM),
  );
}

/** A proper area that lies in the open, but for what a pointer misses: a quarter may be under buildings or in water. */
export const openGround = (ring: readonly Point[], twin: Twin, minM2: number) => (): Refusal | null => {
  const shape: Shape = { type: "polygon", rings: [ring] };
  return firstRefusal(
    insidePlace(ring, twin),
    properRing(ring, minM2),
    clearOfBuildings(shape, twin, 0.25),
    clearOfWater(shape, twin, 0.25),
  );
};

export const longEnough = (points: readonly Point[], minM: number) => (): Refusal | null => {
  const lengthM = lineLength(points);
  return points.length < 2 || lengthM < minM
    ? refusal("tooShort", { lengthM: oneDecimal(lengthM), minM })
    : null;
};

/** Squares a shape is looked at in: fine, but never more than ten thousand, for they are looked at while the pointer moves. */
function checkGrid(extent: Extent, finestM = 0.25) {
  const larger = Math.max(extent.maxX - extent.minX, extent.maxY - extent.minY);
  const size = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64].find((each) => larger / each <= 100) ?? 128;
  return gridFor(extent, Math.max(size, finestM));
}

/** At most this share of a shape (0–1) lies under buildings. */
export const clearOfBuildings = (shape: Shape, twin: Twin, atMost: number) => (): Refusal | null => {
  const share = shareUnderBuildings(shape, twin);
  return share > atMost ? refusal("inBuilding", { percent: Math.max(1, Math.round(share * 100)) }) : null;
};

/** Share of a shape that lies under standing buildings, 0–1. */
function shareUnderBuildings(shape: Shape, twin: Twin): number {
  const extent = shapeBounds(shape);
  const near = buildingsNear(twin, extent);
  if (near.length === 0) return 0;
  const grid = checkGrid(extent);
  const built = new Float32Array(grid.columns * grid.rows);
  const cover = createCoverage(grid);
  for (const { table, row } of near) {
    const edges = footprintEdges(table, row);
    cover(edges, edges.length, (cell, share) => {
      built[cell] = Math.min(1, built[cell] + share);
    });
  }
  let under = 0;
  let whole = 0;
  shapeCoverage(shape, grid, (cell, share) => {
    // A cell that both cover in part may be shared out between them: only what must overlap counts.
    under += Math.max(0, share + built[cell] - 1);
    whole += share;
  });
  return whole > 0 ? under / whole : 0;
}

export const pointClearOfBuildings = (at: Point, twin: Twin) => (): Refusal | null =>
  buildingAt(twin, at) ? refusal("inBuilding", { percent: 100 }) : null;

/** No outer wall stands nearer than this, metres. */
export const pointClearOfFacades = (at: Point, twin: Twin, minM: number) => (): Refusal | null => {
  const distanceM = distanceToBuilding(twin, at, minM);
  return distanceM < minM ? refusal("nearFacade", { distanceM: oneDecimal(distanceM), minM }) : null;
};

/** As many trees as one measure may have. */
export const fewEnough = (count: number) => (): Refusal | null =>
  count > mostTrees ? refusal("tooManyTrees", { count, most: mostTrees }) : null;

/** At least one of the places of a row or grove is free. */
export const roomForTrees = (spots: readonly Point[], twin: Twin, facadeM: number) => (): Refusal | null =>
  freeSpots(spots, twin, facadeM).length === 0 ? refusal("noRoomForTrees", { facadeM }) : null;

/** The ground within a shape does not fall by more than this, metres. */
export const gentleGround = (shape: Shape, twin: Twin, maxReliefM: number) => (): Refusal | null => {
  // No finer than the data: between its cells there is no relief to find.
  const grid = checkGrid(shapeBounds(shape), twin.data.terrain.cellSizeM);
  const heights = terrainOn(twin, grid);
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  shapeCoverage(shape, grid, (cell, share) => {
    if (share < 0.5 || Number.isNaN(heights[cell])) return;
    lowest = Math.min(lowest, heights[cell]);
    highest = Math.max(highest, heights[cell]);
  });
  const reliefM = highest - lowest;
  return reliefM > maxReliefM ? refusal("tooSteep", { reliefM: oneDecimal(reliefM), maxReliefM }) : null;
};

/** Shares of the land-cover classes within a shape, by code; code 0 = not known. */
function landCoverShares(shape: Shape, twin: Twin): Float64Array {
  const grid = checkGrid(shapeBounds(shape));
  const codes = landCoverOn(twin, grid);
  const shares = new Float64Array(256);
  let whole = 0;
  shapeCoverage(shape, grid, (cell, share) => {
    shares[codes[cell]] += share;
    whole += share;
  });
  return whole > 0 ? shares.map((share) => share / whole) : shares;
}

export const clearOfWater = (shape: Shape, twin: Twin, atMost: number) => (): Refusal | null => {
  const share = landCoverShares(shape, twin)[landCoverCodes.water];
  return share > atMost ? refusal("inWater", { percent: Math.round(share * 100) }) : null;
};

/** Something is sealed there that could be opened. Where the land cover is not known, nobody can say so. */
export const someSealedGround = (shape: Shape, twin: Twin, atLeast: number) => (): Refusal | null => {
  const shares = landCoverShares(shape, twin);
  const { asphalt, paved, permeablePaving, gravel, sportsSurface, building, unknown } = landCoverCodes;
  const openable = [asphalt, paved, permeablePaving, gravel, sportsSurface, building, unknown];
  const share = openable.reduce<number>((sum, code) => sum + shares[code], 0);
  return share < atLeast ? refusal("notSealed") : null;
};

/** Less than this share (0–1) is already covered as planned. */
export const notYetCovered =
  (shape: Shape, twin: Twin, cover: LandCoverClass, atMost: number) => (): Refusal | null => {
    const share = landCoverShares(shape, twin)[landCoverCodes[cover]];
    return share > atMost ? refusal("alreadyThere", { percent: Math.round(share * 100) }) : null;
  };

/** No tree stands nearer than this, metres. */
export const clearOfTrees = (at: Point, twin: Twin, distanceM: number) => (): Refusal | null => {
  const { xy, count } = treesOf(twin);
  for (let row = 0; row < count; row++) {
    const apart = Math.hypot(xy[row * 2] - at[0], xy[row * 2 + 1] - at[1]);
    if (apart < distanceM) return refusal("nearTree", { distanceM: oneDecimal(apart), minM: distanceM });
  }
  return null;
};

/** Water would have to run uphill from the first to the last point. */
export const downhill = (points: readonly Point[], twin: Twin) => (): Refusal | null => {
  const riseM = groundAt(twin, points[points.length - 1]) - groundAt(twin, points[0]);
  return riseM > 0 ? refusal("uphill", { riseM: Math.max(0.1, oneDecimal(riseM)) }) : null;
};
