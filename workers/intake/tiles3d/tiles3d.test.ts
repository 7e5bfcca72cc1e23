import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { memorySource, type Source } from "../source.ts";
import { importAll, textSource } from "../testing.ts";
import { summaryOf } from "./read.ts";

const tileset = {
  asset: { version: "1.1" },
  geometricError: 100,
  root: {
    contents: [{ uri: "a.glb" }, { uri: "./sub/../b.glb" }],
    children: [{ content: { url: "c.b3dm" } }, { content: { uri: "https://example.org/d.glb" } }],
  },
};
const glb = (name: string): Source =>
  memorySource(name, new TextEncoder().encode("glTF\u0002\u0000\u0000\u0000"));
const findingsOf = async (sources: readonly Source[]) =>
  (await importAll(sources)).report.files.flatMap(({ name, findings }) =>
    findings.map(({ level, key, values }) => ({ name, level, key, values })),
  );

describe("3D Tiles", () => {
  it("counts tiles and contents of both versions", () => {
    expect(summaryOf(tileset)).toEqual({
      version: "1.1",
      tiles: 3,
      contents: ["a.glb", "./sub/../b.glb", "https://example.org/d.glb", "c.b3dm"],
      implicit: false,
    });
    expect(summaryOf({ root: { implicitTiling: {}, content: { uri: "{level}/{x}.glb" } } }).implicit).toBe(
      true,
    );
    for (const broken of [null, [], { root: [] }, { root: { children: "x", contents: {} } }])
      expect(summaryOf(broken).contents).toEqual([]);
  });

  it("refuses a tileset with the way on and names missing files, without asking anyone for them", async () => {
    const text = textSource(JSON.stringify(tileset), "city/tileset.json");
    expect(await findingsOf([text, glb("city/a.glb"), glb("city/b.glb")])).toEqual([
      {
        name: "city/tileset.json",
        level: "problem",
        key: "tiles3dNotShown",
        values: { version: "1.1", contents: 4 },
      },
      {
        name: "city/tileset.json",
        level: "info",
        key: "tiles3dFilesMissing",
        values: { missing: 1, first: "c.b3dm" },
      },
    ]);
  });

  it("says of a lone tile that it has no place, and of a broken description where", async () => {
    expect(await findingsOf([glb("house.glb")])).toMatchObject([{ level: "problem", key: "tiles3dPart" }]);
    const cut = JSON.stringify(tileset).slice(0, -10);
    expect(await findingsOf([textSource(cut, "tileset.json")])).toMatchObject([
      { level: "problem", key: "tiles3dBroken" },
    ]);
  });
});

const samples = sharedData("city/3dtiles-samples");
describe.skipIf(samples === null)("3D Tiles samples (need ../shared/data/city)", () => {
  const filesBelow = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });

  it.each([
    ["1.0/TilesetWithDiscreteLOD", "1.0", 3],
    ["1.0/TilesetWithTreeBillboards", "1.0", 2],
    ["1.1/MultipleContents", "1.1", 2],
    ["1.1/SparseImplicitQuadtree", "1.1", 41],
    ["1.1/MetadataGranularities", "1.1", 20],
  ])("%s", async (folder, version, contents) => {
    const root = join(samples ?? "", folder);
    const sources = filesBelow(root)
      .filter((path) => /\.(json|glb|b3dm|i3dm|subtree)$/.test(path))
      .map((path) => memorySource(relative(join(root, ".."), path), readFileSync(path)));
    const [refused] = await findingsOf(sources);
    expect(refused).toMatchObject({ key: "tiles3dNotShown", values: { version } });
    expect(refused.values.contents).toBe(contents);
  });
});
