import { gzipSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { memorySource, type Source } from "../source.ts";
import { crc32 } from "./crc32.ts";
import { blanks, drained, expand, names, textOf, zip } from "./madeArchives.ts";
import { isJunk, safePath } from "./names.ts";

describe("tilesets", () => {
  const description = '{"asset":{"version":"1.1"},"geometricError":1,"root":{"boundingVolume":{}}}';
  const gltf = '{"asset":{"version":"2.0"},"meshes":[]}';
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  const b3dm = strToU8("b3dm\u0001\0\0\0");

  it("take along what their models refer to, packed or not, and leave what is data of its own", async () => {
    const found = await expand(
      zip("stadt.zip", {
        "3d/tileset.json": strToU8(description),
        "3d/a/haus.gltf": strToU8(gltf),
        "3d/a/haus.bin": new Uint8Array([9, 200, 3, 255]),
        "3d/a/wand.png": png,
        "3d/b.b3dm": gzipSync(b3dm),
        "3d/dop/luftbild.png": png,
        "3d/dop/luftbild.pgw": strToU8("0.2\n0\n0\n-0.2\n556000\n5613000\n"),
        "plan.png": png,
      }),
    );
    const [tileset] = found.filter(({ format }) => format === "tiles3d");
    expect(tileset?.source.name).toBe("stadt.zip/3d/tileset.json");
    expect([...(tileset?.members.keys() ?? [])].sort()).toEqual([
      "a/haus.bin",
      "a/haus.gltf",
      "a/wand.png",
      "b.b3dm",
      "tileset.json",
    ]);
    expect(names(found).filter((name) => name.startsWith("picture"))).toEqual([
      "picture stadt.zip/3d/dop/luftbild.png",
      "picture stadt.zip/plan.png",
    ]);
  });

  it("are found by what their description says where it has another name", async () => {
    const found = await expand(zip("stadt.zip", { "m/Stadt.json": strToU8(description), "m/b.b3dm": b3dm }));
    expect(names(found)).toEqual(["tiles3d stadt.zip/m/Stadt.json"]);
    expect(found[0]?.members.size).toBe(2);
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
