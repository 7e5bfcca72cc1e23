import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Point } from "../frame.ts";
import type { LayerOperation, Shape } from "../operations.ts";
import type { Twin } from "../twin.ts";
import { gridFor } from "./grid.ts";
import { handmadeTwin } from "./handmadeTwin.ts";
import { shapeArea } from "./shapes.ts";
import { groundAt, terrainOn } from "./terrain.ts";

const hilly = (x: number, y: number): number =>
  100 + 0.02 * x + 0.3 * Math.sin(x / 5) + 0.2 * Math.cos(y / 7);
const extent = { minX: 0, minY: 0, maxX: 64, maxY: 64 };

/** Volume between the planned and the base ground, m³. */
function movedVolume(twin: Twin, cellSizeM: number): number {
  const grid = gridFor(extent, cellSizeM);
  const before = terrainOn({ ...twin, operations: [] }, grid);
  const after = terrainOn(twin, grid);
  let volume = 0;
  for (let i = 0; i < after.length; i++) volume += (after[i] - before[i]) * cellSizeM ** 2;
  return volume;
}

const rectangle = (x0: number, y0: number, x1: number, y1: number): Shape => ({
  type: "polygon",
  rings: [
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
  ],
});

describe("terrainOn", () => {
  it("keeps the mean height at 1, 2, 4 and 8 m", () => {
    const twin = handmadeTwin({ groundZ: hilly });
    const mean = (size: number) => {
      const heights = terrainOn(twin, gridFor(extent, size));
      return heights.reduce((sum, z) => sum + z, 0) / heights.length;
    };
    for (const size of [2, 4, 8]) expect(mean(size)).toBeCloseTo(mean(1), 4);
  });

  it("moves the same volume at every resolution, whatever is done to the ground", () => {
    const operation = fc
      .record({
        x: fc.double({ min: 8, max: 40, noNaN: true }),
        y: fc.double({ min: 8, max: 40, noNaN: true }),
        w: fc.double({ min: 1, max: 18, noNaN: true }),
        h: fc.double({ min: 1, max: 18, noNaN: true }),
        heightM: fc.double({ min: -2, max: 2, noNaN: true }),
        sideSlope: fc.constantFrom(0, 1.5, 3),
        op: fc.constantFrom("add", "level"),
        reference: fc.constantFrom("lowest", "mean"),
        only: fc.constantFrom("cut", "fill", "both"),
      })
      .map(({ x, y, w, h, heightM, sideSlope, op, reference, only }): LayerOperation => {
        const shape = rectangle(x, y, x + w, y + h);
        if (op === "add") return { layer: "terrain", op: "add", shape, heightM, sideSlope };
        return {
          layer: "terrain",
          op: "level",
          shape,
          heightM,
          sideSlope,
          reference: reference as "lowest",
          only: only as "cut",
        };
      });
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 3 }), (operations) => {
        const twin = handmadeTwin({ groundZ: hilly }, operations);
        const fine = movedVolume(twin, 1);
        for (const size of [2, 4, 8])
          expect(Math.abs(movedVolume(twin, size) - fine)).toBeLessThan(0.02 + 1e-4 * Math.abs(fine));
      }),
      { numRuns: 60 },
    );
  });

  it("takes depth × area out of flat ground, also between cells and on a grid finer than the base", () => {
    const shape = rectangle(10.3, 20.6, 22.8, 31.1);
    const twin = handmadeTwin({}, [{ layer: "terrain", op: "add", shape, heightM: -0.3, sideSlope: 0 }]);
    for (const size of [0.5, 1, 2, 4, 8])
      expect(movedVolume(twin, size)).toBeCloseTo(-0.3 * shapeArea(shape), 2);
  });

  it("gives side slopes the volume of a truncated pyramid", () => {
    const shape = rectangle(10, 10, 30, 22);
    const twin = handmadeTwin({}, [{ layer: "terrain", op: "add", shape, heightM: -2, sideSlope: 2 }]);
    // Frustum with top 20 × 12 m, bottom 12 × 4 m, height 2 m by the prismatoid formula: h/6 · (A₀ + 4·Aₘ + A₁).
    const volume = (2 / 6) * (240 + 4 * (16 * 8) + 48);
    for (const size of [1, 2, 4]) expect(movedVolume(twin, size)).toBeCloseTo(-volume, 0);
  });

  it("levels to the lowest, the mean and an absolute height, cutting or filling only", () => {
    const slope = (x: number) => 100 + 0.1 * x;
    const level = (op: Partial<Extract<LayerOperation, { op: "level" }>>): Twin =>
      handmadeTwin({ groundZ: slope }, [
        {
          layer: "terrain",
          op: "level",
          shape: rectangle(20, 20, 40, 40),
          reference: "nhn",
          heightM: 103,
          only: "both",
          sideSlope: 0,
          ...op,
        },
      ]);
    const at: Point = [22.5, 30.5];
    const high: Point = [38.5, 30.5];
    expect(groundAt(level({}), at)).toBeCloseTo(103, 4);
    expect(groundAt(level({ only: "cut" }), at)).toBeCloseTo(102.25, 4);
    expect(groundAt(level({ only: "cut" }), high)).toBeCloseTo(103, 4);
    expect(groundAt(level({ only: "fill" }), high)).toBeCloseTo(103.85, 4);
    expect(groundAt(level({ reference: "mean", heightM: -0.5 }), at)).toBeCloseTo(102.5, 3);
    expect(groundAt(level({ reference: "lowest", heightM: -0.5 }), high)).toBeCloseTo(101.55, 3);
  });

  it("applies operations in their order", () => {
    const lower: LayerOperation = {
      layer: "terrain",
      op: "add",
      shape: rectangle(20, 20, 40, 40),
      heightM: -1,
      sideSlope: 0,
    };
    const level: LayerOperation = {
      layer: "terrain",
      op: "level",
      shape: rectangle(20, 20, 40, 40),
      reference: "nhn",
      heightM: 100,
      only: "both",
      sideSlope: 0,
    };
    expect(groundAt(handmadeTwin({}, [lower, level]), [30, 30])).toBe(100);
    expect(groundAt(handmadeTwin({}, [level, lower]), [30, 30])).toBe(99);
  });

  it("leaves holes in the data as holes and never makes up ground outside", () => {
    const twin = handmadeTwin({ groundZ: (x) => (x > 32 ? Number.NaN : 100) }, [
      { layer: "terrain", op: "add", shape: rectangle(20, 20, 50, 30), heightM: -1, sideSlope: 1 },
    ]);
    for (const size of [0.5, 1, 2, 4]) {
      const grid = gridFor({ minX: -8, minY: 0, maxX: 64, maxY: 64 }, size);
      const heights = terrainOn(twin, grid);
      heights.forEach((z, cell) => {
        const x = grid.westX + ((cell % grid.columns) + 0.5) * size;
        expect(Number.isNaN(z)).toBe(x > 32 || x < 0);
      });
    }
  });

  it("a question about a corner gets the same answer as a question about the whole", () => {
    // A chain: the corner touches the first shape, which overlaps the second, whose level depends on the third.
    const chain: LayerOperation[] = [
      { layer: "terrain", op: "add", shape: rectangle(40, 40, 48, 48), heightM: -1, sideSlope: 0 },
      {
        layer: "terrain",
        op: "level",
        shape: rectangle(30, 30, 42, 42),
        reference: "lowest",
        heightM: 0,
        only: "both",
        sideSlope: 0,
      },
      {
        layer: "terrain",
        op: "level",
        shape: rectangle(22, 22, 32, 32),
        reference: "mean",
        heightM: 0.5,
        only: "both",
        sideSlope: 1,
      },
    ];
    const corner = { minX: 20, minY: 20, maxX: 24, maxY: 24 };
    for (const size of [0.5, 1, 2, 4]) {
      const whole = gridFor(extent, size);
      const heights = terrainOn(handmadeTwin({ groundZ: hilly }, chain), whole);
      const part = gridFor(corner, size);
      const cornerHeights = terrainOn(handmadeTwin({ groundZ: hilly }, chain), part);
      const column = Math.round((part.westX - whole.westX) / size);
      const row = Math.round((whole.northY - part.northY) / size);
      cornerHeights.forEach((z, cell) => {
        const at = (row + Math.floor(cell / part.columns)) * whole.columns + column + (cell % part.columns);
        expect(z).toBe(heights[at]);
      });
    }
    const fresh = handmadeTwin({ groundZ: hilly }, chain);
    const before = groundAt(fresh, [23.5, 23.5]);
    terrainOn(fresh, gridFor(extent, 1));
    expect(groundAt(fresh, [23.5, 23.5])).toBe(before);
  });

  it("does not touch the base", () => {
    const twin = handmadeTwin({}, [
      { layer: "terrain", op: "add", shape: rectangle(20, 20, 50, 30), heightM: -1, sideSlope: 0 },
    ]);
    terrainOn(twin, gridFor(extent, 1));
    expect(new Set(twin.data.terrain.values)).toEqual(new Set([100]));
  });
});
