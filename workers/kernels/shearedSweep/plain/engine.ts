import type { SweepEngine } from "../engine.ts";
import type { MemoryPlan } from "../memory.ts";
import { linesFor, type SceneViews, sweep } from "./sweep.ts";

/** The sweep in plain TypeScript, on one thread. */
export function createPlainEngine(plan: MemoryPlan): SweepEngine {
  const buffer = new ArrayBuffer(plan.totalBytes);
  const views: SceneViews = {
    f32: new Float32Array(buffer),
    u16: new Uint16Array(buffer),
    u8: new Uint8Array(buffer),
  };
  const lines = linesFor(plan);
  return {
    plan,
    buffer,
    run: (items) => {
      for (const { slot, apart, passes } of items)
        for (const pass of passes) sweep(views, plan.sheets[pass.orientation], lines, pass, slot, apart);
    },
    dispose: () => undefined,
  };
}
