import type { CellWindow, GroundView, SkyView, Sweeper } from "#workers/kernels/shearedSweep/contract.ts";
import { createGroundViewer } from "#workers/kernels/shearedSweep/index.ts";
import { type ComfortTable, comfortTable } from "./comfortTable.ts";
import type { HeatDay, HeatStep } from "./day.ts";
import { groundBuffers, groundStateOf } from "./groundState.ts";
import {
  computeHour,
  type HourFields,
  type HourResult,
  type HourTask,
  heatCode,
  hourScalars,
  sumOfSides,
  takeGround,
} from "./hour.ts";
import { castShadows } from "./lit.ts";
import type { HeatScene } from "./scene.ts";
import { rowsByCode, type SurfaceTable } from "./surfaces.ts";
import { viewFactorsOf } from "./viewFactors.ts";

export type HeatRunSettings = {
  readonly surfaces: SurfaceTable;
  readonly absorptivityLongWave: number;
  readonly shelter: number;
  /** Time of day that `utciStatedC` is kept of, s. */
  readonly statedS: number;
  readonly kernel: "wasm" | "plain";
  readonly threads: number;
};

export type HourHooks = {
  /** Takes the codes of each hour shown; the buffers are used again. */
  readonly take: (timeS: number, codes: HourCodes) => Promise<void>;
  readonly progress: (fraction: number) => void;
  /** Awaited between parts of the work; throws once the run is cancelled. */
  readonly breathe: () => Promise<void>;
  /** Sees every hour before its buffers are used again. */
  readonly observe?: (seen: {
    readonly step: HeatStep;
    readonly hour: HourResult;
    readonly task: HourTask;
    readonly fields: HourFields;
  }) => void;
};

/** Codes of the series, in the order of `seriesNames`. */
export const seriesNames = ["utci", "pet", "tmrt"] as const;
export type HourCodes = readonly [Uint16Array, Uint16Array, Uint16Array];

/** A scene, or a window of one, with the view of its sky. */
export type Place = {
  readonly scene: HeatScene;
  readonly skyView: SkyView;
  readonly sweeper: Sweeper;
  /** The scene's cells in the sweeper's scene; undefined = all. */
  readonly window?: CellWindow;
  /** Tables of comfort by time of day, of this day and these settings: read, and filled where one is missing. */
  readonly tables?: Map<number, ComfortTable>;
};

export type HeatRun = {
  readonly frameTimesS: readonly number[];
  readonly utciMaxC: Float32Array;
  readonly hours32: Float32Array;
  readonly hours38: Float32Array;
  readonly tmrtMeanC: Float32Array;
  readonly sunHours: Float32Array;
  readonly utciStatedC: Float32Array;
  /** Share of direct sun at the stated time; NaN at night. */
  readonly sunStated: Float32Array;
  readonly skyView: Float32Array;
  readonly statedTimeS: number;
};

/** Radii of the ground that a person sees (SOLWEIG). */
export const groundM = { near: 1, far: 22 } as const;

/** Hours of the clock over which the mean radiant temperature is averaged. */
const midday = { fromS: 11 * 3600, toS: 16 * 3600 } as const;

/** All hours of a day at a place. */
export async function runHours(
  { scene, skyView, sweeper, window, tables = new Map() }: Place,
  day: HeatDay,
  settings: HeatRunSettings,
  hooks: HourHooks,
): Promise<HeatRun> {
  const viewer = await createGroundViewer(
    {
      grid: scene.grid,
      open: scene.built.map((built) => 1 - built),
      wallAspectDeg: scene.walls.aspectDeg,
      nearM: groundM.near,
      farM: groundM.far,
    },
    { kernel: settings.kernel, threads: settings.threads },
  );
  try {
    const cells = scene.built.length;
    const rows = rowsByCode(settings.surfaces);
    const { wall } = settings.surfaces;
    const views = viewFactorsOf(skyView, day.leafTransmissivity, scene.shadeTransmissivity);
    const seenAlbedo = viewer.albedo(scene.albedo, wall.albedo, { sides: true });
    const fields: HourFields = {
      views,
      inside: scene.known,
      surface: scene.surface,
      emissivityByRow: Float64Array.from(rows, ({ emissivity }) => emissivity),
      facades: scene.facades,
      albedo: seenAlbedo.total,
      albedoSides: sumOfSides(seenAlbedo.sides),
      upward: Array.from({ length: 5 }, () => new Float32Array(cells)),
    };
    const out = hourResult(cells);
    const buffers = groundBuffers(cells);
    const litBuffer = new Float32Array(cells);
    const tmrtHours = day.steps.filter((step) => step.shown && isMidday(step)).length;
    const statedStep = closestStep(day.steps, settings.statedS);
    const stated: Stated = {
      codes: new Uint16Array(cells),
      sun: new Uint8Array(cells),
      up: false,
      timeS: Number.NaN,
    };
    const frameTimesS: number[] = [];
    let first = true;
    for (const [index, step] of day.steps.entries()) {
      await hooks.breathe();
      const scalars = hourScalars(day, step, wall);
      const litShare = scalars.day ? castShadows(scene, day, step, sweeper, litBuffer, window) : null;
      const view =
        litShare === null
          ? null
          : viewer.view(groundStateOf(scene, rows, wall, day, step, litShare, buffers), { sides: true });
      takeGround(fields, view, scalars, day.stepHours, first || !scalars.day);
      first = !scalars.day;
      if (!step.shown) continue;
      const task: HourTask = {
        scalars,
        litShare,
        litAlbedo: view?.litAlbedo ?? null,
        litAlbedoSides: view === null ? null : sumOfSides(litSidesOf(view)),
        windMPerS: step.windMPerS,
        shelter: settings.shelter,
        absorptivityLongWave: settings.absorptivityLongWave,
        wallAlbedo: wall.albedo,
        wallEmissivity: wall.emissivity,
        stepHours: day.stepHours,
        midday: isMidday(step),
      };
      const comfort =
        tables.get(step.timeS) ??
        comfortTable(step.airC, step.humidityPercent, step.windMPerS, 1 - settings.shelter);
      tables.set(step.timeS, comfort);
      computeHour(fields, task, comfort, out);
      hooks.observe?.({ step, hour: out, task, fields });
      if (step === statedStep) keepStated(stated, step.timeS, out.utciCodes, litShare);
      frameTimesS.push(step.timeS);
      await hooks.take(step.timeS, [out.utciCodes, out.petCodes, out.tmrtCodes]);
      hooks.progress((index + 1) / day.steps.length);
    }
    return finished(scene.known, views.total, out, stated, {
      frameTimesS,
      tmrtHours,
      stepHours: day.stepHours,
    });
  } finally {
    viewer.dispose();
  }
}

const litSidesOf = ({ sides }: GroundView): readonly Float32Array[] | null =>
  sides?.map(({ litAlbedo }) => litAlbedo) ?? null;

function hourResult(cells: number): HourResult {
  return {
    tmrtCodes: new Uint16Array(cells),
    utciCodes: new Uint16Array(cells),
    petCodes: new Uint16Array(cells),
    utciMaxC: new Float32Array(cells).fill(Number.NaN),
    steps32: new Uint8Array(cells),
    steps38: new Uint8Array(cells),
    tmrtSumC: new Float32Array(cells),
    sunHours: new Float32Array(cells),
  };
}

const isMidday = ({ timeS }: HeatStep): boolean => timeS >= midday.fromS && timeS <= midday.toS;

/** The shown step nearest to a time of day. */
function closestStep(steps: readonly HeatStep[], timeS: number): HeatStep | null {
  let best: HeatStep | null = null;
  for (const step of steps) {
    if (!step.shown) continue;
    if (best === null || Math.abs(step.timeS - timeS) < Math.abs(best.timeS - timeS)) best = step;
  }
  return best;
}

/** Kept of the stated hour until the end: codes of UTCI, and direct sun in parts of 255 (0 with `up` false = night). */
type Stated = { readonly codes: Uint16Array; readonly sun: Uint8Array; up: boolean; timeS: number };

function keepStated(stated: Stated, timeS: number, codes: Uint16Array, litShare: Float32Array | null): void {
  stated.codes.set(codes);
  stated.timeS = timeS;
  stated.up = litShare !== null;
  if (litShare === null) return;
  for (let cell = 0; cell < litShare.length; cell += 1) stated.sun[cell] = litShare[cell] * 255 + 0.5;
}

/** Everything as fields, NaN where nothing is said. */
function finished(
  known: Uint8Array,
  total: Float32Array,
  out: HourResult,
  stated: Stated,
  rest: { readonly frameTimesS: readonly number[]; readonly tmrtHours: number; readonly stepHours: number },
): HeatRun {
  const { steps32, steps38, tmrtSumC, sunHours, utciMaxC } = out;
  const cells = known.length;
  const hours32 = new Float32Array(cells).fill(Number.NaN);
  const hours38 = new Float32Array(cells).fill(Number.NaN);
  const utciStatedC = new Float32Array(cells).fill(Number.NaN);
  const sunStated = new Float32Array(cells).fill(Number.NaN);
  for (let cell = 0; cell < cells; cell += 1) {
    if (known[cell] === 0) {
      total[cell] = Number.NaN;
      tmrtSumC[cell] = Number.NaN;
      sunHours[cell] = Number.NaN;
      continue;
    }
    hours32[cell] = steps32[cell] * rest.stepHours;
    hours38[cell] = steps38[cell] * rest.stepHours;
    tmrtSumC[cell] = rest.tmrtHours > 0 ? tmrtSumC[cell] / rest.tmrtHours : Number.NaN;
    if (stated.codes[cell] > 0) utciStatedC[cell] = heatCode.offset + heatCode.scale * stated.codes[cell];
    if (stated.up) sunStated[cell] = stated.sun[cell] / 255;
  }
  return {
    frameTimesS: rest.frameTimesS,
    utciMaxC,
    hours32,
    hours38,
    tmrtMeanC: tmrtSumC,
    sunHours,
    utciStatedC,
    sunStated,
    skyView: total,
    statedTimeS: stated.timeS,
  };
}
