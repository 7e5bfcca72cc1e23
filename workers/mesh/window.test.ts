import { describe, expect, it } from "vitest";
import type { GroundRequest } from "./contract.ts";
import { groundHeights } from "./groundMesh.ts";
import { groundPalettes } from "./palette.ts";
import { coverFor, fitted, terrainFor } from "./window.ts";

const grid = { columns: 600, rows: 500, cellSizeM: 1, westX: 0, northY: 500 };

function shared<Values extends Float32Array | Uint8Array>(values: Values): Values {
  const memory = new SharedArrayBuffer(values.byteLength);
  const copy = (values instanceof Float32Array ? new Float32Array(memory) : new Uint8Array(memory)) as Values;
  copy.set(values);
  return copy;
}

const heights = Float32Array.from({ length: 600 * 500 }, (_, i) => Math.sin(i / 977) * 12 + (i % 7) / 10);
const codes = Uint8Array.from({ length: 600 * 500 }, (_, i) => 1 + (Math.floor(i / 41) % 5));
const square = { minX: 256, minY: 0, maxX: 512, maxY: 256 };

const requestOf = (isShared: boolean, texels: number, points: number): GroundRequest => ({
  minX: square.minX,
  minY: square.minY,
  sizeM: 256,
  widthM: 256,
  heightM: 256,
  terrain: terrainFor({ ...grid, values: isShared ? shared(heights) : heights }, square, isShared),
  landCover: coverFor({ ...grid, values: isShared ? shared(codes) : codes }, square, isShared),
  streets: [],
  texels,
  points,
  maxErrorM: 0.15,
  skirtM: 6,
  plinthZ: 0,
  rim: { west: false, east: false, south: true, north: false },
  palette: groundPalettes.light,
});

describe("window", () => {
  it("makes the same square of shared rasters as of ones that were cut out", () => {
    const [cut, whole] = [fitted(requestOf(false, 512, 257)), fitted(requestOf(true, 512, 257))];
    expect(whole.landCover).toEqual(cut.landCover);
    expect(whole.landCover.values.buffer).toBeInstanceOf(ArrayBuffer);
    expect(groundHeights(whole)).toEqual(groundHeights(cut));
  });

  it("takes every second cell of the cover where a texel is two metres, and every second height", () => {
    const fine = fitted(requestOf(true, 512, 257));
    const coarse = fitted(requestOf(true, 128, 129));
    const { landCover } = coarse;
    expect(landCover.cellSizeM).toBe(2);
    expect([landCover.westX, landCover.northY]).toEqual([fine.landCover.westX, fine.landCover.northY]);
    for (const [row, column] of [
      [0, 0],
      [60, 77],
      [landCover.rows - 1, landCover.columns - 1],
    ])
      expect(landCover.values[row * landCover.columns + column]).toBe(
        fine.landCover.values[2 * row * fine.landCover.columns + 2 * column],
      );
    const [many, few] = [groundHeights(fine), groundHeights(coarse)];
    for (const [row, column] of [
      [0, 0],
      [64, 31],
      [128, 128],
    ])
      expect(few[row * 129 + column]).toBe(many[2 * row * 257 + 2 * column]);
  });
});
