import { describe, expect, it } from "vitest";
import { type LandCoverClass, landCoverCodes } from "../landCover.ts";
import type { LayerOperation, Shape } from "../operations.ts";
import { gridFor } from "./grid.ts";
import { handmadeTwin } from "./handmadeTwin.ts";
import { shapeArea } from "./shapes.ts";
import { landCoverMeanOn, landCoverOn, surfaceOn, surfaceOverrideOn } from "./surface.ts";

const extent = { minX: 0, minY: 0, maxX: 64, maxY: 64 };
const yard: Shape = {
  type: "polygon",
  rings: [
    [
      [10.4, 11.2],
      [37.7, 13.9],
      [33.1, 41.5],
      [12.2, 35.8],
    ],
  ],
};
const valueByCode = new Float32Array(16).fill(5);
valueByCode[landCoverCodes.asphalt] = 1;
valueByCode[landCoverCodes.lawn] = 9;

const setLawn: LayerOperation = { layer: "landCover", op: "set", shape: yard, class: "lawn" };
const allAsphalt = (): LandCoverClass => "asphalt";
const sum = (values: Float32Array, size: number): number => values.reduce((a, b) => a + b, 0) * size ** 2;

describe("landCoverMeanOn", () => {
  it("weights classes by area at every resolution", () => {
    const twin = handmadeTwin({ landCover: allAsphalt }, [setLawn]);
    const expected = 64 * 64 * 1 + shapeArea(yard) * 8;
    for (const size of [0.5, 1, 2, 4, 8])
      expect(sum(landCoverMeanOn(twin, gridFor(extent, size), valueByCode), size)).toBeCloseTo(expected, 1);
  });

  it("leaves unknown ground unknown and makes changed ground known", () => {
    const unknown = valueByCode.slice();
    unknown[0] = Number.NaN;
    const twin = handmadeTwin({ landCover: () => "unknown" }, [setLawn]);
    const values = landCoverMeanOn(twin, gridFor(extent, 1), unknown);
    expect(values[0]).toBeNaN();
    expect(values[(64 - 25) * 64 + 25]).toBe(9);
  });
});

describe("landCoverOn", () => {
  it("gives the class with the largest share", () => {
    const twin = handmadeTwin({ landCover: (x) => (x < 32 ? "asphalt" : "meadow") }, [setLawn]);
    const codes = landCoverOn(twin, gridFor(extent, 8));
    expect(codes[0]).toBe(landCoverCodes.asphalt);
    expect(codes[7]).toBe(landCoverCodes.meadow);
    expect(codes[5 * 8 + 2]).toBe(landCoverCodes.lawn);
    expect(landCoverOn(twin, gridFor(extent, 0.5))[0]).toBe(landCoverCodes.asphalt);
    // The base stays as it was delivered.
    expect(twin.data.landCover.values.includes(landCoverCodes.lawn)).toBe(false);
  });
});

describe("surface overrides", () => {
  const set: LayerOperation = {
    layer: "surface",
    op: "set",
    shape: yard,
    parameter: "conductivityMmPerH",
    value: 20,
  };

  it("set by covered share on top of a base, other parameters untouched", () => {
    const twin = handmadeTwin({}, [set]);
    for (const size of [1, 2, 4, 8]) {
      const grid = gridFor(extent, size);
      const base = new Float32Array(grid.columns * grid.rows).fill(2);
      const values = surfaceOverrideOn(twin, grid, "conductivityMmPerH", base);
      expect(sum(values, size)).toBeCloseTo(64 * 64 * 2 + 18 * shapeArea(yard), 1);
      expect(surfaceOverrideOn(twin, grid, "manningN", base)).toEqual(base);
      expect(base.every((value) => value === 2)).toBe(true);
    }
  });

  it("adds volumes exactly", () => {
    const add: LayerOperation = {
      layer: "surface",
      op: "add",
      shape: { type: "circle", centre: [30.2, 28.9], radiusM: 1.5 },
      parameter: "retentionMm",
      value: 400,
    };
    const twin = handmadeTwin({}, [add, add]);
    for (const size of [1, 2, 4, 8]) {
      const grid = gridFor(extent, size);
      const values = surfaceOverrideOn(twin, grid, "retentionMm", new Float32Array(grid.columns * grid.rows));
      expect(sum(values, size)).toBeCloseTo(2 * 400 * Math.PI * 1.5 ** 2, 1);
    }
  });

  it("with land cover, a later change replaces an earlier one at every resolution", () => {
    const aligned: Shape = {
      type: "polygon",
      rings: [
        [
          [3, 5],
          [29, 5],
          [29, 27],
          [3, 27],
        ],
      ],
    };
    const lawn: LayerOperation = { layer: "landCover", op: "set", shape: aligned, class: "lawn" };
    const better: LayerOperation = {
      layer: "surface",
      op: "set",
      shape: aligned,
      parameter: "conductivityMmPerH",
      value: 20,
    };
    const total = (operations: LayerOperation[], size: number) =>
      sum(
        surfaceOn(
          handmadeTwin({ landCover: allAsphalt }, operations),
          gridFor(extent, size),
          "conductivityMmPerH",
          valueByCode,
        ),
        size,
      );
    const area = 26 * 22;
    for (const size of [1, 2, 4, 8]) {
      expect(total([lawn, better], size)).toBeCloseTo(4096 + 19 * area, 0);
      expect(total([better, lawn], size)).toBeCloseTo(4096 + 8 * area, 0);
    }
  });
});
