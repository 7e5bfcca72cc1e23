import { instantiate, kernelLoader } from "../../wasm/load.ts";
import * as layout from "../assembly/layout.ts";

/** The kernel's exports; see assembly/index.ts. */
export type KernelExports = {
  readonly work: (thread: number) => void;
  readonly publish: (items: number) => void;
  readonly finish: (items: number, patienceMs: number) => number;
  readonly serve: (thread: number) => void;
};

/** Compiles the kernel once for all sweepers of this thread. Throws where it was built from other sources than this code's. */
export const loadKernel = kernelLoader(new URL("../build/kernel.wasm", import.meta.url), layout);

/** An instance of the kernel on a memory that other threads may share. */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return instantiate<KernelExports>(module, memory);
}
