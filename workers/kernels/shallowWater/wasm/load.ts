import { sourcesMark } from "../../sourcesMark.ts";
import { assertCurrent } from "./identity.ts";

/** The kernel's exports; see assembly/index.ts. */
export type KernelExports = {
  readonly work: (thread: number) => void;
  readonly publish: (items: number) => void;
  readonly finish: (items: number, patienceMs: number) => number;
  readonly serve: (thread: number) => void;
  readonly speeds: (item: number, into: number) => void;
};

export const runsInNode = typeof process !== "undefined" && process.versions?.node !== undefined;

let compiled: Promise<WebAssembly.Module> | null = null;

async function compile(): Promise<WebAssembly.Module> {
  const url = new URL("../build/kernel.wasm", import.meta.url);
  if (runsInNode) {
    // The name is a variable so that bundlers for the browser leave it alone.
    const fileSystem = "node:fs/promises";
    const { readFile } = (await import(/* @vite-ignore */ fileSystem)) as typeof import("node:fs/promises");
    const bytes = await readFile(url).catch((cause: unknown) => {
      throw new Error("The water kernel is not built yet: run `npm run kernels`.", { cause });
    });
    const module = await WebAssembly.compile(new Uint8Array(bytes));
    assertCurrent(module, await sourcesMark(new URL("../assembly/", url)));
    return module;
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The water kernel could not be loaded (${response.status}).`);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  assertCurrent(module, null);
  return module;
}

/** Compiles the kernel once for all solvers of this thread. Throws where it was built from other sources than this code's. */
export function loadKernel(): Promise<WebAssembly.Module> {
  compiled ??= compile().catch((error: unknown) => {
    compiled = null;
    throw error;
  });
  return compiled;
}

/** An instance of the kernel on a memory that other threads may share. */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
}
