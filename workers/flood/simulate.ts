import type {
  CreateSolver,
  ShallowWaterCase,
  ShallowWaterMode,
} from "#workers/kernels/shallowWater/contract.ts";
import type { FrameSink } from "#workers/runtime/model.ts";
import {
  createHydrology,
  type HydrologySetup,
  type HydrologyState,
  hydrologyStep,
  retainedM3,
} from "./hydrology.ts";
import { createLinks, type LinkState, linkStep, type PreparedLink } from "./links.ts";
import { createRoofs, type RoofSetup, roofStep, roofTransitM3 } from "./roofs.ts";
import { rainBetweenMm, type Storm, stormDurationS } from "./storms.ts";

/** Water that enters the area from outside: a hydrograph spread over cells. */
export type PreparedInflow = {
  readonly cells: Uint32Array;
  /** Seconds and m³/s, linear in between, 0 before the first and after the last point. */
  readonly hydrograph: readonly (readonly [number, number])[];
};

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
  readonly storm: Storm | null;
  readonly durationS: number;
  readonly frameIntervalS: number;
  readonly arrivalDepthM: number;
};

export type FloodRunOptions = {
  readonly createSolver: CreateSolver;
  readonly kernel: "wasm" | "typescript";
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly progress: (fraction: number) => void;
  readonly frames: FrameSink | null;
  /** Called after each exchange between ground and kernel with the time and the depth before the next one (gauges). */
  readonly observe?: (timeS: number, depthAt: (cell: number) => number) => void;
  readonly now: () => number;
};

/** What is booked, m³ where not said otherwise. */
export type FloodLedger = {
  readonly rainM3: number;
  readonly inflowM3: number;
  readonly initialM3: number;
  readonly infiltratedM3: number;
  readonly drainedM3: number;
  readonly retainedM3: number;
  readonly roofTransitM3: number;
  readonly storedM3: number;
  readonly outflowM3: number;
  readonly linkOutflowM3: number;
  /** What is missing (−) or too much (+) in the sum of all the above. */
  readonly massErrorM3: number;
  readonly massErrorRelative: number;
  readonly steps: number;
  readonly cellUpdates: number;
  readonly cellUpdatesSaved: number;
  readonly seconds: number;
  /** Share of the run's time spent outside the kernel's steps, in hydrology and exchange. */
  readonly hydrologyShare: number;
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

export const depthSeries = { name: "depth", scale: 0.001 } as const;
export const speedSeries = { name: "speed", scale: 0.01 } as const;

/** Hydrology and kernel exchange water this often: during rain, after it, and while a culvert or pump runs. */
const exchangeS = { rain: 5, dry: 10, link: 1 };
const maxKernelStepS = 10;

/**
 * Rain, ground, roofs, links and the shallow-water kernel through time.
 * @throws the signal's reason within 200 ms of an abort
 */
export async function simulateFlood(setup: FloodSetup, options: FloodRunOptions): Promise<FloodRun> {
  const { grid } = setup;
  const cells = grid.columns * grid.rows;
  const cellAreaM2 = grid.cellSizeM * grid.cellSizeM;
  const started = options.now();
  const solver = await options.createSolver(
    {
      grid,
      bedM: setup.bedM,
      manningN: setup.manningN,
      sillX: setup.sillX,
      sillY: setup.sillY,
      boundaries: setup.boundaries,
      initialDepthM: setup.initialDepthM,
      mode: setup.mode,
      courant: null,
      maxStepS: maxKernelStepS,
    },
    {
      kernel: options.kernel,
      threads: options.threads,
      arrivalDepthM: setup.arrivalDepthM,
      localTimeSteps: true,
      skipTiles: true,
    },
  );
  try {
    const hydrology = createHydrology(setup.hydrology);
    const roofs = setup.roofs ? createRoofs(setup.roofs) : null;
    const links = createLinks(setup.links);
    const depthM = new Float32Array(cells);
    const deltaM = new Float32Array(cells);
    const recorder = createRecorder(cells, options.frames);
    const openAreaM2 = sumOf(setup.hydrology.rainShare) * cellAreaM2;
    const initialM3 = solver.volumes().storedM3;
    const rainEndS = setup.storm ? stormDurationS(setup.storm) : 0;
    let rainM3 = 0;
    let inflowM3 = 0;
    let linkOutflowM3 = 0;
    let steps = 0;
    let cellUpdates = 0;
    let cellUpdatesSaved = 0;
    let exchangeMs = 0;
    let timeS = 0;
    let nextFrameS = 0;
    let linksWet = false;
    const breathe = createBreather(options);
    while (timeS < setup.durationS) {
      await breathe();
      const before = options.now();
      solver.readDepth(depthM);
      options.observe?.(timeS, solver.depthAt);
      if (timeS >= nextFrameS) {
        await recorder.write(timeS, depthM, solver.readSpeed);
        nextFrameS += setup.frameIntervalS;
      }
      const pace = linksWet ? exchangeS.link : timeS < rainEndS ? exchangeS.rain : exchangeS.dry;
      const stepS = Math.min(pace, nextFrameS - timeS, setup.durationS - timeS);
      const rainM = setup.storm ? rainBetweenMm(setup.storm, timeS, timeS + stepS) / 1000 : 0;
      hydrologyStep(hydrology, rainM, stepS, depthM, deltaM);
      rainM3 += rainM * openAreaM2;
      if (roofs) roofStep(roofs, rainM, stepS, setup.hydrology.sewerMPerS * stepS, cellAreaM2, deltaM);
      for (const inflow of setup.inflows) {
        inflowM3 += addInflow(inflow, timeS, stepS, cellAreaM2, deltaM);
      }
      linkOutflowM3 += linkStep(links, stepS, cellAreaM2, setup.bedM, depthM, deltaM);
      linksWet = links.some(({ link }) => isWet(link, depthM));
      solver.addDepth(deltaM);
      exchangeMs += options.now() - before;
      timeS += stepS;
      const report = await solver.advance(timeS, options.signal);
      steps += report.steps;
      cellUpdates += report.cellUpdates;
      cellUpdatesSaved += report.cellUpdatesSaved;
      options.progress(timeS / setup.durationS);
    }
    solver.readDepth(depthM);
    options.observe?.(timeS, solver.depthAt);
    await recorder.write(timeS, depthM, solver.readSpeed);
    const volumes = solver.volumes();
    const booked = {
      rainM3: rainM3 + (roofs?.booked.rainM3 ?? 0),
      inflowM3: inflowM3 + volumes.inflowM3,
      initialM3,
      infiltratedM3: hydrology.booked.infiltratedM3,
      drainedM3: hydrology.booked.drainedM3 + (roofs?.booked.drainedM3 ?? 0),
      retainedM3: retainedM3(hydrology) + (roofs?.booked.retainedM3 ?? 0),
      roofTransitM3: roofs ? roofTransitM3(roofs) : 0,
      storedM3: volumes.storedM3,
      outflowM3: volumes.outflowM3,
      linkOutflowM3,
    };
    const seconds = (options.now() - started) / 1000;
    const maxima = {
      depthM: new Float32Array(cells),
      speedMPerS: new Float32Array(cells),
      depthVelocity: new Float32Array(cells),
      arrivalS: new Float32Array(cells),
    };
    solver.readMaxima(maxima);
    return {
      depthM,
      maxDepthM: maxima.depthM,
      maxSpeedMPerS: maxima.speedMPerS,
      maxDepthVelocity: maxima.depthVelocity,
      arrivalS: maxima.arrivalS,
      frameTimesS: recorder.timesS,
      ledger: {
        ...booked,
        ...massError(booked),
        steps,
        cellUpdates,
        cellUpdatesSaved,
        seconds,
        hydrologyShare: seconds > 0 ? exchangeMs / 1000 / seconds : 0,
      },
      links,
      hydrology,
    };
  } finally {
    solver.dispose();
  }
}

/** Own work between two turns of the event loop, ms; the kernel counts its own turns, but short steps never fill one. */
const turnMs = 40;

/** Lets messages through now and then, so that an abort is seen in time. */
function createBreather({ signal, now }: Pick<FloodRunOptions, "signal" | "now">): () => Promise<void> {
  let turnStartedMs = now();
  return async () => {
    if (now() - turnStartedMs > turnMs) {
      await nextTurn();
      turnStartedMs = now();
    }
    signal.throwIfAborted();
  };
}

/** A turn through the message queue: timers would cost 4 ms each in a browser. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

type Booked = Omit<
  FloodLedger,
  | "massErrorM3"
  | "massErrorRelative"
  | "steps"
  | "cellUpdates"
  | "cellUpdatesSaved"
  | "seconds"
  | "hydrologyShare"
>;

function massError(booked: Booked): Pick<FloodLedger, "massErrorM3" | "massErrorRelative"> {
  const given = booked.rainM3 + booked.inflowM3 + booked.initialM3;
  const found =
    booked.infiltratedM3 +
    booked.drainedM3 +
    booked.retainedM3 +
    booked.roofTransitM3 +
    booked.storedM3 +
    booked.outflowM3 +
    booked.linkOutflowM3;
  return { massErrorM3: found - given, massErrorRelative: given > 0 ? Math.abs(found - given) / given : 0 };
}

/** Writes time steps as whole millimetres and centimetres per second, into one buffer that is reused. */
function createRecorder(cells: number, sink: FrameSink | null) {
  const timesS: number[] = [];
  const codes = new Uint16Array(sink ? cells : 0);
  const speed = new Float32Array(sink ? cells : 0);
  return {
    timesS,
    write: async (timeS: number, depthM: Float32Array, readSpeed: (into: Float32Array) => void) => {
      if (!sink || timesS.at(-1) === timeS) return;
      timesS.push(timeS);
      quantise(depthM, depthSeries.scale, codes);
      await sink.write(depthSeries.name, timeS, codes);
      readSpeed(speed);
      // A film thinner than a millimetre has no depth in the series; its speed would be an arrow without water.
      for (let i = 0; i < cells; i += 1) if (depthM[i] < depthSeries.scale / 2) speed[i] = 0;
      quantise(speed, speedSeries.scale, codes);
      await sink.write(speedSeries.name, timeS, codes);
    },
  };
}

function quantise(values: Float32Array, scale: number, codes: Uint16Array): void {
  const perUnit = 1 / scale;
  for (let i = 0; i < values.length; i += 1) {
    const code = values[i] * perUnit + 0.5;
    codes[i] = code < 65535 ? code : 65535;
  }
}

function addInflow(
  inflow: PreparedInflow,
  fromS: number,
  stepS: number,
  cellAreaM2: number,
  deltaM: Float32Array,
): number {
  const volume = hydrographVolumeM3(inflow.hydrograph, fromS, fromS + stepS);
  const perCellM = volume / (inflow.cells.length * cellAreaM2);
  for (const cell of inflow.cells) deltaM[cell] += perCellM;
  return volume;
}

/** Exact integral of a piecewise linear hydrograph. */
export function hydrographVolumeM3(
  hydrograph: readonly (readonly [number, number])[],
  fromS: number,
  toS: number,
): number {
  let volume = 0;
  for (let i = 1; i < hydrograph.length; i += 1) {
    const [t0, q0] = hydrograph[i - 1];
    const [t1, q1] = hydrograph[i];
    const a = Math.max(fromS, t0);
    const b = Math.min(toS, t1);
    if (b <= a) continue;
    const at = (t: number): number => q0 + ((q1 - q0) * (t - t0)) / (t1 - t0);
    volume += ((at(a) + at(b)) / 2) * (b - a);
  }
  return volume;
}

function isWet(link: PreparedLink, depthM: Float32Array): boolean {
  for (const cell of link.fromCells) if (depthM[cell] > 0.01) return true;
  if (link.kind.type !== "culvert" || !link.toCells) return false;
  for (const cell of link.toCells) if (depthM[cell] > 0.01) return true;
  return false;
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i];
  return sum;
}
