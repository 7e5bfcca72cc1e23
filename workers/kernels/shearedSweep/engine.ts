import type { CellWindow } from "./contract.ts";
import type { Ray } from "./edges.ts";
import type { MemoryPlan } from "./memory.ts";
import type { SweepPass } from "./pass.ts";

/** Directions of one orientation that add to the same counts: one piece of work for one thread. */
export type SweepItem = {
  /** Which of the orientation's counts. */
  readonly group: number;
  readonly apart: boolean;
  readonly passes: readonly SweepPass[];
};

/** Edges of shadows that rays decide, of counts in group 0 of the rows as they are. */
export type EdgeItem = {
  readonly window: CellWindow;
  /** Count from which on a cell is in shadow. */
  readonly majority: number;
  readonly ray: Ray;
  /** Highest surface, m: a beam above it is free. */
  readonly highestM: number;
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
  /** Fills `stopped` in the window. The counts must hold one cell around it, too. */
  readonly traceEdges: (item: EdgeItem) => void;
  readonly dispose: () => void;
};
