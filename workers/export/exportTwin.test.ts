import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "#twin/hash.ts";
import { TwinPackageError } from "#twin/package/error.ts";
import { openPackage } from "#twin/package/open.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { changedFilesOfZip, openZippedPackage, zipPackage } from "#twin/package/zip.ts";
import type { TwinData } from "#twin/twin.ts";
import { sniffFormat } from "#workers/intake/sniff.ts";
import { memorySource } from "#workers/intake/source.ts";
import { exportTwin } from "./exportTwin.ts";
import { exported } from "./testing.ts";
import { exportTexts } from "./texts.ts";

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

type Manifest = {
  layers: Record<string, { file: string; sha256: string; bytes: number }>;
  files: {
    file: string;
    sha256: string;
    bytes: number;
    layer: string | null;
    licence: string;
    attribution: string;
    mediaType: string;
  }[];
};
const manifestOf = (files: Record<string, Uint8Array>): Manifest =>
  JSON.parse(text(files["twin.json"])) as Manifest;

/** The demo city, where it was built. */
const demoFolder = fileURLToPath(new URL("../../public/demo/wiesenbrueck/", import.meta.url));
const hasDemo = existsSync(`${demoFolder}twin.json`);
const demoCity = (): Promise<TwinData> =>
  openPackage(async (name) => new Uint8Array(readFileSync(demoFolder + name)).buffer);

/** The archive with one file's bytes replaced, or without it. */
function withFile(archive: Uint8Array, name: string, bytes: Uint8Array | null): Uint8Array<ArrayBuffer> {
  const files = unzipSync(archive);
  if (bytes === null) delete files[name];
  else files[name] = bytes;
  return zipSync(files) as Uint8Array<ArrayBuffer>;
}

describe("exportTwin", () => {
  it("gives an archive that opens again with equal hashes and everything in it", async () => {
    const data = sampleTwin();
    const archive = await exported(data);
    const back = await openZippedPackage(archive);
    expect(back).toEqual(data);
    expect(await changedFilesOfZip(archive)).toEqual([]);
    expect(await sniffFormat(memorySource("city.zip", archive))).toBe("twinPackage");
  });

  it.skipIf(!hasDemo)(
    "gives the demo city back with equal hashes",
    async () => {
      const data = await demoCity();
      const back = await openZippedPackage(await exported(data));
      expect(back.baseHashes).toEqual(data.baseHashes);
      expect(back.sources).toEqual(data.sources);
    },
    60_000,
  );

  it("writes equal archives for equal twins", async () => {
    expect(sha256Hex(await exported(sampleTwin()))).toBe(sha256Hex(await exported(sampleTwin())));
  });

  it("names every file in the manifest with its hash, licence and attribution", async () => {
    const files = unzipSync(await exported(sampleTwin()));
    const manifest = manifestOf(files);
    expect(manifest.files.map(({ file }) => file).sort()).toEqual(
      Object.keys(files)
        .filter((name) => name !== "twin.json")
        .sort(),
    );
    for (const { file, sha256, bytes, mediaType } of manifest.files) {
      expect(sha256Hex(files[file] ?? new Uint8Array()), file).toBe(sha256);
      expect(files[file]?.length).toBe(bytes);
      expect(mediaType).toMatch(/^[a-z]+\/./);
    }
    expect(manifest.files.find(({ file }) => file === "terrain.tif")).toMatchObject({
      layer: "terrain",
      licence: "dl-de/zero-2-0",
      attribution: "Land",
    });
    expect(manifest.layers.terrain).toMatchObject({ file: "columns/terrain.bin" });
  });

  it("tells whose every layer is, in both languages", async () => {
    const data = sampleTwin();
    const sources = {
      ...data.sources,
      timetable: {
        title: "gtfs.zip",
        licence: "CC BY 4.0",
        attribution: "© Verkehrsverbund, https://verbund.example/daten",
        date: "2026-11",
        derivation: "delivered",
      },
    } as const;
    const files = unzipSync(await exported({ ...data, sources }));
    const licences = text(files["LICENCES.txt"]);
    for (const wanted of [
      "dl-de/zero-2-0",
      "© Verkehrsverbund, https://verbund.example/daten",
      exportTexts.de.derivations.landCoverFromFootprintsAndStreets ?? "missing",
      exportTexts.en.derivations.landCoverFromFootprintsAndStreets ?? "missing",
      "; 44,1 % der Fläche angenommen",
      "; 44.1 % of the area assumed",
    ])
      expect(licences).toContain(wanted);
    expect(text(files["gtfs/attributions.txt"])).toContain("© Verkehrsverbund");
    expect(text(files["gtfs/agency.txt"])).toContain("https://verbund.example/daten");
    const readme = text(files["README.txt"]);
    for (const name of Object.keys(files))
      if (name !== "twin.json" && name !== "README.txt")
        expect(readme).toContain(`  ${name.replace(/^tiles3d\/.*/, "tiles3d/")} `);
    // Every file has its words: an unknown one would stand there alone.
    expect(readme).not.toMatch(/^ {2}\S+ +\r$/m);
  });

  it("takes tilesets along byte for byte, and tells when one of their files was changed outside", async () => {
    const data = sampleTwin();
    const archive = await exported(data);
    const files = unzipSync(archive);
    expect([...(files["tiles3d/1/daten/haus ä.glb"] ?? [])]).toEqual([
      ...(data.tiles3d?.bytes.subarray(0, 4) ?? []),
    ]);
    expect(await changedFilesOfZip(archive)).toEqual([]);
    const back = await openZippedPackage(archive);
    expect(back.tiles3d).toEqual(data.tiles3d);
    const edited = zipSync({ ...files, "tiles3d/1/tileset.json": new TextEncoder().encode("{ }") });
    expect(await changedFilesOfZip(edited)).toEqual([{ file: "tiles3d/1/tileset.json", state: "changed" }]);
  });

  it("has a word for every derivation that the app knows", () => {
    for (const language of ["de", "en"] as const) {
      const path = new URL(`../../src/app/i18n/${language}/intake.json`, import.meta.url);
      const { layers } = JSON.parse(readFileSync(path, "utf8")) as { layers: Record<string, string> };
      expect(exportTexts[language].derivations).toEqual(layers);
    }
  });

  it("writes no person's name, and no column about people", async () => {
    const data = sampleTwin();
    const attributes = [
      JSON.stringify({ name: "Rathaus", generic: { Eigentuemer: "Erika Muster", Lage: "Markt" }, lod: 2 }),
    ];
    const files = unzipSync(await exported({ ...data, buildings: { ...data.buildings, attributes } }));
    for (const name of ["buildings.city.json", "building-footprints.fgb"]) {
      expect(text(files[name]), name).not.toContain("Erika");
      expect(text(files[name]), name).toContain("Markt");
    }
  });

  it("says how far it is and stops where it is told to", async () => {
    const seen: number[] = [];
    await exported(sampleTwin(), ({ fraction }) => seen.push(fraction));
    expect(seen.at(-1)).toBe(1);
    expect(seen.every((fraction, i) => fraction >= (seen[i - 1] ?? 0) && fraction <= 1)).toBe(true);

    const controller = new AbortController();
    const stopped = exportTwin(sampleTwin(), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
      write: () => undefined,
    });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("an exported package that was touched", () => {
  it("opens as it was and tells which open files were changed or are gone", async () => {
    const data = sampleTwin();
    const archive = await exported(data);
    const changed = withFile(
      withFile(archive, "trees.fgb", new Uint8Array([1, 2, 3])),
      "gtfs/stops.txt",
      null,
    );
    expect(await changedFilesOfZip(changed)).toEqual([
      { file: "trees.fgb", state: "changed" },
      { file: "gtfs/stops.txt", state: "missing" },
    ]);
    expect((await openZippedPackage(changed)).baseHashes).toEqual(data.baseHashes);
  });

  it("is refused where a layer's columns were changed or are missing", async () => {
    const archive = await exported(sampleTwin());
    const columns = (unzipSync(archive)["columns/trees.bin"] ?? new Uint8Array()).slice();
    columns[columns.length - 1] = (columns[columns.length - 1] ?? 0) ^ 1;
    await expect(openZippedPackage(withFile(archive, "columns/trees.bin", columns))).rejects.toMatchObject({
      key: "packageHashWrong",
      values: { layer: "trees" },
    });
    await expect(openZippedPackage(withFile(archive, "columns/trees.bin", null))).rejects.toMatchObject({
      key: "packageFileMissing",
    });
  });

  it("is refused where its manifest reaches out of it", async () => {
    const archive = await exported(sampleTwin());
    const manifest = text(unzipSync(archive)["twin.json"]);
    for (const path of ["../../etc/passwd", "/etc/passwd", "columns/../../x.bin", "C:\\x.bin"]) {
      const bad = manifest.replace('"file": "columns/terrain.bin"', `"file": ${JSON.stringify(path)}`);
      expect(bad).not.toBe(manifest);
      await expect(
        openZippedPackage(withFile(archive, "twin.json", new TextEncoder().encode(bad))),
      ).rejects.toMatchObject({ key: "packageManifestBroken" });
      const badOpen = manifest.replace('"file": "trees.fgb"', `"file": ${JSON.stringify(path)}`);
      expect(badOpen).not.toBe(manifest);
      await expect(
        changedFilesOfZip(withFile(archive, "twin.json", new TextEncoder().encode(badOpen))),
      ).rejects.toMatchObject({ key: "packageManifestBroken" });
    }
  });

  it("opens without heed of entries that nobody named", async () => {
    const data = sampleTwin();
    const archive = withFile(await exported(data), "../../evil.bin", new Uint8Array(10));
    expect((await openZippedPackage(archive)).baseHashes).toEqual(data.baseHashes);
  });

  it("leaves packages of the older layout as they are", async () => {
    const data = sampleTwin();
    const archive = zipPackage(data);
    expect(await openZippedPackage(archive)).toEqual(data);
    expect(await changedFilesOfZip(archive)).toEqual([]);
  });

  it("is refused where an open file would fill the memory", async () => {
    const archive = await exported(sampleTwin());
    const view = new DataView(archive.buffer);
    const decoder = new TextDecoder("latin1");
    let found = 0;
    for (let at = 0; at + 46 < archive.length; at++) {
      if (view.getUint32(at, true) !== 0x02014b50) continue;
      const name = decoder.decode(archive.subarray(at + 46, at + 46 + view.getUint16(at + 28, true)));
      if (name !== "trees.fgb") continue;
      view.setUint32(at + 24, 3_000_000_000, true);
      found += 1;
    }
    expect(found).toBe(1);
    await expect(changedFilesOfZip(archive)).rejects.toMatchObject({
      key: "packageTooLarge",
      values: { file: "trees.fgb" },
    });
  });

  it("says so in its own words whatever was done to its bytes", async () => {
    const archive = await exported(sampleTwin());
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed % below;
    };
    let refused = 0;
    for (let round = 0; round < 150; round++) {
      const bytes = archive.slice(0, round % 5 === 0 ? random(archive.length) : archive.length);
      for (let i = 0; i < 4 && bytes.length > 0; i++) bytes[random(bytes.length)] = random(256);
      for (const open of [openZippedPackage, changedFilesOfZip]) {
        try {
          await open(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(TwinPackageError);
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(30);
  });
});
