import type { Extent, Point } from "#twin/frame.ts";
import {
  add,
  at,
  cross,
  crossSegments,
  direction,
  leftOf,
  projectOnSegment,
  type Ring,
  scale,
  subtract,
} from "./vector.ts";

/** Signed area, counter-clockwise positive, m². */
export const signedArea = (ring: Ring): number => {
  let twice = 0;
  for (let i = 0; i < ring.length; i++) twice += cross(at(ring, i), at(ring, i + 1));
  return twice / 2;
};
const counterClockwise = (ring: Ring): Ring => (signedArea(ring) >= 0 ? ring : [...ring].reverse());

export const boundsOf = (points: readonly Point[]): Extent => {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const [x, y] of points) {
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
};
export const boundsMeet = (a: Extent, b: Extent): boolean =>
  a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;

/** Area-weighted centroid of a simple ring. */
export const centroid = (ring: Ring): Point => {
  let x = 0;
  let y = 0;
  let total = 0;
  const origin = at(ring, 0);
  for (let i = 1; i + 1 < ring.length; i++) {
    const a = subtract(at(ring, i), origin);
    const b = subtract(at(ring, i + 1), origin);
    const w = cross(a, b);
    x += (a[0] + b[0]) * w;
    y += (a[1] + b[1]) * w;
    total += w;
  }
  return total === 0 ? origin : [origin[0] + x / (3 * total), origin[1] + y / (3 * total)];
};

/** Even-odd rule; points on the border may go either way. */
export const containsPoint = (ring: Ring, [x, y]: Point): boolean => {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = at(ring, i);
    const [xj, yj] = at(ring, j);
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
};
export const polygonContainsPoint = (rings: readonly Ring[], p: Point): boolean => {
  const [outer, ...holes] = rings;
  return outer !== undefined && containsPoint(outer, p) && !holes.some((hole) => containsPoint(hole, p));
};

const edgesCross = (a: Ring, b: Ring): boolean => {
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      if (crossSegments(at(a, i), at(a, i + 1), at(b, j), at(b, j + 1))) return true;
    }
  }
  return false;
};
/** True when ring lies wholly inside the polygon (outer ring first, then holes). */
export const polygonContainsRing = (rings: readonly Ring[], ring: Ring): boolean =>
  ring.every((p) => polygonContainsPoint(rings, p)) &&
  !rings.some((r) => edgesCross(ring, r)) &&
  !rings.slice(1).some((hole) => containsPoint(ring, at(hole, 0)));

/**
 * True when two simple rings share area. Touching along an edge (party walls) is no overlap: `first` is shrunk by
 * `toleranceM` towards its centroid before the test.
 */
export const ringsOverlap = (first: Ring, second: Ring, toleranceM = 0.02): boolean => {
  const a = shrinkTowardsCentre(first, toleranceM);
  if (!boundsMeet(boundsOf(a), boundsOf(second))) return false;
  return (
    edgesCross(a, second) ||
    containsPoint(second, at(a, 0)) ||
    containsPoint(a, at(second, 0)) ||
    containsPoint(second, centroid(a)) ||
    containsPoint(a, centroid(second))
  );
};
const shrinkTowardsCentre = (ring: Ring, by: number): Ring => {
  const inset = insetRing(
    counterClockwise(ring),
    ring.map(() => by),
  );
  return inset ?? ring;
};

/**
 * Moves each edge i (from vertex i to i+1) of a counter-clockwise ring inwards by distances[i] with mitred corners.
 * Null where an edge would turn around. Vertex i of the result belongs to vertex i of the input.
 */
export const insetRing = (ring: Ring, distances: readonly number[]): Point[] | null => {
  const result = mitredCorners(ring, distances);
  for (let i = 0; i < ring.length; i++) {
    const before = subtract(at(ring, i + 1), at(ring, i));
    const after = subtract(at(result, i + 1), at(result, i));
    if (before[0] * after[0] + before[1] * after[1] < 0) return null;
  }
  return result;
};

/** The corners of `insetRing` without the check: short edges may turn around. */
export const mitredCorners = (ring: Ring, distances: readonly number[]): Point[] => {
  const result: Point[] = [];
  for (let i = 0; i < ring.length; i++) {
    const previous = at(ring, i - 1);
    const here = at(ring, i);
    const next = at(ring, i + 1);
    const d0 = direction(previous, here);
    const d1 = direction(here, next);
    const p0 = add(here, scale(leftOf(d0), at(distances, i - 1)));
    const p1 = add(here, scale(leftOf(d1), at(distances, i)));
    const denominator = cross(d0, d1);
    if (Math.abs(denominator) < 0.02) {
      result.push(p1);
      continue;
    }
    const t = cross(subtract(p1, p0), d1) / denominator;
    result.push(add(p0, scale(d0, t)));
  }
  return result;
};

/** Douglas–Peucker for an open line. */
export const simplifyLine = (line: readonly Point[], toleranceM: number): Point[] => {
  if (line.length < 3) return [...line];
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [from, to] = span;
    let worst = toleranceM * toleranceM;
    let index = -1;
    for (let i = from + 1; i < to; i++) {
      const { distanceSquared } = projectOnSegment(at(line, i), at(line, from), at(line, to));
      if (distanceSquared > worst) {
        worst = distanceSquared;
        index = i;
      }
    }
    if (index >= 0) {
      keep[index] = 1;
      stack.push([from, index], [index, to]);
    }
  }
  return line.filter((_, i) => keep[i] === 1);
};

/** Douglas–Peucker for a ring, split at the vertex farthest from the first. */
export const simplifyRing = (ring: Ring, toleranceM: number): Point[] => {
  if (ring.length < 5) return [...ring];
  const first = at(ring, 0);
  let far = 0;
  let best = -1;
  for (let i = 1; i < ring.length; i++) {
    const d = subtract(at(ring, i), first);
    const squared = d[0] * d[0] + d[1] * d[1];
    if (squared > best) {
      best = squared;
      far = i;
    }
  }
  const a = simplifyLine(ring.slice(0, far + 1), toleranceM);
  const b = simplifyLine([...ring.slice(far), first], toleranceM);
  return [...a.slice(0, -1), ...b.slice(0, -1)];
};
