import type { HeatRunSettings } from "#workers/heat/hours.ts";
import type { HeatScene } from "#workers/heat/scene.ts";
import { type HeatMemory, heatMemory, simulateHeat } from "#workers/heat/simulate.ts";
import { defaultSurfaces } from "#workers/heat/surfaces.ts";
import type { FrameSink } from "#workers/runtime/model.ts";
import { hotDay, townScene } from "./town.ts";

type Cost = { readonly cpuS: number; readonly wallS: number; readonly peakMb: number };

const day = hotDay();
const noFrames: FrameSink = { write: async () => undefined };

/** A day's cost, and that of each of its hours, by processor time of all threads. */
async function costOfDay(
  scene: HeatScene,
  threads: number,
  memory: HeatMemory | null = null,
): Promise<Cost & { readonly hoursS: readonly number[] }> {
  const settings: HeatRunSettings = {
    surfaces: defaultSurfaces,
    absorptivityLongWave: 0.97,
    shelter: 0.6,
    statedS: 15 * 3600,
    kernel: "wasm",
    threads,
  };
  const hoursS: number[] = [];
  let peakMb = 0;
  const started = performance.now();
  const startedCpu = process.cpuUsage();
  let before = startedCpu;
  await simulateHeat(
    scene,
    day,
    settings,
    {
      frames: noFrames,
      progress: () => undefined,
      breathe: async () => undefined,
      observe: () => {
        const { user, system } = process.cpuUsage(before);
        before = process.cpuUsage();
        hoursS.push((user + system) / 1e6);
        peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6);
      },
    },
    memory,
  );
  const { user, system } = process.cpuUsage(startedCpu);
  return { cpuS: (user + system) / 1e6, wallS: (performance.now() - started) / 1000, peakMb, hoursS };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function report(name: string, value: string, bar = ""): void {
  console.log(`${name.padEnd(58)} ${value}${bar === "" ? "" : `  [${bar}]`}`);
}

/** The scene with one more tree of 12 m at a place. */
function withTree(scene: HeatScene, row: number, column: number): HeatScene {
  const { sweep, grid } = scene;
  const canopyTopM = sweep.canopyTopM.slice();
  const canopyBaseM = sweep.canopyBaseM.slice();
  for (let r = row - 4; r <= row + 4; r += 1) {
    for (let c = column - 4; c <= column + 4; c += 1) {
      const inside = 1 - ((r - row) ** 2 + (c - column) ** 2) / 20;
      if (inside <= 0) continue;
      const cell = r * grid.columns + c;
      canopyTopM[cell] = sweep.surfaceM[cell] + 7.5 + 4.5 * Math.sqrt(inside);
      canopyBaseM[cell] = sweep.surfaceM[cell] + 7.5 - 4.5 * Math.sqrt(inside);
    }
  }
  return { ...scene, sweep: { ...sweep, canopyTopM, canopyBaseM } };
}

/** A day of 15 hours from the rasters to UTCI, PET and their sums. Frames are not written. */
export async function benchHeatModel(): Promise<void> {
  const town = townScene(1000);
  await costOfDay(townScene(300), 1);
  const one = await costOfDay(town, 1);
  report(
    "an hour of Tmrt, UTCI and PET, 1 M cells, one worker",
    `${median(one.hoursS.slice(1)).toFixed(3)} s CPU`,
    "at most 0.5 s",
  );
  report("a day of 15 hours with its sky, 1 M cells, one worker", `${one.cpuS.toFixed(2)} s CPU`);
  const two = await costOfDay(town, 2);
  report(
    "the same with two workers",
    `${two.cpuS.toFixed(2)} s CPU, ${two.wallS.toFixed(1)} s by the clock`,
    "at most 8 s",
  );
  const memory = heatMemory();
  await costOfDay(town, 1, memory);
  const edits: number[] = [];
  const hours: number[] = [];
  for (const [row, column] of [
    [495, 545],
    [630, 366],
    [280, 720],
  ] as const) {
    const edit = await costOfDay(withTree(town, row, column), 1, memory);
    edits.push(edit.cpuS);
    hours.push(edit.hoursS[0]);
  }
  memory.kept?.sweeper.dispose();
  report(
    "a tree planted, until the first hour at its place",
    `${median(hours).toFixed(3)} s CPU`,
    "at most 0.3 s",
  );
  report("a tree planted, the whole day where it acts", `${median(edits).toFixed(3)} s CPU`);
  const points: (readonly [number, number])[] = [];
  for (const side of [500, 1000, 2000]) {
    const cost = side === 1000 ? one : await costOfDay(townScene(side), side === 2000 ? 2 : 1);
    points.push([Math.log(side * side), Math.log(cost.cpuS)]);
    if (side === 2000)
      report(
        "a day, 4 M cells, two workers",
        `${cost.cpuS.toFixed(1)} s CPU, ${cost.wallS.toFixed(0)} s by the clock, ${cost.peakMb.toFixed(0)} MB resident`,
        "at most 45 s, 1,500 MB",
      );
  }
  report("exponent of the day's cost in its cells", slope(points).toFixed(2), "about 1");
}

function slope(points: readonly (readonly [number, number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
