import { describe, expect, it } from "vitest";
import { partition } from "./partition.ts";

describe("partition", () => {
  it("puts every object into exactly one small, compact group", () => {
    const xy = Float32Array.from({ length: 2000 }, (_, i) => ((i * 7919) % 1000) * 3);
    const groups = partition(xy, 100, 800);
    expect(groups.flatMap((group) => [...group]).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
    for (const group of groups) {
      expect(group.length).toBeLessThanOrEqual(100);
      for (const axis of [0, 1]) {
        const values = [...group].map((member) => xy[member * 2 + axis]);
        expect(Math.max(...values) - Math.min(...values)).toBeLessThanOrEqual(800);
      }
    }
  });

  it("does not split what lies in one place", () => {
    expect(partition(new Float32Array(20), 100, 10).length).toBe(1);
    expect(partition(new Float32Array(0), 100, 10)).toEqual([]);
  });
});
