import { describe, expect, it } from "vitest";
import type { ModelResult } from "#workers/runtime/model.ts";
import { facadeLevel, loudestLevel } from "./facades.ts";

/** Two houses; the first has a wall along x = 0 with two receivers, 10 m apart, the second one close to them. */
const triangle = (x: number, y: number): number[] => [x, y, 3, x, y + 1, 3, x, y, 5];
const result = {
  buildingIds: ["a", "b"],
  buildingColumns: { noiseDen: Float32Array.of(66, 71) },
  surfaces: {
    trianglesXYZ: Float32Array.from([...triangle(0, 0), ...triangle(0, 10), ...triangle(0, 4)]),
    building: Uint32Array.of(0, 0, 1),
    fields: [{ id: "noiseDen", values: Float32Array.of(60, 60, 60, 66, 66, 66, 71, 71, 71) }],
  },
} as unknown as ModelResult;

describe("levels on a clicked façade", () => {
  it("are those of the nearest receiver of that building, not of the house before it", () => {
    expect(facadeLevel(result, { id: "a", at: [0, 1] }, "noiseDen")).toBe(60);
    expect(facadeLevel(result, { id: "a", at: [0, 4.4] }, "noiseDen")).toBe(60);
    expect(facadeLevel(result, { id: "a", at: [1, 9] }, "noiseDen")).toBe(66);
    expect(facadeLevel(result, { id: "b", at: [1, 9] }, "noiseDen")).toBe(71);
  });

  it("are not known far from every receiver, for another house, and where a result has no walls", () => {
    expect(facadeLevel(result, { id: "a", at: [0, 40] }, "noiseDen")).toBeNaN();
    expect(facadeLevel(result, { id: "c", at: [0, 1] }, "noiseDen")).toBeNaN();
    expect(facadeLevel({ ...result, surfaces: undefined }, { id: "a", at: [0, 1] }, "noiseDen")).toBeNaN();
    expect(loudestLevel(result, "b", "noiseDen")).toBe(71);
    expect(loudestLevel(result, "c", "noiseDen")).toBeNaN();
    expect(loudestLevel(result, "a", "noiseNight")).toBeNaN();
  });
});
