import { describe, expect, it } from "vitest";
import { treeShape, treesPerInstance } from "./treeShape.ts";

describe("tree shapes", () => {
  it("repeats every detail for the trees of an instance, each with corners of its own", () => {
    const one = treeShape("broad", 1);
    const many = treeShape("broad");
    expect(many.details.map(({ count }) => count)).toEqual(
      one.details.map(({ count }) => count * treesPerInstance),
    );
    expect(many.position.length).toBe(one.position.length * treesPerInstance);
    expect(many.position.length / 3).toBeLessThan(0x10000);
    for (const { firstIndex, count } of many.details)
      for (let i = firstIndex; i < firstIndex + count; i += 3) {
        const tree = Math.floor(((i - firstIndex) / count) * treesPerInstance);
        const corners = [...many.indices.subarray(i, i + 3)];
        expect(corners.map((corner) => many.slot[corner])).toEqual([tree, tree, tree]);
      }
  });

  for (const kind of ["broad", "conifer"] as const) {
    const { position, part, indices, details } = treeShape(kind, 1);

    it(`draws a ${kind} tree with fewer faces the further away it stands`, () => {
      const faces = details.map(({ count }) => count / 3);
      expect(faces).toEqual([...faces].sort((a, b) => b - a));
      expect(faces[0]).toBe(72);
      expect(faces[faces.length - 1]).toBe(8);
      const sizes = details.map(({ leastPixelsPerM }) => leastPixelsPerM);
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      expect(sizes[sizes.length - 1]).toBe(0);
    });

    it(`keeps what a ${kind} tree covers from the side within a quarter in every detail`, () => {
      const areas = details.map(({ firstIndex, count }) =>
        sideArea(position, part, indices.subarray(firstIndex, firstIndex + count)),
      );
      for (const area of areas) {
        expect(area / (areas[0] ?? Number.NaN)).toBeGreaterThan(0.75);
        expect(area / (areas[0] ?? Number.NaN)).toBeLessThan(1.25);
      }
    });
  }
});

/** Area that the crown's faces cover seen along y: a closed shape shows half the sum of its projected faces. */
function sideArea(position: Float32Array, part: Uint8Array, indices: Uint16Array): number {
  let twice = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [indices[i], indices[i + 1], indices[i + 2]];
    if (part[a] === 0) continue;
    const ux = position[b * 3] - position[a * 3];
    const uz = position[b * 3 + 2] - position[a * 3 + 2];
    const vx = position[c * 3] - position[a * 3];
    const vz = position[c * 3 + 2] - position[a * 3 + 2];
    twice += Math.abs(ux * vz - uz * vx) / 2;
  }
  return twice / 2;
}
