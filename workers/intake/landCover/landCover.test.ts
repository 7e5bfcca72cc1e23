import { describe, expect, it } from "vitest";
import { createLandCoverPolygons, pushPolygon } from "./polygons.ts";
import { rasteriseLine, rasterisePolygons, rasteriseRings } from "./rasterise.ts";

const grid = { columns: 20, rows: 10, cellSizeM: 1, westX: 0, northY: 10 };
const cellsOf = (fill: (cells: Uint8Array) => void): Uint8Array => {
  const cells = new Uint8Array(grid.columns * grid.rows);
  fill(cells);
  return cells;
};
const count = (cells: Uint8Array, code: number): number =>
  cells.reduce((sum, cell) => sum + (cell === code ? 1 : 0), 0);
const painted = (...polygons: readonly (readonly [number, unknown])[]): Uint8Array =>
  cellsOf((cells) => {
    const list = createLandCoverPolygons();
    for (const [code, rings] of polygons) pushPolygon(list, code, rings);
    rasterisePolygons(grid, cells, list);
  });
const square = (x: number, y: number, width: number, height = width) => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
  [x, y],
];

/** Even-odd test by itself, for comparison. */
function inside(rings: readonly (readonly (readonly number[])[])[], x: number, y: number): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    }
  }
  return odd;
}

describe("rasterisePolygons", () => {
  it("fills cells whose centre lies inside; neighbours share none and leave none", () => {
    const cells = painted([1, [square(2, 3, 5)]], [2, [square(7, 3, 4, 5)]]);
    expect([count(cells, 1), count(cells, 2)]).toEqual([25, 20]);
    expect(cells[(10 - 1 - 3) * 20 + 2]).toBe(1);
    // Cells whose centre lies right on the common edge go to one side, not to both and not to none.
    const left = painted([1, [square(0, 0, 4.5, 10)]]);
    const right = painted([1, [square(4.5, 0, 5.5, 10)]]);
    expect([count(left, 1), count(right, 1)].sort()).toEqual([40, 60]);
  });

  it("leaves holes free, paints later ones on top, and ignores what lies outside", () => {
    const cells = painted(
      [1, [square(1, 1, 8), square(3, 3, 2)]],
      [2, [square(-50, 2, 53, 1)]],
      [3, [square(100, 100, 5)]],
    );
    expect([count(cells, 1), count(cells, 2), count(cells, 3)]).toEqual([58, 3, 0]);
  });

  it("agrees with the even-odd rule cell by cell on crooked shapes", () => {
    const rings = [
      [
        [0.3, 0.2],
        [19.1, 4.4],
        [11.7, 9.9],
        [6.2, 3.1],
        [2.4, 9.3],
        [0.3, 0.2],
      ],
      [
        [9, 4],
        [12, 4.6],
        [11, 6.5],
        [9, 4],
      ],
    ];
    const cells = painted([7, rings]);
    for (let row = 0; row < 10; row++) {
      for (let column = 0; column < 20; column++) {
        expect(cells[row * 20 + column] === 7, `${row}/${column}`).toBe(
          inside(rings, column + 0.5, 9.5 - row),
        );
      }
    }
  });

  it("paints nothing for a ring with a coordinate that is not finite", () => {
    const cells = cellsOf((target) => {
      const list = createLandCoverPolygons();
      expect(
        pushPolygon(list, 1, [
          [
            [0, 0],
            [1, Number.NaN],
            [1, 1],
            [0, 0],
          ],
        ]),
      ).toBe(false);
      pushPolygon(list, 1, [square(0, 0, 5)]);
      list.coordinates.values[0] = Number.NaN;
      rasterisePolygons(grid, target, list);
    });
    expect(count(cells, 1)).toBe(0);
  });
});

describe("rasteriseRings and rasteriseLine", () => {
  it("fills footprints with their courtyards free", () => {
    const cells = cellsOf((target) =>
      rasteriseRings(grid, target, 14, {
        ringStart: Uint32Array.of(0, 2, 3),
        vertexStart: Uint32Array.of(0, 4, 8, 12),
        xy: Float32Array.of(0, 0, 6, 0, 6, 6, 0, 6, 2, 2, 2, 4, 4, 4, 4, 2, 10, 0, 12, 0, 12, 2, 10, 2),
      }),
    );
    expect(count(cells, 14)).toBe(36 - 4 + 4);
  });

  it("draws a line at its width, and a thin one still as a chain of cells", () => {
    const wide = cellsOf((cells) =>
      rasteriseLine(
        grid,
        cells,
        1,
        [
          [0, 5],
          [20, 5],
        ],
        4,
      ),
    );
    expect(count(wide, 1)).toBe(80);
    const thin = cellsOf((cells) =>
      rasteriseLine(
        grid,
        cells,
        1,
        [
          [0.5, 0.5],
          [19.5, 9.5],
        ],
        0.1,
      ),
    );
    for (let column = 0; column < 20; column++) {
      expect(Array.from({ length: 10 }, (_, row) => thin[row * 20 + column]).some((cell) => cell === 1)).toBe(
        true,
      );
    }
  });
});
