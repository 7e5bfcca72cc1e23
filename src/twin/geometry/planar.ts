import type { Extent, Point } from "../frame.ts";

/** Planar geometry in frame offsets (metres). The frame is a conformal projection: lengths are projected lengths. */

/** Signed area of a ring that is not closed, m²: positive where it runs counter-clockwise (shoelace formula). */
export function signedArea(ring: readonly Point[]): number {
  let twice = 0;
  const last = ring.length - 1;
  for (let i = 0, j = last; i <= last; j = i++) {
    const [ax, ay] = ring[j];
    const [bx, by] = ring[i];
    twice += ax * by - bx * ay;
  }
  return twice / 2;
}

export const ringArea = (ring: readonly Point[]): number => Math.abs(signedArea(ring));

/** Length of an open line, metres. */
export function lineLength(points: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i++) length += distance(points[i - 1], points[i]);
  return length;
}

/** Length of a ring that is not closed, metres. */
export function ringLength(ring: readonly Point[]): number {
  const first = ring[0];
  const last = ring[ring.length - 1];
  return first && last ? lineLength(ring) + distance(last, first) : 0;
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/** Distance of a point from the segment a–b, metres. */
export function distanceToSegment(p: Point, a: Point, b: Point): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared));
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/** Even-odd test against one ring that is not closed; points on the rim may fall on either side. */
export function insideRing(p: Point, ring: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[j];
    const [bx, by] = ring[i];
    if (ay > p[1] !== by > p[1] && p[0] < ((bx - ax) * (p[1] - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export function insideRings(p: Point, rings: readonly (readonly Point[])[]): boolean {
  let inside = false;
  for (const ring of rings) if (insideRing(p, ring)) inside = !inside;
  return inside;
}

const cross = (o: Point, a: Point, b: Point): number =>
  (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);

/** Whether two segments cross or touch, shared end points included. */
export function segmentsMeet(a: Point, b: Point, c: Point, d: Point): boolean {
  const c1 = cross(a, b, c);
  const c2 = cross(a, b, d);
  const c3 = cross(c, d, a);
  const c4 = cross(c, d, b);
  if (((c1 > 0 && c2 < 0) || (c1 < 0 && c2 > 0)) && ((c3 > 0 && c4 < 0) || (c3 < 0 && c4 > 0))) return true;
  return (
    (c1 === 0 && withinBox(c, a, b)) ||
    (c2 === 0 && withinBox(d, a, b)) ||
    (c3 === 0 && withinBox(a, c, d)) ||
    (c4 === 0 && withinBox(b, c, d))
  );
}

const withinBox = (p: Point, a: Point, b: Point): boolean =>
  Math.min(a[0], b[0]) <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= p[1] &&
  p[1] <= Math.max(a[1], b[1]);

/** Whether a ring (not closed) crosses or touches itself anywhere but at the joints of neighbouring sides. */
export function ringCrossesItself(ring: readonly Point[]): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    const a = ring[i];
    const b = ring[(i + 1) % n];
    for (let j = i + 1; j < n; j++) {
      const c = ring[j];
      const d = ring[(j + 1) % n];
      if (j === i + 1 || (i === 0 && j === n - 1)) {
        if (foldsBack(a, b, c, d, j === i + 1)) return true;
      } else if (segmentsMeet(a, b, c, d)) return true;
    }
  }
  return false;
}

/** Neighbouring sides a–b, c–d overlap instead of only meeting in their joint. */
function foldsBack(a: Point, b: Point, c: Point, d: Point, jointIsB: boolean): boolean {
  const joint = jointIsB ? b : a;
  const one = jointIsB ? a : b;
  const other = jointIsB ? d : c;
  const dot = (one[0] - joint[0]) * (other[0] - joint[0]) + (one[1] - joint[1]) * (other[1] - joint[1]);
  return cross(joint, one, other) === 0 && dot > 0;
}

/** Whether two rings share ground or touch. */
export function ringsMeet(a: readonly Point[], b: readonly Point[]): boolean {
  const first = a[0];
  const second = b[0];
  if (!first || !second) return false;
  return lineMeetsRing([...a, first], b) || insideRing(second, a);
}

/** Whether an open line crosses, touches or lies in a ring. */
export function lineMeetsRing(line: readonly Point[], ring: readonly Point[]): boolean {
  const start = line[0];
  if (!start) return false;
  if (insideRing(start, ring)) return true;
  for (let i = 1; i < line.length; i++) {
    for (let j = 0, k = ring.length - 1; j < ring.length; k = j++) {
      if (segmentsMeet(line[i - 1], line[i], ring[k], ring[j])) return true;
    }
  }
  return false;
}

/** Smallest rectangle around points; null for none. */
export function boundsOf(points: Iterable<Point>): Extent | null {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return minX <= maxX ? { minX, minY, maxX, maxY } : null;
}

export const within = (p: Point, extent: Extent): boolean =>
  p[0] >= extent.minX && p[0] <= extent.maxX && p[1] >= extent.minY && p[1] <= extent.maxY;

/** A point that surely lies within a simple ring: the middle of the widest stretch of a horizontal cut. */
export function pointInside(ring: readonly Point[]): Point {
  const bounds = boundsOf(ring);
  if (!bounds) throw new RangeError("pointInside needs a ring with points");
  let best: Point = [(bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2];
  let width = -1;
  for (const share of [0.5, 0.37, 0.63, 0.21, 0.79]) {
    const y = bounds.minY + share * (bounds.maxY - bounds.minY);
    const cuts: number[] = [];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[j];
      const [bx, by] = ring[i];
      if (ay > y !== by > y) cuts.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
    }
    cuts.sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const left = cuts[i];
      const right = cuts[i + 1];
      if (right - left > width) {
        width = right - left;
        best = [(left + right) / 2, y];
      }
    }
  }
  return best;
}
