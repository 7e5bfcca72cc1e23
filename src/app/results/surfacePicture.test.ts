import { describe, expect, it } from "vitest";
import type { RunOutcome } from "#runs/contract.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { surfaceDifferenceOf } from "./surfacePicture.ts";

const layer: ResultLayer = {
  id: "noiseDen",
  unit: "dB(A)",
  classEdges: [50, 60],
  ramp: "noise",
  differenceSteps: [1, 2, 3],
  series: null,
};

/** A run with one wall. */
function outcome(levels: readonly number[], wallX = 0): RunOutcome {
  const surfaces = {
    trianglesXYZ: Float32Array.of(wallX, 0, 0, wallX, 5, 0, wallX, 0, 3),
    building: Uint32Array.of(0),
    fields: [{ id: "noiseDen", values: Float32Array.from(levels) }],
  };
  return { result: { surfaces } } as unknown as RunOutcome;
}

describe("differences on walls", () => {
  it("are plan minus baseline, in the layer's own steps, and the same picture as long as nothing changes", () => {
    const [before, after] = [outcome([60, 60, 60]), outcome([57, 57, 57])];
    const picture = surfaceDifferenceOf(before, after, layer);
    expect([...(picture?.values ?? [])]).toEqual([-3, -3, -3]);
    expect(picture?.classEdges.slice(1)).toEqual([-3, -2, -1, 1, 2, 3]);
    expect(picture?.colours[3]).toBe("transparent");
    expect(surfaceDifferenceOf(before, after, layer)).toBe(picture);
  });

  it("are none where the walls are not the same, or where a run has no such values", () => {
    const before = outcome([60, 60, 60]);
    expect(surfaceDifferenceOf(before, outcome([57, 57, 57], 8), layer)).toBeUndefined();
    expect(surfaceDifferenceOf(before, null, layer)).toBeUndefined();
    expect(surfaceDifferenceOf(before, outcome([57, 57, 57]), { ...layer, id: "other" })).toBeUndefined();
  });
});
