import * as signals from "./assembly/signals.ts";

/**
 * What a built kernel says about itself, in two custom sections of its file. A kernel that was built from other sources
 * finds nothing where it looks and computes on noughts without an error, so it is refused when it is loaded.
 */
export const layoutSection = "planfall.layout";
export const sourcesSection = "planfall.sources";

/** Names and numbers of a kernel's memory layout: the exports of its `assembly/layout.ts`. */
export type KernelLayout = Readonly<Record<string, number>>;

/** Every name and number of a memory layout and of where threads meet, FNV-1a, 32 bits, as eight hexadecimal digits. */
export function layoutMark(layout: KernelLayout): string {
  const text = Object.entries({ ...signals, ...layout })
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(";");
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function said(module: WebAssembly.Module, section: string): string | null {
  const [bytes] = WebAssembly.Module.customSections(module, section);
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
}

/** Throws where the kernel was built for another layout than this code's, or from other sources; null = those are not here. */
export function assertCurrent(
  module: WebAssembly.Module,
  layout: KernelLayout,
  sourcesMark: string | null,
): void {
  const fits = said(module, layoutSection) === layoutMark(layout);
  const same = sourcesMark === null || said(module, sourcesSection) === sourcesMark;
  if (!fits || !same)
    throw new Error("The kernel was built from other sources than this code's: run `npm run kernels`.");
}
