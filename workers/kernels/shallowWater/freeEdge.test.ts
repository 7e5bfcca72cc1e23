import { describe, expect, it } from "vitest";
import { buildCase } from "./caseBuilder.ts";
import type { ShallowWaterMode } from "./contract.ts";
import { freeGhostDepthM } from "./halo.ts";
import { createShallowWaterSolver } from "./index.ts";

type Flow = { readonly slope: number; readonly manningN: number; readonly q: number };
type Kernel = "typescript" | "wasm";

const lengthM = 100;
const looks = 30;

const normalM = ({ slope, manningN, q }: Flow): number => ((q * manningN) / Math.sqrt(slope)) ** 0.6;

/** Depths of the first 100 m at equal times while a pulse of the given height runs down uniform flow. */
async function pulseOn(
  flow: Flow,
  mode: ShallowWaterMode,
  kernel: Kernel,
  domainM: number,
  heightShare: number,
): Promise<Float32Array[]> {
  const depthM = normalM(flow);
  const setup = buildCase({
    columns: domainM,
    rows: 1,
    cellSizeM: 1,
    mode,
    bedM: (x) => (lengthM - x) * flow.slope,
    manningN: flow.manningN,
    initialDepthM: (x) => depthM * (1 + heightShare * Math.exp(-(((x - lengthM / 2) / 8) ** 2))),
    boundaries: { east: { type: "free" } },
  });
  const solver = await createShallowWaterSolver(setup, {
    kernel,
    threads: 1,
    arrivalDepthM: 0.05,
    localTimeSteps: false,
    skipTiles: false,
  });
  solver.setEdgeInflow("west", Float32Array.of(flow.q));
  const endS = (1.2 * lengthM) / (flow.q / depthM + Math.sqrt(9.81 * depthM));
  const seen: Float32Array[] = [];
  for (let k = 1; k <= looks; k++) {
    await solver.advance((endS * k) / looks);
    const depths = new Float32Array(domainM);
    solver.readDepth(depths);
    seen.push(depths.slice(0, lengthM));
  }
  solver.dispose();
  return seen;
}

/** Largest deviation from what the pulse does in a domain that goes on, relative to its height at the edge. */
async function thrownBack(flow: Flow, mode: ShallowWaterMode, kernel: Kernel): Promise<number> {
  const [cut, whole, still, stillWhole] = await Promise.all([
    pulseOn(flow, mode, kernel, lengthM, 0.1),
    pulseOn(flow, mode, kernel, 3 * lengthM, 0.1),
    pulseOn(flow, mode, kernel, lengthM, 0),
    pulseOn(flow, mode, kernel, 3 * lengthM, 0),
  ]);
  let arrivedM = 0;
  let worstM = 0;
  for (let k = 0; k < looks; k++) {
    for (let i = 0; i < lengthM; i++) {
      const expectedM = whole[k]![i]! - stillWhole[k]![i]!;
      if (i === lengthM - 1) arrivedM = Math.max(arrivedM, Math.abs(expectedM));
      worstM = Math.max(worstM, Math.abs(cut[k]![i]! - still[k]![i]! - expectedM));
    }
  }
  return worstM / arrivedM;
}

describe.each(["typescript", "wasm"] as const)("free edge, %s kernel", (kernel) => {
  it.each([
    ["fullShallowWater", { slope: 0.001, manningN: 0.03, q: 0.1 }, 0.1],
    ["fullShallowWater", { slope: 0.005, manningN: 0.03, q: 0.5 }, 0.1],
    ["fullShallowWater", { slope: 0.02, manningN: 0.03, q: 0.5 }, 0.04],
    ["localInertia", { slope: 0.001, manningN: 0.03, q: 0.1 }, 0.2],
    ["localInertia", { slope: 0.01, manningN: 0.03, q: 0.5 }, 0.2],
    ["localInertia", { slope: 0.05, manningN: 0.03, q: 0.2 }, 0.04],
  ] as const)("lets a pulse out: %s, %o", async (mode, flow, bound) => {
    expect(await thrownBack(flow, mode, kernel)).toBeLessThan(bound);
  });

  it.each(["localInertia", "fullShallowWater"] as const)(
    "runs dry without leftovers or surges: %s",
    async (mode) => {
      const setup = buildCase({
        columns: 60,
        rows: 3,
        cellSizeM: 1,
        mode,
        bedM: (x) => 0.6 - 0.01 * x,
        manningN: 0.03,
        initialDepthM: (x) => (x < 30 ? 0.5 : 0),
        boundaries: { east: { type: "free" } },
      });
      const solver = await createShallowWaterSolver(setup, {
        kernel,
        threads: 1,
        arrivalDepthM: 0.05,
        localTimeSteps: false,
        skipTiles: false,
      });
      const startM3 = solver.volumes().storedM3;
      let leftM3 = 0;
      let peak = 0;
      let rises = 0;
      let before = 0;
      for (let timeS = 1; timeS <= 900; timeS++) {
        await solver.advance(timeS);
        const flow = solver.volumes().outflowM3 - leftM3;
        leftM3 += flow;
        if (flow > peak) peak = flow;
        // After the peak the flow only falls.
        else if (flow > before + 1e-3 * peak) rises++;
        before = flow;
      }
      expect(rises).toBe(0);
      const { storedM3, outflowM3 } = solver.volumes();
      expect(Math.abs(storedM3 + outflowM3 - startM3) / startM3).toBeLessThan(5e-6);
      expect(storedM3 / startM3).toBeLessThan(0.02);
      solver.dispose();
    },
  );
});

describe("ghost of a free edge", () => {
  it("copies the depth of steady water, follows a wave, and leaves at least half the slope", () => {
    const dropM = 0.01;
    for (const mode of ["localInertia", "fullShallowWater"] as const) {
      expect(freeGhostDepthM(0.2, 0, 0.1, dropM, mode)).toBe(0.2);
      // Rising water: lower outside. Falling water: higher, but never by more than half of the bed's drop.
      expect(freeGhostDepthM(0.2, -0.05, 0.1, dropM, mode)).toBeLessThan(0.2);
      expect(freeGhostDepthM(0.2, 0.05, 0.1, dropM, mode)).toBeCloseTo(0.205, 9);
      expect(freeGhostDepthM(0.2, -9, 0.1, dropM, mode)).toBe(0);
      expect(freeGhostDepthM(0, 0, 0, dropM, mode)).toBe(0);
    }
    expect(freeGhostDepthM(0.2, -0.01, 0.1, dropM, "fullShallowWater")).toBeCloseTo(
      0.2 - 0.01 / (0.5 + Math.sqrt(9.81 * 0.2)),
      9,
    );
  });
});
