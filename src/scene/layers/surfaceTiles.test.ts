import { describe, expect, it } from "vitest";
import { liftedTiles } from "./surfaceTiles.ts";

describe("liftedTiles", () => {
  const wallAt = (x: number): number[] => [x, 10, 100, x + 5, 10, 100, x, 10, 104];
  const look = { classEdges: [0], colours: ["#000000"] };

  it("leaves out what has no value, and moves the rest towards the side that is seen", () => {
    const trianglesXYZ = Float32Array.from([...wallAt(10), ...wallAt(20)]);
    const [make, ...others] = liftedTiles({
      trianglesXYZ,
      values: Float32Array.of(3, 4, 5, Number.NaN, Number.NaN, Number.NaN),
      ...look,
    });
    expect(others).toHaveLength(0);
    const tile = make();
    expect(tile.values).toEqual(Float32Array.of(3, 4, 5));
    // Counter-clockwise from the south: the wall looks to −y.
    expect(tile.originY + tile.positions[1]).toBeCloseTo(10 - 0.15, 3);
    expect(tile.normals[1]).toBe(-127);
  });

  it("gives each square an origin of its own, within whose reach all of it lies", () => {
    const trianglesXYZ = Float32Array.from([...wallAt(10), ...wallAt(1600)]);
    const tiles = liftedTiles({ trianglesXYZ, values: Float32Array.of(1, 1, 1, 2, 2, 2), ...look });
    expect(tiles).toHaveLength(2);
    for (const make of tiles) {
      const tile = make();
      for (let i = 0; i < tile.positions.length; i += 3) {
        const [x, y, z] = tile.positions.subarray(i, i + 3);
        expect(Math.hypot(x, y, z)).toBeLessThan(tile.radiusM);
      }
    }
  });
});
