import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classOf, minutesAlong, minutesFrom } from "./walkingRoute.ts";

/** Two columns of cells of 10 m: west 30 °C, east 40 °C; nothing in the south-east corner. */
const grid = { columns: 2, rows: 2, cellSizeM: 10, westX: 0, northY: 20 };
const values = [30, 40, 30, Number.NaN];
const edges = [26, 32, 38];
const walk = (points: readonly (readonly [number, number])[], kmh = 6) =>
  minutesAlong(points, grid, (cell) => values[cell] ?? Number.NaN, edges, kmh);

describe("a way on foot", () => {
  it("takes its length at walking speed, split over the classes it goes through", () => {
    // 20 m at 100 m a minute: 0.2 minutes, half of it in each column.
    const found = walk([
      [0, 15],
      [20, 15],
    ]);
    expect(found.totalMin).toBeCloseTo(0.2, 9);
    expect(found.byClass.map((minutes) => Math.round(minutes * 1e6) / 1e6)).toEqual([0, 0.1, 0, 0.1]);
    expect(minutesFrom(found, 2)).toBeCloseTo(0.1, 9);
    expect(
      walk(
        [
          [0, 15],
          [20, 15],
        ],
        3,
      ).totalMin,
    ).toBeCloseTo(0.4, 9);
  });

  it("says of places without a value, and outside, that they are not known", () => {
    const found = walk([
      [15, 20],
      [15, -10],
    ]);
    expect(found.byClass[3]).toBeCloseTo(0.1, 9);
    expect(found.unknownMin).toBeCloseTo(0.2, 9);
    expect(walk([[3, 3]]).totalMin).toBe(0);
  });

  it("gives every edge to the class above it", () => {
    expect([25.9, 26, 31.9, 32, 38, 99].map((value) => classOf(value, edges))).toEqual([0, 1, 1, 2, 3, 3]);
  });

  it("loses and finds no minute, and takes as long back as there", () => {
    const point = fc.tuple(
      fc.double({ min: -5, max: 25, noNaN: true }),
      fc.double({ min: -5, max: 25, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), (points) => {
        const there = walk(points);
        const back = walk([...points].reverse());
        const sum = minutesFrom(there, 0) + there.unknownMin;
        expect(sum).toBeCloseTo(there.totalMin, 9);
        expect(back.totalMin).toBeCloseTo(there.totalMin, 9);
        // A sample that falls on a cell's very edge belongs to one side only.
        for (const [i, minutes] of there.byClass.entries()) expect(back.byClass[i]).toBeCloseTo(minutes, 1);
      }),
      { numRuns: 60 },
    );
  });
});
