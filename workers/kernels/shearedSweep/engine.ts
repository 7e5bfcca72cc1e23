import type { CellWindow } from "./contract.ts";
import type { MemoryPlan } from "./memory.ts";
import type { SweepPass } from "./pass.ts";

/** Directions of one orientation that add to the same counts: one piece of work for one thread. */
export type SweepItem = {
  /** Which of the orientation's counts. */
  readonly group: number;
  readonly apart: boolean;
  readonly passes: readonly SweepPass[];
};

/** What executes sweeps on a scene's memory: the WASM kernel or its twin in plain TypeScript. */
export type SweepEngine = {
  readonly plan: MemoryPlan;
  readonly buffer: ArrayBufferLike;
  /** Runs all items, on any thread in any order, and returns when all are done. */
  readonly run: (items: readonly SweepItem[]) => void;
  /** Adds the counts of transposed groups to groups of the rows as they are. */
  readonly fold: (
    pairs: readonly (readonly [transposedGroup: number, group: number])[],
    window: CellWindow,
  ) => void;
  readonly dispose: () => void;
};
