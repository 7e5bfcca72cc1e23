import { checkScene } from "./check.ts";
import type { Sweeper, SweepOptions, SweepScene } from "./contract.ts";
import { hasCanopy, planMemory } from "./memory.ts";
import { createPlainEngine } from "./plain/engine.ts";
import { sweeperFromEngine } from "./sweeper.ts";

/** Takes a scene in. Throws a RangeError that names what is wrong with it. */
export async function createSweeper(scene: SweepScene, options: SweepOptions): Promise<Sweeper> {
  checkScene(scene);
  const plan = planMemory(scene, hasCanopy(scene), 1);
  void options;
  return sweeperFromEngine(createPlainEngine(plan), scene);
}
