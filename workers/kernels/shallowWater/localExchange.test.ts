import { afterEach, describe, expect, it } from "vitest";
import { buildCase } from "./caseBuilder.ts";
import type { ShallowWaterCase, ShallowWaterSolver, SolverOptions } from "./contract.ts";
import { createShallowWaterSolver } from "./index.ts";

const open: ShallowWaterSolver[] = [];

async function start(setup: ShallowWaterCase, options: Partial<SolverOptions>): Promise<ShallowWaterSolver> {
  const solver = await createShallowWaterSolver(setup, {
    kernel: "wasm",
    threads: 1,
    arrivalDepthM: 0.05,
    localTimeSteps: true,
    skipTiles: true,
    ...options,
  });
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

const columns = 320;
const rows = 160;

/** A deep pond in the west asks for short steps, a film in the middle for long ones, the east is dry and sleeps. */
const pondAndPlain = (): ShallowWaterCase =>
  buildCase({
    columns,
    rows,
    cellSizeM: 2,
    mode: "localInertia",
    bedM: (x) => (x < 60 ? 0 : 4 + 0.0005 * x),
    manningN: 0.03,
    initialDepthM: (x, y) => (x < 60 ? 2.5 + 0.2 * Math.sin(y / 9) : x < 300 ? 0.01 : 0),
    maxStepS: 10,
  });

const cellAt = (column: number, row: number): number => row * columns + column;

describe.each(["wasm", "typescript"] as const)("water at single cells, %s kernel", (kernel) => {
  it("is added and taken as by the call for all cells, bit for bit", async () => {
    const setup = pondAndPlain();
    const cells = Uint32Array.of(
      cellAt(0, 0),
      cellAt(10, 40),
      cellAt(100, 31),
      cellAt(250, 100),
      cellAt(319, 159),
    );
    const deltaM = Float32Array.of(1e-8, -0.5, -1, 0.02, 0.3);
    const everywhere = new Float32Array(columns * rows);
    cells.forEach((cell, k) => {
      everywhere[cell] = deltaM[k]!;
    });
    const sparse = await start(setup, { kernel });
    const full = await start(setup, { kernel });
    for (let t = 1; t <= 4; t += 1) {
      expect(sparse.addDepthAt(cells, deltaM)).toEqual(full.addDepth(everywhere));
      await sparse.advance(t);
      await full.advance(t);
    }
    expect(depths(sparse, columns * rows)).toEqual(depths(full, columns * rows));
  });

  it("keeps the balance where it acts after every step, beside sleeping ground and seams of local steps", async () => {
    const setup = pondAndPlain();
    const solver = await start(setup, { kernel });
    const before = solver.volumes().storedM3;
    const ends = [
      cellAt(20, 80),
      cellAt(31, 64),
      cellAt(64, 33),
      cellAt(159, 96),
      cellAt(191, 95),
      cellAt(192, 33),
    ];
    const exchanges = ends.map((cell, k) => ({
      cells: Uint32Array.of(cell),
      rate: k === 0 ? -0.1 : 0.1,
      fromS: 0,
    }));
    let addedM3 = 0;
    let calls = 0;
    const untilS = kernel === "wasm" ? 60 : 10;
    solver.setLocalExchange(() => {
      for (const one of exchanges) {
        if (!solver.areCurrent(one.cells)) continue;
        const deltaM = Float32Array.of(one.rate * (solver.timeS - one.fromS));
        const change = solver.addDepthAt(one.cells, deltaM);
        addedM3 += change.addedM3 - change.takenM3;
        one.fromS = solver.timeS;
        calls += 1;
      }
    });
    let saved = 0;
    for (let t = 10; t <= untilS; t += 10) saved += (await solver.advance(t)).cellUpdatesSaved;
    const added = untilS * 4 * (5 * 0.1 - 0.1);
    expect(exchanges.map(({ fromS }) => fromS)).toEqual(exchanges.map(() => untilS));
    expect(calls).toBeGreaterThan(50);
    if (kernel === "wasm") expect(saved).toBeGreaterThan(0);
    expect(addedM3).toBeCloseTo(added, 4);
    expect(Math.abs(solver.volumes().storedM3 - before - added) / before).toBeLessThan(2e-9);
  });

  it("shortens the next round's steps around cells where asked to, and lifts the limit again", async () => {
    const setup = { ...pondAndPlain(), initialDepthM: null };
    const solver = await start(setup, { kernel, localTimeSteps: false });
    const times: number[] = [0];
    solver.setLocalExchange(() => {
      times.push(solver.timeS);
      if (times.length < 4) solver.limitStepAt(Uint32Array.of(cellAt(5, 5)), 0.25);
    });
    solver.limitStepAt(Uint32Array.of(cellAt(5, 5)), 0.25);
    await solver.advance(10);
    const steps = times.slice(1).map((timeS, k) => timeS - times[k]!);
    expect(Math.max(...steps.slice(0, 3))).toBeLessThanOrEqual(0.25);
    expect(Math.max(...steps.slice(3))).toBeGreaterThan(1);
  });
});
