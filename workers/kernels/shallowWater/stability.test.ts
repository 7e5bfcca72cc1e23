import { describe, expect, it } from "vitest";
import { buildCase } from "./caseBuilder.ts";
import { createShallowWaterSolver } from "./index.ts";
import { signalSpeed } from "./scheme.ts";

const size = 48;
const depthM = 2;

/** How far the level of a closed pond stands from its mean after a chequerboard of ± 1 cm was left to itself, m. */
async function unrestM(kernel: "typescript" | "wasm", courant: number | null): Promise<number> {
  const solver = await createShallowWaterSolver(
    buildCase({
      columns: size,
      rows: size,
      cellSizeM: 2,
      mode: "localInertia",
      bedM: () => 0,
      manningN: 0.001,
      initialDepthM: (x, y) => depthM + (((x + y) / 2) % 2 < 1 ? 0.01 : -0.01),
      ...(courant === null ? {} : { courant }),
    }),
    { kernel, threads: 1, arrivalDepthM: 0.05, localTimeSteps: false, skipTiles: false },
  );
  await solver.advance(60);
  const depths = new Float32Array(size * size);
  solver.readDepth(depths);
  solver.dispose();
  return depths.reduce((worst, value) => Math.max(worst, Math.abs(value - depthM)), 0);
}

describe("the step of local inertia", () => {
  it.each(["typescript", "wasm"] as const)("lets no wave grow in still water (%s)", async (kernel) => {
    expect(await unrestM(kernel, null)).toBeLessThan(0.01);
  });

  it("is not far from the longest: waves do grow beyond it", async () => {
    expect(await unrestM("typescript", 0.75)).toBeGreaterThan(0.02);
  });

  it("knows the speed of water only where inertia is divided or advected", () => {
    const wave = Math.sqrt(9.81);
    expect(signalSpeed("localInertia", 0.5 * wave, 1)).toBeCloseTo(wave);
    expect(signalSpeed("localInertia", 0.9 * wave, 1)).toBeCloseTo(1.5 * wave);
    expect(signalSpeed("localInertia", 3 * wave, 1)).toBeCloseTo(4 * wave);
    expect(signalSpeed("fullShallowWater", 0.5 * wave, 1)).toBeCloseTo(1.5 * wave);
  });
});
