import type { Extent, Point } from "#twin/frame.ts";
import { boundsOf, distance, insideRing, lineLength, ringArea, within } from "#twin/geometry/planar.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { landCoverLookup } from "#twin/read/landCoverAt.ts";
import { distanceToBuilding } from "#twin/read/nearBuildings.ts";
import { treesOf } from "#twin/read/objects.ts";
import { groundAt } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";

/** Trees of one measure at most; more of them are several measures. */
export const mostTrees = 500;
/** Trees stand no nearer to each other, metres (as for a tree pit). */
export const leastApartM = 2;

/** How many places a row has: the first at the start of the line, the others at equal distances along it. */
export const rowCount = (points: readonly Point[], spacingM: number): number =>
  points.length < 2 ? 0 : Math.floor(lineLength(points) / spacingM + 1e-6) + 1;

/** The places of a row; none where there are more than `mostTrees`. */
export function rowSpots(points: readonly Point[], spacingM: number): readonly Point[] {
  const count = rowCount(points, spacingM);
  if (count > mostTrees) return [];
  const spots: Point[] = [];
  let travelledM = 0;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1];
    const b = points[i];
    const lengthM = distance(a, b);
    while (spots.length < count) {
      const alongM = spots.length * spacingM - travelledM;
      if (alongM > lengthM + 1e-6 || lengthM === 0) break;
      const share = Math.min(1, alongM / lengthM);
      spots.push([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
    }
    travelledM += lengthM;
  }
  return spots.map(toCentimetre);
}

/** About how many trees a grove has. */
export const groveCount = (ring: readonly Point[], areaPerTreeM2: number): number =>
  Math.round(ringArea(ring) / areaPerTreeM2);

/**
 * The places of a grove: one in each square of a grid, moved from its middle by chance. The chance is that of the square, so
 * that trees stay where they are when the outline is altered or the plan is copied (decision 0090). None where there would be
 * more than `mostTrees`.
 */
export function groveSpots(ring: readonly Point[], areaPerTreeM2: number): readonly Point[] {
  const bounds = boundsOf(ring);
  if (!bounds || groveCount(ring, areaPerTreeM2) > mostTrees) return [];
  const sideM = Math.sqrt(areaPerTreeM2);
  const spots: Point[] = [];
  const firstRow = Math.floor(bounds.minY / sideM);
  const lastRow = Math.floor(bounds.maxY / sideM);
  if (lastRow - firstRow > mostRows) return [];
  let squares = 0;
  for (let row = firstRow; row <= lastRow; row++) {
    const span = spanOf(ring, row * sideM, (row + 1) * sideM);
    if (span === null) continue;
    const lastColumn = Math.floor(span.to / sideM);
    for (let column = Math.floor(span.from / sideM); column <= lastColumn; column++) {
      if (++squares > mostSquares) return [];
      const at = toCentimetre([
        (column + 0.5 + mostShift * chance(column, row, 1)) * sideM,
        (row + 0.5 + mostShift * chance(column, row, 2)) * sideM,
      ]);
      if (!insideRing(at, ring)) continue;
      if (spots.length >= mostTrees) return spots;
      spots.push(at);
    }
  }
  return spots;
}

/** Rows and squares looked at: more than any city's grove has, few enough that a thin area in a hostile file holds nobody up. */
const mostRows = 4000;
const mostSquares = 40_000;

/** A tree stands at most this share of its square's side from the middle, so that neighbours keep two fifths apart. */
const mostShift = 0.3;

/** Where a ring reaches to in x within a band of y; null = it does not come by. A thin area across a city has few squares. */
function spanOf(
  ring: readonly Point[],
  low: number,
  high: number,
): { readonly from: number; readonly to: number } | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[j];
    const [bx, by] = ring[i];
    if (Math.max(ay, by) < low || Math.min(ay, by) > high) continue;
    for (const y of ay === by ? [ay] : [clamp(low, ay, by), clamp(high, ay, by)]) {
      const x = ay === by ? ax : ax + ((bx - ax) * (y - ay)) / (by - ay);
      from = Math.min(from, x);
      to = Math.max(to, x);
      if (ay === by) {
        from = Math.min(from, bx);
        to = Math.max(to, bx);
      }
    }
  }
  return from <= to ? { from, to } : null;
}

const clamp = (value: number, a: number, b: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), value));

/** −1 to 1, the same for the same square and draw (the mixing steps of MurmurHash3, 32 bits). */
function chance(column: number, row: number, draw: number): number {
  let h = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b) ^ Math.imul(draw, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 0x7fffffff - 1;
}

const toCentimetre = ([x, y]: Point): Point => [Math.round(x * 100) / 100, Math.round(y * 100) / 100];

/** A place that a tree can have, and whether the ground there is sealed, so that the tree needs a pit. */
export type FreeSpot = { readonly at: Point; readonly sealed: boolean };

/**
 * The places among these that a tree can have on the planned twin: on known ground within the place, not in water, not nearer
 * to a building than `facadeM`, not nearer than `leastApartM` to a tree that stands or to an earlier one of these.
 */
export function freeSpots(spots: readonly Point[], twin: Twin, facadeM: number): readonly FreeSpot[] {
  const bounds = boundsOf(spots);
  if (!bounds) return [];
  const coverAt = landCoverLookup(twin, bounds);
  const standing = treesWithin(twin, {
    minX: bounds.minX - leastApartM,
    minY: bounds.minY - leastApartM,
    maxX: bounds.maxX + leastApartM,
    maxY: bounds.maxY + leastApartM,
  });
  const free: FreeSpot[] = [];
  for (const at of spots) {
    if (!within(at, twin.data.extent) || Number.isNaN(groundAt(twin, at))) continue;
    const code = coverAt(at);
    if (code === landCoverCodes.water || distanceToBuilding(twin, at, facadeM) < facadeM) continue;
    if (standing.some((tree) => distance(tree, at) < leastApartM)) continue;
    standing.push(at);
    free.push({ at, sealed: sealedCodes.has(code) });
  }
  return free;
}

/** Ground that a root ball cannot be planted into as it is. What is not known may be sealed. */
const sealedCodes: ReadonlySet<number> = new Set([
  landCoverCodes.unknown,
  landCoverCodes.asphalt,
  landCoverCodes.paved,
  landCoverCodes.permeablePaving,
  landCoverCodes.gravel,
  landCoverCodes.sportsSurface,
  landCoverCodes.building,
]);

function treesWithin(twin: Twin, extent: Extent): Point[] {
  const { xy, count } = treesOf(twin);
  const found: Point[] = [];
  for (let row = 0; row < count; row++) {
    const at: Point = [xy[row * 2], xy[row * 2 + 1]];
    if (within(at, extent)) found.push(at);
  }
  return found;
}
