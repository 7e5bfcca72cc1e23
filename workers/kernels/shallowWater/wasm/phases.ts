import type { ThreadTeam } from "../../wasm/team.ts";
import * as at from "../assembly/layout.ts";
import type { Field } from "./field.ts";
import type { KernelExports } from "./load.ts";
import type { Rectangle } from "./schedule.ts";
import type { SweepItem, SyncItem } from "./stepLevels.ts";

/** A helper that keeps an item longer than this has died, ms. */
const patienceMs = 60_000;

/** Work items are written to shared memory one after the other, then run as one phase by all threads. */
export type Phases = {
  readonly addSweep: (item: SweepItem, parity: number, stepS: number) => void;
  readonly addSync: (item: SyncItem, parity: number, baseStepS: number) => void;
  readonly addMaxima: (rectangle: Rectangle, parity: number) => void;
  /** Runs what was added and returns when all of it is done. */
  readonly run: () => void;
};

export function createPhases(field: Field, kernel: KernelExports, team: ThreadTeam | null): Phases {
  const { u32, f32, plan } = field;
  let count = 0;

  const add = (rectangle: Rectangle, kind: number, parity: number): number => {
    const item = (plan.items + count * at.itemBytes) / 4;
    count++;
    u32.fill(0, item, item + at.itemBytes / 4);
    u32[item + at.itemKind] = kind;
    u32[item + at.itemRow0] = rectangle.row0;
    u32[item + at.itemRow1] = rectangle.row1;
    u32[item + at.itemColumn0] = rectangle.column0;
    u32[item + at.itemColumn1] = rectangle.column1;
    u32[item + at.itemParity] = parity;
    return item;
  };

  return {
    addSweep: (sweep, parity, stepS) => {
      const item = add(sweep, at.kindSweep, parity);
      f32[item + at.itemStep] = stepS;
      for (let side = 0; side < 4; side++) {
        u32[item + at.itemFiner + side] = sweep.finer[side]!;
        u32[item + at.itemCoarser + side] = sweep.coarser[side]!;
      }
    },
    addSync: (sync, parity, baseStepS) => {
      const item = add(sync, at.kindSync, parity);
      u32[item + at.itemCopy] = sync.copies ? 1 : 0;
      for (let side = 0; side < 4; side++) {
        if (sync.seams[side]! < 0) continue;
        u32[item + at.itemFiner + side] = 1;
        f32[item + at.itemCoarser + side] = baseStepS * 2 ** sync.seams[side]!;
      }
    },
    addMaxima: (rectangle, parity) => {
      add(rectangle, at.kindMaxima, parity);
    },
    run: () => {
      const items = count;
      count = 0;
      if (items === 0) return;
      kernel.publish(items);
      kernel.work(0);
      if (kernel.finish(items, patienceMs) === 0)
        throw new Error("A thread of the water kernel stopped answering.", { cause: team?.failure() });
    },
  };
}
