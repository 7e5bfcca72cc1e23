import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "#twin/hash.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { zipPackage } from "#twin/package/zip.ts";
import type { TwinData } from "#twin/twin.ts";
import { importSources } from "#workers/intake/importer.ts";
import { importOpenFiles } from "#workers/intake/openFiles.ts";
import { memorySource } from "#workers/intake/source.ts";
import { exported } from "./testing.ts";

/** A package whose open files another program changed, on its way back. */

const signal = new AbortController().signal;
const nobody = () => undefined;

/** The archive of one twin with open files of another: as if somebody had edited them. */
async function editedPackage(data: TwinData, edited: TwinData, names: readonly string[]) {
  const files = unzipSync(await exported(data));
  const others = unzipSync(await exported(edited));
  for (const name of names) {
    const bytes = others[name];
    if (bytes === undefined) delete files[name];
    else files[name] = bytes;
  }
  return zipSync(files) as Uint8Array<ArrayBuffer>;
}

const raised = (data: TwinData): TwinData => ({
  ...data,
  terrain: { ...data.terrain, values: data.terrain.values.map((height) => height + 2) },
});

describe("open files that were changed", () => {
  it("are named when the package is opened, which stays as it was exported", async () => {
    const data = sampleTwin();
    const archive = await editedPackage(data, raised(data), ["terrain.tif"]);
    const { data: opened, report } = await importSources(
      [memorySource("city.zip", archive)],
      { id: "x", name: "x" },
      nobody,
      signal,
    );
    expect(opened?.baseHashes).toEqual(data.baseHashes);
    expect(report.files[0]?.findings).toMatchObject([
      { level: "problem", key: "packageOpenFileChanged", places: [{ objectId: "terrain.tif" }] },
    ]);
  });

  it("are taken in place of their layer where that is wanted; other layers keep their hashes", async () => {
    const data = sampleTwin();
    const archive = await editedPackage(data, raised(data), ["terrain.tif"]);
    const { data: opened, report } = await importOpenFiles(
      [memorySource("city.zip", archive)],
      nobody,
      signal,
    );
    expect(report.twin).toMatchObject([
      { key: "packageOpenFileTaken", places: [{ objectId: "terrain.tif" }] },
    ]);
    const expected = raised(data);
    expect(opened?.terrain.values).toEqual(expected.terrain.values);
    expect(opened?.sources.terrain).toEqual({
      ...data.sources.terrain,
      derivation: { derivedBy: "editedOutside" },
    });
    const { terrain: before, ...others } = data.baseHashes;
    expect(opened?.baseHashes).toMatchObject(others);
    expect(opened?.baseHashes.terrain).not.toBe(before);
  });

  it("come back in every format that is read", async () => {
    const data = sampleTwin();
    const { trees, addresses, timetable } = data;
    if (addresses === null || timetable === null) throw new Error("The sample has them.");
    const other: TwinData = {
      ...data,
      landCover: { ...data.landCover, values: Uint8Array.of(6, 6, 14, 12) },
      trees: { ...trees, heightM: Float32Array.of(12, 7) },
      population: { ...data.population, residents: Float32Array.of(5) },
      addresses: { ...addresses, houseNumbers: ["1", "1 b"] },
      timetable: { ...timetable, lines: { ...timetable.lines, names: ["42"] } },
    };
    const names = ["landcover.tif", "trees.fgb", "population.fgb", "addresses.fgb", "gtfs/routes.txt"];
    const archive = await editedPackage(data, other, names);
    const { data: opened, report } = await importOpenFiles(
      [memorySource("city.zip", archive)],
      nobody,
      signal,
    );
    expect(report.twin).toMatchObject([{ key: "packageOpenFileTaken", count: names.length }]);
    // Twins hold land cover in cells of 1 m; the sample's are 2 m wide.
    const { columns = 0, values } = opened?.landCover ?? {};
    expect([values?.[0], values?.[2 * columns], values?.[2 * columns + 2]]).toEqual([6, 14, 12]);
    expect(opened?.trees).toEqual(other.trees);
    expect(opened?.population.residents).toEqual(other.population.residents);
    expect(opened?.addresses?.houseNumbers).toEqual(["1", "1 b"]);
    expect(opened?.timetable?.lines.names).toEqual(["42"]);
    expect(opened?.baseHashes.buildings).toBe(data.baseHashes.buildings);
  });

  it("say so where their changes have no way back", async () => {
    const data = sampleTwin();
    const other = { ...data, barriers: [], links: data.links.slice(0, 1) };
    const archive = await editedPackage(data, other, ["barriers.fgb", "links.fgb"]);
    const { data: opened, report } = await importOpenFiles(
      [memorySource("city.zip", archive)],
      nobody,
      signal,
    );
    expect(opened?.baseHashes).toEqual(data.baseHashes);
    expect(report.twin).toMatchObject([
      { level: "info", key: "packageOpenFileMissing", places: [{ objectId: "barriers.fgb" }] },
      { level: "dropped", key: "packageOpenFileNotTaken", places: [{ objectId: "links.fgb" }] },
    ]);
  });

  it("need a package that has some", async () => {
    const older = memorySource("city.zip", zipPackage(sampleTwin()));
    await expect(importOpenFiles([older], nobody, signal)).rejects.toMatchObject({
      key: "packageWithoutOpenFiles",
    });
    const none = memorySource("a.csv", new TextEncoder().encode("x,y\n1,2\n"));
    await expect(importOpenFiles([none], nobody, signal)).rejects.toMatchObject({
      key: "packageFileMissing",
    });
  });

  it("are found in an unpacked package as well", async () => {
    const data = sampleTwin();
    const archive = unzipSync(await editedPackage(data, raised(data), ["terrain.tif"]));
    const sources = Object.entries(archive).map(([name, bytes]) => memorySource(`city/${name}`, bytes));
    const { data: opened } = await importOpenFiles(sources, nobody, signal);
    expect(sha256Hex(new Uint8Array(opened?.terrain.values.buffer ?? new ArrayBuffer(0)))).toBe(
      sha256Hex(new Uint8Array(raised(data).terrain.values.buffer)),
    );
  });
});
