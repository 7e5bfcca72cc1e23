import { checkGround, checkScene, wholeOf } from "./check.ts";
import type { GroundScene, GroundViewer, Sweeper, SweepOptions, SweepScene } from "./contract.ts";
import { planGround } from "./ground/memory.ts";
import { viewerFromEngine } from "./ground/viewer.ts";
import { hasCanopy, planMemory } from "./memory.ts";
import { createPlainEngine } from "./plain/engine.ts";
import { createPlainGroundEngine } from "./plain/ground.ts";
import { sweeperFromEngine } from "./sweeper.ts";
import { createWasmEngine, createWasmGroundEngine } from "./wasm/engine.ts";
import { usableThreads } from "./wasm/host.ts";

const threadsFor = ({ kernel, threads }: SweepOptions): number =>
  kernel === "plain" ? 1 : usableThreads(threads);

/** Takes a scene in. Throws a RangeError that names what is wrong with it. */
export async function createSweeper(scene: SweepScene, options: SweepOptions): Promise<Sweeper> {
  checkScene(scene);
  const threads = threadsFor(options);
  const plan = planMemory(scene, hasCanopy(scene, wholeOf(scene.grid)), threads);
  const engine = options.kernel === "wasm" ? await createWasmEngine(plan, threads) : createPlainEngine(plan);
  return sweeperFromEngine(engine, scene);
}

/** Takes the ground of a scene in. Throws a RangeError that names what is wrong with it. */
export async function createGroundViewer(ground: GroundScene, options: SweepOptions): Promise<GroundViewer> {
  checkGround(ground);
  const threads = threadsFor(options);
  const plan = planGround(ground, threads);
  const engine =
    options.kernel === "wasm" ? await createWasmGroundEngine(plan, threads) : createPlainGroundEngine(plan);
  return viewerFromEngine(engine, ground);
}
