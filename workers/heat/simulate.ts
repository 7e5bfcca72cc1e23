import { canonicalJson } from "#twin/hash.ts";
import type { CellWindow, Sweeper } from "#workers/kernels/shearedSweep/contract.ts";
import { createSweeper } from "#workers/kernels/shearedSweep/index.ts";
import type { FrameSink } from "#workers/runtime/model.ts";
import type { ComfortTable } from "./comfortTable.ts";
import { cropScene } from "./cropScene.ts";
import type { HeatDay } from "./day.ts";
import {
  type HeatRun,
  type HeatRunSettings,
  type HourCodes,
  type HourHooks,
  runHours,
  seriesNames,
} from "./hours.ts";
import { areaOf, changedWindows, influencesOf } from "./influence.ts";
import type { HeatScene } from "./scene.ts";

export type HeatRunHooks = Omit<HourHooks, "take"> & { readonly frames: FrameSink | null };

/** A run of this thread, by which the next one of the same day and grid computes only what changed. */
export type Kept = {
  readonly scene: HeatScene;
  readonly sweeper: Sweeper;
  readonly run: HeatRun;
  readonly codes: ReadonlyMap<number, HourCodes>;
  readonly tables: Map<number, ComfortTable>;
};

/** The last runs, oldest first, by everything but the scene that decides their numbers: a preview and the run after it take turns. */
export type HeatMemory = Map<string, Kept>;
export const heatMemory = (): HeatMemory => new Map();

/** Of all kept runs together: beyond it their memory is worth more than the time of the next one. */
const mostKeptCells = 1_100_000;
/** Above this share of the cells a whole run costs no more. */
const mostComputedShare = 0.6;
/** Share of the work that the sky view factors take, for the progress bar only. */
const skyShare = 0.25;

/**
 * The whole day. On buildings the values are those of their roofs; nothing is given beside the known ground (NaN, code 0).
 * @param memory what this thread keeps from one run to the next; null = nothing
 */
export async function simulateHeat(
  scene: HeatScene,
  day: HeatDay,
  settings: HeatRunSettings,
  hooks: HeatRunHooks,
  memory: HeatMemory | null = null,
): Promise<HeatRun> {
  const key = keyOf(scene, day, settings);
  const kept = memory?.get(key);
  // Whatever stops this run, what is half changed must not be used again.
  memory?.delete(key);
  if (memory && kept) {
    const again = await rerun(kept, scene, day, settings, hooks);
    if (again) {
      keep(memory, key, again);
      return copyOf(again.run);
    }
    kept.sweeper.dispose();
  }
  return wholeRun(scene, day, settings, hooks, memory, key);
}

/** Everything but the scene that decides the numbers. */
function keyOf({ grid, shadeTransmissivity }: HeatScene, day: HeatDay, settings: HeatRunSettings): string {
  const { columns, rows, cellSizeM, westX, northY } = grid;
  const { threads: _threads, ...rest } = settings;
  return canonicalJson({ grid: [columns, rows, cellSizeM, westX, northY], shadeTransmissivity, day, rest });
}

/** Keeps a run as the newest and lets go of the oldest until all fit. */
function keep(memory: HeatMemory, key: string, run: Kept): void {
  memory.set(key, run);
  let cells = 0;
  for (const { scene } of memory.values()) cells += scene.built.length;
  for (const [name, { scene, sweeper }] of memory) {
    if (cells <= mostKeptCells) break;
    cells -= scene.built.length;
    sweeper.dispose();
    memory.delete(name);
  }
}

async function wholeRun(
  scene: HeatScene,
  day: HeatDay,
  settings: HeatRunSettings,
  hooks: HeatRunHooks,
  memory: HeatMemory | null,
  key: string,
): Promise<HeatRun> {
  const sweeper = await createSweeper(scene.sweep, { kernel: settings.kernel, threads: settings.threads });
  const keeps = memory !== null && scene.built.length <= mostKeptCells;
  const codes = new Map<number, HourCodes>();
  const tables = new Map<number, ComfortTable>();
  try {
    const skyView = await sweeper.skyView({
      sides: true,
      keeps,
      turn: async (done) => {
        hooks.progress(skyShare * done);
        await hooks.breathe();
      },
    });
    const run = await runHours({ scene, skyView, sweeper, tables }, day, settings, {
      ...hooks,
      progress: (share) => hooks.progress(skyShare + (1 - skyShare) * share),
      take: async (timeS, hour) => {
        if (keeps) codes.set(timeS, [hour[0].slice(), hour[1].slice(), hour[2].slice()]);
        await writeCodes(hooks.frames, timeS, hour);
      },
    });
    if (!keeps || memory === null) {
      sweeper.dispose();
      return run;
    }
    keep(memory, key, { scene, sweeper, run, codes, tables });
    return copyOf(run);
  } catch (error) {
    sweeper.dispose();
    throw error;
  }
}

async function writeCodes(frames: FrameSink | null, timeS: number, codes: HourCodes): Promise<void> {
  if (!frames) return;
  for (const [k, name] of seriesNames.entries()) await frames.write(name, timeS, codes[k]);
}

/**
 * Computes only what a change of the scene can have altered; the rest stays as it is, to the last bit. Null where too much
 * changed, or the sweeper cannot take the change in.
 */
async function rerun(
  kept: Kept,
  scene: HeatScene,
  day: HeatDay,
  settings: HeatRunSettings,
  hooks: HeatRunHooks,
): Promise<Kept | null> {
  const clusters = changedWindows(kept.scene, scene);
  if (clusters.length === 0) {
    for (const [timeS, codes] of kept.codes) {
      await hooks.breathe();
      await writeCodes(hooks.frames, timeS, codes);
    }
    return kept;
  }
  const parts = influencesOf(kept.scene, scene, clusters, day);
  const area = parts.reduce((sum, { computed }) => sum + areaOf(computed), 0);
  if (area > mostComputedShare * scene.built.length) return null;
  // All changes first: each part sees the others' shadows.
  const changes = parts.map(({ changed }) => changed);
  if (!kept.sweeper.update(scene.sweep, changes)) return null;
  try {
    const { columns } = scene.grid;
    for (const [index, { values, computed }] of parts.entries()) {
      const skyView = await kept.sweeper.skyView({ sides: true, window: computed });
      const { sweeper, tables } = kept;
      const part = { scene: cropScene(scene, computed, values), skyView, sweeper, window: computed, tables };
      const isLast = index === parts.length - 1;
      const run = await runHours(part, day, settings, {
        ...hooks,
        progress: (share) => hooks.progress((index + share) / parts.length),
        take: async (timeS, hour) => {
          const whole = kept.codes.get(timeS);
          if (!whole) throw new RangeError("The hours of the kept run are others.");
          for (const k of [0, 1, 2] as const) patch(whole[k], columns, hour[k], computed, values);
          // With the last part the hour is whole.
          if (isLast) await writeCodes(hooks.frames, timeS, whole);
        },
      });
      for (const name of fieldNames) patch(kept.run[name], columns, run[name], computed, values);
    }
    return { ...kept, scene };
  } catch (error) {
    kept.sweeper.dispose();
    throw error;
  }
}

const fieldNames = [
  "utciMaxC",
  "hours32",
  "hours38",
  "tmrtMeanC",
  "sunHours",
  "utciStatedC",
  "sunStated",
  "skyView",
] as const satisfies readonly (keyof HeatRun)[];

/** Copies the cells of `values` from an array of the window `computed` into one of the whole grid. */
function patch<Values extends Float32Array | Uint16Array>(
  whole: Values,
  columns: number,
  part: Values,
  computed: CellWindow,
  values: CellWindow,
): void {
  const width = computed.column1 - computed.column0;
  for (let row = values.row0; row < values.row1; row += 1) {
    const from = (row - computed.row0) * width + values.column0 - computed.column0;
    whole.set(part.subarray(from, from + values.column1 - values.column0), row * columns + values.column0);
  }
}

/** Results are handed over to other threads; what is kept must not go with them. */
function copyOf(run: HeatRun): HeatRun {
  return { ...run, ...Object.fromEntries(fieldNames.map((name) => [name, run[name].slice()])) } as HeatRun;
}
