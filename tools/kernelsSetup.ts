import { buildKernels } from "./kernels.ts";

/** Vitest's global set-up: the WASM kernels are built before the first test. */
export async function setup(): Promise<void> {
  await buildKernels();
}
