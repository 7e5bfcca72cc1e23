import type { GroundState, SkyDirection, SweepScene } from "#workers/kernels/shearedSweep/contract.ts";
import { planGround } from "#workers/kernels/shearedSweep/ground/memory.ts";
import { createGroundViewer, createSweeper } from "#workers/kernels/shearedSweep/index.ts";
import { planMemory } from "#workers/kernels/shearedSweep/memory.ts";
import { makePass } from "#workers/kernels/shearedSweep/pass.ts";
import { skyPatches } from "#workers/kernels/shearedSweep/patches.ts";
import { sweeperFromEngine } from "#workers/kernels/shearedSweep/sweeper.ts";
import { syntheticGround, syntheticScene } from "#workers/kernels/shearedSweep/syntheticScene.ts";
import { createWasmEngine } from "#workers/kernels/shearedSweep/wasm/engine.ts";
import { shiftedSkyView } from "./shiftReference.ts";

const million = 1000;
const runs = 3;

/** CPU seconds of all threads and seconds by the clock. */
type Cost = { readonly cpuS: number; readonly wallS: number };

async function costOf(work: () => unknown): Promise<Cost> {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  await work();
  const cpu = process.cpuUsage(cpuBefore);
  return { cpuS: (cpu.user + cpu.system) / 1e6, wallS: (performance.now() - wallBefore) / 1000 };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Median and range of CPU seconds. */
function spread(costs: readonly Cost[], digits = 3): string {
  const cpu = costs.map(({ cpuS }) => cpuS);
  const range = `${Math.min(...cpu).toFixed(digits)} – ${Math.max(...cpu).toFixed(digits)}`;
  return `${median(cpu).toFixed(digits)} (${range}) s CPU`;
}

const cpuOf = (costs: readonly Cost[]): number => median(costs.map(({ cpuS }) => cpuS));

async function repeated(work: () => unknown): Promise<Cost[]> {
  await work();
  const costs: Cost[] = [];
  for (let run = 0; run < runs; run++) costs.push(await costOf(work));
  return costs;
}

function report(name: string, value: string, bar = ""): void {
  console.log(`${name.padEnd(58)} ${value}${bar === "" ? "" : `  [${bar}]`}`);
}

/** Lit ground 15 K warmer than the air, and walls that look south in full sun. */
function stateOf(ground: ReturnType<typeof syntheticGround>, lit: Uint8Array): GroundState {
  return {
    excessWm2: Float32Array.from(lit, (value) => 90 * value),
    litAlbedo: Float32Array.from(lit, (value) => 0.18 * value),
    sunlitWall: Uint8Array.from(lit, (value, cell) =>
      value === 1 && ground.wallAspectDeg[cell] === 180 ? 1 : 0,
    ),
    wallExcessWm2: 45,
    wallAlbedo: 0.2,
  };
}

async function oneMillion(scene: SweepScene): Promise<void> {
  const sweeper = await createSweeper(scene, { kernel: "wasm", threads: 1 });
  const sky = await repeated(() => sweeper.skyView({ sides: false }));
  report("sky view, 153 patches, buildings and trees, 1 M cells", spread(sky), "at most 1.5 s");
  report("the same with the four sides", spread(await repeated(() => sweeper.skyView({ sides: true }))));
  const sun: SkyDirection = { azimuthDeg: 127, altitudeDeg: 38 };
  const shadows = await repeated(() => sweeper.shadows(sun));
  report("shadows of three lines, with rays at the edges", spread(shadows), "at most 0.06 s");
  const swept = await repeated(() => sweeper.shadows(sun, { edges: "swept" }));
  report("the same without rays", spread(swept));
  const low = await repeated(() => sweeper.shadows({ azimuthDeg: 127, altitudeDeg: 5 }));
  report("the same with rays and the sun at 5°", spread(low), "at most 0.06 s");
  const ground = syntheticGround(scene);
  const viewer = await createGroundViewer(ground, { kernel: "wasm", threads: 1 });
  const state = stateOf(ground, sweeper.shadows(sun).building);
  const view = await repeated(() => viewer.view(state, { sides: true }));
  report("ground view with the four sides", spread(view));
  const hour = cpuOf(shadows) + cpuOf(view);
  report("shadows and ground of an hour", `${hour.toFixed(3)} s CPU`, "at most 0.25 s");
  report("sky and 15 hours of both", `${(cpuOf(sky) + 15 * hour).toFixed(2)} s CPU`);
  const window = { row0: 400, row1: 600, column0: 400, column1: 600 };
  const edit = await repeated(async () => {
    sweeper.update(scene, [{ row0: 490, row1: 510, column0: 490, column1: 510 }]);
    await sweeper.skyView({ sides: true, window });
    sweeper.shadows(sun, { window });
  });
  report("an edit: sky and shadows of 200 × 200 cells of them", spread(edit), "preview at most 0.3 s");
  viewer.dispose();
  sweeper.dispose();
  const two = await createSweeper(scene, { kernel: "wasm", threads: 2 });
  const costs = await repeated(() => two.skyView({ sides: false }));
  two.dispose();
  const ratio = median(sky.map(({ wallS }) => wallS)) / median(costs.map(({ wallS }) => wallS));
  report("two workers / one, sky view", `${ratio.toFixed(2)} in wall time, ${spread(costs)}`);
  const plain = await createSweeper(scene, { kernel: "plain", threads: 1 });
  const twin = await costOf(() => plain.skyView({ sides: false }));
  report("TypeScript twin, sky view", `${twin.cpuS.toFixed(2)} s CPU`);
}

/** Eight patches from all rings at 250,000 cells: the sweep and the shifted raster turn by turn in one run. */
async function againstShifting(): Promise<void> {
  const scene = syntheticScene(500, 500);
  const patches = skyPatches.filter((_, k) => k % 19 === 9).slice(0, 8);
  const engine = await createWasmEngine(planMemory(scene, true, 1), 1);
  const sweeper = sweeperFromEngine(engine, scene);
  const window = { row0: 0, row1: 500, column0: 0, column1: 500 };
  const passes = patches.map((patch) =>
    makePass(scene.grid, patch, { phase: 0.5, units: patch.units, window, reliefM: 100 }),
  );
  const sweep = (): void => {
    for (let k = 0; k < 10; k++)
      for (const pass of passes) engine.run([{ group: 0, apart: true, passes: [pass] }]);
  };
  sweep();
  const ratios: number[] = [];
  for (let run = 0; run < runs; run++) {
    const shifted = await costOf(() => shiftedSkyView(scene, patches));
    const swept = await costOf(sweep);
    ratios.push((10 * shifted.cpuS) / swept.cpuS);
    if (run === 0)
      report("shifted raster, 8 patches, 250,000 cells", `${shifted.cpuS.toFixed(2)} s CPU, one thread`);
  }
  sweeper.dispose();
  const range = `${Math.min(...ratios).toFixed(0)} – ${Math.max(...ratios).toFixed(0)}`;
  report("shifted raster / sweep, CPU time", `${median(ratios).toFixed(0)} (${range})`, "at least 30");
}

async function growth(): Promise<void> {
  const sizes = [500, 1000, 2000];
  const points: [number, number][] = [];
  for (const size of sizes) {
    const scene = syntheticScene(size, size);
    const sweeper = await createSweeper(scene, { kernel: "wasm", threads: 1 });
    await sweeper.skyView({ sides: false });
    const costs: Cost[] = [];
    for (let run = 0; run < 2; run++) costs.push(await costOf(() => sweeper.skyView({ sides: false })));
    sweeper.dispose();
    const cpuS = Math.min(...costs.map((cost) => cost.cpuS));
    points.push([Math.log(size * size), Math.log(cpuS)]);
    report(`sky view, ${(size * size) / million ** 2} M cells`, `${cpuS.toFixed(3)} s CPU`);
  }
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const slope =
    points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) /
    points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  report("exponent of cost over cells", slope.toFixed(3));
  const scene = syntheticScene(2000, 2000);
  const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
  const sweeperMiB = mebibytes(planMemory(scene, true, 2).totalBytes);
  const groundMiB = mebibytes(planGround(syntheticGround(scene), 2).totalBytes);
  const viewsMiB = mebibytes(15 * 4 * 4e6);
  report(
    "memory at 4 M cells",
    `${sweeperMiB} MiB sweeps + ${groundMiB} MiB ground + ${viewsMiB} MiB sky view with sides`,
    "a day at most 1536 MiB",
  );
}

/** Sweeps of the heat model: CPU time, so that a busy machine says the same. */
export async function benchHeatKernel(): Promise<void> {
  console.log(`${million ** 2} cells of 1 m, a third built, a tenth under crowns; median (range) of ${runs}`);
  await oneMillion(syntheticScene(million, million));
  await againstShifting();
  await growth();
}
