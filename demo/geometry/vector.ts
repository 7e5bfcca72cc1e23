import type { Point } from "#twin/frame.ts";

export type Ring = readonly Point[];

export const roundMm = (value: number): number => {
  const rounded = Math.round(value * 1000) / 1000;
  return rounded === 0 ? 0 : rounded;
};
export const roundPoint = (p: Point): Point => [roundMm(p[0]), roundMm(p[1])];
export const add = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1]];
export const subtract = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
export const scale = (a: Point, factor: number): Point => [a[0] * factor, a[1] * factor];
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1];
export const cross = (a: Point, b: Point): number => a[0] * b[1] - a[1] * b[0];
// Math.hypot may differ between engines in the last bit; sqrt is exact by IEEE 754.
const length = (a: Point): number => Math.sqrt(a[0] * a[0] + a[1] * a[1]);
export const distance = (a: Point, b: Point): number => length(subtract(a, b));
export const lerp = (a: Point, b: Point, t: number): Point => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
];
/** Unit vector from a to b; [1, 0] when they coincide. */
export const direction = (a: Point, b: Point): Point => {
  const d = subtract(b, a);
  const l = length(d);
  return l > 0 ? [d[0] / l, d[1] / l] : [1, 0];
};
/** Left-hand normal. */
export const leftOf = (d: Point): Point => [-d[1], d[0]];
/** The point that lies `along` and `aside` (left positive) of an origin with a unit direction. */
export const local = (origin: Point, d: Point, along: number, aside: number): Point => [
  origin[0] + d[0] * along - d[1] * aside,
  origin[1] + d[1] * along + d[0] * aside,
];

/** Item at a cyclic index. */
export const at = <T>(items: readonly T[], index: number): T => {
  const n = items.length;
  return items[((index % n) + n) % n] as T;
};

/** Position on a segment nearest to p: parameter 0–1 and squared distance. */
export const projectOnSegment = (p: Point, a: Point, b: Point): { t: number; distanceSquared: number } => {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const squared = dx * dx + dy * dy;
  const raw = squared > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared : 0;
  const t = raw < 0 ? 0 : raw > 1 ? 1 : raw;
  const ex = p[0] - a[0] - dx * t;
  const ey = p[1] - a[1] - dy * t;
  return { t, distanceSquared: ex * ex + ey * ey };
};

/** Parameters (t on ab, u on cd) where two segments cross, or null. */
export const crossSegments = (a: Point, b: Point, c: Point, d: Point): { t: number; u: number } | null => {
  const r = subtract(b, a);
  const s = subtract(d, c);
  const denominator = cross(r, s);
  if (Math.abs(denominator) < 1e-12) return null;
  const q = subtract(c, a);
  const t = cross(q, s) / denominator;
  const u = cross(q, r) / denominator;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : null;
};
