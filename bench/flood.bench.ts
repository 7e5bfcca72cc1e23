import { openTwinOf } from "#cli/openTwin.ts";
import { openScenarioFile } from "#cli/scenarioFile.ts";
import { settledConditions } from "#runs/address.ts";
import { baselineTwin } from "#scenario/applyPlan.ts";
import type { FloodConditions } from "#workers/flood/conditions.ts";
import { floodModel } from "#workers/flood/model.ts";
import { defaultFloodTables, prepareFlood } from "#workers/flood/prepare.ts";
import { type FloodSetup, simulateFlood } from "#workers/flood/simulate.ts";
import type {
  ShallowWaterCase,
  ShallowWaterMode,
  SolverOptions,
} from "#workers/kernels/shallowWater/contract.ts";
import { createShallowWaterSolver } from "#workers/kernels/shallowWater/index.ts";
import { syntheticCity } from "#workers/kernels/shallowWater/syntheticCity.ts";
import { planMemory } from "#workers/kernels/shallowWater/wasm/memory.ts";

type Measured = {
  readonly updates: number;
  readonly saved: number;
  readonly cpuS: number;
  readonly wallS: number;
  readonly steps: number;
};

const rainMPerS = 60e-3 / 3600;
const batchS = 10;
const runs = 5;

const plainOptions: SolverOptions = {
  kernel: "wasm",
  threads: 1,
  arrivalDepthM: 0.05,
  localTimeSteps: false,
  skipTiles: false,
};

/** Rains for `wetS` unmeasured, then measures `measuredS` of simulated rain: advancing alone, CPU time of all threads. */
async function measure(
  setup: ShallowWaterCase,
  options: Partial<SolverOptions>,
  wetS: number,
  measuredS: number,
): Promise<Measured> {
  const solver = await createShallowWaterSolver(setup, { ...plainOptions, ...options });
  try {
    const rain = new Float32Array(setup.bedM.length).fill(rainMPerS * batchS);
    let [updates, saved, cpuS, wallS, steps] = [0, 0, 0, 0, 0];
    for (let timeS = batchS; timeS <= wetS + measuredS; timeS += batchS) {
      solver.addDepth(rain);
      const cpuBefore = process.cpuUsage();
      const wallBefore = performance.now();
      const report = await solver.advance(timeS);
      if (timeS <= wetS) continue;
      const cpu = process.cpuUsage(cpuBefore);
      wallS += (performance.now() - wallBefore) / 1000;
      cpuS += (cpu.user + cpu.system) / 1e6;
      updates += report.cellUpdates;
      saved += report.cellUpdatesSaved;
      steps += report.steps;
    }
    return { updates, saved, cpuS, wallS, steps };
  } finally {
    solver.dispose();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function spread(values: readonly number[], digits: number): string {
  const low = Math.min(...values).toFixed(digits);
  return `${median(values).toFixed(digits)} (${low} – ${Math.max(...values).toFixed(digits)})`;
}

const millions = (measured: Measured): number => measured.updates / measured.cpuS / 1e6;

/** Runs several variants turn by turn, so that a busy machine slows all of them alike. */
async function interleaved(
  variants: readonly (() => Promise<Measured>)[],
  times: number,
): Promise<Measured[][]> {
  const results: Measured[][] = variants.map(() => []);
  for (let run = 0; run < times; run++)
    for (const [k, variant] of variants.entries()) results[k]!.push(await variant());
  return results;
}

async function throughput(mode: ShallowWaterMode): Promise<void> {
  const setup = syntheticCity(1000, "urban", mode);
  const [wasm, two, plain] = (await interleaved(
    [
      () => measure(setup, {}, 60, 120),
      () => measure(setup, { threads: 2 }, 60, 120),
      () => measure(setup, { kernel: "typescript" }, 10, 20),
    ],
    runs,
  )) as [Measured[], Measured[], Measured[]];
  const plainRate = median(plain.map(millions));
  console.log(
    `${mode}: WASM, one worker      ${spread(wasm.map(millions), 1)} million updates per CPU second`,
  );
  console.log(`${mode}: TypeScript twin       ${spread(plain.map(millions), 1)}`);
  console.log(
    `${mode}: WASM / TypeScript     ${spread(
      wasm.map((run) => millions(run) / plainRate),
      2,
    )}`,
  );
  const ratios = two.map((run, k) => wasm[k]!.wallS / run.wallS);
  console.log(`${mode}: two workers / one     ${spread(ratios, 2)} in wall time`);
}

const demoScenario = "scenarios/demo/rain.planfall.json";
const demoResolutionM = 4;
/** The first half hour of the extreme rain: from dry ground to a stream 2.5 m deep. */
const demoDurationS = 1800;

async function demoCity(): Promise<FloodSetup> {
  const scenario = await openScenarioFile(demoScenario);
  const { data } = await openTwinOf(scenario, demoScenario, undefined);
  const conditions = settledConditions(floodModel.conditions, scenario.conditions.flood ?? {});
  const { setup } = await prepareFlood(
    baselineTwin(data),
    conditions as FloodConditions,
    demoResolutionM,
    defaultFloodTables,
    async () => undefined,
  );
  return { ...setup, durationS: demoDurationS };
}

async function measureDemo(setup: FloodSetup, fewer: boolean): Promise<Measured> {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  const { ledger } = await simulateFlood(setup, {
    createSolver: (one, options) =>
      createShallowWaterSolver(one, { ...options, localTimeSteps: fewer, skipTiles: fewer }),
    kernel: "wasm",
    threads: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    frames: null,
    now: () => performance.now(),
  });
  const cpu = process.cpuUsage(cpuBefore);
  return {
    updates: ledger.cellUpdates,
    saved: ledger.cellUpdatesSaved,
    steps: ledger.steps,
    cpuS: (cpu.user + cpu.system) / 1e6,
    wallS: (performance.now() - wallBefore) / 1000,
  };
}

/** What skipping and local time steps leave out on the demo city, and how much sooner the same rain is done. */
async function savings(): Promise<void> {
  const setup = await demoCity();
  const [all, fewer] = (await interleaved(
    [() => measureDemo(setup, false), () => measureDemo(setup, true)],
    3,
  )) as [Measured[], Measured[]];
  const { updates } = fewer[0]!;
  const saved = all[0]!.updates - updates;
  const share = (100 * saved) / all[0]!.updates;
  console.log(
    `demo city at ${demoResolutionM} m, ${demoDurationS / 60} min: updates done ${(updates / 1e6).toFixed(0)} million, saved ${(saved / 1e6).toFixed(0)} million (${share.toFixed(0)} %)`,
  );
  const ratios = fewer.map((run, k) => all[k]!.cpuS / run.cpuS);
  console.log(`same simulated time in 1 / ${spread(ratios, 2)} of the CPU time, ground and roofs included`);
}

/** Slope of log(CPU time) over log(cells × steps). */
async function exponent(): Promise<void> {
  const points: (readonly [number, number])[] = [];
  for (const across of [500, 1000, 2000]) {
    const setup = syntheticCity(across, "urban", "localInertia");
    const measured = await interleaved([() => measure(setup, {}, 20, 40)], 3);
    const cpuS = median(measured[0]!.map((run) => run.cpuS));
    points.push([Math.log(measured[0]![0]!.updates), Math.log(cpuS)]);
    console.log(
      `${(across * across) / 1e6} million cells: ${(1e9 * Math.exp(points.at(-1)![1] - points.at(-1)![0])).toFixed(1)} ns per update`,
    );
  }
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const slope =
    points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) /
    points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  console.log(`exponent of cost over cells × steps: ${slope.toFixed(3)}`);
}

/** `npm run bench -- flood`: prints medians of interleaved runs with their range. */
export async function benchFlood(): Promise<void> {
  await throughput("localInertia");
  await throughput("fullShallowWater");
  await savings();
  await exponent();
  const { totalBytes } = planMemory(2000, 2000, false, 2);
  console.log(
    `memory: ${(totalBytes / 4e6).toFixed(1)} bytes per cell (${(totalBytes / 2 ** 20).toFixed(0)} MiB for 4 million cells)`,
  );
}
