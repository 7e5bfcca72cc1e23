import { describe, expect, it } from "vitest";
import * as layout from "#workers/kernels/shallowWater/assembly/layout.ts";
import { loadKernel as loadWaterKernel } from "#workers/kernels/shallowWater/wasm/load.ts";
import { loadKernel as loadSweepKernel } from "#workers/kernels/shearedSweep/wasm/load.ts";
import { assertCurrent, layoutMark, layoutSection, sourcesSection } from "#workers/kernels/wasm/identity.ts";
import { withSections } from "./wasmSections.ts";

/** The smallest file that is WebAssembly. */
const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

const kernelOf = (sections: Readonly<Record<string, string>>) =>
  WebAssembly.compile(withSections(empty, sections));

describe("a kernel and the code around it", () => {
  it("fit where the kernel was just built", async () => {
    for (const load of [loadWaterKernel, loadSweepKernel])
      expect(WebAssembly.Module.customSections(await load(), sourcesSection)).toHaveLength(1);
  });

  it("are refused together where the layout differs by one number or one name", async () => {
    const moved = { ...layout, slotTime: layout.slotTime + 1 };
    const { slotTime, ...others } = layout;
    for (const other of [moved, { ...others, slotClock: slotTime }]) {
      const stale = await kernelOf({ [layoutSection]: layoutMark(other) });
      expect(() => assertCurrent(stale, layout, null)).toThrow("npm run kernels");
    }
    const built = await kernelOf({ [layoutSection]: layoutMark(layout) });
    expect(() => assertCurrent(built, layout, null)).not.toThrow();
  });

  it("are refused together where the sources were changed since, or the kernel does not say its own", async () => {
    const marks = { [layoutSection]: layoutMark(layout), [sourcesSection]: "a".repeat(64) };
    const kernel = await kernelOf(marks);
    expect(() => assertCurrent(kernel, layout, "a".repeat(64))).not.toThrow();
    expect(() => assertCurrent(kernel, layout, "b".repeat(64))).toThrow("npm run kernels");
    const silent = await WebAssembly.compile(empty);
    expect(() => assertCurrent(silent, layout, null)).toThrow("npm run kernels");
  });
});
