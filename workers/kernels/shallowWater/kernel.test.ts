import { afterEach, describe, expect, it } from "vitest";
import { buildCase } from "./caseBuilder.ts";
import type { ShallowWaterCase, ShallowWaterMode, ShallowWaterSolver, SolverOptions } from "./contract.ts";
import { createShallowWaterSolver } from "./index.ts";

const defaults: SolverOptions = {
  kernel: "wasm",
  threads: 1,
  arrivalDepthM: 0.05,
  localTimeSteps: false,
  skipTiles: false,
};

const open: ShallowWaterSolver[] = [];

async function start(
  setup: ShallowWaterCase,
  options: Partial<SolverOptions> = {},
): Promise<ShallowWaterSolver> {
  const solver = await createShallowWaterSolver(setup, { ...defaults, ...options });
  open.push(solver);
  return solver;
}

afterEach(() => {
  for (const solver of open.splice(0)) solver.dispose();
});

function depths(solver: ShallowWaterSolver, cells: number): Float32Array {
  const into = new Float32Array(cells);
  solver.readDepth(into);
  return into;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let k = 0; k < a.length; k++) largest = Math.max(largest, Math.abs(a[k]! - b[k]!));
  return largest;
}

const modes: readonly ShallowWaterMode[] = ["localInertia", "fullShallowWater"];

/** Hills with pits, a hole outside the domain, a body of water and three kinds of edges. */
function hilly(mode: ShallowWaterMode, columns = 150, rows = 83): ShallowWaterCase {
  const setup = buildCase({
    columns,
    rows,
    cellSizeM: 2,
    mode,
    bedM: (x, y) => 5 - 0.01 * x + Math.sin(x / 9) * Math.cos(y / 7) + 0.3 * Math.sin(x * y),
    manningN: (x, y) => 0.02 + 0.01 * Math.abs(Math.sin(x + y)),
    initialDepthM: (x, y) => (Math.hypot(x - 60, y - 50) < 30 ? 1.5 : 0),
    boundaries: { east: { type: "free" }, south: { type: "level", levelM: 4 } },
  });
  for (let row = 20; row < 26; row++) setup.bedM.fill(Number.NaN, row * columns + 40, row * columns + 47);
  return setup;
}

describe.each(modes)("shallow water, %s", (mode) => {
  it("gives the same depths in WASM as in TypeScript within single precision", async () => {
    const setup = hilly(mode);
    const cells = setup.bedM.length;
    const wasm = await start(setup);
    const plain = await start(setup, { kernel: "typescript" });
    const rain = new Float32Array(cells).fill(0.002);
    // Longer runs drift apart where this rough ground makes the flow switch between regimes.
    for (let t = 1; t <= 2; t += 1) {
      for (const solver of [wasm, plain]) {
        solver.addDepth(rain);
        await solver.advance(t);
      }
    }
    const a = depths(wasm, cells);
    expect(largestDifference(a, depths(plain, cells))).toBeLessThan(2e-4);
    expect(wasm.volumes().storedM3 / plain.volumes().storedM3).toBeCloseTo(1, 5);
    expect(Math.min(...a)).toBeGreaterThanOrEqual(0);
  });

  it("books every litre: stored + out − in − rain stays at the start", async () => {
    const setup = hilly(mode);
    const solver = await start(setup);
    const before = solver.volumes().storedM3;
    let rainM3 = 0;
    for (let t = 5; t <= 60; t += 5) {
      rainM3 += solver.addDepth(new Float32Array(setup.bedM.length).fill(0.001)).addedM3;
      await solver.advance(t);
    }
    const { storedM3, outflowM3, inflowM3 } = solver.volumes();
    expect(outflowM3).toBeGreaterThan(1);
    expect(Math.abs(storedM3 + outflowM3 - inflowM3 - rainM3 - before) / storedM3).toBeLessThan(1e-6);
  });

  it("is the same bit for bit with one thread, three threads, and with resting tiles skipped", async () => {
    const setup = hilly(mode, 240, 130);
    const results: Float32Array[] = [];
    for (const options of [{}, { threads: 3 }, { skipTiles: true }, { threads: 2, skipTiles: true }]) {
      const solver = await start(setup, options);
      const report = await solver.advance(10);
      if (options.skipTiles) expect(report.cellUpdatesSaved).toBeGreaterThan(0);
      results.push(depths(solver, setup.bedM.length));
    }
    for (const result of results.slice(1)) expect(result).toEqual(results[0]);
  }, 60_000);

  it("mirrors and turns its numbers with its input, bit for bit", async () => {
    const n = 70;
    const bed = (x: number, y: number): number => Math.sin(x / 5) * Math.cos(y / 8) + 0.2 * Math.sin(x * y);
    const water = (x: number, y: number): number => (x < 40 && y > 30 ? 1 : 0);
    const size = n * 2;
    const turns: readonly ((x: number, y: number) => readonly [number, number])[] = [
      (x, y) => [x, y],
      (x, y) => [size - x, y],
      (x, y) => [x, size - y],
      (x, y) => [y, x],
    ];
    const fields: Float32Array[] = [];
    for (const turn of turns) {
      const setup = buildCase({
        columns: n,
        rows: n,
        cellSizeM: 2,
        mode,
        bedM: (x, y) => bed(...turn(x, y)),
        manningN: 0.03,
        initialDepthM: (x, y) => water(...turn(x, y)),
        boundaries: {
          west: { type: "free" },
          east: { type: "free" },
          north: { type: "free" },
          south: { type: "free" },
        },
      });
      const solver = await start(setup);
      await solver.advance(20);
      fields.push(depths(solver, n * n));
    }
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < n; column++) {
        const value = fields[0]![row * n + column]!;
        expect(fields[1]![row * n + (n - 1 - column)]).toBe(value);
        expect(fields[2]![(n - 1 - row) * n + column]).toBe(value);
        expect(fields[3]![column * n + row]).toBe(value);
      }
    }
  });

  it("continues a saved run bit for bit, also in another solver", async () => {
    const setup = hilly(mode);
    const whole = await start(setup, { skipTiles: true });
    await whole.advance(10);
    const state = whole.save();
    await whole.advance(20);
    const resumed = await start(setup, { skipTiles: true, threads: 2 });
    resumed.restore(state);
    expect(resumed.timeS).toBe(10);
    await resumed.advance(20);
    expect(depths(resumed, setup.bedM.length)).toEqual(depths(whole, setup.bedM.length));
    expect(resumed.volumes()).toEqual(whole.volumes());
  });

  it("keeps a wall's water behind its crest until it rises above", async () => {
    const setup = buildCase({
      columns: 40,
      rows: 12,
      cellSizeM: 1,
      mode,
      bedM: () => 0,
      manningN: 0.03,
      initialDepthM: (x) => (x < 20 ? 0.5 : 0),
    });
    const sillX = new Float32Array(41 * 12).fill(Number.NEGATIVE_INFINITY);
    for (let row = 0; row < 12; row++) sillX[row * 41 + 20] = 0.6;
    const behind = (field: Float32Array): number =>
      field.reduce((sum, depthM, k) => sum + (k % 40 >= 20 ? depthM : 0), 0);
    for (const kernel of ["wasm", "typescript"] as const) {
      const solver = await start({ ...setup, sillX }, { kernel });
      await solver.advance(30);
      expect(behind(depths(solver, 480))).toBe(0);
      solver.addDepth(new Float32Array(480).fill(0.2));
      await solver.advance(60);
      expect(behind(depths(solver, 480))).toBeGreaterThan(0.2 * 240 + 1);
    }
  });
});

describe.each(modes)("local time steps, %s", (mode) => {
  it("save updates beside a deep pond, keep the mass, and do not depend on the number of threads", async () => {
    const setup = buildCase({
      columns: 260,
      rows: 200,
      cellSizeM: 2,
      mode,
      maxStepS: 5,
      bedM: (x, y) =>
        Math.hypot(x - 130, y - 200) < 24 ? -5 : 0.002 * x + 0.2 * Math.sin(x / 11) * Math.cos(y / 13),
      manningN: 0.03,
      initialDepthM: (x, y) => (Math.hypot(x - 130, y - 200) < 24 ? 4.5 : 0),
    });
    const cells = setup.bedM.length;
    const results: Float32Array[] = [];
    for (const options of [{ localTimeSteps: true }, { localTimeSteps: true, threads: 2 }, {}]) {
      const solver = await start(setup, options);
      const before = solver.volumes().storedM3;
      let [rainM3, saved, done] = [0, 0, 0];
      for (let t = 10; t <= 120; t += 10) {
        rainM3 += solver.addDepth(new Float32Array(cells).fill(0.0005)).addedM3;
        const report = await solver.advance(t);
        saved += report.cellUpdatesSaved;
        done += report.cellUpdates;
      }
      expect(solver.timeS).toBe(120);
      expect(Math.abs(solver.volumes().storedM3 - before - rainM3) / before).toBeLessThan(1e-6);
      if (options.localTimeSteps) expect(saved / (saved + done)).toBeGreaterThan(0.5);
      else expect(saved).toBe(0);
      results.push(depths(solver, cells));
    }
    expect(results[1]).toEqual(results[0]);
    expect(largestDifference(results[0]!, results[2]!)).toBeLessThan(0.01);
  });
});

describe("shallow water kernel", () => {
  it("keeps additions that single precision alone would lose", async () => {
    const setup = buildCase({
      columns: 8,
      rows: 8,
      cellSizeM: 1,
      mode: "localInertia",
      bedM: () => 0,
      manningN: 0.03,
      initialDepthM: () => 3,
    });
    const solver = await start(setup);
    const drop = new Float32Array(64).fill(1e-8);
    for (let k = 0; k < 1000; k++) solver.addDepth(drop);
    expect(solver.volumes().storedM3).toBeCloseTo(64 * (3 + 1e-5), 7);
  });

  it("takes no more than is there and says what it took", async () => {
    const setup = buildCase({
      columns: 4,
      rows: 4,
      cellSizeM: 2,
      mode: "localInertia",
      bedM: () => 0,
      manningN: 0.03,
      initialDepthM: (x) => (x < 4 ? 0.1 : 0),
    });
    for (const kernel of ["wasm", "typescript"] as const) {
      const solver = await start(setup, { kernel });
      const { addedM3, takenM3 } = solver.addDepth(new Float32Array(16).fill(-0.25));
      expect(addedM3).toBe(0);
      expect(takenM3).toBeCloseTo(8 * 0.1 * 4, 6);
      expect(solver.volumes().storedM3).toBe(0);
    }
  });

  it("lets a prescribed discharge in through an edge", async () => {
    const setup = buildCase({
      columns: 60,
      rows: 5,
      cellSizeM: 5,
      mode: "localInertia",
      bedM: (x) => 3 - 0.01 * x,
      manningN: 0.03,
      boundaries: { east: { type: "free" } },
    });
    for (const kernel of ["wasm", "typescript"] as const) {
      const solver = await start(setup, { kernel });
      solver.setEdgeInflow("west", new Float32Array(5).fill(0.2));
      await solver.advance(1200);
      const { inflowM3, outflowM3, storedM3 } = solver.volumes();
      expect(inflowM3).toBeCloseTo(0.2 * 25 * 1200, 0);
      expect((inflowM3 - outflowM3 - storedM3) / inflowM3).toBeCloseTo(0, 6);
      const intoX = new Float32Array(61 * 5);
      solver.readFluxes(intoX, new Float32Array(60 * 6));
      expect(intoX[60]).toBeCloseTo(0.2, 4);
    }
  });

  it("stops within 200 ms of an abort and goes on to the same numbers", async () => {
    const setup = hilly("localInertia", 400, 300);
    const straight = await start(setup);
    await straight.advance(30);
    const broken = await start(setup);
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error("stop")), 60);
    let abortedAt = 0;
    abort.signal.addEventListener("abort", () => {
      abortedAt = performance.now();
    });
    await expect(broken.advance(30, abort.signal)).rejects.toThrow("stop");
    expect(performance.now() - abortedAt).toBeLessThan(200);
    expect(broken.timeS).toBeLessThan(30);
    await broken.advance(30);
    expect(depths(broken, setup.bedM.length)).toEqual(depths(straight, setup.bedM.length));
  });

  it("refuses a case that cannot be computed and says why", async () => {
    const setup = hilly("localInertia", 40, 30);
    const bedM = setup.bedM.slice();
    bedM[7] = Number.POSITIVE_INFINITY;
    await expect(start({ ...setup, bedM })).rejects.toThrow("The bed of cell 7");
    await expect(start({ ...setup, bedM: bedM.fill(Number.NaN) })).rejects.toThrow("no domain");
    await expect(start({ ...setup, manningN: new Float32Array(3) })).rejects.toThrow("manningN has 3 values");
    await expect(start({ ...setup, maxStepS: 0 })).rejects.toThrow("maxStepS");
  });

  it("keeps maxima and the time of arrival", async () => {
    const setup = buildCase({
      columns: 100,
      rows: 4,
      cellSizeM: 1,
      mode: "fullShallowWater",
      bedM: () => 0,
      manningN: 0.02,
      initialDepthM: (x) => (x < 30 ? 1 : 0),
    });
    for (const kernel of ["wasm", "typescript"] as const) {
      const solver = await start(setup, { kernel });
      await solver.advance(20);
      const maxima = {
        depthM: new Float32Array(400),
        speedMPerS: new Float32Array(400),
        depthVelocity: new Float32Array(400),
        arrivalS: new Float32Array(400),
      };
      solver.readMaxima(maxima);
      expect(maxima.depthM[0]).toBe(1);
      expect(maxima.arrivalS[0]).toBe(0);
      expect(maxima.arrivalS[60]).toBeGreaterThan(maxima.arrivalS[40]!);
      expect(maxima.speedMPerS[40]).toBeGreaterThan(1);
      expect(maxima.speedMPerS[40]).toBeLessThan(6.3);
      expect(maxima.depthVelocity[40]).toBeGreaterThan(0.3);
      expect(maxima.arrivalS[99]).toBeNaN();
    }
  });
});
