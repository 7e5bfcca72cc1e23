import { canShareMemory, startTeam } from "../../wasm/team.ts";
import * as at from "../assembly/layout.ts";
import type { Move } from "../memory.ts";
import type { SweepPass } from "../pass.ts";
import { instantiateKernel, loadKernel } from "./load.ts";

const pageBytes = 65536;
const mostPages = 65536;

/** A helper that keeps an item longer than this has died, ms. */
const patienceMs = 120_000;

/** The kernel on a memory of its own, with the threads that work on it. */
export type KernelHost = {
  readonly buffer: ArrayBufferLike;
  readonly setParameter: (slot: number, value: number) => void;
  readonly setReal: (slot: number, value: number) => void;
  readonly setSheet: (orientation: number, slot: number, value: number) => void;
  /** Writes a pass; `word` sets what follows a sweep. */
  readonly setPass: (index: number, pass: SweepPass) => (slot: number, value: number) => void;
  /** Transposes all of these, by how the layout says (`moveBytes` …), in bands of rows on any thread. */
  readonly move: (how: number, moves: readonly Move[]) => void;
  readonly setItem: (index: number, item: readonly (readonly [slot: number, value: number])[]) => void;
  /** Runs the first `count` items and returns when all are done. */
  readonly run: (count: number) => void;
  readonly dispose: () => void;
};

export type HostPlan = {
  readonly items: number;
  readonly passes: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly lines: number;
  readonly totalBytes: number;
};

/** Threads that a kernel can have here: pages that are not isolated cannot share memory. */
export function usableThreads(threads: number): number {
  return canShareMemory() ? Math.max(1, Math.floor(threads)) : 1;
}

function allocate(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / pageBytes);
  const mebibytes = Math.ceil(bytes / 2 ** 20);
  if (pages > mostPages)
    throw new RangeError(`This scene needs ${mebibytes} MiB; the kernel holds 4096. Choose a coarser grid.`);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new RangeError(
      `There is not enough memory for this scene (${mebibytes} MiB). Choose a coarser grid.`,
      {
        cause,
      },
    );
  }
}

export async function createHost(plan: HostPlan, threads: number): Promise<KernelHost> {
  const module = await loadKernel();
  const memory = allocate(plan.totalBytes);
  const kernel = instantiateKernel(module, memory);
  const team = threads > 1 ? await startTeam(threads - 1, module, memory) : null;
  const words = new Int32Array(memory.buffer);
  const reals = new Float32Array(memory.buffer);
  const doubles = new Float64Array(memory.buffer);
  const setParameter = (slot: number, value: number): void => {
    words[at.parametersAt / 4 + slot] = value;
  };
  const setItem = (index: number, item: readonly (readonly [slot: number, value: number])[]): void => {
    const first = (plan.items + index * at.itemBytes) / 4;
    for (const [slot, value] of item) words[first + slot] = value;
  };
  const run = (count: number): void => {
    if (count === 0) return;
    kernel.publish(count);
    kernel.work(0);
    if (kernel.finish(count, patienceMs) === 0)
      throw new Error("A thread of the sweep kernel stopped answering.", { cause: team?.failure() });
  };
  setParameter(at.slotItems, plan.items);
  setParameter(at.slotPasses, plan.passes);
  setParameter(at.slotScratch, plan.scratch);
  setParameter(at.slotScratchBytes, plan.scratchBytes);
  setParameter(at.slotLines, plan.lines);
  return {
    buffer: memory.buffer,
    setParameter,
    setReal: (slot, value) => {
      reals[at.parametersAt / 4 + slot] = value;
    },
    setSheet: (orientation, slot, value) => {
      words[(at.sheetsAt + orientation * at.sheetBytes) / 4 + slot] = value;
    },
    setPass: (index, pass) => {
      const first = (plan.passes + index * at.passBytes) / 4;
      words[first + at.passOrientation] = pass.orientation;
      words[first + at.passFirstRow] = pass.firstRow;
      words[first + at.passRowStep] = pass.rowStep;
      words[first + at.passRowCount] = pass.rowCount;
      words[first + at.passLeadRows] = pass.leadRows;
      words[first + at.passRowOffset] = pass.rowOffset;
      words[first + at.passLineOffset] = pass.lineOffset;
      words[first + at.passBlock0] = pass.block0;
      words[first + at.passBlock1] = pass.block1;
      words[first + at.passUnits] = pass.units;
      reals[first + at.passDrop] = pass.dropM;
      doubles[(first + at.passSlope) / 2] = pass.slope;
      doubles[(first + at.passPhase) / 2] = pass.phase;
      return (slot, value) => {
        words[first + slot] = value;
      };
    },
    setItem,
    run,
    move: (how, moves) => {
      let items = 0;
      const flush = (): void => {
        run(items);
        items = 0;
      };
      for (const move of moves) {
        // Bands end at whole groups of cells, so that none reaches into the next.
        const rows = Math.ceil((move.row1 - move.row0) / threads / at.moveOver) * at.moveOver;
        for (let row0 = move.row0; row0 < move.row1; row0 += rows) {
          if (items === at.mostItems) flush();
          setItem(items++, [
            [at.itemKind, at.kindTranspose],
            [at.moveHow, how],
            [at.moveFrom, move.from],
            [at.moveFromStride, move.fromStride],
            [at.moveTo, move.to],
            [at.moveToStride, move.toStride],
            [at.moveRow0, row0],
            [at.moveRow1, Math.min(move.row1, row0 + rows)],
            [at.moveColumn0, move.column0],
            [at.moveColumn1, move.column1],
          ]);
        }
      }
      flush();
    },
    dispose: () => team?.dispose(),
  };
}
