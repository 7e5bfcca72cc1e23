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
  await costOfDay(townScene(300), 1);
  // The largest first: what it takes of memory must not be mixed with what others left behind.
  const large = await costOfDay(townScene(2000), 2);
  const clock = `${large.cpuS.toFixed(1)} s CPU, ${large.wallS.toFixed(0)} s by the clock`;
  report("a day, 4 M cells, two workers", clock, "at most 45 s");
  report(
    "the same: the process's memory with all of Node",
    `${large.peakMb.toFixed(0)} MB`,
    "at most 1,500 MB",
  );
  const town = townScene(1000);
  const one = await costOfDay(town, 1);
  const hour = median(one.hoursS.slice(1));
  report("an hour of Tmrt, UTCI and PET, 1 M cells, one worker", `${hour.toFixed(3)} s CPU`, "at most 0.5 s");
  report("a day of 15 hours with its sky, 1 M cells, one worker", `${one.cpuS.toFixed(2)} s CPU`);
  const two = await costOfDay(town, 2);
  const both = `${two.cpuS.toFixed(2)} s CPU, ${two.wallS.toFixed(1)} s by the clock`;
  report("the same with two workers", both, "at most 8 s");
  const tree = await benchEdit(town, withTree(town, 495, 545));
  report(
    "a tree planted among 1 M cells, its place at the first hour",
    `${tree.firstHourS.toFixed(3)} s CPU`,
    "at most 0.3 s",
  );
  report("the same, all 15 hours", `${tree.dayS.toFixed(3)} s CPU`);
  const corners = await benchEdit(town, withTree(withTree(town, 60, 60), 940, 940));
  report("two trees 1,200 m apart, all 15 hours", `${corners.dayS.toFixed(3)} s CPU`);
  const quarter = await costOfDay(townScene(500), 1);
  const points = [
    [500, quarter.cpuS],
    [1000, one.cpuS],
    [2000, large.cpuS],
  ] as const;
  const logs = points.map(([side, cpuS]) => [Math.log(side * side), Math.log(cpuS)] as const);
  report("exponent of the day's cost in its cells, 0.25 to 4 M", slope(logs).toFixed(2), "about 1");
}

/** Trees planted and taken away again, and again: what is computed where they act. */
async function benchEdit(
  town: HeatScene,
  planted: HeatScene,
): Promise<{ readonly firstHourS: number; readonly dayS: number }> {
  const memory = heatMemory();
  await costOfDay(town, 1, memory);
  const firstHours: number[] = [];
  const days: number[] = [];
  for (let run = 0; run < 8; run += 1) {
    const { cpuS, hoursS } = await costOfDay(run % 2 === 0 ? planted : town, 1, memory);
    // The first two warm the code up, as a session's first edit does.
    if (run < 2) continue;
    firstHours.push(hoursS[0]);
    days.push(cpuS);
  }
  for (const { sweeper } of memory.values()) sweeper.dispose();
  return { firstHourS: median(firstHours), dayS: median(days) };
}

function slope(points: readonly (readonly [number, number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
