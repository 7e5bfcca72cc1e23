import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Grid } from "../frame.ts";
import type { Raster } from "../raster.ts";
import { areaMajority, areaMean, bilinear, sampleBilinear } from "./resample.ts";

const floats = (grid: Grid, value: (column: number, row: number) => number): Raster<Float32Array> => ({
  ...grid,
  noData: Number.NaN,
  values: Float32Array.from({ length: grid.columns * grid.rows }, (_, i) =>
    value(i % grid.columns, Math.floor(i / grid.columns)),
  ),
});
const grid = (columns: number, rows: number, cellSizeM: number, westX = 0, northY = 0): Grid => ({
  columns,
  rows,
  cellSizeM,
  westX,
  northY,
});

describe("areaMean", () => {
  it("keeps sums, whatever the cell sizes and origins", () => {
    const cell = fc.double({ min: 0.3, max: 3, noNaN: true });
    fc.assert(
      fc.property(cell, cell, fc.double({ min: 0, max: 1, noNaN: true }), (from, ratio, shift) => {
        const to = from * ratio;
        const source = floats(grid(13, 11, from), (c, r) => c * 3 + r * r);
        // A target that holds the source whole, with empty cells known to be 0 all around it.
        const wide = floats(grid(33, 31, from, -10 * from, 10 * from), (c, r) =>
          c >= 10 && c < 23 && r >= 10 && r < 21 ? source.values[(r - 10) * 13 + c - 10] : 0,
        );
        const columns = Math.ceil((16 * from) / to) + 1;
        const target = grid(columns, columns, to, -from - shift * to, from + shift * to);
        const values = areaMean(wide, target);
        const sum = (data: Float32Array, size: number) => data.reduce((a, b) => a + b, 0) * size * size;
        expect(sum(values, to) / sum(source.values, from)).toBeCloseTo(1, 4);
      }),
    );
  });

  it("leaves cells out that are mostly unknown", () => {
    const source = floats(grid(4, 1, 1), (c) => (c < 1 ? Number.NaN : c));
    expect([...areaMean(source, grid(2, 1, 2))]).toEqual([Number.NaN, 2.5]);
    const half = floats(grid(2, 2, 1), (c) => (c === 0 ? Number.NaN : 5));
    expect(areaMean(half, grid(1, 1, 2))[0]).toBe(5);
  });
});

describe("bilinear", () => {
  it("is exact on a plane, away from the rim", () => {
    const source = floats(grid(8, 8, 2), (c, r) => 3 * c - 2 * r);
    const fine = grid(8, 8, 1, 4, -4);
    const values = bilinear(source, fine);
    for (let i = 0; i < values.length; i++) {
      const u = (4 + (i % 8) + 0.5) / 2 - 0.5;
      const v = (4 + Math.floor(i / 8) + 0.5) / 2 - 0.5;
      expect(values[i]).toBeCloseTo(3 * u - 2 * v, 5);
    }
  });

  it("knows nothing outside and in holes, and goes on beside them", () => {
    const source = floats(grid(3, 3, 1), (c, r) => (c === 1 && r === 1 ? Number.NaN : 7));
    expect(sampleBilinear(source, -0.1, -1)).toBeNaN();
    expect(sampleBilinear(source, 1.5, -1.5)).toBeNaN();
    expect(sampleBilinear(source, 0.9, -1.5)).toBeCloseTo(7, 9);
    expect(sampleBilinear(source, 0, 0)).toBe(7);
  });
});

describe("areaMajority", () => {
  const codes = (columns: number, rows: number, values: number[]): Raster<Uint8Array> => ({
    ...grid(columns, rows, 1),
    noData: 0,
    values: Uint8Array.from(values),
  });

  it("takes the class with the largest share, the smaller code of two equal ones, and any code before none", () => {
    expect([...areaMajority(codes(4, 2, [1, 1, 5, 3, 2, 1, 3, 5]), grid(2, 1, 2))]).toEqual([1, 3]);
    expect([...areaMajority(codes(2, 2, [0, 0, 0, 9]), grid(1, 1, 2))]).toEqual([9]);
    expect([...areaMajority(codes(2, 2, [0, 0, 0, 0]), grid(1, 1, 2))]).toEqual([0]);
  });

  it("gives finer cells the class they lie in", () => {
    expect([...areaMajority(codes(2, 1, [4, 6]), grid(4, 1, 0.5))]).toEqual([4, 4, 6, 6]);
  });
});
