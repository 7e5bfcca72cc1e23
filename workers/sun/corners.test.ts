import { describe, expect, it } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { cornersOf, valuesAtCorners } from "./corners.ts";
import { surfacePatches } from "./patches.ts";

const ring = [
  [10, 10],
  [30, 10],
  [30, 20],
  [10, 20],
] as const;

describe("valuesAtCorners", () => {
  const patches = surfacePatches(handmadeTwin({ buildings: [{ id: "a", ring, heightM: 9 }] }), 4);
  const corners = cornersOf(patches);

  it("leaves an even value as it is, and a patch without a value empty", () => {
    const values = new Float32Array(patches.count).fill(3.5);
    values[0] = Number.NaN;
    const carried = valuesAtCorners(patches, corners, values);
    expect([...carried.subarray(0, 3)].every(Number.isNaN)).toBe(true);
    expect([...carried.subarray(3)].every((value) => value === 3.5)).toBe(true);
  });

  it("stays between the values around, and does not carry them around the corner of the house", () => {
    const south = (i: number): boolean => patches.normals[3 * i + 1] < -0.9;
    const values = Float32Array.from({ length: patches.count }, (_, i) => (south(i) ? 8 : 0));
    const carried = valuesAtCorners(patches, corners, values);
    for (let i = 0; i < patches.count; i += 1)
      for (let corner = 3 * i; corner < 3 * i + 3; corner += 1)
        expect(carried[corner]).toBe(south(i) ? 8 : 0);
  });

  it("knows corners that patches share", () => {
    expect(corners.count).toBeLessThan(1.2 * patches.count);
  });
});
