import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPackage } from "#twin/package/open.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { writePackage } from "#twin/package/write.ts";
import { boxGlb, standingBox } from "#twin/tiles3d/madeTiles.ts";
import { checkFiles, checkText } from "./check.ts";
import { importFiles } from "./import.ts";

let folder = "";
const at = (...path: readonly string[]): string => join(folder, ...path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "planfall-tiles-"));
  await mkdir(at("city"));
  for (const [name, bytes] of writePackage({ ...sampleTwin(), tiles3d: null }))
    await writeFile(at("city", name), bytes);
  const description = {
    asset: { version: "1.1" },
    geometricError: 10,
    root: {
      boundingVolume: standingBox(2, 2, 3),
      geometricError: 0,
      content: { uri: "haus.glb" },
      children: [
        {
          boundingVolume: standingBox(2, 2, 3),
          geometricError: 0,
          content: { uri: "https://example.org/x.glb" },
        },
      ],
    },
  };
  await writeFile(
    at("tiles.zip"),
    zipSync({
      "tileset.json": new TextEncoder().encode(JSON.stringify(description)),
      "haus.glb": boxGlb(2, 2, 3),
    }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("3D Tiles on the command line", () => {
  it("are reported by check, in words", async () => {
    const result = await checkFiles([at("tiles.zip")]);
    expect(result.usable).toBe(true);
    const text = checkText(result, "de");
    expect(text).toContain("tiles.zip/tileset.json: 3D-Tiles (nur Ansicht), 2 Kacheln, 1 Inhalte");
    expect(text).toContain("fremde Adresse (https://example.org/x.glb)");
  });

  it("are laid into a package by import, which keeps the hashes of all else", async () => {
    const options = { id: "neu", name: "Neu" };
    const report = await importFiles([at("city"), at("tiles.zip")], at("out"), options);
    expect(report.twin.map(({ key }) => key)).toEqual(["tiles3dPut"]);
    const read = (where: string) =>
      openPackage(async (name) => {
        const bytes = await readFile(at(where, name));
        return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      });
    const [before, after] = [await read("city"), await read("out")];
    expect(after.tiles3d?.sets).toMatchObject([{ name: "tiles", tiles: 2, place: { type: "put" } }]);
    expect({ ...after.baseHashes, tiles3d: "" }).toEqual({ ...before.baseHashes, tiles3d: "" });
    expect(after.baseHashes.tiles3d).not.toBe(before.baseHashes.tiles3d);
  });
});
