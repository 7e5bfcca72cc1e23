import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { expandSources } from "../expand.ts";
import { IntakeError } from "../report.ts";
import { bytesOf, memorySource, type Source } from "../source.ts";
import { diskSource, importAll, quiet } from "../testing.ts";
import { createMeter } from "./limits.ts";
import {
  blankBytes,
  bomb,
  central,
  drained,
  expand,
  gml,
  keysOf,
  names,
  patched,
  seeded,
  textOf,
  zip,
  zip64,
} from "./madeArchives.ts";
import { openZip } from "./open.ts";

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

describe.skipIf(sharedData("city") === null)("real archives (needs ../shared/data/city)", () => {
  const at = async (path: string): ReturnType<typeof expand> =>
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
