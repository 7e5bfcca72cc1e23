import { type FlatRing, insideRings, ringArea, tidied } from "../buildings/footprint.ts";

/** One part of a footprint: an outer ring, counter-clockwise, and its holes, clockwise; x, y pairs, not closed. */
export type FootprintPart = { readonly outer: FlatRing; readonly holes: readonly FlatRing[] };

const smallestAreaM2 = 0.05;
const sameWithinM = 1e-3;
/** Rings of more vertices are not searched for crossings: the search takes the square of their number. */
const mostVerticesToCross = 600;

const key = (x: number, y: number): string => `${Math.round(x * 1000)},${Math.round(y * 1000)}`;

/** Points of a ring without repeats, the closing one included. */
function withoutRepeats(ring: ArrayLike<number>): number[] {
  const points: number[] = [];
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const last = points.length - 2;
    if (last >= 0 && Math.hypot(points[last] - ring[i], points[last + 1] - ring[i + 1]) < sameWithinM)
      continue;
    points.push(ring[i], ring[i + 1]);
  }
  const last = points.length - 2;
  if (last > 0 && Math.hypot(points[0] - points[last], points[1] - points[last + 1]) < sameWithinM)
    points.length = last;
  return points;
}

/** Puts a vertex wherever two edges of a ring cross. Null where none do. */
function withCrossings(points: readonly number[]): number[] | null {
  const count = points.length / 2;
  if (count < 4 || count > mostVerticesToCross) return null;
  const found: { t: number; x: number; y: number }[][] = Array.from({ length: count }, () => []);
  let any = false;
  for (let i = 0; i < count; i++) {
    const ax = points[i * 2];
    const ay = points[i * 2 + 1];
    const bx = points[((i + 1) % count) * 2];
    const by = points[((i + 1) % count) * 2 + 1];
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue;
      const cx = points[j * 2];
      const cy = points[j * 2 + 1];
      const dx = points[((j + 1) % count) * 2];
      const dy = points[((j + 1) % count) * 2 + 1];
      if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) continue;
      const cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      if (cross === 0) continue;
      const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross;
      const s = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / cross;
      if (!(t > 1e-9 && t < 1 - 1e-9 && s > 1e-9 && s < 1 - 1e-9)) continue;
      const x = ax + t * (bx - ax);
      const y = ay + t * (by - ay);
      found[i].push({ t, x, y });
      found[j].push({ t: s, x, y });
      any = true;
    }
  }
  if (!any) return null;
  const all: number[] = [];
  for (let i = 0; i < count; i++) {
    all.push(points[i * 2], points[i * 2 + 1]);
    for (const { x, y } of found[i].sort((a, b) => a.t - b.t)) all.push(x, y);
  }
  return all;
}

/** Loops of a ring that are looked at, largest first; real outlines have a handful. */
const mostLoops = 500;

/** Loops of a ring that comes back to its own vertices, each once around. */
function loopsOf(points: readonly number[]): number[][] {
  const loops: number[][] = [];
  // With a length of its own: an array that is cut short and grown again is copied each time.
  const path = new Float64Array(points.length);
  let length = 0;
  const at = new Map<string, number>();
  const take = (from: number): void => {
    if (length - from >= 6) loops.push(Array.from(path.subarray(from, length)));
  };
  for (let i = 0; i < points.length; i += 2) {
    const here = key(points[i], points[i + 1]);
    const before = at.get(here);
    // Entries of loops that were cut off stay and are told by what the path holds now: deleting them, a map slows down.
    if (before !== undefined && before < length && key(path[before], path[before + 1]) === here) {
      take(before);
      length = before;
    }
    at.set(here, length);
    path[length++] = points[i];
    path[length++] = points[i + 1];
  }
  take(0);
  return loops;
}

function reversed(ring: FlatRing): number[] {
  const turned: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) turned.push(ring[i], ring[i + 1]);
  return turned;
}

const counterClockwise = (ring: FlatRing): FlatRing => (ringArea(ring) > 0 ? ring : reversed(ring));
const clockwise = (ring: FlatRing): FlatRing => (ringArea(ring) < 0 ? ring : reversed(ring));

/** Whether most corners of a ring lie in another. */
function liesIn(ring: FlatRing, outer: FlatRing): boolean {
  let inside = 0;
  const count = ring.length / 2;
  for (let i = 0; i < ring.length; i += 2) {
    const n = (i + 2) % ring.length;
    if (insideRings([outer], (ring[i] + ring[n]) / 2, (ring[i + 1] + ring[n + 1]) / 2)) inside += 1;
  }
  return inside * 2 > count;
}

export type SoundFootprint = { readonly parts: readonly FootprintPart[]; readonly crossed: boolean };

/**
 * Makes sound parts of a footprint's rings as delivered: repeats and corners that are none go, rings that touch or cross
 * themselves are divided there, outer rings run counter-clockwise and holes clockwise.
 * @param rings in file order; `hole` says what the file takes them for.
 */
export function soundParts(
  rings: readonly { readonly points: ArrayLike<number>; readonly hole: boolean }[],
): SoundFootprint {
  const outers: FlatRing[] = [];
  const holes: FlatRing[] = [];
  let crossed = false;
  for (const { points, hole } of rings) {
    const plain = withoutRepeats(points);
    const cut = withCrossings(plain);
    crossed ||= cut !== null;
    const loops = loopsOf(cut ?? plain)
      .map(tidied)
      .filter((loop) => loop.length >= 6 && Math.abs(ringArea(loop)) >= smallestAreaM2)
      .sort((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)))
      .slice(0, mostLoops);
    for (const [index, loop] of loops.entries()) {
      // A loop within the first one that runs the other way round is a courtyard that touches the outline.
      const courtyard = index > 0 && ringArea(loop) > 0 !== ringArea(loops[0]) > 0 && liesIn(loop, loops[0]);
      if (hole || courtyard) holes.push(clockwise(loop));
      else outers.push(counterClockwise(loop));
    }
  }
  return {
    parts: outers.map((outer) => ({ outer, holes: holes.filter((hole) => liesIn(hole, outer)) })),
    crossed,
  };
}
