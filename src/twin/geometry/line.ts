import type { Point } from "../frame.ts";
import { distance, distanceToSegment, lineLength } from "./planar.ts";

/** Open lines of at least one point, in frame offsets (metres). */

/** A point some metres along a line, and which way the line runs there (a unit vector); its end where it is shorter. */
export function along(
  line: readonly Point[],
  alongM: number,
): { readonly at: Point; readonly direction: Point } {
  let leftM = Math.max(0, alongM);
  let direction: Point = [1, 0];
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const lengthM = distance(a, b);
    if (lengthM === 0) continue;
    direction = [(b[0] - a[0]) / lengthM, (b[1] - a[1]) / lengthM];
    if (leftM <= lengthM)
      return { at: [a[0] + direction[0] * leftM, a[1] + direction[1] * leftM], direction };
    leftM -= lengthM;
  }
  return { at: line[line.length - 1], direction };
}

/** The point half-way along a line. */
export const middleOfLine = (line: readonly Point[]): Point => along(line, lineLength(line) / 2).at;

/** Distance of a point from a line, metres. */
export function distanceToLine(p: Point, line: readonly Point[]): number {
  let least = distance(p, line[0]);
  for (let i = 1; i < line.length; i++) least = Math.min(least, distanceToSegment(p, line[i - 1], line[i]));
  return least;
}
