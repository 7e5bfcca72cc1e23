import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Point } from "../frame.ts";
import {
  boundsOf,
  distanceToSegment,
  insideRing,
  insideRings,
  lineLength,
  lineMeetsRing,
  pointInside,
  ringCrossesItself,
  ringLength,
  ringsMeet,
  segmentsMeet,
  signedArea,
} from "./planar.ts";

const square: Point[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];
const moved = (ring: readonly Point[], dx: number, dy: number): Point[] =>
  ring.map(([x, y]) => [x + dx, y + dy]);
const star = fc
  .array(fc.double({ min: 1, max: 30, noNaN: true }), { minLength: 3, maxLength: 16 })
  .map((radii): Point[] =>
    radii.map((radius, i) => [
      radius * Math.cos((i * 2 * Math.PI) / radii.length),
      radius * Math.sin((i * 2 * Math.PI) / radii.length),
    ]),
  );

describe("planar geometry", () => {
  it("measures areas and lengths", () => {
    expect(signedArea(square)).toBe(16);
    expect(signedArea(square.toReversed())).toBe(-16);
    expect(ringLength(square)).toBe(16);
    expect(lineLength(square)).toBe(12);
    expect(lineLength([[1, 1]])).toBe(0);
    expect(distanceToSegment([2, 3], [0, 0], [4, 0])).toBe(3);
    expect(distanceToSegment([7, 4], [0, 0], [4, 0])).toBe(5);
    expect(distanceToSegment([3, 4], [0, 0], [0, 0])).toBe(5);
    expect(boundsOf([])).toBeNull();
  });

  it("tells inside from outside, holes included", () => {
    const hole = moved(square, 0, 0).map(([x, y]): Point => [1 + x / 2, 1 + y / 2]);
    expect(insideRing([1, 1], square)).toBe(true);
    expect(insideRing([5, 1], square)).toBe(false);
    expect(insideRings([2, 2], [square, hole])).toBe(false);
    expect(insideRings([0.5, 2], [square, hole])).toBe(true);
  });

  it("finds crossings, touches and overlaps of segments", () => {
    expect(segmentsMeet([0, 0], [4, 4], [0, 4], [4, 0])).toBe(true);
    expect(segmentsMeet([0, 0], [4, 0], [2, 0], [2, 3])).toBe(true);
    expect(segmentsMeet([0, 0], [4, 0], [3, 0], [9, 0])).toBe(true);
    expect(segmentsMeet([0, 0], [4, 0], [5, 0], [9, 0])).toBe(false);
    expect(segmentsMeet([0, 0], [4, 0], [0, 1], [4, 1])).toBe(false);
  });

  it("knows rings that cross, touch or fold back onto themselves", () => {
    expect(ringCrossesItself(square)).toBe(false);
    expect(
      ringCrossesItself([
        [0, 0],
        [4, 4],
        [4, 0],
        [0, 4],
      ]),
    ).toBe(true);
    expect(
      ringCrossesItself([
        [0, 0],
        [4, 0],
        [2, 0],
        [2, 4],
      ]),
    ).toBe(true);
    expect(
      ringCrossesItself([
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 0],
        [0, 4],
      ]),
    ).toBe(true);
    fc.assert(
      fc.property(star, (ring) => {
        expect(ringCrossesItself(ring)).toBe(false);
      }),
    );
  });

  it("knows whether rings share ground, also when one lies in the other", () => {
    expect(ringsMeet(square, moved(square, 3, 3))).toBe(true);
    expect(ringsMeet(square, moved(square, 5, 0))).toBe(false);
    const inner: Point[] = [
      [1, 1],
      [2, 1],
      [2, 2],
    ];
    expect(ringsMeet(square, inner)).toBe(true);
    expect(ringsMeet(inner, square)).toBe(true);
    expect(
      lineMeetsRing(
        [
          [-1, 2],
          [9, 2],
        ],
        square,
      ),
    ).toBe(true);
    expect(
      lineMeetsRing(
        [
          [-1, 5],
          [9, 5],
        ],
        square,
      ),
    ).toBe(false);
  });

  it("finds a point inside any ring", () => {
    fc.assert(
      fc.property(star, (ring) => {
        expect(insideRing(pointInside(ring), ring)).toBe(true);
      }),
    );
    // A horseshoe, whose middle lies outside.
    const horseshoe: Point[] = [
      [0, 0],
      [9, 0],
      [9, 9],
      [7, 9],
      [7, 2],
      [2, 2],
      [2, 9],
      [0, 9],
    ];
    expect(insideRing(pointInside(horseshoe), horseshoe)).toBe(true);
  });
});
