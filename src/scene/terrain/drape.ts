import earcut from "earcut";
import type { Point } from "#twin/frame.ts";

/** Triangles that lie on the ground: x, y, z per corner, frame offsets and NHN. */
export type Drape = { readonly xyz: readonly number[] };

/** No side of a draped triangle is longer than this, metres: the ground's own detail. */
const longestM = 4;
const mostTriangles = 60_000;

/** Fills a ring with triangles that follow the ground. A side is always halved in its middle, so neighbours fit. */
export function drapeRings(
  rings: readonly (readonly Point[])[],
  heightAt: (x: number, y: number) => number,
): Drape {
  const flat: number[] = [];
  const holes: number[] = [];
  rings.forEach((ring, i) => {
    if (i > 0) holes.push(flat.length / 2);
    for (const [x, y] of ring) flat.push(x, y);
  });
  const triangles = earcut(flat, holes);
  const xyz: number[] = [];
  const split = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number): void => {
    const ab = Math.hypot(bx - ax, by - ay);
    const bc = Math.hypot(cx - bx, cy - by);
    const ca = Math.hypot(ax - cx, ay - cy);
    const longest = Math.max(ab, bc, ca);
    if (longest <= longestM || xyz.length > mostTriangles * 9) {
      for (const [x, y] of [
        [ax, ay],
        [bx, by],
        [cx, cy],
      ])
        xyz.push(x, y, heightAt(x, y));
    } else if (longest === ab) {
      const mx = (ax + bx) / 2;
      const my = (ay + by) / 2;
      split(ax, ay, mx, my, cx, cy);
      split(mx, my, bx, by, cx, cy);
    } else if (longest === bc) {
      const mx = (bx + cx) / 2;
      const my = (by + cy) / 2;
      split(ax, ay, bx, by, mx, my);
      split(ax, ay, mx, my, cx, cy);
    } else {
      const mx = (cx + ax) / 2;
      const my = (cy + ay) / 2;
      split(ax, ay, bx, by, mx, my);
      split(mx, my, bx, by, cx, cy);
    }
  };
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [triangles[i] * 2, triangles[i + 1] * 2, triangles[i + 2] * 2];
    split(flat[a], flat[a + 1], flat[b], flat[b + 1], flat[c], flat[c + 1]);
  }
  return { xyz };
}

/** A line with enough points to follow the ground. */
export function drapeLine(
  points: readonly Point[],
  closed: boolean,
  heightAt: (x: number, y: number) => number,
): readonly (readonly [number, number, number])[] {
  const result: (readonly [number, number, number])[] = [];
  const count = closed ? points.length : points.length - 1;
  for (let i = 0; i < count; i++) {
    const [ax, ay] = points[i];
    const [bx, by] = points[(i + 1) % points.length];
    const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / 3));
    for (let k = i === 0 ? 0 : 1; k <= steps; k++) {
      const x = ax + ((bx - ax) * k) / steps;
      const y = ay + ((by - ay) * k) / steps;
      result.push([x, y, heightAt(x, y)]);
    }
  }
  return result;
}
