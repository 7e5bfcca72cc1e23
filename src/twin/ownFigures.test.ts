import { describe, expect, it } from "vitest";
import { withOwnFigures } from "./ownFigures.ts";
import { sampleTwin } from "./package/sampleTwin.ts";

const twin = sampleTwin();
const [id] = twin.buildings.ids as [string];
const ground = twin.buildings.groundZ[0] as number;
const height = (twin.buildings.ridgeZ[0] as number) - ground;

describe("a person's own figures", () => {
  it("stand on top of the delivered ones, which stay beside them and in the twin that was given", () => {
    const before = structuredClone(twin.buildings);
    const own = withOwnFigures(twin, {
      [id]: { heightM: height * 2, storeys: 7, functionCode: "31001_2000" },
    });
    expect((own.buildings.ridgeZ[0] as number) - ground).toBeCloseTo(height * 2, 4);
    expect(own.buildings.storeys[0]).toBe(7);
    expect(own.buildings.functionCode[0]).toBe("31001_2000");
    expect(JSON.parse(own.buildings.attributes[0] as string)).toMatchObject({
      deliveredHeightM: Math.round(height * 1000) / 1000,
      deliveredStoreys: before.storeys[0],
      deliveredFunction: before.functionCode[0],
    });
    expect(twin.buildings).toEqual(before);
    expect(own.terrain).toBe(twin.terrain);
  });

  it("stretch what stands above the ground, and nothing of other buildings", () => {
    const own = withOwnFigures(twin, { [id]: { heightM: height * 2 } });
    const end = (twin.buildings.triangleStart[1] as number) * 9;
    const highest = (xyz: Float32Array, from: number, to: number) =>
      Math.max(...[...xyz.subarray(from, to)].filter((_, i) => i % 3 === 2));
    expect(highest(own.buildings.trianglesXYZ, 0, end) - ground).toBeCloseTo(
      (highest(twin.buildings.trianglesXYZ, 0, end) - ground) * 2,
      3,
    );
    expect(own.buildings.trianglesXYZ.subarray(end)).toEqual(twin.buildings.trianglesXYZ.subarray(end));
    expect(own.buildings.storeys).toEqual(twin.buildings.storeys);
  });

  it("give the layer a hash of its own, the same for the same figures", () => {
    const a = withOwnFigures(twin, { [id]: { storeys: 3 } }).baseHashes.buildings;
    expect(a).not.toBe(twin.baseHashes.buildings);
    expect(withOwnFigures(twin, { [id]: { storeys: 3 } }).baseHashes.buildings).toBe(a);
    expect(withOwnFigures(twin, { [id]: { storeys: 4 } }).baseHashes.buildings).not.toBe(a);
  });

  it("change nothing where no building has any", () => {
    expect(withOwnFigures(twin, { gone: { storeys: 3 } })).toBe(twin);
    expect(withOwnFigures(twin, {})).toBe(twin);
  });
});
