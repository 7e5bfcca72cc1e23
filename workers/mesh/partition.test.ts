import { describe, expect, it } from "vitest";
import { eachGroup, partition } from "./partition.ts";

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

  it("halves at the middle of the wider side, whatever the order and however many lie in one place", () => {
    const count = 4096;
    const xy = new Float32Array(count * 2);
    for (let i = 0; i < count; i++) {
      // Half of them in one line, the rest scattered; ids in no order of place.
      xy[i * 2] = i % 2 === 0 ? 500 : (i * 7919) % 1000;
      xy[i * 2 + 1] = ((i * 104_729) % 400) / 2;
    }
    const groups = partition(xy, count / 2, 1e9);
    expect(groups.map((group) => group.length)).toEqual([count / 2, count / 2]);
    const place = (member: number): number => xy[member * 2] * 10_000 + member;
    const [west, east] = groups.map((group) => [...group].map(place));
    expect(Math.max(...west)).toBeLessThan(Math.min(...east));
    expect([...eachGroup(xy, count / 2, 1e9)]).toEqual(groups);
  });
});
