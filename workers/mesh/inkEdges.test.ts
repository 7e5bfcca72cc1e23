import { describe, expect, it } from "vitest";
import { prismTable } from "#twin/read/prism.ts";
import { markInkEdges } from "./inkEdges.ts";

function drawnLengthM(roof: "flat" | "gable"): number {
  const table = prismTable([
    {
      building: {
        id: "a",
        ring: [
          [0, 0],
          [10, 0],
          [10, 6],
          [0, 6],
        ],
        heightM: 5,
        roof,
        storeys: 1,
        functionCode: "",
      },
      groundZ: 0,
    },
  ]);
  const count = table.surfaceKind.length;
  const xyz = table.trianglesXYZ;
  const normals = new Float32Array(count * 3);
  for (let t = 0; t < count; t++) {
    const p = (k: number, axis: number): number => xyz[t * 9 + k * 3 + axis];
    const u = [0, 1, 2].map((axis) => p(1, axis) - p(0, axis));
    const v = [0, 1, 2].map((axis) => p(2, axis) - p(0, axis));
    const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    const length = Math.hypot(...n);
    normals.set(
      n.map((value) => value / length),
      t * 3,
    );
  }
  const ink = new Uint8Array(count);
  markInkEdges(xyz, normals, 0, count, ink);
  let total = 0;
  for (let t = 0; t < count; t++) {
    for (let edge = 0; edge < 3; edge++) {
      if (((ink[t] >> edge) & 1) === 0) continue;
      const a = t * 9 + ((edge + 1) % 3) * 3;
      const b = t * 9 + ((edge + 2) % 3) * 3;
      // Both faces of a fold draw their half of the line.
      total += Math.hypot(xyz[a] - xyz[b], xyz[a + 1] - xyz[b + 1], xyz[a + 2] - xyz[b + 2]) / 2;
    }
  }
  return total;
}

describe("markInkEdges", () => {
  it("draws the twelve edges of a box and none of its diagonals", () => {
    expect(drawnLengthM("flat")).toBeCloseTo(4 * (10 + 6 + 5), 4);
  });

  it("adds a gable's ridge and verges", () => {
    expect(drawnLengthM("gable")).toBeGreaterThan(4 * (10 + 6 + 5));
  });
});
