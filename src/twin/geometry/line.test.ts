import { describe, expect, it } from "vitest";
import type { Point } from "../frame.ts";
import { along, distanceToLine, middleOfLine } from "./line.ts";

/** 10 m east, a corner that stands twice, 30 m north. */
const line: Point[] = [
  [0, 0],
  [10, 0],
  [10, 0],
  [10, 30],
];

describe("a line", () => {
  it("has a point some metres along it, and its ends before and beyond", () => {
    expect(along(line, 4)).toEqual({ at: [4, 0], direction: [1, 0] });
    expect(along(line, 16)).toEqual({ at: [10, 6], direction: [0, 1] });
    expect(along(line, -1).at).toEqual([0, 0]);
    expect(along(line, 99).at).toEqual([10, 30]);
  });

  it("has its middle half-way along, not at its middle corner", () => {
    expect(middleOfLine(line)).toEqual([10, 10]);
  });

  it("is as far from a point as its nearest segment; a line of one point as that", () => {
    expect(distanceToLine([13, 10], line)).toBe(3);
    expect(distanceToLine([13, 34], line)).toBe(5);
    expect(distanceToLine([3, 4], [[0, 0]])).toBe(5);
  });
});
