import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { writePackage } from "#twin/package/write.ts";
import { handmadeData } from "#twin/read/handmadeTwin.ts";
import { sniffFormat } from "#workers/intake/sniff.ts";
import { memorySource } from "#workers/intake/source.ts";
import { unzipPackage, zipPackage } from "./packageZip.ts";
import { buffersOf } from "./twinTransfer.ts";

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

describe("packageZip", () => {
  it("gives back the twin it was given, and can be told apart by its first bytes", async () => {
    const data = handmadeData();
    const zip = await bytesOf(zipPackage(data));
    expect(await sniffFormat(memorySource("any.zip", zip))).toBe("twinPackage");
    const opened = await unzipPackage(zip, false);
    expect(opened.terrain.values).toEqual(data.terrain.values);
    expect(opened.buildings.ids).toEqual(data.buildings.ids);
    expect([...writePackage(opened).keys()]).toEqual([...writePackage(data).keys()]);
  });

  it("refuses a zip without a manifest, and one with too many files", async () => {
    await expect(unzipPackage(zipSync({ "a.txt": new Uint8Array(3) }), false)).rejects.toThrow(/twin\.json/);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, new Uint8Array(1)]));
    await expect(unzipPackage(zipSync(many), false)).rejects.toThrow(RangeError);
  });
});

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
