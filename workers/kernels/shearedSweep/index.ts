import { checkGround, checkScene } from "./check.ts";
import type { GroundScene, GroundViewer, Sweeper, SweepOptions, SweepScene } from "./contract.ts";
import { planGround } from "./ground/memory.ts";
import { viewerFromEngine } from "./ground/viewer.ts";
import { hasCanopy, planMemory } from "./memory.ts";
import { createPlainEngine } from "./plain/engine.ts";
import { createPlainGroundEngine } from "./plain/ground.ts";
import { sweeperFromEngine } from "./sweeper.ts";

/** Takes a scene in. Throws a RangeError that names what is wrong with it. */
export async function createSweeper(scene: SweepScene, options: SweepOptions): Promise<Sweeper> {
  checkScene(scene);
  const plan = planMemory(scene, hasCanopy(scene), 1);
  void options;
  return sweeperFromEngine(createPlainEngine(plan), scene);
}

/** Takes the ground of a scene in. Throws a RangeError that names what is wrong with it. */
export async function createGroundViewer(ground: GroundScene, options: SweepOptions): Promise<GroundViewer> {
  checkGround(ground);
  void options;
  return viewerFromEngine(createPlainGroundEngine(planGround(ground, 1)), ground);
}
