import type { Point } from "#twin/frame.ts";
import { simplifyLine } from "./polygon.ts";
import {
  add,
  at,
  direction,
  distance,
  leftOf,
  lerp,
  type Ring,
  roundPoint,
  scale,
  subtract,
} from "./vector.ts";

/** Centripetal-like smooth line through the points (Catmull–Rom, tension ½), sampled and thinned to 5 cm. */
export const smoothLine = (points: readonly Point[], stepM = 6): Point[] => {
  if (points.length < 3) return points.map(roundPoint);
  const first = at(points, 0);
  const last = at(points, points.length - 1);
  const extended = [
    subtract(scale(first, 2), at(points, 1)),
    ...points,
    subtract(scale(last, 2), at(points, points.length - 2)),
  ];
  const result: Point[] = [];
  for (let i = 1; i + 2 < extended.length; i++) {
    const [p0, p1, p2, p3] = [at(extended, i - 1), at(extended, i), at(extended, i + 1), at(extended, i + 2)];
    const span = distance(p1, p2);
    // Tangents scaled to the span keep uneven control points from making loops.
    const m1 = scale(direction(p0, p2), span);
    const m2 = scale(direction(p1, p3), span);
    const steps = Math.max(2, Math.ceil(span / stepM));
    for (let k = 0; k < steps; k++) {
      const t = k / steps;
      const t2 = t * t;
      const t3 = t2 * t;
      const a = 2 * t3 - 3 * t2 + 1;
      const b = t3 - 2 * t2 + t;
      const c = -2 * t3 + 3 * t2;
      const d = t3 - t2;
      result.push([
        a * p1[0] + b * m1[0] + c * p2[0] + d * m2[0],
        a * p1[1] + b * m1[1] + c * p2[1] + d * m2[1],
      ]);
    }
  }
  result.push(last);
  return simplifyLine(result, 0.05).map(roundPoint);
};

export const lineLength = (line: readonly Point[]): number => {
  let total = 0;
  for (let i = 0; i + 1 < line.length; i++) total += distance(at(line, i), at(line, i + 1));
  return total;
};

/** Point and direction at a distance along a line. */
export const alongLine = (line: readonly Point[], distanceM: number): { point: Point; heading: Point } => {
  let rest = distanceM;
  for (let i = 0; i + 1 < line.length; i++) {
    const a = at(line, i);
    const b = at(line, i + 1);
    const l = distance(a, b);
    if (rest <= l || i + 2 === line.length) {
      return { point: lerp(a, b, l > 0 ? Math.min(1, rest / l) : 0), heading: direction(a, b) };
    }
    rest -= l;
  }
  return { point: at(line, 0), heading: [1, 0] };
};

/** The parallel line at `offsetM` to the left, mitred (mitres capped at twice the offset). */
export const offsetLine = (line: readonly Point[], offsetM: number): Point[] =>
  line.map((p, i) => {
    const before = i > 0 ? direction(at(line, i - 1), p) : direction(p, at(line, 1));
    const after = i + 1 < line.length ? direction(p, at(line, i + 1)) : before;
    const n0 = leftOf(before);
    const n1 = leftOf(after);
    const sum = add(n0, n1);
    const squared = sum[0] * sum[0] + sum[1] * sum[1];
    // |n0 + n1|² = 2 + 2 cos; the mitre vector is 2(n0+n1)/|n0+n1|².
    const factor = squared > 1 ? 2 / squared : 2;
    return add(p, scale(sum, factor * offsetM));
  });

// Directions of a half circle from −90° to +90° in steps of 22.5° (cosine, sine), as literals: no trigonometry.
const halfCircle: readonly Point[] = [
  [0.3826834323650898, -0.9238795325112867],
  [Math.SQRT1_2, -Math.SQRT1_2],
  [0.9238795325112867, -0.3826834323650898],
  [1, 0],
  [0.9238795325112867, 0.3826834323650898],
  [Math.SQRT1_2, Math.SQRT1_2],
  [0.3826834323650898, 0.9238795325112867],
];

/** The strip of `halfWidthM` to both sides of a line as a ring, ends rounded or cut flat. */
export const bufferLine = (
  line: readonly Point[],
  halfWidthM: number,
  ends: "round" | "flat" = "round",
): Ring => {
  const left = offsetLine(line, halfWidthM);
  const right = offsetLine(line, -halfWidthM);
  const cap = (centre: Point, heading: Point): Point[] =>
    ends === "flat"
      ? []
      : halfCircle.map(([c, s]) => [
          centre[0] + (heading[0] * c - heading[1] * s) * halfWidthM,
          centre[1] + (heading[1] * c + heading[0] * s) * halfWidthM,
        ]);
  const last = line.length - 1;
  const endHeading = direction(at(line, last - 1), at(line, last));
  const startHeading = direction(at(line, 1), at(line, 0));
  return [
    ...right,
    ...cap(at(line, last), endHeading),
    ...left.reverse(),
    ...cap(at(line, 0), startHeading),
  ].map(roundPoint);
};
