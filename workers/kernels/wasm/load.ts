import { sourcesMark } from "../sourcesMark.ts";
import { assertCurrent, type KernelLayout } from "./identity.ts";

export const runsInNode = typeof process !== "undefined" && process.versions?.node !== undefined;

async function compile(url: URL, layout: KernelLayout): Promise<WebAssembly.Module> {
  if (runsInNode) {
    // The name is a variable so that bundlers for the browser leave it alone.
    const fileSystem = "node:fs/promises";
    const { readFile } = (await import(/* @vite-ignore */ fileSystem)) as typeof import("node:fs/promises");
    const bytes = await readFile(url).catch((cause: unknown) => {
      throw new Error("A kernel is not built yet: run `npm run kernels`.", { cause });
    });
    const module = await WebAssembly.compile(new Uint8Array(bytes));
    assertCurrent(module, layout, await sourcesMark(new URL("../assembly/", url)));
    return module;
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`A kernel could not be loaded (${response.status}).`);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  assertCurrent(module, layout, null);
  return module;
}

/**
 * A function that compiles a kernel's file once for this thread. It throws where the file was built from other sources than
 * this code's. The address is written out where it is used, so that bundlers find the file.
 */
export function kernelLoader(url: URL, layout: KernelLayout): () => Promise<WebAssembly.Module> {
  let compiled: Promise<WebAssembly.Module> | null = null;
  return () => {
    compiled ??= compile(url, layout).catch((error: unknown) => {
      compiled = null;
      throw error;
    });
    return compiled;
  };
}

/** An instance of a kernel on a memory that other threads may share. */
export function instantiate<Exports>(module: WebAssembly.Module, memory: WebAssembly.Memory): Exports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
}
