import { describe, expect, it } from "vitest";
import { buildCase } from "./caseBuilder.ts";
import { createShallowWaterSolver } from "./index.ts";

/** Slope, Manning's n, unit discharge (m²/s), cell (m): Froude numbers 0.9 to 1.4, below the 1.5 of real roll waves. */
const flows = [
  [0.01, 0.03, 0.5, 1],
  [0.02, 0.03, 0.5, 1],
  [0.03, 0.03, 0.5, 1],
  [0.01, 0.015, 0.05, 0.5],
  [0.05, 0.03, 0.05, 0.5],
] as const;

/** The same numbers in every run; the field's noise is 1 % of the depth. */
function noise(k: number): number {
  return 0.01 * Math.sin(12.9898 * (k + 1) ** 2);
}

describe.each(["typescript", "wasm"] as const)("uniform flow, %s kernel", (kernel) => {
  it.each(flows)(
    "stays uniform on a slope of %d with n = %d, q = %d, cells of %d m",
    async (slope, n, q, cellSizeM) => {
      const columns = 200;
      const rows = 3;
      const normalM = ((q * n) / Math.sqrt(slope)) ** 0.6;
      const setup = buildCase({
        columns,
        rows,
        cellSizeM,
        mode: "fullShallowWater",
        bedM: (x) => (columns * cellSizeM - x) * slope,
        manningN: n,
        initialDepthM: (x) => normalM * (1 + noise(Math.floor(x / cellSizeM))),
        boundaries: { east: { type: "free" } },
      });
      const solver = await createShallowWaterSolver(setup, {
        kernel,
        threads: 1,
        arrivalDepthM: 0.05,
        localTimeSteps: false,
        skipTiles: false,
      });
      solver.setEdgeInflow("west", new Float32Array(rows).fill(q));
      // Three times the time that water needs from edge to edge: what was disturbed at the start has left.
      await solver.advance((3 * columns * cellSizeM * normalM) / q);
      const depths = new Float32Array(columns * rows);
      solver.readDepth(depths);
      solver.dispose();
      const worst = depths.reduce((most, depthM) => Math.max(most, Math.abs(depthM / normalM - 1)), 0);
      expect(worst).toBeLessThan(0.01);
    },
  );
});
