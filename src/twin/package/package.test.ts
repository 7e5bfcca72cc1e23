import { describe, expect, it } from "vitest";
import { encodeColumns } from "../columns.ts";
import { sha256Hex } from "../hash.ts";
import { landCoverCodes } from "../landCover.ts";
import type { TwinData } from "../twin.ts";
import { manifestName } from "./manifest.ts";
import { type OpenOptions, openPackage } from "./open.ts";
import { sampleTwin } from "./sampleTwin.ts";
import { emptyLayerHash, twinHash, writePackage } from "./write.ts";
import { openZippedPackage, zipPackage } from "./zip.ts";

type Files = Map<string, Uint8Array<ArrayBuffer>>;

const open = (files: Files, options: OpenOptions = {}): Promise<TwinData> =>
  openPackage(async (name) => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new Error(`${name} missing`);
    return bytes.slice().buffer;
  }, options);

function edited(files: Files, change: (manifest: Record<string, never>) => void): Files {
  const manifest = JSON.parse(new TextDecoder().decode(files.get(manifestName))) as Record<string, never>;
  change(manifest);
  return new Map([...files, [manifestName, new TextEncoder().encode(JSON.stringify(manifest))]]);
}

/** A package whose layer holds other columns, with a manifest that vouches for them. */
function withLayer(layer: string, bytes: Uint8Array<ArrayBuffer>): Files {
  const files = edited(writePackage(sampleTwin()), (manifest) => {
    const entry = (manifest.layers as Record<string, Record<string, unknown>>)[layer];
    entry.bytes = bytes.length;
    entry.sha256 = sha256Hex(bytes);
  });
  return files.set(`${layer}.bin`, bytes);
}

describe("twin package", () => {
  it("gives back what was written, with the same hashes", async () => {
    const data = sampleTwin();
    for (const shared of [false, true]) {
      const opened = await open(writePackage(data), { shared });
      expect(opened).toEqual(data);
      expect(opened.terrain.values.buffer instanceof SharedArrayBuffer).toBe(shared);
      expect(twinHash(opened.baseHashes)).toBe(twinHash(data.baseHashes));
    }
  });

  it("writes equal bytes for equal data, and other hashes for other data", () => {
    const again = writePackage(sampleTwin());
    for (const [name, bytes] of writePackage(sampleTwin())) expect(again.get(name)).toEqual(bytes);
    const data = sampleTwin();
    const moved = { ...data, places: [{ ...data.places[0], name: "Schule" }] };
    const manifest = JSON.parse(new TextDecoder().decode(writePackage(moved).get(manifestName)));
    expect(manifest.layers.places.sha256).not.toBe(data.baseHashes.places);
    expect(manifest.layers.terrain.sha256).toBe(data.baseHashes.terrain);
    expect(data.baseHashes.surface).toBe(emptyLayerHash);
  });

  it("survives as one zip, byte for byte the same each time", async () => {
    const data = sampleTwin();
    const archive = zipPackage(data);
    expect(zipPackage(data)).toEqual(archive);
    expect(await openZippedPackage(archive)).toEqual(data);
    expect(new TextDecoder().decode(archive.subarray(30, 39))).toBe("twin.json");
  });

  it("opens again what it zipped where a whole layer is one value", async () => {
    const data = sampleTwin();
    const size = 1200;
    const landCover = {
      ...data.landCover,
      columns: size,
      rows: size,
      values: new Uint8Array(size * size).fill(landCoverCodes.lawn),
    };
    const files = writePackage({ ...data, landCover });
    expect(files.get("landCover.bin")?.length).toBeGreaterThan(1024 * 1024);
    const opened = await openZippedPackage(zipPackage({ ...data, landCover }));
    expect(sha256Hex(new Uint8Array(opened.landCover.values))).toBe(sha256Hex(landCover.values));
  });

  it("refuses every truncation of the zip by a key", async () => {
    const archive = zipPackage(sampleTwin());
    for (let length = 0; length < archive.length; length += 61) {
      await expect(openZippedPackage(archive.slice(0, length))).rejects.toMatchObject({
        name: "TwinPackageError",
      });
    }
  });

  it("refuses an archive made to fill memory", async () => {
    const archive = zipPackage(sampleTwin());
    const view = new DataView(archive.buffer);
    for (let at = 0; at + 4 < archive.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 3_000_000_000, true);
    }
    await expect(openZippedPackage(archive)).rejects.toMatchObject({ key: "packageTooLarge" });
  });

  it("notices a changed, cut or missing layer", async () => {
    const files = writePackage(sampleTwin());
    const terrain = files.get("terrain.bin") ?? new Uint8Array();
    const changed = terrain.slice();
    changed[changed.length - 1] ^= 1;
    await expect(open(new Map([...files, ["terrain.bin", changed]]))).rejects.toMatchObject({
      key: "packageHashWrong",
    });
    const short = terrain.slice(0, -8);
    await expect(open(new Map([...files, ["terrain.bin", short]]))).rejects.toMatchObject({
      key: "packageLayerCutShort",
    });
    const without = edited(files, (manifest) => delete (manifest.layers as Record<string, unknown>).trees);
    await expect(open(without)).rejects.toMatchObject({
      key: "packageLayerMissing",
      values: { layer: "trees" },
    });
  });

  it("refuses manifests that lie, reach out or come from the future", async () => {
    const changes: ((manifest: Record<string, unknown>) => void)[] = [
      (m) => Object.assign(m, { format: "other" }),
      (m) => Object.assign(m, { frame: { crs: "EPSG:25832", originEastM: 0.5, originNorthM: 0 } }),
      (m) => Object.assign(m, { extent: { minX: 0, minY: 0, maxX: 0, maxY: 1 } }),
      (m) => Object.assign((m.layers as Record<string, object>).terrain, { file: "../../etc/passwd" }),
      (m) =>
        Object.assign((m.layers as Record<string, object>).terrain, { file: "http://example.org/x.bin" }),
      (m) => Object.assign((m.layers as Record<string, object>).terrain, { sha256: "x" }),
      (m) => Object.assign(m, { id: "../x" }),
    ];
    for (const change of changes) {
      await expect(open(edited(writePackage(sampleTwin()), change as never))).rejects.toMatchObject({
        key: "packageManifestBroken",
      });
    }
    const future = edited(writePackage(sampleTwin()), (m) => Object.assign(m, { version: 2 }));
    await expect(open(future)).rejects.toMatchObject({ key: "packageTooNew" });
    await expect(open(new Map([[manifestName, new Uint8Array(17_000_000)]]))).rejects.toMatchObject({
      key: "packageManifestTooLarge",
    });
  });

  it("checks what the columns say, though their hash is right", async () => {
    const { count, ...buildings } = sampleTwin().buildings;
    const { terrain, trees } = sampleTwin();
    const table = (change: object) => encodeColumns({ count }, { ...buildings, ...change });
    const hostile: [string, Uint8Array<ArrayBuffer>][] = [
      ["buildings", table({ triangleStart: Uint32Array.of(0, 9) })],
      ["buildings", table({ ringStart: Uint32Array.of(1, 1) })],
      ["buildings", table({ vertexStart: Uint32Array.of(0, 4_000_000_000) })],
      ["buildings", table({ surfaceKind: Uint8Array.of(9) })],
      ["buildings", table({ footprintXY: Float32Array.of(Number.NaN, 1, 3, 1, 2, 3) })],
      ["buildings", table({ ids: new Float32Array(1) })],
      ["buildings", encodeColumns({ count: 1e6 }, { ...buildings })],
      [
        "terrain",
        encodeColumns(
          { columns: 4, rows: 3, cellSizeM: -1, westX: 0, northY: 0 },
          { values: terrain.values },
        ),
      ],
      [
        "terrain",
        encodeColumns({ columns: 4, rows: 4, cellSizeM: 1, westX: 0, northY: 0 }, { values: terrain.values }),
      ],
      [
        "terrain",
        encodeColumns(
          { columns: 4, rows: 3, cellSizeM: 1, westX: 0, northY: 0 },
          { values: new Float32Array(12).fill(Infinity) },
        ),
      ],
      [
        "landCover",
        encodeColumns(
          { columns: 1, rows: 1, cellSizeM: 1, westX: 0, northY: 0 },
          { values: Uint8Array.of(200) },
        ),
      ],
      [
        "trees",
        encodeColumns(
          { count: 2 },
          { ...trees, count: new Uint8Array(0), speciesIndex: Uint16Array.of(0, 7) },
        ),
      ],
      ["places", encodeColumns({ count: 1 }, { items: new TextEncoder().encode('[{"id":1}]') })],
      ["places", encodeColumns({ count: 1 }, { items: new TextEncoder().encode("[") })],
      ["streets", encodeColumns({ count: 0 }, { sections: new TextEncoder().encode("[]") })],
    ];
    for (const [layer, bytes] of hostile) {
      await expect(open(withLayer(layer, bytes))).rejects.toMatchObject({
        key: "packageLayerBroken",
        values: { layer },
      });
    }
  });
});
