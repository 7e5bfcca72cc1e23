import type { Point } from "../frame.ts";
import { signedArea } from "../geometry/planar.ts";
import type { Shape } from "../operations.ts";

/**
 * The outline of a shape as directed edges x0,y0,x1,y1 (counter-clockwise outside, clockwise holes) that never overlap.
 * Polygons: the first ring is the outline, the others are holes, whichever way they run.
 */
export function edgesOf(shape: Shape): Float64Array {
  let edges = known.get(shape);
  if (!edges) {
    edges = makeEdges(shape);
    known.set(shape, edges);
  }
  return edges;
}

/** Shapes are immutable, and the same shape is asked for by several layers at several resolutions. */
const known = new WeakMap<Shape, Float64Array>();

function makeEdges(shape: Shape): Float64Array {
  if (shape.type === "polygon") return polygonEdges(shape.rings);
  if (shape.type === "circle") return polygonEdges([circleRing(shape.centre, shape.radiusM)]);
  return lineEdges(shape.points, shape.widthM);
}

/** A circle as a ring of the same area. */
export function circleRing(centre: Point, radiusM: number): Point[] {
  const corners = Math.max(24, Math.min(128, Math.ceil(radiusM * 12)));
  const angle = (2 * Math.PI) / corners;
  const radius = radiusM * Math.sqrt(angle / Math.sin(angle));
  return Array.from({ length: corners }, (_, i) => [
    centre[0] + radius * Math.cos(i * angle),
    centre[1] + radius * Math.sin(i * angle),
  ]);
}

function polygonEdges(rings: readonly (readonly Point[])[]): Float64Array {
  const edges = new Float64Array(rings.reduce((sum, ring) => sum + ring.length * 4, 0));
  let at = 0;
  rings.forEach((ring, index) => {
    const forward = signedArea(ring) > 0 === (index === 0);
    const n = ring.length;
    for (let i = 0; i < n; i++) {
      const a = ring[forward ? i : (i + 1) % n];
      const b = ring[forward ? (i + 1) % n : i];
      edges[at++] = a[0];
      edges[at++] = a[1];
      edges[at++] = b[0];
      edges[at++] = b[1];
    }
  });
  return edges;
}

/** Shorter steps of a line have no direction that single rounding errors could not turn, metres. */
const shortestM = 1e-6;

/** Mitres longer than this many half widths are cut off. */
const mitreLimit = 2;

/**
 * A line of a width: rectangles along its segments and wedges at the outer side of its bends, with square ends at the
 * first and last point. The pieces overlap at the inner side of bends and where the line crosses itself; the union is
 * cut into trapezoids that do not overlap.
 */
function lineEdges(points: readonly Point[], widthM: number): Float64Array {
  const half = widthM / 2;
  const pieces: Point[][] = [];
  const steps: { a: Point; b: Point; nx: number; ny: number }[] = [];
  let a = points[0];
  for (const b of points.slice(1)) {
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < shortestM) continue;
    steps.push({ a, b, nx: (-(b[1] - a[1]) / length) * half, ny: ((b[0] - a[0]) / length) * half });
    a = b;
  }
  for (const { a, b, nx, ny } of steps) {
    pieces.push([
      [a[0] - nx, a[1] - ny],
      [b[0] - nx, b[1] - ny],
      [b[0] + nx, b[1] + ny],
      [a[0] + nx, a[1] + ny],
    ]);
  }
  for (let i = 1; i < steps.length; i++) {
    const before = steps[i - 1];
    const after = steps[i];
    const turn = before.nx * after.ny - before.ny * after.nx;
    if (turn === 0) continue;
    // A left turn opens a gap on the right side, and the other way round.
    const side = turn > 0 ? -1 : 1;
    const joint = before.b;
    const from: Point = [joint[0] + side * before.nx, joint[1] + side * before.ny];
    const to: Point = [joint[0] + side * after.nx, joint[1] + side * after.ny];
    const mx = before.nx + after.nx;
    const my = before.ny + after.ny;
    const squared = mx * mx + my * my;
    // The mitre's tip lies at m · 2h²/|m|²; its length relative to h is 2h/|m|.
    const wedge: Point[] = [joint, from, to];
    if (squared > 0 && (2 * half) / Math.sqrt(squared) <= mitreLimit) {
      const scale = (side * 2 * half * half) / squared;
      wedge.splice(2, 0, [joint[0] + mx * scale, joint[1] + my * scale]);
    }
    pieces.push(signedArea(wedge) < 0 ? wedge.reverse() : wedge);
  }
  return unionEdges(pieces);
}

type Side = {
  readonly bottom: number;
  readonly top: number;
  readonly bottomX: number;
  readonly slope: number;
  readonly winding: number;
};

/** The union of counter-clockwise rings as trapezoids between horizontal cuts through every corner and crossing. */
function unionEdges(rings: readonly (readonly Point[])[]): Float64Array {
  const sides: Side[] = [];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i];
      const b = ring[(i + 1) % ring.length];
      if (a[1] === b[1]) continue;
      const [low, high] = a[1] < b[1] ? [a, b] : [b, a];
      const slope = (high[0] - low[0]) / (high[1] - low[1]);
      // A side that rises by less than numbers can divide by is level.
      if (!Number.isFinite(slope)) continue;
      sides.push({
        bottom: low[1],
        top: high[1],
        bottomX: low[0],
        slope,
        winding: a[1] > b[1] ? 1 : -1,
      });
    }
  }
  sides.sort((a, b) => a.bottom - b.bottom);
  const cuts = cutsOf(sides);
  const edges: number[] = [];
  let active: Side[] = [];
  let next = 0;
  for (let i = 1; i < cuts.length; i++) {
    const y0 = cuts[i - 1];
    const y1 = cuts[i];
    const middle = (y0 + y1) / 2;
    while (next < sides.length && sides[next].bottom < middle) active.push(sides[next++]);
    active = active.filter((side) => side.top > middle);
    const atMiddle = (side: Side): number => side.bottomX + side.slope * (middle - side.bottom);
    active.sort((a, b) => atMiddle(a) - atMiddle(b));
    let winding = 0;
    for (const side of active) {
      const before = winding;
      winding += side.winding;
      const x0 = side.bottomX + side.slope * (y0 - side.bottom);
      const x1 = side.bottomX + side.slope * (y1 - side.bottom);
      if (before === 0 && winding !== 0) edges.push(x1, y1, x0, y0);
      else if (before !== 0 && winding === 0) edges.push(x0, y0, x1, y1);
    }
  }
  return Float64Array.from(edges);
}

/** Heights of all ends and crossings, ascending. */
function cutsOf(sides: readonly Side[]): number[] {
  const cuts: number[] = [];
  sides.forEach((a, i) => {
    cuts.push(a.bottom, a.top);
    for (let j = i + 1; j < sides.length; j++) {
      const b = sides[j];
      if (b.bottom >= a.top) break;
      if (a.slope === b.slope) continue;
      // Both as x = bottomX + slope·(y − bottom), equated.
      const y = (b.bottomX - b.slope * b.bottom - (a.bottomX - a.slope * a.bottom)) / (a.slope - b.slope);
      if (y > b.bottom && y < Math.min(a.top, b.top)) cuts.push(y);
    }
  });
  return [...new Set(cuts)].sort((a, b) => a - b);
}
