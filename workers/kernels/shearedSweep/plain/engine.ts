import type { SweepEngine } from "../engine.ts";
import { countMoves, type MemoryPlan } from "../memory.ts";
import { traceEdges } from "./edges.ts";
import { linesFor, type SceneViews, sweep } from "./sweep.ts";
import { transpose } from "./transpose.ts";

/** The sweep in plain TypeScript, on one thread. */
export function createPlainEngine(plan: MemoryPlan): SweepEngine {
  const buffer = new ArrayBuffer(plan.totalBytes);
  const views: SceneViews = {
    f32: new Float32Array(buffer),
    i32: new Int32Array(buffer),
    u16: new Uint16Array(buffer),
    u8: new Uint8Array(buffer),
  };
  const { u16 } = views;
  const lines = linesFor(plan);
  return {
    plan,
    buffer,
    run: (items) => {
      for (const { group, apart, passes } of items)
        for (const pass of passes) sweep(views, plan.sheets[pass.orientation], lines, pass, group, apart);
    },
    fold: (pairs, window) => {
      for (const move of countMoves(plan, pairs, window))
        transpose(move, 2, (from, to) => {
          u16[to] = u16[to]! + u16[from]!;
        });
    },
    traceEdges: (item) => traceEdges(views, plan, item),
    dispose: () => undefined,
  };
}
