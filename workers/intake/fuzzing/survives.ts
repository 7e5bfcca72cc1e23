import net from "node:net";
import { afterAll, beforeAll, expect, type MockInstance, vi } from "vitest";
import type { ImportOutcome } from "../buildTwin.ts";
import type { ImportOptions } from "../importer.ts";
import type { Source } from "../source.ts";
import { type Cost, defectsOf, measured } from "./soundness.ts";

/** Imports files, checks what must hold for any file whatever, and tells what it cost. */
export async function survives(
  sources: readonly Source[],
  options: Partial<ImportOptions> = {},
): Promise<{ readonly outcome: ImportOutcome; readonly cost: Cost }> {
  const result = await measured(sources, options);
  expect(defectsOf(result.outcome), sources.map(({ name }) => name).join(" ")).toEqual([]);
  return result;
}

/** No test of a file may reach for the network. Call it once in a test file. */
export function forbidNetwork(): void {
  let connect: MockInstance | null = null;
  const asked: string[] = [];
  beforeAll(() => {
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (address: RequestInfo | URL, options?: RequestInit) => {
      const url = address instanceof Request ? address.url : String(address);
      // Decoders carry their WebAssembly as text within themselves.
      if (url.startsWith("data:")) return fetch(address, options);
      asked.push(url);
      return Promise.reject(new Error("No request leaves."));
    });
    connect = vi.spyOn(net.Socket.prototype, "connect");
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    expect(asked).toEqual([]);
    expect(connect).not.toHaveBeenCalled();
    connect?.mockRestore();
  });
}
