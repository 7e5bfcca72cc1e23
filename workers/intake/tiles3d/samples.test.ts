import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { memorySource } from "../source.ts";
import { importAll, textSource } from "../testing.ts";

const samples = sharedData("city/3dtiles-samples");

/** All files of a sample as they come out of a dropped folder. */
function filesOf(folder: string) {
  const root = join(samples ?? "", folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".md"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => memorySource(relative(join(root, ".."), path), readFileSync(path)));
}

const terrain = textSource(
  `ncols 10\nnrows 10\nxllcorner 565460\nyllcorner 5611300\ncellsize 10\n${`${"80 ".repeat(10)}\n`.repeat(10)}`,
  "dgm_utm32.asc",
  65536,
);

describe.skipIf(samples === null)("3D Tiles samples (need ../shared/data/city)", () => {
  it.each([
    // The finest dragon is not among the files.
    [
      "1.0/TilesetWithDiscreteLOD",
      "1.0",
      { tiles: 3, tileContents: 2 },
      ["heightsEllipsoidalUnknown", "tiles3dFilesMissing"],
    ],
    ["1.0/TilesetWithTreeBillboards", "1.0", { tiles: 2, tileContents: 2 }, ["heightsEllipsoidalUnknown"]],
    ["1.1/MultipleContents", "1.1", { tiles: 1, tileContents: 2 }, ["tiles3dNoPlace"]],
    // A root without content, and the README's four tiles of five contents each.
    ["1.1/MetadataGranularities", "1.1", { tiles: 5, tileContents: 20 }, ["tiles3dNoPlace"]],
    // 7 tiles of the upper subtree and of each of the eight lower ones (1 + 2 + 4), as the subtree files count.
    ["1.1/SparseImplicitQuadtree", "1.1", { tiles: 63, tileContents: 32 }, ["tiles3dNoPlace"]],
  ])("%s", async (folder, version, objects, problems) => {
    const { data, report } = await importAll([terrain, ...filesOf(folder)]);
    const file = report.files.find(({ format }) => format === "tiles3d");
    expect(file?.objects).toEqual(objects);
    const findings = file?.findings ?? [];
    expect(findings.find(({ key }) => key === "tiles3dViewOnly")?.values.version).toBe(version);
    expect(
      findings
        .filter(({ level, key }) => level !== "info" && key !== "fileFarAway")
        .map(({ key }) => key)
        .sort(),
    ).toEqual(problems);
    // Those in Pennsylvania are left out of a town in Germany; those without a place are put into it.
    expect(data?.tiles3d?.sets.length ?? 0).toBe(folder.startsWith("1.1") ? 1 : 0);
  });
});
