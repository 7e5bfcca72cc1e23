import { describe, expect, it } from "vitest";
import type { Grid } from "#twin/frame.ts";
import { type FineFootprints, obstaclesFrom } from "./obstacles.ts";

const rectangles = (
  grid: Grid,
  factor: number,
  rects: readonly (readonly [number, number, number, number])[],
): FineFootprints => {
  const columns = grid.columns * factor;
  const share = new Float32Array(columns * grid.rows * factor);
  const owner = new Int32Array(share.length).fill(-1);
  rects.forEach(([minX, minY, maxX, maxY], building) => {
    for (let at = 0; at < share.length; at += 1) {
      const size = grid.cellSizeM / factor;
      const x = ((at % columns) + 0.5) * size;
      const y = grid.northY - (Math.floor(at / columns) + 0.5) * size;
      if (x > minX && x < maxX && y > minY && y < maxY) {
        share[at] = 1;
        owner[at] = building;
      }
    }
  });
  return { factor, share, owner, count: rects.length };
};
const gridOf = (columns: number, rows: number, cellSizeM: number): Grid => ({
  columns,
  rows,
  cellSizeM,
  westX: 0,
  northY: rows * cellSizeM,
});
const nowhere = (grid: Grid): Uint8Array => new Uint8Array(grid.columns * grid.rows);
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

describe("obstacles", () => {
  it("leave a lane of 3 m open on 8 m cells, and narrow it", () => {
    const grid = gridOf(3, 5, 8);
    // A lane from south to north at x = 11 … 14 between two blocks that fill the rest.
    const fine = rectangles(grid, 8, [
      [0, 0, 11, 40],
      [14, 0, 24, 40],
    ]);
    const { blocked, closedY, openWidth } = obstaclesFrom(fine, grid, nowhere(grid));
    for (let row = 0; row < 5; row += 1) {
      expect([...blocked.slice(row * 3, row * 3 + 3)]).toEqual([1, 0, 1]);
      expect(openWidth[row * 3 + 1]).toBeCloseTo(3 / 8, 6);
      if (row > 0) expect(closedY[row * 3 + 1]).toBe(0);
    }
  });

  it("keep a house shut that is thinner than a cell and lies across the face", () => {
    const grid = gridOf(4, 2, 8);
    const fine = rectangles(grid, 8, [[13, 0, 18, 16]]);
    const { blocked, closedX } = obstaclesFrom(fine, grid, nowhere(grid));
    expect(sum(blocked)).toBe(0);
    expect(closedX[2]).toBe(1);
    expect(closedX[7]).toBe(1);
    expect(sum(closedX)).toBe(2);
  });

  it("keep a house shut that stands in the middle of a cell from wall to wall", () => {
    const grid = gridOf(3, 1, 8);
    const fine = rectangles(grid, 8, [[10, 0, 13, 8]]);
    const { blocked, closedX } = obstaclesFrom(fine, grid, nowhere(grid));
    // The cell keeps its eastern half; the face to the west is shut.
    expect(sum(blocked)).toBe(0);
    expect([...closedX]).toEqual([0, 1, 0, 0]);
  });

  it("count each roof's area at any resolution and shed it to the ground beside", () => {
    for (const [size, factor] of [
      [1, 1],
      [2, 2],
      [4, 4],
      [8, 8],
    ] as const) {
      const grid = gridOf(64 / size, 64 / size, size);
      const fine = rectangles(grid, factor, [
        [10, 10, 30, 25],
        [40, 33, 47, 60],
      ]);
      const { roofAreaM2, roofShare, blocked, perimeterStart, perimeterCells } = obstaclesFrom(
        fine,
        grid,
        nowhere(grid),
      );
      // What slivers of ground in built-over cells add goes to the roofs, so that no rain is lost.
      expect(sum(roofAreaM2)).toBeCloseTo(sum(roofShare) * size * size, 3);
      expect(Math.abs(roofAreaM2[0] - 300) / 300).toBeLessThan(size <= 2 ? 0.11 : 0.2);
      for (let i = 0; i < 2; i += 1) expect(perimeterStart[i + 1]).toBeGreaterThan(perimeterStart[i]);
      for (const cell of perimeterCells) expect(blocked[cell]).toBe(0);
    }
  });

  it("let a house within a block shed through the block", () => {
    const grid = gridOf(9, 9, 1);
    const fine = rectangles(grid, 1, [
      [2, 2, 7, 7],
      [4, 4, 5, 5],
    ]);
    const { perimeterStart, perimeterCells, roofAreaM2 } = obstaclesFrom(fine, grid, nowhere(grid));
    expect([...roofAreaM2]).toEqual([24, 1]);
    expect(perimeterStart[2] - perimeterStart[1]).toBe(1);
    expect(perimeterCells.length).toBe(20 + 1);
  });

  it("leave buildings on unknown ground out", () => {
    const grid = gridOf(4, 4, 1);
    const outside = nowhere(grid).fill(1);
    const { roofAreaM2, perimeterCells } = obstaclesFrom(rectangles(grid, 1, [[1, 1, 3, 3]]), grid, outside);
    expect(roofAreaM2[0]).toBe(0);
    expect(perimeterCells.length).toBe(0);
  });
});
