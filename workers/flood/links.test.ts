import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HydraulicLink } from "#twin/objects.ts";
import { createLinks, culvertFlowM3PerS, inletFlowM3PerS, type LocalWater, linkStep } from "./links.ts";
import { cellsAround, preparedLink } from "./openings.ts";

const kinds: readonly HydraulicLink["kind"][] = [
  { type: "culvert", diameterM: 0.6, lengthM: 12, manningN: 0.013 },
  { type: "pump", capacityM3PerS: 0.3, startDepthM: 0.1 },
  { type: "throttle", areaM2: 0.05, dischargeCoefficient: 0.6 },
];
const depthOf = fc.double({ min: 0, max: 3, noNaN: true });

describe("links", () => {
  it("never empty a cell below nothing and lose no water", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(depthOf, { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        fc.double({ min: 0.25, max: 10, noNaN: true }),
        (kind, depths, leadsOut, stepS) => {
          const bedM = Float32Array.of(2, 2.1, 2.2, 1, 1.1, 1.3);
          const depthM = Float32Array.from(depths);
          const link = {
            id: "l",
            kind,
            fromCells: Uint32Array.of(0, 1, 2),
            toCells: leadsOut ? null : Uint32Array.of(3, 4, 5),
            fromBedM: bedM[0],
            toBedM: bedM[3],
          };
          const water: LocalWater = {
            depthAt: (cell) => depthM[cell],
            addDepthAt: (cells, deltaM) => {
              cells.forEach((cell, k) => {
                depthM[cell] += deltaM[k];
              });
              return { addedM3: 0, takenM3: 0 };
            },
          };
          const before = depthM.reduce((sum, depth) => sum + depth, 0) * 4;
          const [state] = createLinks([link]);
          let left = 0;
          for (let i = 0; i < 5; i += 1) {
            const step = linkStep(state, stepS, 4, bedM, water);
            left += step.leftM3;
            expect(step.smoothS).toBeGreaterThan(0);
            depthM.forEach((depth) => {
              expect(depth).toBeGreaterThanOrEqual(-1e-6);
            });
          }
          const after = depthM.reduce((sum, depth) => sum + depth, 0) * 4;
          expect(Math.abs(before - after - left)).toBeLessThan(1e-4);
          if (leadsOut) expect(state.movedM3).toBeCloseTo(left, 9);
        },
      ),
    );
  });

  it("a culvert carries more with more head and nothing without", () => {
    const culvert = { type: "culvert", diameterM: 1, lengthM: 10, manningN: 0.015 } as const;
    let before = 0;
    for (let head = 0; head <= 3; head += 0.05) {
      const flow = culvertFlowM3PerS(culvert, head, head);
      expect(flow).toBeGreaterThanOrEqual(before);
      before = flow;
    }
    // The partly filled inlet meets the orifice where the pipe is just full.
    expect(inletFlowM3PerS(1, 0.999_999)).toBeCloseTo(inletFlowM3PerS(1, 1), 4);
  });
});

describe("a link's ends", () => {
  const grid = { columns: 10, rows: 10, cellSizeM: 1, westX: 0, northY: 10 };
  const bedM = new Float32Array(100);
  const open = { grid, bedM, sillX: null, sillY: null };

  it("take the ground around a point, not what lies behind a wall", () => {
    expect(cellsAround(open, [5.5, 5.5], 2).length).toBe(13);
    const sillX = new Float32Array(110).fill(Number.NEGATIVE_INFINITY);
    for (let row = 0; row < 10; row += 1) sillX[row * 11 + 6] = 3;
    const walled = { ...open, sillX, sillY: new Float32Array(110).fill(Number.NEGATIVE_INFINITY) };
    const cells = [...cellsAround(walled, [5.5, 5.5], 2)];
    expect(cells.every((cell) => cell % 10 <= 5)).toBe(true);
    expect(cells.length).toBe(9);
  });

  it("move to the nearest open ground when drawn into a house, and vanish outside", () => {
    const built = bedM.slice();
    built[55] = Number.NaN;
    expect(cellsAround({ ...open, bedM: built }, [5.5, 4.5], 1).length).toBeGreaterThan(0);
    const link = { id: "x", from: [500, 500], to: [5, 5], kind: kinds[1] } as const;
    expect(preparedLink(link, open)).toEqual([]);
    const [leads] = preparedLink({ ...link, from: [5, 5], to: [500, 500] }, open);
    expect(leads.toCells).toBeNull();
  });
});
