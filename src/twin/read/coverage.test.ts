import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Grid, Point } from "../frame.ts";
import { distanceToSegment, ringArea } from "../geometry/planar.ts";
import type { Shape } from "../operations.ts";
import { shapeCoverage } from "./coverage.ts";
import { gridFor } from "./grid.ts";
import { shapeArea } from "./shapes.ts";

const extent = { minX: -64, minY: -64, maxX: 64, maxY: 64 };
const sizes = [1, 2, 4, 8];

function coveredArea(shape: Shape, grid: Grid): number {
  let sum = 0;
  shapeCoverage(shape, grid, (_cell, share) => {
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThanOrEqual(1);
    sum += share;
  });
  return sum * grid.cellSizeM ** 2;
}

/** A star-shaped ring never crosses itself. */
const starRing = fc
  .tuple(
    fc.double({ min: -25, max: 25, noNaN: true }),
    fc.double({ min: -25, max: 25, noNaN: true }),
    fc.array(fc.double({ min: 1, max: 35, noNaN: true }), { minLength: 3, maxLength: 14 }),
  )
  .map(([x, y, radii]): Point[] =>
    radii.map((radius, i) => [
      x + radius * Math.cos((i * 2 * Math.PI) / radii.length),
      y + radius * Math.sin((i * 2 * Math.PI) / radii.length),
    ]),
  );

describe("shapeCoverage", () => {
  it("covers the exact area of any polygon at 1, 2, 4 and 8 m, whichever way it runs", () => {
    fc.assert(
      fc.property(starRing, fc.boolean(), (ring, backwards) => {
        const shape: Shape = { type: "polygon", rings: [backwards ? [...ring].reverse() : ring] };
        for (const size of sizes)
          expect(coveredArea(shape, gridFor(extent, size))).toBeCloseTo(ringArea(ring), 5);
      }),
    );
  });

  it("gives a coarse cell the mean of the fine cells in it", () => {
    fc.assert(
      fc.property(starRing, (ring) => {
        const shape: Shape = { type: "polygon", rings: [ring] };
        const fine = gridFor(extent, 1);
        const coarse = gridFor(extent, 8);
        const difference = new Float64Array(coarse.columns * coarse.rows);
        shapeCoverage(shape, fine, (cell, share) => {
          const row = Math.floor(Math.floor(cell / fine.columns) / 8);
          const column = Math.floor((cell % fine.columns) / 8);
          difference[row * coarse.columns + column] += share / 64;
        });
        shapeCoverage(shape, coarse, (cell, share) => {
          difference[cell] -= share;
        });
        for (const value of difference) expect(Math.abs(value)).toBeLessThan(1e-7);
      }),
      { numRuns: 30 },
    );
  });

  it("takes holes off", () => {
    const shape: Shape = {
      type: "polygon",
      rings: [
        [
          [-20, -20],
          [20, -20],
          [20, 20],
          [-20, 20],
        ],
        [
          [-5.5, -5.5],
          [5.5, -5.5],
          [5.5, 5.5],
          [-5.5, 5.5],
        ],
      ],
    };
    for (const size of sizes) expect(coveredArea(shape, gridFor(extent, size))).toBeCloseTo(1600 - 121, 6);
  });

  it("covers πr² for a circle", () => {
    const shape: Shape = { type: "circle", centre: [3.3, -7.1], radiusM: 1.7 };
    for (const size of sizes)
      expect(coveredArea(shape, gridFor(extent, size))).toBeCloseTo(Math.PI * 1.7 ** 2, 6);
  });

  it("cuts shapes off at the grid", () => {
    const shape: Shape = {
      type: "polygon",
      rings: [
        [
          [-1000, -10],
          [1000, -10],
          [1000, 10],
          [-1000, 10],
        ],
      ],
    };
    for (const size of sizes) expect(coveredArea(shape, gridFor(extent, size))).toBeCloseTo(128 * 20, 5);
    const away: Shape = { type: "circle", centre: [500, 500], radiusM: 20 };
    expect(coveredArea(away, gridFor(extent, 1))).toBe(0);
  });

  it("counts the ground under a line once, at bends and where it crosses itself", () => {
    const straight: Shape = {
      type: "line",
      points: [
        [-30, 3],
        [20, 3],
      ],
      widthM: 4,
    };
    expect(shapeArea(straight)).toBeCloseTo(200, 9);
    // A right-angle bend: two rectangles, less the overlap inside, plus the mitre outside (both 2 × 2).
    const bend: Shape = {
      type: "line",
      points: [
        [-30, 0],
        [0, 0],
        [0, 30],
      ],
      widthM: 4,
    };
    expect(shapeArea(bend)).toBeCloseTo(2 * 120, 9);
    const crossing: Shape = {
      type: "line",
      points: [
        [-20, 0],
        [20, 0],
        [20, 20],
        [0, 20],
        [0, -20],
      ],
      widthM: 2,
    };
    // Length 40+20+20+40 = 120 m; every bend keeps the area; the crossing is counted once.
    expect(shapeArea(crossing)).toBeCloseTo(240 - 4, 9);
    for (const size of sizes) expect(coveredArea(crossing, gridFor(extent, size))).toBeCloseTo(236, 6);
  });

  it("holds the area of any line at every resolution, near to what counting points gives", () => {
    const linePoints = fc.array(
      fc.tuple(fc.double({ min: -40, max: 40, noNaN: true }), fc.double({ min: -40, max: 40, noNaN: true })),
      { minLength: 2, maxLength: 7 },
    );
    fc.assert(
      fc.property(linePoints, fc.double({ min: 0.5, max: 9, noNaN: true }), (points, widthM) => {
        const shape: Shape = { type: "line", points, widthM };
        const area = shapeArea(shape);
        for (const size of sizes) {
          const covered = coveredArea(shape, gridFor({ minX: -80, minY: -80, maxX: 80, maxY: 80 }, size));
          expect(Math.abs(covered - area)).toBeLessThan(1e-5 * (1 + area));
        }
        // Every point nearer than half the width to a segment's inner part is covered: the area is at least
        // that of the flat-ended segments, at most that with round ends and the longest mitres.
        const length = points
          .slice(1)
          .reduce((sum, p, i) => sum + Math.hypot(p[0] - points[i][0], p[1] - points[i][1]), 0);
        expect(area).toBeLessThanOrEqual(widthM * length + points.length * widthM ** 2 + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it("takes points that all but coincide for one", () => {
    const points: Point[] = [
      [3e-323, 0],
      [0, 5e-15],
      [10, 0],
      [10, 1e-9],
    ];
    expect(shapeArea({ type: "line", points: points.slice(0, 2), widthM: 0.5 })).toBe(0);
    expect(shapeArea({ type: "line", points, widthM: 0.5 })).toBeCloseTo(5, 9);
  });

  it("takes a side that is level but for the smallest number for level", () => {
    const points: Point[] = [
      [0, -0.000001],
      [5e-324, 0],
    ];
    expect(shapeArea({ type: "line", points, widthM: 0.5 })).toBeCloseTo(5e-7, 12);
  });

  it("agrees with distances for a winding line", () => {
    const points: Point[] = [
      [-40, -10],
      [-15, 12],
      [5, -8],
      [30, 15],
    ];
    const widthM = 6;
    const grid = gridFor(extent, 1);
    const share = new Float64Array(grid.columns * grid.rows);
    shapeCoverage({ type: "line", points, widthM }, grid, (cell, value) => {
      share[cell] = value;
    });
    for (let cell = 0; cell < share.length; cell++) {
      const p: Point = [
        grid.westX + (cell % grid.columns) + 0.5,
        grid.northY - Math.floor(cell / grid.columns) - 0.5,
      ];
      const near = Math.min(...points.slice(1).map((b, i) => distanceToSegment(p, points[i], b)));
      const beyondEnds = p[0] < points[0][0] + 3 || p[0] > points[3][0] - 3;
      if (near < widthM / 2 - 0.71 && !beyondEnds) expect(share[cell]).toBeCloseTo(1, 6);
      if (near > widthM / 2 + 3) expect(share[cell]).toBe(0);
    }
  });
});
