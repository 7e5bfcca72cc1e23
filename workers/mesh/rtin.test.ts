import { describe, expect, it } from "vitest";
import { createRtin, type RtinMesh } from "./rtin.ts";

const size = 33;
const heightsOf = (height: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: size * size }, (_, i) => height(i % size, Math.floor(i / size)));

/** Height of the mesh over a grid point, by the triangle that holds it. */
function meshHeight(mesh: RtinMesh, heights: Float32Array, x: number, y: number): number {
  for (let t = 0; t < mesh.triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => mesh.points[mesh.triangles[t + k]]);
    const [ax, ay, bx, by, cx, cy] = [a, b, c].flatMap((p) => [p % size, Math.floor(p / size)]);
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    const u = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area;
    const v = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area;
    if (u >= -1e-9 && v >= -1e-9 && u + v <= 1 + 1e-9)
      return heights[a] * (1 - u - v) + heights[b] * u + heights[c] * v;
  }
  return Number.NaN;
}

describe("createRtin", () => {
  const rtin = createRtin(size);

  it("covers flat ground with two triangles", () => {
    const mesh = rtin.mesh(rtin.errors(heightsOf(() => 5)), 0.1);
    expect(mesh.triangles.length / 3).toBe(2);
    expect(mesh.points.length).toBe(4);
  });

  it("stays near the terrain, faces up and covers the square once", () => {
    const heights = heightsOf((x, y) => 3 * Math.sin(x / 5) + 2 * Math.cos(y / 7) + (x > 20 ? 1 : 0));
    const mesh = rtin.mesh(rtin.errors(heights), 0.2);
    let area = 0;
    for (let t = 0; t < mesh.triangles.length; t += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => mesh.points[mesh.triangles[t + k]]);
      const [ax, ay, bx, by, cx, cy] = [a, b, c].flatMap((p) => [p % size, -Math.floor(p / size)]);
      const twice = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
      expect(twice).toBeGreaterThan(0);
      area += twice / 2;
    }
    expect(area).toBeCloseTo((size - 1) ** 2, 9);
    expect(mesh.triangles.length / 3).toBeLessThan((size - 1) ** 2 * 2);
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        // Errors of nested midpoints can add up along the hierarchy, never more than this.
        expect(Math.abs(meshHeight(mesh, heights, x, y) - heights[y * size + x])).toBeLessThan(0.45);
  });

  it("gives every point back where no error is allowed", () => {
    const heights = heightsOf((x, y) => ((x * 7 + y * 13) % 11) * 0.1 + x * y * 0.01);
    const mesh = rtin.mesh(rtin.errors(heights), 0);
    for (let i = 0; i < 200; i++) {
      const x = (i * 17) % size;
      const y = (i * 23) % size;
      expect(meshHeight(mesh, heights, x, y)).toBeCloseTo(heights[y * size + x], 4);
    }
  });

  it("refuses a size that cannot be halved", () => {
    expect(() => createRtin(100)).toThrow(RangeError);
  });
});
