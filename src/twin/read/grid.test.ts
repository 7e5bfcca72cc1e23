import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellAt, extentOf, gridFor, sameGrid, windowOf } from "./grid.ts";

const coordinate = fc.double({ min: -5000, max: 5000, noNaN: true });
const size = fc.constantFrom(0.5, 1, 2, 4, 8);

describe("gridFor", () => {
  it("covers the extent with cells on whole multiples, and no more of them than it takes", () => {
    fc.assert(
      fc.property(
        coordinate,
        coordinate,
        fc.double({ min: 0.1, max: 900, noNaN: true }),
        size,
        (x, y, w, cell) => {
          const extent = { minX: x, minY: y, maxX: x + w, maxY: y + w / 2 + 0.1 };
          const grid = gridFor(extent, cell);
          const covered = extentOf(grid);
          const hair = 1e-6;
          expect(Number.isInteger(grid.westX / cell) && Number.isInteger(grid.northY / cell)).toBe(true);
          expect(covered.minX).toBeLessThanOrEqual(extent.minX + hair);
          expect(covered.maxX).toBeGreaterThanOrEqual(extent.maxX - hair);
          expect(covered.minY).toBeLessThanOrEqual(extent.minY + hair);
          expect(covered.maxY).toBeGreaterThanOrEqual(extent.maxY - hair);
          expect(covered.minX).toBeGreaterThan(extent.minX - cell);
          expect(covered.maxX).toBeLessThan(extent.maxX + cell);
        },
      ),
    );
  });

  it("does not add a column for the last bit of a division", () => {
    expect(gridFor({ minX: 0, minY: 0, maxX: 0.3, maxY: 0.3 }, 0.1)).toMatchObject({ columns: 3, rows: 3 });
  });

  it("refuses what is no grid", () => {
    expect(() => gridFor({ minX: 0, minY: 0, maxX: 0, maxY: 5 }, 1)).toThrow(RangeError);
    expect(() => gridFor({ minX: 0, minY: 0, maxX: 5, maxY: 5 }, 0)).toThrow(RangeError);
    expect(() => gridFor({ minX: Number.NaN, minY: 0, maxX: 5, maxY: 5 }, 1)).toThrow(RangeError);
  });
});

describe("cells and windows", () => {
  const grid = gridFor({ minX: 0, minY: 0, maxX: 12, maxY: 8 }, 2);

  it("finds the cell of a point, row 0 in the north", () => {
    expect(cellAt(grid, 0.1, 7.9)).toBe(0);
    expect(cellAt(grid, 11.9, 0.1)).toBe(23);
    expect(cellAt(grid, -0.1, 4)).toBe(-1);
    expect(cellAt(grid, 4, 8.1)).toBe(-1);
  });

  it("cuts windows to the grid", () => {
    expect(windowOf(grid, { minX: -9, minY: 3, maxX: 4.5, maxY: 99 })).toEqual({
      firstColumn: 0,
      endColumn: 3,
      firstRow: 0,
      endRow: 3,
    });
    expect(windowOf(grid, { minX: 50, minY: 0, maxX: 60, maxY: 8 })).toBeNull();
    expect(sameGrid(grid, { ...grid })).toBe(true);
    expect(sameGrid(grid, { ...grid, westX: 2 })).toBe(false);
  });
});
