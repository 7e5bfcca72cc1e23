import { describe, expect, it } from "vitest";
import type { StreetSection } from "#twin/objects.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { isFree, stepTo, walkStart } from "./walk.ts";

const street: StreetSection = {
  id: "s",
  name: "Gasse",
  class: "residential",
  line: [
    [0, 100],
    [200, 100],
  ],
  widthM: 5,
  lanes: 1,
  speedKmh: 30,
  oneway: "no",
  access: { car: true, bike: true, foot: true, bus: false },
  level: 0,
  tags: {},
};
const twin = handmadeTwin({
  extent: { minX: 0, minY: 0, maxX: 200, maxY: 200 },
  buildings: [
    {
      id: "hall",
      ring: [
        [50, 50],
        [80, 50],
        [80, 70],
        [50, 70],
      ] as const,
      heightM: 12,
    },
  ],
  streets: [street],
});

describe("walking", () => {
  it("stops at a wall, slides along it, and keeps clear of it", () => {
    expect(isFree(twin, [65, 60])).toBe(false);
    expect(isFree(twin, [65, 49.7])).toBe(false);
    expect(isFree(twin, [65, 49])).toBe(true);
    expect(stepTo(twin, [65, 49], [65, 49.8])).toEqual([65, 49]);
    expect(stepTo(twin, [65, 49], [65.5, 49.8])).toEqual([65.5, 49]);
    expect(stepTo(twin, [65, 45], [65, 46])).toEqual([65, 46]);
  });

  it("lets out who stands in a building", () => {
    expect(stepTo(twin, [65, 60], [65, 61])).toEqual([65, 61]);
  });

  it("begins on the nearest street, looking along it the way one looked", () => {
    expect(walkStart(twin, [60, 80], 80)).toEqual({ at: [60, 100], headingDeg: 90 });
    expect(walkStart(twin, [60, 80], 280).headingDeg).toBe(270);
    expect(walkStart(twin, [60, 5], 10)).toEqual({ at: [60, 5], headingDeg: 10 });
  });
});
