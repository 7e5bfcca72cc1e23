import { epochAt, stopAt } from "./assembly/signals.ts";
import { runsInNode } from "./load.ts";

/** Threads that help with a kernel's work items. They come when they can; nobody waits for one to start. */
export type ThreadTeam = {
  /** The first error of a thread, or null. */
  readonly failure: () => Error | null;
  readonly dispose: () => void;
};

export type HelperStart = {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
};

type Helper = { readonly end: () => void };

// Node's own workers cannot load TypeScript, so the three lines that a helper needs are given as text.
const nodeHelper = `
const { workerData: start } = require("node:worker_threads");
new WebAssembly.Instance(start.module, { env: { memory: start.memory } }).exports.serve(start.thread);`;

async function startInNode(start: HelperStart, fail: (error: Error) => void): Promise<Helper> {
  const threads = "node:worker_threads";
  const { Worker } = (await import(/* @vite-ignore */ threads)) as typeof import("node:worker_threads");
  const worker = new Worker(nodeHelper, { eval: true, workerData: start });
  worker.on("error", fail);
  worker.unref();
  return { end: () => void worker.terminate() };
}

function startInBrowser(start: HelperStart, fail: (error: Error) => void): Helper {
  const worker = new Worker(new URL("./helper.worker.ts", import.meta.url), { type: "module" });
  worker.onerror = (event) => fail(new Error(event.message));
  worker.postMessage(start);
  return { end: () => worker.terminate() };
}

/** True where memory can be given to other threads: in Node, and on cross-origin isolated pages. */
export function canShareMemory(): boolean {
  return runsInNode || globalThis.crossOriginIsolated === true;
}

/** Starts helpers with the thread numbers 1 … count. They end with `dispose`, or with the thread that started them. */
export async function startTeam(
  count: number,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<ThreadTeam> {
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
  };
  const helpers: Helper[] = [];
  for (let thread = 1; thread <= count; thread++) {
    const start: HelperStart = { module, memory, thread };
    helpers.push(runsInNode ? await startInNode(start, fail) : startInBrowser(start, fail));
  }
  const words = new Int32Array(memory.buffer);
  return {
    failure: () => failure,
    dispose: () => {
      Atomics.store(words, stopAt / 4, 1);
      Atomics.notify(words, epochAt / 4);
      for (const helper of helpers) helper.end();
    },
  };
}
