import type {
  CreateSolver,
  ShallowWaterCase,
  ShallowWaterMode,
  ShallowWaterSolver,
} from "#workers/kernels/shallowWater/contract.ts";
import type { FrameSink } from "#workers/runtime/model.ts";
import { createBreather, unlessAborted } from "#workers/runtime/turns.ts";
import {
  createHydrology,
  type HydrologySetup,
  type HydrologyState,
  hydrologyStep,
  retainedM3,
} from "./hydrology.ts";
import { createEdgeInflows, type PreparedInflow } from "./inflow.ts";
import { type FloodLedger, massError, type WaterLedger } from "./ledger.ts";
import type { LinkState, PreparedLink } from "./links.ts";
import { createLocalExchange } from "./localExchange.ts";
import { createRecorder } from "./recorder.ts";
import { type RimOutlets, rimStep } from "./rim.ts";
import { createRoofs, type RoofSetup, type RoofState, roofStep, roofTransitM3 } from "./roofs.ts";
import { rainBetweenMm, type Storm, stormDurationS } from "./storms.ts";

/** Everything a run needs, on one grid; `prepare` builds it from a twin, the case reader from files. */
export type FloodSetup = Pick<
  ShallowWaterCase,
  "grid" | "bedM" | "manningN" | "sillX" | "sillY" | "boundaries" | "initialDepthM"
> & {
  readonly mode: ShallowWaterMode;
  readonly hydrology: HydrologySetup;
  readonly roofs: RoofSetup | null;
  readonly links: readonly PreparedLink[];
  readonly inflows: readonly PreparedInflow[];
  readonly rim: RimOutlets | null;
  readonly storm: Storm | null;
  readonly durationS: number;
  readonly frameIntervalS: number;
  readonly arrivalDepthM: number;
  /** Longest time between two exchanges of ground and kernel, s; null = 5 s in rain, 10 s after it. */
  readonly exchangeS: number | null;
  /** Moments that the run meets exactly, ascending, s. */
  readonly stopsS: readonly number[];
};

/** What an observer sees at an exchange; the array is reused. */
export type Observation = {
  readonly timeS: number;
  readonly depthM: Float32Array;
  readonly volumes: ReturnType<ShallowWaterSolver["volumes"]>;
};

export type FloodRunOptions = {
  readonly createSolver: CreateSolver;
  readonly kernel: "wasm" | "typescript";
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly progress: (fraction: number) => void;
  readonly frames: FrameSink | null;
  /** Called at each exchange between ground and kernel (gauges). */
  readonly observe?: (observation: Observation) => void;
  readonly now: () => number;
};

export type FloodRun = {
  readonly depthM: Float32Array;
  readonly maxDepthM: Float32Array;
  readonly maxSpeedMPerS: Float32Array;
  readonly maxDepthVelocity: Float32Array;
  readonly arrivalS: Float32Array;
  readonly frameTimesS: readonly number[];
  readonly ledger: FloodLedger;
  readonly links: readonly LinkState[];
  readonly hydrology: HydrologyState;
};

/**
 * Ground and kernel exchange water this often: in rain every 10 s, or every 5 s where more than `mostRainMm` would fall at
 * a time; after it every 20 s, or 10 s where water leaves over a rim, which acts with the ground.
 */
const exchangeS = { rain: 10, heavyRain: 5, dry: 20, dryWithRim: 10 };
const mostRainMm = 0.3;
const maxKernelStepS = 10;

/**
 * Rain, ground, roofs, links and the shallow-water kernel through time.
 * @throws the signal's reason within 200 ms of an abort
 */
export async function simulateFlood(setup: FloodSetup, options: FloodRunOptions): Promise<FloodRun> {
  const startedMs = options.now();
  const solver = await options.createSolver(kernelCase(setup), {
    kernel: options.kernel,
    threads: options.threads,
    arrivalDepthM: setup.arrivalDepthM,
    localTimeSteps: true,
    skipTiles: true,
  });
  try {
    return await runThrough(setup, options, solver, startedMs);
  } finally {
    solver.dispose();
  }
}

function kernelCase(setup: FloodSetup): ShallowWaterCase {
  const { grid, bedM, manningN, sillX, sillY, boundaries, initialDepthM, mode } = setup;
  return {
    grid,
    bedM,
    manningN,
    sillX,
    sillY,
    boundaries,
    initialDepthM,
    mode,
    courant: null,
    maxStepS: maxKernelStepS,
  };
}

async function runThrough(
  setup: FloodSetup,
  options: FloodRunOptions,
  solver: ShallowWaterSolver,
  startedMs: number,
): Promise<FloodRun> {
  const depthM = new Float32Array(setup.bedM.length);
  const recorder = createRecorder(depthM.length, options.frames);
  const exchange = createExchange(setup, solver);
  const breathe = createBreather(options.signal, options.now);
  const initialM3 = solver.volumes().storedM3;
  const count = { steps: 0, cellUpdates: 0, cellUpdatesSaved: 0 };
  let exchangeMs = 0;
  let timeS = 0;
  let nextFrameS = 0;
  const stops = [...setup.stopsS];
  while (timeS < setup.durationS) {
    await breathe();
    const beforeMs = options.now();
    solver.readDepth(depthM);
    options.observe?.({ timeS, depthM, volumes: solver.volumes() });
    if (timeS >= nextFrameS) {
      await unlessAborted(recorder.write(timeS, depthM, solver.readSpeed), options.signal);
      nextFrameS += setup.frameIntervalS;
    }
    while (stops.length > 0 && stops[0] <= timeS) stops.shift();
    timeS = exchange.step(timeS, Math.min(nextFrameS, setup.durationS, stops[0] ?? setup.durationS), depthM);
    exchangeMs += options.now() - beforeMs;
    const report = await solver.advance(timeS, options.signal);
    count.steps += report.steps;
    count.cellUpdates += report.cellUpdates;
    count.cellUpdatesSaved += report.cellUpdatesSaved;
    options.progress(timeS / setup.durationS);
  }
  solver.readDepth(depthM);
  options.observe?.({ timeS, depthM, volumes: solver.volumes() });
  await unlessAborted(recorder.write(timeS, depthM, solver.readSpeed), options.signal);
  const volumes = solver.volumes();
  const water = exchange.ledger(volumes, initialM3);
  const maxima = {
    depthM: new Float32Array(depthM.length),
    speedMPerS: new Float32Array(depthM.length),
    depthVelocity: new Float32Array(depthM.length),
    arrivalS: new Float32Array(depthM.length),
  };
  solver.readMaxima(maxima);
  const seconds = (options.now() - startedMs) / 1000;
  return {
    depthM,
    maxDepthM: maxima.depthM,
    maxSpeedMPerS: maxima.speedMPerS,
    maxDepthVelocity: maxima.depthVelocity,
    arrivalS: maxima.arrivalS,
    frameTimesS: recorder.timesS,
    ledger: {
      ...water,
      ...massError(water),
      ...count,
      seconds,
      hydrologyShare: seconds > 0 ? exchangeMs / 1000 / seconds : 0,
    },
    links: exchange.links,
    hydrology: exchange.hydrology,
  };
}

function groundPaceS({ storm, rim }: FloodSetup, timeS: number): number {
  if (storm === null || timeS >= stormDurationS(storm)) return rim ? exchangeS.dryWithRim : exchangeS.dry;
  return rainBetweenMm(storm, timeS, timeS + exchangeS.rain) > mostRainMm
    ? exchangeS.heavyRain
    : exchangeS.rain;
}

type Exchange = {
  /** Brings the water of the next step to the kernel; returns the time at its end, s. */
  readonly step: (timeS: number, untilS: number, depthM: Float32Array) => number;
  readonly ledger: (
    volumes: { readonly storedM3: number; readonly outflowM3: number; readonly inflowM3: number },
    initialM3: number,
  ) => WaterLedger;
  readonly links: readonly LinkState[];
  readonly hydrology: HydrologyState;
};

/** All water that reaches or leaves the ground otherwise than by flowing over it. */
function createExchange(setup: FloodSetup, solver: ShallowWaterSolver): Exchange {
  const cellAreaM2 = setup.grid.cellSizeM ** 2;
  const hydrology = createHydrology(setup.hydrology);
  const roofs: RoofState | null = setup.roofs ? createRoofs(setup.roofs) : null;
  const sources = setup.inflows.filter(({ edge }) => edge === null);
  const local = createLocalExchange({ links: setup.links, sources, bedM: setup.bedM, cellAreaM2 }, solver);
  const setEdgeInflows = createEdgeInflows(setup.inflows, setup.grid, solver);
  const deltaM = new Float32Array(setup.bedM.length);
  let openAreaM2 = 0;
  for (const share of setup.hydrology.rainShare) openAreaM2 += share * cellAreaM2;
  const booked = { rainM3: 0, rimOutflowM3: 0 };

  return {
    links: local.links,
    hydrology,
    step: (timeS, untilS, depthM) => {
      const longest = setup.exchangeS ?? groundPaceS(setup, timeS);
      // The end is taken over as it is, not added up, so that stops are met to the last bit.
      const endS = untilS - timeS <= longest ? untilS : timeS + longest;
      const stepS = endS - timeS;
      const rainM = setup.storm ? rainBetweenMm(setup.storm, timeS, endS) / 1000 : 0;
      hydrologyStep(hydrology, rainM, stepS, depthM, deltaM);
      booked.rainM3 += rainM * openAreaM2;
      if (roofs) roofStep(roofs, rainM, stepS, setup.hydrology.sewerMPerS * stepS, cellAreaM2, deltaM);
      if (setup.rim) booked.rimOutflowM3 += rimStep(setup.rim, stepS, cellAreaM2, depthM, deltaM);
      setEdgeInflows(timeS, stepS);
      solver.addDepth(deltaM);
      return endS;
    },
    ledger: (volumes, initialM3) => ({
      rainM3: booked.rainM3 + (roofs?.booked.rainM3 ?? 0),
      inflowM3: local.booked.inflowM3 + volumes.inflowM3,
      initialM3,
      infiltratedM3: hydrology.booked.infiltratedM3,
      drainedM3: hydrology.booked.drainedM3 + (roofs?.booked.drainedM3 ?? 0),
      retainedM3: retainedM3(hydrology) + (roofs?.booked.retainedM3 ?? 0),
      roofTransitM3: roofs ? roofTransitM3(roofs) : 0,
      storedM3: volumes.storedM3,
      outflowM3: volumes.outflowM3 + booked.rimOutflowM3,
      linkOutflowM3: local.booked.linkOutflowM3,
    }),
  };
}
