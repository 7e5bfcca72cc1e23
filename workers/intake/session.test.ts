import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { writePackage } from "#twin/package/write.ts";
import { createIntakeSession, type IntakeSession } from "./session.ts";
import { build, city, e, grid, n, nothing, sessionOf } from "./sessionTesting.ts";
import { memorySource, type Source } from "./source.ts";
import { quiet, textSource } from "./testing.ts";

const utm32 = 'PROJCS["ETRS89 / UTM zone 32N",AUTHORITY["EPSG","25832"]]';
const utm33 = 'PROJCS["ETRS89 / UTM zone 33N",AUTHORITY["EPSG","25833"]]';
const keysOf = (session: IntakeSession, name: string): string[] =>
  session
    .files()
    .filter(({ report }) => report.name === name)
    .flatMap(({ report }) => report.findings.map(({ key }) => key));
const crsOf = (session: IntakeSession, name: string): string | undefined =>
  session.files().find(({ report }) => report.name === name)?.report.crs?.crs;

describe("a session", () => {
  it("takes archives apart and reads what is in them with what lies beside it", async () => {
    const bytes = async (source: Source): Promise<Uint8Array> =>
      new Uint8Array(await new Response(source.stream()).arrayBuffer());
    const archive = zipSync({
      "berlin/dgm.asc": await bytes(grid("x", 388_000, 5_819_000)),
      "berlin/dgm.prj": strToU8(utm33),
      "dgm.prj": strToU8(utm32),
      "../slip.asc": strToU8("ncols 1"),
    });
    const session = await sessionOf(memorySource("data.zip", archive));
    expect(
      session.files().map(({ report, companionOf }) => [report.name, report.format, companionOf]),
    ).toEqual([
      ["data.zip", "archive", null],
      ["data.zip/berlin/dgm.asc", "asciiGrid", null],
      ["data.zip/berlin/dgm.prj", "crsDescription", 2],
      ["data.zip/dgm.prj", "crsDescription", null],
    ]);
    expect(session.files()[1].report.crs).toMatchObject({ crs: "EPSG:25833", how: "stated" });
    expect(session.crs()).toBe("EPSG:25833");
    expect(keysOf(session, "data.zip")).toEqual(["archivePathUnsafe"]);
    expect(keysOf(session, "data.zip/dgm.prj")).toEqual(["companionAlone"]);
  });

  it("reads a file again when what completes it comes later, and forgets both together", async () => {
    const session = await sessionOf(grid());
    expect(session.files()[0].report.crs?.how).toBe("guessed");
    await session.add([textSource(utm33, "DGM.prj")], nothing, quiet.signal);
    expect(session.files()[0].report.crs).toMatchObject({ crs: "EPSG:25833", how: "stated" });
    expect(session.crs()).toBe("EPSG:25833");
    const [owner, companion] = session.files();
    expect(companion.companionOf).toBe(owner.id);
    session.remove(companion.id);
    expect(session.files()).toHaveLength(2);
    session.remove(owner.id);
    expect(session.files()).toEqual([]);
    expect(session.crs()).toBeNull();
  });

  it("takes a file that is dropped again once, and another of the same name under a name of its own", async () => {
    const session = await sessionOf(grid(), city("a.json", { one: [1, 1] }));
    await session.add([grid(), city("a.json", { two: [20, 1] })], nothing, quiet.signal);
    expect(session.files().map(({ report }) => report.name)).toEqual(["dgm.asc", "a.json", "a (2).json"]);
    // Packed files that differ only behind their first 64 KB.
    const rows = (last: number): Uint8Array =>
      zipSync({
        "dgm.asc": strToU8(
          `ncols 2\nnrows 20000\nxllcorner ${e}\nyllcorner ${n}\ncellsize 2\n${"40 41\n".repeat(19_999)}40 ${last}\n`,
        ),
      });
    const packed = await sessionOf(memorySource("a.zip", rows(41)));
    await packed.add(
      [memorySource("a.zip", rows(41)), memorySource("a.zip", rows(42))],
      nothing,
      quiet.signal,
    );
    expect(packed.files().map(({ report }) => report.name)).toEqual(["a.zip/dgm.asc", "a.zip/dgm (2).asc"]);
  });

  it("takes a guess at its word without reading the file again, and gives up the doubt", async () => {
    const source = grid();
    let readings = 0;
    const counted: Source = {
      ...source,
      stream: () => {
        readings += 1;
        return source.stream();
      },
    };
    const session = createIntakeSession();
    await session.add([counted], nothing, quiet.signal);
    const [before] = session.files();
    expect(before.report.crs).toMatchObject({ crs: "EPSG:25832", how: "guessed" });
    expect(before.report.crs?.candidates).toContain("EPSG:25833");
    const first = readings;
    await session.choose(before.id, { crs: "EPSG:25832" }, nothing, quiet.signal);
    const [after] = session.files();
    expect(after.report.crs).toEqual({ crs: "EPSG:25832", how: "chosen", stated: "", repairs: [] });
    expect(after.report.findings.map(({ key }) => key)).not.toContain("crs-guessed");
    expect(after.parts).toBe(before.parts);
    expect(readings).toBe(first);
    // Taken back, the doubt is there again; another system is read.
    await session.choose(before.id, {}, nothing, quiet.signal);
    expect(session.files()[0].report.crs?.how).toBe("guessed");
    await session.choose(before.id, { crs: "EPSG:25833" }, nothing, quiet.signal);
    expect(session.files()[0].report.crs).toMatchObject({ crs: "EPSG:25833", how: "chosen" });
    expect(readings).toBeGreaterThan(first);
  });

  it("is as it was when adding or choosing is cancelled", async () => {
    const session = await sessionOf(grid());
    const before = session.files();
    const abort = new AbortController();
    const added = session.add(
      [city("a.json", { one: [1, 1] }), textSource(utm33, "dgm.prj")],
      () => abort.abort(),
      abort.signal,
    );
    await expect(added).rejects.toMatchObject({ name: "AbortError" });
    expect(session.files()).toEqual(before);
    const chosen = session.choose(before[0].id, { crs: "EPSG:25833" }, () => abort.abort(), abort.signal);
    await expect(chosen).rejects.toMatchObject({ name: "AbortError" });
    expect(session.files()).toEqual(before);
    expect(session.crs()).toBe("EPSG:25832");
    await session.choose(before[0].id, { crs: "EPSG:25833" }, nothing, quiet.signal);
    expect(session.crs()).toBe("EPSG:25833");
    expect(crsOf(session, "dgm.asc")).toBe("EPSG:25833");
  });

  it("builds as often as wanted, each time as if it were the first", async () => {
    const sources = (): Source[] => [grid(), city("a.json", { one: [1, 1], two: [30, 30] })];
    const once = (await sessionOf(...sources())).build(build, nothing).data;
    const session = await sessionOf(...sources());
    const area = { west: e + 20, south: n + 20, east: e + 40, north: n + 40 };
    const cut = session.build({ ...build, area }, nothing).data;
    expect(cut?.buildings.ids).toEqual(["two"]);
    // Handed to another thread, columns are gone from this one.
    for (const column of [cut?.buildings.footprintXY, cut?.buildings.trianglesXYZ, cut?.terrain.values])
      if (column !== undefined) structuredClone(column, { transfer: [column.buffer as ArrayBuffer] });
    const again = session.build(build, nothing).data;
    expect(again?.baseHashes).toEqual(once?.baseHashes);
    expect(session.build(build, nothing).data?.baseHashes).toEqual(once?.baseHashes);
  });

  it("makes no city of an area that holds nothing, and blames no missing terrain for a cut", async () => {
    const houses = await sessionOf(city("a.json", { one: [1, 1], two: [30, 30] }));
    const keys = (area: { west: number; south: number; east: number; north: number }) => {
      const { data, report } = houses.build({ ...build, area }, nothing);
      return { count: data?.buildings.count, usable: report.usable, keys: report.twin.map(({ key }) => key) };
    };
    const nowhere = keys({ west: e + 500, south: n + 500, east: e + 600, north: n + 600 });
    expect(nowhere).toMatchObject({ count: undefined, usable: false });
    expect(nowhere.keys).toContain("areaEmpty");
    // There is no ground that could be said to be flat.
    expect(nowhere.keys).not.toContain("terrainFlat");
    const cut = keys({ west: e + 20, south: n + 20, east: e + 40, north: n + 40 });
    expect(cut).toMatchObject({ count: 1, usable: true });
    expect(cut.keys).toContain("buildingOutsideArea");
    expect(cut.keys).not.toContain("buildingOutside");
  });

  it("forgets a removed file and leaves out one that is not used", async () => {
    const session = await sessionOf(grid(), city("a.json", { one: [1, 1] }));
    const [dgm, houses] = session.files();
    await session.choose(houses.id, { used: false }, nothing, quiet.signal);
    expect(session.build(build, nothing).data?.buildings.count).toBe(0);
    expect(session.readiness().find(({ model }) => model === "heat")?.state).toBe("missing");
    await session.choose(houses.id, {}, nothing, quiet.signal);
    session.remove(dgm.id);
    expect(session.build(build, nothing).report.twin.map(({ key }) => key)).toContain("terrainDerived");
    expect(session.files()).toHaveLength(1);
  });

  it("prefers the version of a building with more detail, by id and by place", async () => {
    const session = await sessionOf(
      city("lod1.json", { same: [1, 1], named: [20, 1], only: [1, 20] }, "1", "EPSG:25832", 0.5),
      city("lod2.json", { same: [1, 1], other: [20, 1] }, "2"),
    );
    const { data, report } = session.build(build, nothing);
    expect(data?.buildings.ids).toEqual(["same", "other", "only"]);
    expect(data?.buildings.attributes.map((text) => (JSON.parse(text) as { lod: number }).lod)).toEqual([
      2, 2, 1,
    ]);
    expect(report.twin).toContainEqual(
      expect.objectContaining({
        key: "buildingGivenTwice",
        count: 1,
        places: [{ objectId: "named", line: null }],
      }),
    );
    expect(report.twin).toContainEqual(expect.objectContaining({ key: "buildingInTwoFiles", count: 1 }));
  });

  it("outlines what each file covers and finds the one that lies elsewhere", async () => {
    const session = await sessionOf(grid(), city("a.json", { one: [1, 1] }), grid("far.asc", e + 50_000));
    const [dgm, houses, far] = session.describe();
    expect(dgm.outlines).toEqual([
      {
        layer: "terrain",
        objects: 400,
        outline: [
          [e, n],
          [e + 40, n],
          [e + 40, n + 40],
          [e, n + 40],
        ],
      },
    ]);
    expect(houses.outlines).toMatchObject([{ layer: "buildings", objects: 1 }]);
    expect([...houses.outlines[0].outline].sort()).toEqual([
      [e + 1, n + 1],
      [e + 1, n + 5],
      [e + 7, n + 1],
      [e + 7, n + 5],
    ]);
    expect(far.report.findings).toContainEqual(
      expect.objectContaining({ key: "fileFarAway", values: { km: 50 } }),
    );
    expect(keysOf(session, "dgm.asc")).not.toContain("fileFarAway");
    await session.choose(far.id, { used: false }, nothing, quiet.signal);
    expect(keysOf(session, "far.asc")).not.toContain("fileFarAway");
  });

  it("reads a file of the old datum again when a grid for it comes, and only such a file", async () => {
    let reads = 0;
    const old = city("old.json", { one: [1, 1] }, "2", "EPSG:31467");
    const counted = (source: Source, east: number): Source => ({
      ...source,
      stream: () => {
        reads += 1;
        return source.stream();
      },
      name: `${east}.json`,
    });
    const gaussKrueger = counted(
      textSource(
        (await new Response(old.stream()).text())
          .replaceAll(String(e), "3556000")
          .replace(/556(\d{3})/g, "3556$1"),
        "old.json",
      ),
      1,
    );
    const session = await sessionOf(gaussKrueger);
    expect(session.files()[0].report.crs?.crs).toBe("EPSG:31467");
    const before = reads;
    await session.add([grid()], nothing, quiet.signal);
    expect(reads).toBe(before);
    await session.add([textSource("NUM_OREC\u000b", "BETA2007.gsb")], nothing, quiet.signal);
    expect(reads).toBe(before + 1);
    expect(keysOf(session, "BETA2007.gsb")).toEqual([]);
  });

  it("joins the tables of a timetable that come in two drops", async () => {
    const session = await sessionOf(textSource("stop_id,stop_name\n1,A\n", "stops.txt"));
    expect(session.files().map(({ report }) => report.format)).toEqual(["gtfs"]);
    const size = session.files()[0].report.bytes;
    await session.add(
      [
        textSource("route_id,service_id,trip_id\n1,1,1\n", "trips.txt"),
        textSource("trip_id,stop_id\n1,1\n", "stop_times.txt"),
      ],
      nothing,
      quiet.signal,
    );
    expect(session.files().map(({ report }) => report.name)).toEqual(["GTFS"]);
    expect(session.files()[0].report.bytes).toBeGreaterThan(size + 40);
  });

  it("opens an unpacked package from a folder", async () => {
    const files = [...writePackage(sampleTwin())].map(([name, bytes]) => memorySource(`mine/${name}`, bytes));
    const session = await sessionOf(...files);
    expect(session.files().map(({ report }) => [report.name, report.format])).toEqual([
      ["mine", "twinPackage"],
    ]);
    expect(session.readiness()[0]).toMatchObject({
      model: "flood",
      needs: [
        { input: "terrain", state: "there" },
        { input: "landCover", state: "derived" },
      ],
    });
    const { frame, extent } = sampleTwin();
    expect(session.describe()[0].outlines[0].outline[0]).toEqual([
      extent.minX + frame.originEastM,
      extent.minY + frame.originNorthM,
    ]);
    const { data } = session.build(build, nothing);
    expect(data).toEqual(sampleTwin());
    if (data !== null)
      structuredClone(data.terrain.values, { transfer: [data.terrain.values.buffer as ArrayBuffer] });
    expect(session.build(build, nothing).data).toEqual(sampleTwin());
  });
});
