import { describe, expect, it } from "vitest";
import { handmadeData } from "#twin/read/handmadeTwin.ts";
import { buffersOf } from "./twinTransfer.ts";

describe("buffersOf", () => {
  it("lists every buffer once, and no shared one", () => {
    const data = handmadeData();
    const buffers = buffersOf(data);
    expect(buffers).toContain(data.terrain.values.buffer);
    expect(new Set(buffers).size).toBe(buffers.length);
    const shared = {
      ...data,
      terrain: { ...data.terrain, values: new Float32Array(new SharedArrayBuffer(8)) },
    };
    expect(buffersOf(shared)).not.toContain(shared.terrain.values.buffer);
  });
});
