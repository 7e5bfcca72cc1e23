import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFrameEncoder, tileCells, tileCount } from "./frameCodec.ts";
import { createMemoryFrameStore } from "./frameStoreFiles.ts";

const cells = 3 * tileCells + 17;

/** A wet patch that grows, the rest dry. */
function frameAt(time: number): Uint16Array {
  const codes = new Uint16Array(cells);
  for (let i = 0; i < 40 * time && i < cells; i += 1) codes[i * 7] = (i * 31 + time * 5) % 65_536;
  return codes;
}

describe("frame store", () => {
  it("gives back every time step and curve exactly", async () => {
    const store = createMemoryFrameStore();
    const open = await store.open("abc");
    const buffer = new Uint16Array(cells);
    for (let time = 0; time < 12; time += 1) {
      // The caller may reuse its buffer.
      buffer.set(frameAt(time));
      await open.sink.write("depth", time * 60, buffer);
    }
    await open.finish();
    for (let time = 0; time < 12; time += 1) {
      expect(await store.frame("abc", "depth", time)).toEqual(frameAt(time));
    }
    const curve = await store.curve("abc", "depth", 70);
    expect([...(curve ?? [])]).toEqual(Array.from({ length: 12 }, (_, time) => frameAt(time)[70]));
    expect(await store.frame("abc", "depth", 12)).toBeNull();
    expect(await store.frame("abc", "speed", 0)).toBeNull();
    expect(await store.curve("abc", "depth", cells)).toBeNull();
  });

  it("shows nothing of a run that was discarded, forgotten, or not finished", async () => {
    const store = createMemoryFrameStore();
    const one = await store.open("one");
    await one.sink.write("depth", 0, frameAt(3));
    expect(await store.frame("one", "depth", 0)).toBeNull();
    await one.discard();
    expect(await store.frame("one", "depth", 0)).toBeNull();
    // A run that is cancelled while a large step is being packed.
    const large = await store.open("large");
    const writing = large.sink.write("depth", 0, new Uint16Array(500 * tileCells).fill(7));
    await large.discard();
    await writing;
    expect(await store.frame("large", "depth", 0)).toBeNull();
    const two = await store.open("two");
    await two.sink.write("depth", 0, frameAt(3));
    await two.finish();
    expect(await store.frame("two", "depth", 0)).toEqual(frameAt(3));
    await store.forget("two");
    expect(await store.frame("two", "depth", 0)).toBeNull();
  });

  it("replaces the series of a run that is written again", async () => {
    const store = createMemoryFrameStore();
    for (const time of [2, 5]) {
      const open = await store.open("same");
      await open.sink.write("depth", 0, frameAt(time));
      await open.finish();
      expect(await store.frame("same", "depth", 0)).toEqual(frameAt(time));
    }
  });

  it("keeps any codes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint16Array({ minLength: 50, maxLength: 50 }), { minLength: 1, maxLength: 5 }),
        async (frames) => {
          const store = createMemoryFrameStore();
          const open = await store.open("x");
          for (const [i, codes] of frames.entries()) await open.sink.write("s", i, codes);
          await open.finish();
          for (const [i, codes] of frames.entries()) expect(await store.frame("x", "s", i)).toEqual(codes);
        },
      ),
    );
  });
});

describe("frame encoder", () => {
  it("takes no bytes for dry and unchanged tiles", () => {
    const encoder = createFrameEncoder(cells);
    const codes = new Uint16Array(cells);
    expect(encoder.encode(0, codes).bytes.length).toBe(0);
    codes[5] = 9;
    const first = encoder.encode(60, codes);
    expect(first.entry.lengths.filter((length) => length > 0)).toHaveLength(1);
    const second = encoder.encode(120, codes);
    expect(second.bytes.length).toBe(0);
    expect(second.entry.offsets[0]).toBe(first.entry.offsets[0]);
    expect(tileCount(cells)).toBe(4);
  });

  it("refuses a step of another size", () => {
    expect(() => createFrameEncoder(10).encode(0, new Uint16Array(9))).toThrow(RangeError);
  });
});
