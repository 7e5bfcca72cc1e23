import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import { distance } from "#twin/geometry/planar.ts";
import { handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { freeSpots, groveCount, groveSpots, mostTrees, rowCount, rowSpots } from "./planting.ts";

describe("a row", () => {
  it("has a tree at its start and one every spacing, round corners, too", () => {
    const straight: Point[] = [
      [10, 10],
      [58, 10],
    ];
    expect(rowSpots(straight, 8).map(([x]) => x)).toEqual([10, 18, 26, 34, 42, 50, 58]);
    const bent: Point[] = [
      [0, 0],
      [12, 0],
      [12, 12],
    ];
    expect(rowSpots(bent, 8)).toEqual([
      [0, 0],
      [8, 0],
      [12, 4],
      [12, 12],
    ]);
    expect(rowCount(bent, 8)).toBe(4);
  });

  it("plants nothing rather than a forest that nobody meant", () => {
    const long: Point[] = [
      [0, 0],
      [10_000, 0],
    ];
    expect(rowCount(long, 8)).toBe(1251);
    expect(rowSpots(long, 8)).toEqual([]);
  });
});

describe("a grove", () => {
  const ring = handmadeBox(0, 0, 100, 100);

  it("has about a tree for each area, none outside, none too near to another", () => {
    const spots = groveSpots(ring, 100);
    expect(groveCount(ring, 100)).toBe(100);
    expect(spots).toHaveLength(100);
    for (const [x, y] of spots) expect(x > 0 && x < 100 && y > 0 && y < 100).toBe(true);
    let nearest = Number.POSITIVE_INFINITY;
    spots.forEach((a, i) => {
      for (const b of spots.slice(i + 1)) nearest = Math.min(nearest, distance(a, b));
    });
    // Each may stand 3 m from the middle of its square of 10 m.
    expect(nearest).toBeGreaterThanOrEqual(4 - 0.02);
    // Chance moves them: no two are off their middles alike.
    const off = spots.map(([x, y]) => `${((x + 1000) % 10).toFixed(2)} ${((y + 1000) % 10).toFixed(2)}`);
    expect(new Set(off).size).toBe(100);
  });

  it("is the same each time, and leaves trees where they are when it grows", () => {
    expect(groveSpots(ring, 60)).toEqual(groveSpots([...ring], 60));
    const small = groveSpots(handmadeBox(0, 0, 50, 50), 100).map(String);
    const large = groveSpots(handmadeBox(-30, -20, 100, 90), 100).map(String);
    expect(large).toEqual(expect.arrayContaining(small));
  });

  it("keeps to its limit, and is quick for a thin area across a city", () => {
    expect(groveSpots(handmadeBox(0, 0, 1000, 1000), 100)).toEqual([]);
    const thin: Point[] = [
      [0, 0],
      [10_000, 10_000],
      [10_000, 10_001],
      [0, 1],
    ];
    expect(groveCount(thin, 100)).toBe(100);
    const started = performance.now();
    const spots = groveSpots(thin, 100);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(spots.length).toBeGreaterThan(20);
    expect(spots.length).toBeLessThan(mostTrees);
  });
});

describe("a grove from a hostile file", () => {
  it("holds nobody up", () => {
    const flat = Array.from({ length: 999 }, (_, i): Point => [i * 400, (i % 2) * 0.001]);
    const started = performance.now();
    expect(groveSpots([...flat, [200_000, 0.5]], 9).length).toBeLessThanOrEqual(mostTrees);
    const tall = flat.map(([x, y]): Point => [y, x]);
    expect(groveSpots([...tall, [0.5, 200_000]], 9)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe("free spots", () => {
  const twin = handmadeTwin({
    landCover: (x) => (x < 10 ? "water" : x < 40 ? "asphalt" : "lawn"),
    groundZ: (x, y) => (x > 60 && y > 60 ? Number.NaN : 100),
    buildings: [{ id: "house", ring: handmadeBox(20, 20, 10, 10) }],
    trees: [{ id: "t", at: [50, 50], heightM: 8, crownDiameterM: 5, species: "" }],
  });
  const free = (facadeM: number, ...spots: Point[]) => freeSpots(spots, twin, facadeM);

  it("are not in water, in houses, before façades, by trees, off the place or on unknown ground", () => {
    expect(free(3, [5, 5])).toEqual([]);
    expect(free(3, [25, 25])).toEqual([]);
    expect(free(3, [32.9, 25])).toEqual([]);
    expect(free(3, [33.1, 25])).toHaveLength(1);
    expect(free(3, [51, 51])).toEqual([]);
    expect(free(3, [52.1, 50])).toHaveLength(1);
    expect(free(3, [-1, 5], [70, 5])).toEqual([]);
    expect(free(3, [62, 62])).toEqual([]);
  });

  it("keep apart from each other, the earlier one first, and say where the ground is sealed", () => {
    expect(free(3, [36, 40], [37, 40], [44, 40])).toEqual([
      { at: [36, 40], sealed: true },
      { at: [44, 40], sealed: false },
    ]);
  });
});
