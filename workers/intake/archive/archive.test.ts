import { deflateRawSync } from "node:zlib";
import { gzipSync, strToU8, type Zippable, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { expandSources, type Found } from "../expand.ts";
import { IntakeError } from "../report.ts";
import { bytesOf, chunksOf, memorySource, type Source } from "../source.ts";
import { diskSource, importAll, quiet } from "../testing.ts";
import { crc32 } from "./crc32.ts";
import { createMeter } from "./limits.ts";
import { isJunk, safePath } from "./names.ts";
import { openZip } from "./open.ts";

const gml = '<?xml version="1.0"?><CityModel xmlns="c"/>';
const expand = (...sources: readonly Source[]): Promise<readonly Found[]> =>
  expandSources(sources, quiet.signal);
const zip = (name: string, entries: Zippable): Source => memorySource(name, zipSync(entries));
const textOf = async (source: Source): Promise<string> =>
  new TextDecoder().decode(await bytesOf(source, quiet, 1e9));
/** Numbers from 0 to 1, the same ones each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
const drained = async (source: Source): Promise<void> => {
  for await (const _ of chunksOf(source, quiet));
};
const keysOf = (found: readonly Found[]): string[] =>
  found.flatMap(({ findings }) => findings.map(({ key }) => key));
const names = (found: readonly Found[]): string[] =>
  found.map(({ source, format }) => `${format} ${source.name}`);

let packedBlanks: Uint8Array | null = null;
/** 130 MB of blanks behind a root element, deflated to a thousandth. */
function blanks(): Uint8Array {
  if (packedBlanks === null) {
    const bytes = new Uint8Array(blankBytes).fill(32);
    bytes.set(strToU8(gml));
    packedBlanks = new Uint8Array(deflateRawSync(bytes, { level: 1 }));
  }
  return packedBlanks;
}
const blankBytes = 130 * 1024 * 1024;
const bomb = (stated: number): Uint8Array =>
  zip64("bomb.gml", blanks(), { method: 8, bytes: stated, crc: 0 });

/** A source that tells how much of it was read, and cannot be read otherwise than by slices. */
function counting(bytes: Uint8Array, name: string): { readonly source: Source; readonly read: () => number } {
  let read = 0;
  return {
    read: () => read,
    source: {
      name,
      size: bytes.length,
      stream: () => memorySource(name, bytes.subarray(0, 65536)).stream(),
      slice: async (from, to) => {
        const part = bytes.slice(from, to);
        read += part.length;
        return part;
      },
    },
  };
}

/** Finds a signature and changes bytes behind it. */
function patched(
  bytes: Uint8Array,
  signature: number,
  offset: number,
  values: readonly number[],
): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 4 <= copy.length; at++) {
    if (view.getUint32(at, true) !== signature) continue;
    copy.set(values, at + offset);
    return copy;
  }
  throw new Error("signature not found");
}
const central = 0x02014b50;

describe("zip archives", () => {
  it("gives each file under its path, unpacked, without the litter", async () => {
    const found = await expand(
      zip("city.zip", {
        "lod2/tile.gml": strToU8(gml),
        "dgm.asc": [strToU8("ncols 1\n"), { level: 0 }],
        "__MACOSX/lod2/._tile.gml": strToU8("x"),
        "Thumbs.db": strToU8("x"),
      }),
    );
    expect(names(found)).toEqual(["cityGml city.zip/lod2/tile.gml", "asciiGrid city.zip/dgm.asc"]);
    expect(await textOf(found[0].source)).toBe(gml);
    expect(await textOf(found[0].source)).toBe(gml);
    expect(found[0].source.size).toBe(gml.length);
    // What is stored can be read anywhere.
    expect(found[0].source.slice).toBeUndefined();
    expect(new TextDecoder().decode(await found[1].source.slice?.(6, 7))).toBe("1");
    expect(keysOf(found)).toEqual([]);
  });

  it("reads only what is asked for from a large archive", async () => {
    const noise = new Uint8Array(3_000_000).map((_, i) => (i * 2_654_435_761) >>> 13);
    const { source, read } = counting(
      zipSync({ "noise.bin": [noise, { level: 0 }], "tile.gml": strToU8(gml) }),
      "big.zip",
    );
    const found = await expand(source);
    expect(read()).toBeLessThan(800_000);
    const before = read();
    expect(await textOf(found[1].source)).toBe(gml);
    expect(read() - before).toBeLessThan(1000);
  });

  it("opens an archive within an archive, and none within that", async () => {
    const deepest = zipSync({ "c.gml": strToU8(gml) });
    const inner = zipSync({ "b.gml": strToU8(gml), "deepest.zip": deepest });
    const found = await expand(
      zip("outer.zip", { "a.gml": strToU8(gml), "inner.zip": inner, "stored.zip": [inner, { level: 0 }] }),
    );
    expect(names(found).filter((name) => name.startsWith("cityGml"))).toEqual([
      "cityGml outer.zip/a.gml",
      "cityGml outer.zip/inner.zip/b.gml",
      "cityGml outer.zip/stored.zip/b.gml",
    ]);
    expect(keysOf(found)).toEqual(["archiveTooDeep", "archiveTooDeep"]);
    expect(
      await textOf(found.find(({ source }) => source.name.endsWith("stored.zip/b.gml"))?.source as Source),
    ).toBe(gml);
  });

  it("refuses names that point out of the archive", async () => {
    const found = await expand(
      zip("slip.zip", {
        "../../evil.gml": strToU8(gml),
        "/etc/passwd": strToU8("x"),
        "C:/Windows/x.gml": strToU8(gml),
        "a/../../b.gml": strToU8(gml),
        "folder\\tile.gml": strToU8(gml),
      }),
    );
    expect(names(found)).toEqual(["archive slip.zip", "cityGml slip.zip/folder/tile.gml"]);
    expect(found[0].findings).toMatchObject([{ key: "archivePathUnsafe", level: "dropped", count: 4 }]);
  });

  it("stops a file that unpacks to far more than it is, whatever its header says", async () => {
    // As stated: not even begun.
    expect(keysOf(await expand(memorySource("bomb.zip", bomb(blankBytes))))).toEqual(["archiveBomb"]);
    // Lying: stated as 100 bytes, stopped while it unpacks.
    const found = await expand(memorySource("bomb.zip", bomb(100)));
    expect(names(found)).toEqual(["cityGml bomb.zip/bomb.gml"]);
    await expect(drained(found[0].source)).rejects.toMatchObject({ key: "archiveBomb" });
  });

  it("stops when the files of an archive together unpack to too much", async () => {
    const many = zipSync(
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.gml`, strToU8(gml)] as const)),
    );
    const view = new DataView(many.buffer);
    for (let at = 0; at + 46 < many.length; at++)
      if (view.getUint32(at, true) === central) view.setUint32(at + 24, 120 * 1024 ** 2, true);
    expect(keysOf(await expand(memorySource("many.zip", many)))).toEqual(["archiveTooLarge"]);

    const budget = { leftBytes: 1000, innerLeftBytes: 0 };
    const first = createMeter(900, budget);
    first()(800);
    // Reading the same file again costs nothing; another one costs what it is.
    first()(800);
    expect(budget.leftBytes).toBe(200);
    expect(() => createMeter(900, budget)()(201)).toThrow(/archiveBomb/);
  });

  it("refuses too many entries, overlapping ones, and those that it cannot unpack", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_001 }, (_, i) => [`${i}.txt`, new Uint8Array(0)]),
    );
    expect(keysOf(await expand(zip("many.zip", many)))).toEqual(["archiveTooManyEntries"]);

    const plain = zipSync({ "a.gml": strToU8(gml), "b.gml": strToU8(gml) });
    const second = new DataView(plain.buffer).getUint32(plain.length - 22 + 16, true);
    const overlapping = plain.slice();
    // The second entry points at the first one's data.
    const view = new DataView(overlapping.buffer);
    const next = second + 46 + view.getUint16(second + 28, true) + view.getUint16(second + 30, true);
    view.setUint32(next + 42, 0, true);
    expect(keysOf(await expand(memorySource("o.zip", overlapping)))).toEqual(["archiveOverlaps"]);

    expect(keysOf(await expand(memorySource("e.zip", patched(plain, central, 8, [1, 0]))))).toEqual([
      "archiveEncrypted",
    ]);
    expect(keysOf(await expand(memorySource("m.zip", patched(plain, central, 10, [14, 0]))))).toEqual([
      "archiveMethodUnknown",
    ]);
    const link = patched(patched(plain, central, 5, [3]), central, 38, [0, 0, 0xed, 0xa1]);
    expect(keysOf(await expand(memorySource("l.zip", link)))).toEqual(["archiveLink"]);
    expect(keysOf(await expand(zip("none.zip", {})))).toEqual(["archiveEmpty"]);
  });

  it("tells a name that comes twice and takes the first", async () => {
    const plain = zipSync({ "a.gml": strToU8(gml), "b.gml": strToU8("<osm/>") });
    const at = new DataView(plain.buffer).getUint32(plain.length - 22 + 16, true);
    const twice = plain.slice();
    twice[at + 46 + 5 + 46] = "a".charCodeAt(0);
    const found = await expand(memorySource("t.zip", twice));
    expect(keysOf(found)).toEqual(["archiveNameTwice"]);
    expect(names(found)).toContain("cityGml t.zip/a.gml");
  });

  it("reads what a damaged file holds and says so", async () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `${i} ${(i * 7919) % 1000}\n`).join("");
    const good = zipSync({ "a.txt": strToU8(text), "b.gml": strToU8(gml) });
    const wrongCrc = patched(good, central, 16, [1, 2, 3, 4]);
    const [found] = await expand(memorySource("c.zip", wrongCrc));
    expect(await textOf(found.source)).toBe(text);
    expect(found.source.faults?.().map(({ key }) => key)).toEqual(["archiveEntryDamaged"]);

    const broken = good.slice();
    broken.fill(0xff, 5000, 5400);
    const [half, whole] = await expand(memorySource("h.zip", broken));
    const read = await textOf(half.source);
    expect(text.startsWith(read.slice(0, 1000))).toBe(true);
    expect(half.source.faults?.()).toHaveLength(1);
    expect(await textOf(whole.source)).toBe(gml);
    expect(whole.source.faults?.()).toEqual([]);

    expect(keysOf(await expand(memorySource("t.zip", good.subarray(0, good.length - 100))))).toEqual([
      "archiveCutShort",
    ]);
    expect(keysOf(await expand(memorySource("x.zip", strToU8("PK\x03\x04 this is not a zip"))))).toEqual([
      "archiveCutShort",
    ]);
  });

  it("opens an archive behind something else, and large sizes in the zip64 way", async () => {
    const plain = zipSync({ "a.gml": [strToU8(gml), { level: 0 }] });
    const behind = new Uint8Array(plain.length + 1000);
    // A stub that begins like an archive, as it is told by content.
    behind.set([0x50, 0x4b, 3, 4]);
    behind.set(plain, 1000);
    const found = await expand(memorySource("sfx.zip", behind));
    expect(await textOf(found[0].source)).toBe(gml);

    const large = await expand(memorySource("z64.zip", zip64("a.gml", strToU8(gml))));
    expect(await textOf(large[0].source)).toBe(gml);
    expect(large[0].source.size).toBe(gml.length);
  });

  it("takes names as UTF-8 or as code page 437", async () => {
    const plain = zipSync({ "Gebxude.gml": strToU8(gml) });
    const old = plain.slice();
    for (let i = 0; i < old.length; i++)
      if (old[i] === "x".charCodeAt(0) && old[i - 1] === "b".charCodeAt(0)) old[i] = 0x84;
    expect(names(await expand(memorySource("a.zip", old)))).toEqual(["cityGml a.zip/Gebäude.gml"]);
    expect(names(await expand(zip("b.zip", { "Straße/Gebäude.gml": strToU8(gml) })))).toEqual([
      "cityGml b.zip/Straße/Gebäude.gml",
    ]);
  });

  it("keeps inner archives in memory only as far as there is room", async () => {
    const inner = zipSync({ "b.gml": strToU8(gml) });
    const source = zip("inner.zip", { "b.gml": strToU8(gml) });
    const { name, size, stream } = source;
    const budget = { leftBytes: 1e6, innerLeftBytes: inner.length };
    await openZip({ name, size, stream }, budget, quiet.signal);
    expect(budget.innerLeftBytes).toBe(0);
    await expect(openZip({ name, size, stream }, budget, quiet.signal)).rejects.toMatchObject({
      key: "archiveInnerTooLarge",
    });
  });

  it("survives any byte of an archive changed", async () => {
    const good = zipSync({
      "a/tile.gml": strToU8(gml),
      "b.asc": [strToU8("ncols 3\nnrows 1\n1 2 3\n"), { level: 0 }],
    });
    const random = seeded(7);
    for (let round = 0; round < 400; round++) {
      const bytes = good.slice(0, random() < 0.2 ? Math.floor(random() * good.length) : good.length);
      for (let i = 0; i < 3; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      for (const { source } of await expand(memorySource("f.zip", bytes))) {
        await bytesOf(source, quiet, 1e8).catch((error: unknown) => {
          if (!(error instanceof IntakeError) && !(error instanceof RangeError)) throw error;
        });
      }
    }
  });

  it("stops when told to", async () => {
    await expect(
      expandSources([zip("a.zip", { "a.gml": strToU8(gml) })], AbortSignal.abort()),
    ).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

type Stated = { readonly method: number; readonly bytes: number; readonly crc: number };
const asItIs = (content: Uint8Array): Stated => ({ method: 0, bytes: content.length, crc: crc32(content) });

/** An archive of one file whose sizes and places stand in the zip64 fields. */
function zip64(name: string, content: Uint8Array, stated: Stated = asItIs(content)): Uint8Array {
  const { method, bytes: unpacked, crc } = stated;
  const nameBytes = strToU8(name);
  const extra = 4 + 24;
  const localBytes = 30 + nameBytes.length;
  const centralBytes = 46 + nameBytes.length + extra;
  const bytes = new Uint8Array(localBytes + content.length + centralBytes + 56 + 20 + 22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(8, method, true);
  view.setUint32(14, crc, true);
  view.setUint32(18, 0xffffffff, true);
  view.setUint32(22, 0xffffffff, true);
  view.setUint16(26, nameBytes.length, true);
  bytes.set(nameBytes, 30);
  bytes.set(content, localBytes);
  const at = localBytes + content.length;
  view.setUint32(at, central, true);
  view.setUint16(at + 10, method, true);
  view.setUint32(at + 16, crc, true);
  view.setUint32(at + 20, 0xffffffff, true);
  view.setUint32(at + 24, 0xffffffff, true);
  view.setUint16(at + 28, nameBytes.length, true);
  view.setUint16(at + 30, extra, true);
  view.setUint32(at + 42, 0xffffffff, true);
  bytes.set(nameBytes, at + 46);
  const field = at + 46 + nameBytes.length;
  view.setUint16(field, 1, true);
  view.setUint16(field + 2, 24, true);
  view.setBigUint64(field + 4, BigInt(unpacked), true);
  view.setBigUint64(field + 12, BigInt(content.length), true);
  view.setBigUint64(field + 20, 0n, true);
  const end = at + centralBytes;
  view.setUint32(end, 0x06064b50, true);
  view.setBigUint64(end + 32, 1n, true);
  view.setBigUint64(end + 40, BigInt(centralBytes), true);
  view.setBigUint64(end + 48, BigInt(at), true);
  view.setUint32(end + 56, 0x07064b50, true);
  view.setBigUint64(end + 64, BigInt(end), true);
  view.setUint32(end + 76, 0x06054b50, true);
  view.setUint16(end + 86, 0xffff, true);
  view.setUint32(end + 88, 0xffffffff, true);
  view.setUint32(end + 92, 0xffffffff, true);
  return bytes;
}

describe("packed files in an import", () => {
  const grid = `ncols 3\nnrows 2\nxllcorner 556000\nyllcorner 5612000\ncellsize 2\n${"40 41 42\n".repeat(2)}`;

  it("gives the same twin packed and plain", async () => {
    const plain = await importAll([memorySource("dgm.asc", strToU8(grid))]);
    const packed = await importAll([zip("dgm.zip", { "dgm.asc": strToU8(grid) })]);
    expect(packed.data?.baseHashes).toEqual(plain.data?.baseHashes);
    expect(packed.data?.sources.terrain?.title).toBe("dgm.zip/dgm.asc");
  });

  it("survives any byte of a packed file changed", async () => {
    const good = zipSync({ "dgm.asc": strToU8(grid), "dgm.prj": strToU8('PROJCS["ETRS89 / UTM zone 32N"]') });
    const random = seeded(11);
    for (let round = 0; round < 150; round++) {
      const bytes = good.slice(0, random() < 0.2 ? Math.floor(random() * good.length) : good.length);
      for (let i = 0; i < 3; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const { data, report } = await importAll([memorySource("f.zip", bytes)]);
      const keys = [...report.twin, ...report.files.flatMap(({ findings }) => findings)].map(
        ({ key }) => key,
      );
      expect(keys).not.toContain("readerFailed");
      if (data === null) expect(keys.length).toBeGreaterThan(1);
    }
  });
});

describe("gzip files", () => {
  const text = Array.from({ length: 9000 }, (_, i) => `<node id="${i}"/>`).join("");
  const osm = `<osm version="0.6">${text}</osm>`;

  it("gives what is in them under their own name", async () => {
    const [found] = await expand(memorySource("north.osm.gz", gzipSync(strToU8(osm))));
    expect(names([found])).toEqual(["osmXml north.osm.gz"]);
    expect(found.source.size).toBe(osm.length);
    expect(await textOf(found.source)).toBe(osm);
    expect(found.source.faults?.()).toEqual([]);
  });

  it("reads several members as one file, from a stream alone, and within a zip", async () => {
    const half = osm.length >> 1;
    const members = [
      gzipSync(strToU8(osm.slice(0, half))),
      gzipSync(strToU8(osm.slice(half))),
      gzipSync(new Uint8Array(0)),
    ];
    const bytes = new Uint8Array(members.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const member of members) {
      bytes.set(member, at);
      at += member.length;
    }
    const { name, size, stream } = memorySource("a.osm.gz", bytes, 777);
    const [found] = await expand({ name, size, stream });
    expect(await textOf(found.source)).toBe(osm);
    expect(found.source.faults?.()).toEqual([]);
    const [inner] = await expand(zip("a.zip", { "a.osm.gz": bytes }));
    expect(inner.source.name).toBe("a.zip/a.osm.gz");
    expect(await textOf(inner.source)).toBe(osm);
  });

  it("says where one is cut short or damaged, and stops one that grows without end", async () => {
    const packed = gzipSync(strToU8(osm));
    const [cut] = await expand(memorySource("a.gz", packed.subarray(0, packed.length >> 1)));
    const read = await textOf(cut.source);
    expect(osm.startsWith(read) && read.length > 100).toBe(true);
    expect(cut.source.faults?.()).toHaveLength(1);
    const wrong = packed.slice();
    wrong[packed.length - 6] ^= 1;
    const [damaged] = await expand(memorySource("a.gz", wrong));
    await textOf(damaged.source);
    expect(damaged.source.faults?.().map(({ key }) => key)).toEqual(["archiveEntryDamaged"]);
    const packedBomb = new Uint8Array(10 + blanks().length);
    packedBomb.set([0x1f, 0x8b, 8]);
    packedBomb.set(blanks(), 10);
    const [grown] = await expand(memorySource("a.gz", packedBomb));
    await expect(drained(grown.source)).rejects.toMatchObject({ key: "archiveBomb" });
  });
});

describe("files that are one thing", () => {
  const tables = {
    "agency.txt": strToU8("agency_id,agency_name\n1,VRN\n"),
    "stops.txt": strToU8("stop_id,stop_name\n1,A\n"),
    "trips.txt": strToU8("route_id,service_id,trip_id\n1,1,1\n"),
    "stop_times.txt": strToU8("trip_id,arrival_time\n1,25:10:00\n"),
    "areas.txt": strToU8("area_id,area_name\n1,A\n"),
    "readme.txt": strToU8("Please read this first.\n"),
  };

  it("makes one timetable of its tables, at the archive's root, in a folder, or loose", async () => {
    const [root, readme] = await expand(zip("feed.zip", tables));
    expect(names([root, readme])).toEqual(["gtfs feed.zip", "document feed.zip/readme.txt"]);
    expect([...root.members.keys()].sort()).toEqual([
      "agency.txt",
      "areas.txt",
      "stop_times.txt",
      "stops.txt",
      "trips.txt",
    ]);
    expect(await textOf(root.members.get("stops.txt") as Source)).toBe("stop_id,stop_name\n1,A\n");
    const nested = await expand(zip("feed.zip", { google: tables }));
    expect(nested[0].source.name).toBe("feed.zip/google");
    const loose = await expand(...Object.entries(tables).map(([name, bytes]) => memorySource(name, bytes)));
    expect(names(loose)).toEqual(["gtfs GTFS", "document readme.txt"]);
  });

  it("keeps a Shapefile's files apart, a geodatabase and a tileset together", async () => {
    const shape = new Uint8Array(136);
    new DataView(shape.buffer).setInt32(0, 9994);
    new DataView(shape.buffer).setInt32(28, 1000, true);
    new DataView(shape.buffer).setInt32(100, 1);
    const found = await expand(
      zip("a.zip", {
        "trees/trees.shp": shape,
        "trees/trees.prj": strToU8('PROJCS["x",'),
        "trees/trees.cpg": strToU8("UTF-8"),
        "alkis.gdb/a00000001.gdbtable": strToU8("\x03"),
        "alkis.gdb/a00000001.gdbtablx": strToU8("\x03"),
        "tiles/tileset.json": strToU8('{"asset":{"version":"1.0"},"geometricError":1,"root":{}}'),
        "tiles/Content/0.b3dm": strToU8("b3dm"),
      }),
    );
    expect(names(found)).toEqual([
      "shapefile a.zip/trees/trees.shp",
      "crsDescription a.zip/trees/trees.prj",
      "companion a.zip/trees/trees.cpg",
      "fileGeodatabase a.zip/alkis.gdb",
      "tiles3d a.zip/tiles/tileset.json",
    ]);
    expect([...found[4].members.keys()]).toEqual(["tileset.json", "content/0.b3dm"]);
  });

  it("finds an unpacked package and one whose manifest is not first", async () => {
    const manifest = strToU8('{"format":"planfall-twin"}');
    const [inner] = await expand(zip("a.zip", { "my/terrain.bin": strToU8("x"), "my/twin.json": manifest }));
    expect(names([inner])).toEqual(["twinPackage a.zip/my"]);
    expect([...inner.members.keys()]).toEqual(["terrain.bin", "twin.json"]);
    const first = await expand(zip("b.zip", { "twin.json": manifest, "terrain.bin": strToU8("x") }));
    expect(names(first)).toEqual(["twinPackage b.zip"]);
  });
});

describe("names", () => {
  it("keeps to the folder", () => {
    expect(safePath("a/b.gml")).toBe("a/b.gml");
    expect(safePath("./a//b.gml")).toBe("a/b.gml");
    expect(safePath("a\\b.gml")).toBe("a/b.gml");
    for (const name of ["..", "../a", "a/../../b", "/a", "\\a", "c:\\a", "a\0b", "", "./", "a\nb"])
      expect(safePath(name)).toBeNull();
  });

  it("knows litter", () => {
    for (const name of ["__MACOSX/a", "a/._b", ".DS_Store", "x/Thumbs.db", "desktop.ini"])
      expect(isJunk(name)).toBe(true);
    for (const name of ["a.gml", "macosx/a", "thumbs.db.gml", "a_._b"]) expect(isJunk(name)).toBe(false);
  });

  it("computes the check sum of the standard", () => {
    expect(crc32(strToU8("123456789"))).toBe(0xcbf43926);
    expect(crc32(strToU8("6789"), crc32(strToU8("12345")))).toBe(0xcbf43926);
  });
});

describe.skipIf(sharedData("city") === null)("real archives (needs ../shared/data/city)", () => {
  const at = async (path: string): Promise<readonly Found[]> =>
    expand(diskSource(sharedData(`city/${path}`) ?? ""));

  it("opens the timetable, the height tiles and the packed OSM extracts", async () => {
    const [feed, ...rest] = await at("heidelberg/vrn_gtfs_cut.zip");
    expect([feed.format, feed.members.size, rest.length]).toEqual(["gtfs", 7, 0]);
    const times = feed.members.get("stop_times.txt");
    expect(times?.size).toBe(3_948_884);
    expect((await textOf(times as Source)).split("\n", 1)[0]).toContain("trip_id");
    expect(times?.faults?.()).toEqual([]);
    expect(names(await at("bayreuth-nord/N49E011.hgt.zip"))).toEqual(["srtmHgt N49E011.hgt.zip/N49E011.hgt"]);
    const [osm] = await at("bayreuth-nord/north-bayreuth.osm.gz");
    expect(osm.format).toBe("osmXml");
    expect((await textOf(osm.source)).length).toBeGreaterThan(10_000_000);
    expect(osm.source.faults?.()).toEqual([]);
    expect(names(await at("berlin-tiergarten/derived/dgm1_zoneprefix_32style_sorted.xyz.gz"))).toEqual([
      "xyzGrid dgm1_zoneprefix_32style_sorted.xyz.gz",
    ]);
  });
});
