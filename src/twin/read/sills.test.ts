import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Grid, Point } from "../frame.ts";
import type { Barrier } from "../objects.ts";
import { buildingCoverageOn } from "./buildings.ts";
import { cellAt, gridFor } from "./grid.ts";
import { handmadeTwin } from "./handmadeTwin.ts";
import { type Sills, sillsOn } from "./sills.ts";

const extent = { minX: 0, minY: 0, maxX: 64, maxY: 64 };

function twinWith(
  line: readonly Point[],
  crest: Barrier["crest"],
  groundZ?: (x: number, y: number) => number,
) {
  return handmadeTwin({ groundZ }, [
    { layer: "barriers", op: "insert", barrier: { id: "wall", line, crest } },
  ]);
}

/** Cells that water in a cell reaches over faces without a sill. */
function reached(
  grid: Grid,
  sills: Sills,
  from: number,
  blocked: (cell: number) => boolean = () => false,
): Uint8Array {
  const seen = new Uint8Array(grid.columns * grid.rows);
  const queue = [from];
  seen[from] = 1;
  for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
    const c = cell % grid.columns;
    const r = Math.floor(cell / grid.columns);
    const go = (open: boolean, next: number) => {
      if (open && !seen[next] && !blocked(next)) {
        seen[next] = 1;
        queue.push(next);
      }
    };
    const free = (crest: number) => crest === Number.NEGATIVE_INFINITY;
    go(c > 0 && free(sills.sillX[r * (grid.columns + 1) + c]), cell - 1);
    go(c + 1 < grid.columns && free(sills.sillX[r * (grid.columns + 1) + c + 1]), cell + 1);
    go(r > 0 && free(sills.sillY[r * grid.columns + c]), cell - grid.columns);
    go(r + 1 < grid.rows && free(sills.sillY[(r + 1) * grid.columns + c]), cell + grid.columns);
  }
  return seen;
}

describe("sillsOn", () => {
  it("is null without barriers", () => {
    expect(sillsOn(handmadeTwin(), gridFor(extent, 1))).toBeNull();
  });

  it("stands on the mean ground beside each face, or at its absolute height", () => {
    const grid = gridFor(extent, 4);
    const slope = (_x: number, y: number) => 100 + 0.1 * y;
    const sills = sillsOn(
      twinWith(
        [
          [8, 32],
          [24, 32],
        ],
        { above: "ground", heightM: 0.5 },
        slope,
      ),
      grid,
    );
    const row = 8; // The face row at y = 32.
    for (let column = 2; column < 6; column++)
      expect(sills?.sillY[row * grid.columns + column]).toBeCloseTo(103.7, 4);
    expect(sills?.sillY[row * grid.columns + 6]).toBe(Number.NEGATIVE_INFINITY);
    expect(sills?.sillX.every((crest) => crest === Number.NEGATIVE_INFINITY)).toBe(true);
    const absolute = sillsOn(
      twinWith(
        [
          [8, 0],
          [8, 64],
        ],
        { above: "nhn", heightM: 101 },
      ),
      grid,
    );
    for (let r = 0; r < grid.rows; r++) expect(absolute?.sillX[r * (grid.columns + 1) + 2]).toBe(101);
  });

  it("keeps the higher of two crests", () => {
    const twin = handmadeTwin({}, [
      {
        layer: "barriers",
        op: "insert",
        barrier: {
          id: "1",
          line: [
            [8, 32],
            [24, 32],
          ],
          crest: { above: "ground", heightM: 1 },
        },
      },
      {
        layer: "barriers",
        op: "insert",
        barrier: {
          id: "2",
          line: [
            [24, 32],
            [8, 32],
          ],
          crest: { above: "ground", heightM: 0.4 },
        },
      },
    ]);
    const grid = gridFor(extent, 4);
    expect(sillsOn(twin, grid)?.sillY[8 * grid.columns + 3]).toBe(101);
  });

  it("has no gap: a wall around a yard shuts it off at every resolution", () => {
    const ring = fc
      .array(fc.double({ min: 9, max: 24, noNaN: true }), { minLength: 3, maxLength: 12 })
      .map((radii): Point[] =>
        radii.map((radius, i) => [
          32 + radius * Math.cos((i * 2 * Math.PI) / radii.length),
          32 + radius * Math.sin((i * 2 * Math.PI) / radii.length),
        ]),
      );
    fc.assert(
      fc.property(ring, (points) => {
        for (const size of [1, 2, 4]) {
          const grid = gridFor(extent, size);
          const sills = sillsOn(twinWith([...points, points[0]], { above: "ground", heightM: 1 }), grid);
          if (!sills) throw new Error("no sills");
          const outside = reached(grid, sills, 0);
          const middle = Math.floor(32 / size);
          // Both cells beside the middle corner: thin triangles may leave one of them outside at 4 m.
          const cells = [middle * grid.columns + middle, (middle - 1) * grid.columns + middle - 1];
          expect(cells.some((cell) => outside[cell] === 0)).toBe(true);
        }
      }),
    );
  });

  it("a line from edge to edge parts the grid in two", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 59, noNaN: true }),
        fc.double({ min: 5, max: 59, noNaN: true }),
        (left, right) => {
          for (const size of [1, 2, 4, 8]) {
            const grid = gridFor(extent, size);
            const sills = sillsOn(
              twinWith(
                [
                  [-20, left],
                  [84, right],
                ],
                { above: "ground", heightM: 1 },
              ),
              grid,
            );
            if (!sills) throw new Error("no sills");
            const seen = reached(grid, sills, 0);
            expect(seen[seen.length - 1]).toBe(0);
          }
        },
      ),
    );
  });

  it("leaves no gap between a wall's ends and the façades that it joins, wherever they fall on the grid", () => {
    const offset = fc.double({ min: -4, max: 4, noNaN: true });
    const angle = fc.double({ min: -0.8, max: 0.8, noNaN: true });
    // Drawn by hand, a wall stops a little before the façade it is meant to join.
    const short = fc.double({ min: 0, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(offset, offset, offset, angle, short, (dx, dy, skew, turn, shortM) => {
        const turned = ([x, y]: Point): Point => [
          32 + dx + x * Math.cos(turn) - y * Math.sin(turn),
          32 + dy + x * Math.sin(turn) + y * Math.cos(turn),
        ];
        // Two long houses with a gap of 15 m between them, and a wall in the gap.
        const house = (id: string, x0: number, x1: number) => ({
          id,
          ring: (
            [
              [x0, -12],
              [x1, -12],
              [x1, 12],
              [x0, 12],
            ] as Point[]
          ).map(turned),
        });
        const line = (
          [
            [shortM - 7.5, skew],
            [7.5 - shortM, -skew],
          ] as Point[]
        ).map(turned);
        const barrier: Barrier = { id: "wall", line, crest: { above: "ground", heightM: 1 } };
        const twin = handmadeTwin({ buildings: [house("a", -99, -7.5), house("b", 7.5, 99)] }, [
          { layer: "barriers", op: "insert", barrier },
        ]);
        const above = turned([0, 20]);
        const below = turned([0, -20]);
        for (const size of [1, 2, 4]) {
          const grid = gridFor(extent, size);
          const sills = sillsOn(twin, grid);
          if (!sills) throw new Error("no sills");
          const { share } = buildingCoverageOn(twin, grid);
          const seen = reached(grid, sills, cellAt(grid, ...above), (cell) => share[cell] >= 0.5);
          expect(seen[cellAt(grid, ...below)], `${size} m`).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("does not walk to lines far away", () => {
    const twin = twinWith(
      [
        [1e9, 1e9],
        [2e9, -1e9],
      ],
      { above: "ground", heightM: 1 },
    );
    const sills = sillsOn(twin, gridFor(extent, 1));
    expect(sills?.sillX.every((crest) => crest === Number.NEGATIVE_INFINITY)).toBe(true);
  });
});
