import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { IntakeError } from "../report.ts";
import { diskSource, quiet, reading } from "../testing.ts";
import { readCityJson } from "./read.ts";

const read = (path: string) =>
  reading((findings) => readCityJson(diskSource(path), { crs: null, preferredCrs: null }, quiet, findings));
const problems = (findings: Awaited<ReturnType<typeof read>>["findings"]) =>
  findings.filter(({ level }) => level === "problem").map(({ key }) => key);

describe.skipIf(sharedData("city") === null)("real files (need ../shared/data/city)", () => {
  // Counts of the READMEs beside the data; where they name none, of the files themselves.
  it.each([
    ["cityjson-cjio/delft.json", { buildings: 160, buildingParts: 0 }, "EPSG:28992"],
    ["cityjson-cjio/delft_1b.json", { buildings: 1, buildingParts: 0 }, "EPSG:28992"],
    ["cityjson-cjio/zurich/zurich_subset_lod2.json", { buildings: 49, buildingParts: 161 }, "EPSG:2056"],
    ["cityjson-cjio/rotterdam/rotterdam_subset.json", { buildings: 16, buildingParts: 0 }, "EPSG:28992"],
    [
      "cityjson-cjio/rotterdam/rotterdam_subset_cjio_test.json",
      { buildings: 16, buildingParts: 0 },
      "EPSG:28992",
    ],
    ["cityjson-cjio/DH_01_subs.city.json", { buildings: 4, buildingParts: 8 }, "EPSG:28992"],
    ["cityjson-cjio/multi_lod.json", { buildings: 10, buildingParts: 0 }, "EPSG:28992"],
    ["cityjson-cjio/dummy/dummy.json", { buildings: 1, buildingParts: 0, trees: 1 }, "EPSG:28992"],
    ["cityjson-seq-flatcitybuf/small.city.jsonl", { buildings: 3, buildingParts: 3 }, "EPSG:28992"],
    [
      "cityjson-seq-flatcitybuf/geom_temp.city.jsonl",
      { buildings: 0, buildingParts: 0, trees: 15 },
      "EPSG:25832",
    ],
  ])("%s", async (path, objects, crs) => {
    const { result, findings } = await read(sharedData(`city/${path}`) ?? "");
    expect(result.objects).toEqual(objects);
    expect(result.crs?.crs).toBe(crs);
    expect(problems(findings)).toEqual([]);
    expect(result.table.trianglesXYZ.every(Number.isFinite)).toBe(true);
  });

  it("counts the objects of Delft that are no buildings as its README does", async () => {
    const { findings } = await read(sharedData("city/cityjson-cjio/delft.json") ?? "");
    const values = (key: string) => findings.find((finding) => finding.key === key)?.values;
    expect(values("objectsNotRead")?.what).toBe("GenericCityObject 54, Bridge 3");
    // 81 LandUse without a class; 143 Road, 126 PlantCover and 3 WaterBody in pieces, too patchy for a land cover.
    expect(values("landCoverValuesUnknown")?.total).toBe(81);
    expect(values("modelAreasSparse")?.share).toBeLessThan(50);
  });

  it("takes the finest of several levels of detail", async () => {
    const { result } = await read(sharedData("city/cityjson-cjio/multi_lod.json") ?? "");
    expect(new Set(result.table.attributes.map((text) => JSON.parse(text).lod))).toEqual(new Set([2.2]));
  });
});

const corpus = sharedData("city/cityjson-corpus-3dgi/cases");

type Case = {
  readonly id: string;
  readonly kind: string;
  readonly file: string | null;
  readonly checks: readonly string[];
};

function casesBelow(folder: string): Case[] {
  return readdirSync(folder).map((name) => {
    const at = join(folder, name);
    const invariants = JSON.parse(readFileSync(join(at, "invariants.json"), "utf8")) as {
      readonly id: string;
      readonly kind: string;
      readonly checks: readonly { readonly id: string }[];
    };
    const file = readdirSync(at).find((other) => other.startsWith(name)) ?? null;
    return {
      id: invariants.id,
      kind: invariants.kind,
      file: file === null ? null : join(at, file),
      checks: invariants.checks.map(({ id }) => id),
    };
  });
}

const counted = ["Building", "+NoiseBuilding"];

/** What the document itself says, by plain JSON.parse. */
function contentsOf(path: string) {
  const document = JSON.parse(readFileSync(path, "utf8")) as {
    readonly CityObjects?: Readonly<
      Record<string, { readonly type: string; readonly geometry?: readonly unknown[] }>
    >;
    readonly appearance?: { readonly textures?: readonly unknown[] };
  };
  const objects = Object.values(document.CityObjects ?? {});
  return {
    buildings: objects.filter(({ type }) => counted.includes(type)),
    trees: objects.filter(
      ({ type, geometry }) => type === "SolitaryVegetationObject" && (geometry?.length ?? 0) > 0,
    ),
    textures: document.appearance?.textures?.length ?? 0,
  };
}

describe.skipIf(corpus === null)("the conformance corpus (needs ../shared/data/city)", () => {
  const root = corpus ?? "";
  const cases = corpus === null ? [] : casesBelow(join(root, "conformance/v2_0"));
  // One more, synthetic, is made by a generator that is not part of the data.
  it("has 33 cases with a file of their own", () => {
    const files = cases.filter(({ file }) => file !== null && existsSync(file));
    expect(files.length + readdirSync(join(root, "conformance/synthetic")).length).toBeGreaterThanOrEqual(33);
    expect(cases.every(({ kind }) => kind === "positive")).toBe(true);
  });

  it.each(cases.map((one) => [one.id, one] as const))("%s", async (_, { file, checks }) => {
    if (file === null) throw new Error("The case has no file.");
    if (checks.includes("feature_boundaries_preserved")) {
      // A feature without the head of its sequence: its numbers have no scale.
      await expect(read(file)).rejects.toMatchObject({ key: "cityJsonFeatureAlone" });
      return;
    }
    const { result, findings, keys } = await read(file);
    const { buildings, trees, textures } = contentsOf(file);
    const dropped = findings.find(({ key }) => key === "buildingWithoutSurface")?.count ?? 0;
    expect(result.objects.buildings + dropped).toBe(buildings.length);
    expect(result.trees?.count ?? 0).toBe(trees.length);
    expect(keys.includes("texturesLeftOut")).toBe(textures > 0);
    if (checks.includes("building_address_preserved")) expect(keys).toContain("addressLeftOut");
    if (checks.includes("cityobject_hierarchy_resolved")) expect(keys).not.toContain("childMissing");
    if (checks.includes("semantic_attributes_resolved")) expect(keys).not.toContain("vertexIndexWrong");
    // A valid document without a building is no broken one: nothing but their absence is a problem.
    expect(problems(findings).filter((key) => key !== "noBuildings")).toEqual([]);
  });

  it.each(corpus === null ? [] : casesBelow(join(root, "invalid")).map((one) => [one.id, one] as const))(
    "%s",
    async (id, { file, kind }) => {
      expect(kind).toBe("negative");
      const refused: Readonly<Record<string, string>> = {
        invalid_cityjsonfeature_root_id_unresolved: "cityJsonFeatureAlone",
        invalid_missing_type: "notCityJson",
        invalid_out_of_range_vertex_index: "vertexIndexWrong",
        invalid_u64_f64_bounds: "faceWithoutArea",
      };
      let keys: readonly string[];
      try {
        const outcome = await read(file ?? "");
        keys = outcome.keys;
        expect(outcome.result.table.count).toBe(0);
      } catch (error) {
        if (!(error instanceof IntakeError)) throw error;
        keys = [error.key];
      }
      expect(keys).toContain(refused[id]);
    },
  );
});
