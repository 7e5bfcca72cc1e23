import { describe, expect, it } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { sunGround } from "./ground.ts";

describe("sunGround", () => {
  it("knows every height where cells reach beyond the data and evergreens stand among the shades", () => {
    const twin = handmadeTwin({
      extent: { minX: 0, minY: 0, maxX: 60, maxY: 60 },
      cellSizeM: 2,
      // Nobody knows the ground in the north.
      groundZ: (_x, y) => (y > 44 ? Number.NaN : 100),
      landCover: () => "meadow",
      buildings: [],
      trees: [{ id: "t", at: [30, 20], heightM: 12, crownDiameterM: 6, species: "Picea abies" }],
      streets: [],
    });
    const { scene, known } = sunGround(twin, 8, true);
    expect(known.includes(0)).toBe(true);
    for (const heights of [scene.surfaceM, scene.shadeTopM, scene.shadeBaseM])
      expect(heights?.every(Number.isFinite)).toBe(true);
    expect(Math.max(...(scene.shadeTopM ?? []))).toBeGreaterThan(105);
  });
});
