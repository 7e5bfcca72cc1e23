import { describe, expect, it } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { roofsOf } from "./roofField.ts";

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
});
const roofs = roofsOf(twin);
const groundZ = twin.data.buildings.groundZ[0];

describe("the roofs of a place", () => {
  it("are as high as the buildings, and nowhere else", () => {
    expect(roofs.topAt(65, 60)).toBeCloseTo(twin.data.buildings.ridgeZ[0], 3);
    expect(roofs.topAt(100, 60)).toBeNaN();
    expect(roofs.topAt(-5, 60)).toBeNaN();
  });

  it("hide what stands behind them from a low eye, not from a high one, and not what stands before them", () => {
    const behind = [65, 80, groundZ] as const;
    expect(roofs.hides([65, 0, groundZ + 20], behind, 1)).toBe(true);
    expect(roofs.hides([65, 20, groundZ + 300], behind, 1)).toBe(false);
    expect(roofs.hides([65, 0, groundZ + 20], [65, 40, groundZ], 1)).toBe(false);
  });

  it("do not hide what stands on their own roof", () => {
    const onTop = [65, 60, roofs.topAt(65, 60) + 1] as const;
    expect(roofs.hides([65, 0, groundZ + 40], onTop, 1)).toBe(false);
  });
});
