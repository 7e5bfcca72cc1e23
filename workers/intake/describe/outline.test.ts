import { describe, expect, it } from "vitest";
import { boxOf, createHull } from "./hull.ts";
import { misplacedBy } from "./misplaced.ts";

describe("outlines", () => {
  it("finds the hull of many points and the rectangle around rings", () => {
    const hull = createHull();
    let seed = 3;
    for (let i = 0; i < 20_000; i++) {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      hull.add((seed % 1000) / 10, ((seed >> 10) % 1000) / 10);
    }
    for (const [x, y] of [
      [-1, -1],
      [101, -1],
      [101, 101],
      [-1, 101],
      [Number.NaN, 5],
    ])
      hull.add(x, y);
    expect([...hull.ring()].sort()).toEqual([
      [-1, -1],
      [-1, 101],
      [101, -1],
      [101, 101],
    ]);
    expect(boxOf([hull.ring()])).toEqual({ west: -1, south: -1, east: 101, north: 101 });
    expect(boxOf([])).toBeNull();
  });

  it("keeps points on a circle in bounded room", () => {
    const hull = createHull();
    for (let i = 0; i < 50_000; i++) hull.add(100 * Math.cos(i), 100 * Math.sin(i));
    const box = boxOf([hull.ring()]);
    expect(hull.ring().length).toBeLessThan(4096);
    expect(box?.east).toBeCloseTo(100, 1);
    expect(box?.south).toBeCloseTo(-100, 1);
  });

  it("counts steps of less than 20 km as one place", () => {
    const at = (x: number) => ({ west: x, south: 0, east: x + 1000, north: 1000 });
    expect(misplacedBy([at(0), at(19_000), at(38_000), null, at(100_000)])).toEqual([0, 0, 0, 0, 61_000]);
    expect(misplacedBy([at(0), at(100_000)])).toEqual([0, 99_000]);
    expect(misplacedBy([null])).toEqual([0]);
    expect(misplacedBy([at(500_000), at(0), at(1000)])).toEqual([498_000, 0, 0]);
  });
});
