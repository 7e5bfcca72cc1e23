/** Circular arcs of GML 3.2 (ISO 19136, 10.4.7.12–15) as chords. */

export type Point = readonly [number, number];

/** Largest distance between chord and arc, metres. In degrees the steps below bound it. */
const sagittaM = 0.02;
const smallestStep = Math.PI / 180;
const largestStep = Math.PI / 18;

function stepOf(radius: number): number {
  // Below a tenth of a unit the coordinates are degrees.
  if (radius < 0.1) return largestStep / 2;
  const step = 2 * Math.acos(Math.max(-1, 1 - sagittaM / radius));
  return Math.min(largestStep, Math.max(smallestStep, step));
}

/** Points on the circle around (x, y) from one angle over the sweep, both ends included. */
export function arcAround(x: number, y: number, radius: number, from: number, sweep: number): Point[] {
  const steps = Math.max(1, Math.ceil(Math.abs(sweep) / stepOf(radius)));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = from + (sweep * i) / steps;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

/** Chords from a over b to c. Three points on a line stay as they are. */
export function arcThrough(a: Point, b: Point, c: Point): Point[] {
  // Relative to a, so that large coordinates cost no digits.
  const [bx, by] = [b[0] - a[0], b[1] - a[1]];
  const [cx, cy] = [c[0] - a[0], c[1] - a[1]];
  const twice = 2 * (bx * cy - by * cx);
  const b2 = bx * bx + by * by;
  const c2 = cx * cx + cy * cy;
  // Flatter than a millionth: a line.
  if (!Number.isFinite(twice) || Math.abs(twice) <= 1e-9 * (b2 + c2)) return [a, b, c];
  const ux = (cy * b2 - by * c2) / twice;
  const uy = (bx * c2 - cx * b2) / twice;
  const radius = Math.hypot(ux, uy);
  const angle = (x: number, y: number): number => Math.atan2(y - uy, x - ux);
  const from = angle(0, 0);
  const turn = (to: number): number => {
    const delta = (to - from) % (2 * Math.PI);
    return twice > 0 ? (delta + 2 * Math.PI) % (2 * Math.PI) : -((2 * Math.PI - delta) % (2 * Math.PI));
  };
  // Both halves by themselves, so that the middle point is kept.
  const half = turn(angle(bx, by));
  const whole = turn(angle(cx, cy));
  const first = arcAround(a[0] + ux, a[1] + uy, radius, from, half);
  const second = arcAround(a[0] + ux, a[1] + uy, radius, from + half, whole - half);
  return [a, ...first.slice(1, -1), b, ...second.slice(1, -1), c];
}

/** The full circle through three points, closed. */
export function circleThrough(a: Point, b: Point, c: Point): Point[] {
  const there = arcThrough(a, b, c);
  if (there.length === 3) return there;
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
  const twice = 2 * (bx * cy - by * cx);
  const b2 = bx * bx + by * by;
  const c2 = cx * cx + cy * cy;
  const [x, y] = [a[0] + (cy * b2 - by * c2) / twice, a[1] + (bx * c2 - cx * b2) / twice];
  const radius = Math.hypot(a[0] - x, a[1] - y);
  const circle = arcAround(x, y, radius, Math.atan2(a[1] - y, a[0] - x), Math.sign(twice) * 2 * Math.PI);
  return [a, ...circle.slice(1, -1), a];
}
