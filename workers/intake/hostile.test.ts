import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { keysOf } from "./fuzzing/soundness.ts";
import { forbidNetwork, survives } from "./fuzzing/survives.ts";
import { diskSource, importAll } from "./testing.ts";

/** Files that others broke on purpose: each gives a usable twin and a report that names the defect, or a refusal with a way on. */

forbidNetwork();

const root = sharedData("city/bad-input") ?? "";
const mostCpuSeconds = 5;
const mostGrownMb = 300;

/** File, buildings in the twin ("-" = refused), what has to be said among the findings. */
const table = `
citygml/invalid_building_v3.gml 1 crs-assumed
cityjson-cjval/address.json 2 faceNotTriangulated
cityjson-cjval/cjfeat1.json - cityJsonFeatureAlone
cityjson-cjval/cube.city.json - noBuildings
cityjson-cjval/cube.txt 1 notCityJson
cityjson-cjval/cube_20.jsonl 1 notCityJson,idRepeated
cityjson-cjval/cube_20.txt 1 notCityJson,idRepeated
cityjson-cjval/cube_20_1.jsonl 1 idRepeated
cityjson-cjval/duplicate.json 1 idRepeated,ringTooFewPoints
cityjson-cjval/extension.jsonl 1 notCityJson,idRepeated
cityjson-cjval/extraattribute.json 1 crs-assumed
cityjson-cjval/generic.ext.json - notRead-jsonOther
cityjson-cjval/japanese.city.json 2 facesTurned
cityjson-cjval/many.json 1 objectsNotRead
cityjson-cjval/many2.json 2 objectsNotRead
cityjson-cjval/material.city.json 1 crs-assumed
cityjson-cjval/material2.city.json 1 crs-assumed
cityjson-cjval/material3.city.json 1 crs-assumed
cityjson-cjval/noise1.city.json - buildingWithoutSurface,noBuildings
cityjson-cjval/o.json 1 vertexIndexWrong
cityjson-cjval/o2.json - buildingWithoutSurface,noBuildings
cityjson-cjval/o3.json - buildingWithoutSurface,noBuildings
cityjson-cjval/o4.json 1 cityJsonVersion,vertexIndexWrong
cityjson-cjval/potatoes.city.json - noBuildings
cityjson-cjval/sem.json - vertexIndexWrong,buildingWithoutFootprint
cityjson-cjval/sem_point.city.json - noBuildings
cityjson-cjval/texture1.city.json 1 texturesLeftOut
cityjson-cjval/texture2.city.json 1 texturesLeftOut
cityjson-cjval/texture3.city.json 1 texturesLeftOut
cityjson-cjval/texture4.city.json 1 texturesLeftOut,crs-helmert
cityjson-cjval/texture5.city.json 1 texturesLeftOut
cityjson-cjval/texture6.city.json - texturesLeftOut,noBuildings
cityjson-cjval/texture7.city.json - texturesLeftOut,noBuildings
cityjson-cjval/twoextensions.json - noBuildings
generated/asc_00_valid.asc 0 crs-guessed
generated/asc_02_decimal_comma.asc 0 crs-guessed
generated/asc_04_xllcenter_uppercase.asc 0 crs-guessed
generated/asc_06_all_nodata.asc - rasterWithoutValues
generated/cityjson_01_bad_index_missing_child_old_crs_form.city.json 1 childMissing,vertexIndexWrong
generated/cityjson_03_not_json.city.json - jsonBroken
generated/geojson_01_latlon_swapped.geojson - crs-axesSwapped
generated/geojson_03_null_geometry_mixed.geojson - featureWithoutGeometry,polygonWithoutClass,coordinateNotFinite
generated/gml_00_valid_3buildings.gml 3
generated/gml_02_no_srsname.gml 3 crs-guessed
generated/gml_04_poslist_odd_count.gml 3 curveCountOdd
generated/gml_06_dangling_xlink.gml 3 xlinkDangling
generated/gml_08_utf16le_bom.gml 3
generated/gml_10_external_entity.gml - xmlBroken
generated/gml_12_zone_prefix_32.gml 3 crs-zonePrefixRemoved
generated/gml_14_unclosed_ring.gml 3 ringOpen
generated/gml_16_not_xml.gml - archiveCutShort
generated/gml_18_utf8_bom.gml 3
generated/gtfs_02_times_over_24h_and_blank.zip - gtfsEndsWithoutTime,gtfsTripTooShort,gtfsWithoutTrips
generated/osm_01_truncated.osm.pbf 0 osmCutShort
generated/tif_01_truncated.tif - tiffBroken
generated/xyz_01_holes.xyz 0 cellsWithoutData
generated/xyz_03_irregular_points.xyz - xyzIrregular
generated/zip_01_path_traversal.zip - archivePathUnsafe
raster/portland-ned-nodata.tif 0 cellsWithoutData
`;

const rows = table
  .trim()
  .split("\n")
  .filter((line) => !line.startsWith("#"))
  .map((line) => {
    const [path, buildings, keys = ""] = line.split(" ");
    return { path, buildings, keys: keys === "" ? [] : keys.split(",") };
  });

describe.skipIf(root === "")("the bad-input corpus (needs ../shared/data/city)", () => {
  it.each(rows)("$path gives $buildings buildings and says $keys", async ({ path, buildings, keys }) => {
    const { outcome, cost } = await survives([diskSource(`${root}/${path}`)]);
    expect(outcome.data === null ? "-" : String(outcome.data.buildings.count)).toBe(buildings);
    expect(keysOf(outcome)).toEqual(expect.arrayContaining(keys));
    expect(cost.cpuSeconds).toBeLessThan(mostCpuSeconds);
    expect(cost.grownMb).toBeLessThan(mostGrownMb);
  });

  it("leaves no file out of this table", () => {
    const known = new Set(rows.map(({ path }) => path));
    const left = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "README.md")
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
      .filter((path) => !known.has(path));
    expect(left).toEqual([]);
  });

  it("says nothing of sound files but what they are", async () => {
    for (const name of ["gml_00_valid_3buildings.gml", "gml_08_utf16le_bom.gml", "gml_18_utf8_bom.gml"]) {
      const { report } = await importAll([diskSource(`${root}/generated/${name}`)]);
      expect(report.files[0].findings.map(({ key }) => key)).toEqual(["addressLeftOut"]);
    }
  });

  it("reads the three good grids alike", async () => {
    const read = async (name: string) =>
      (await importAll([diskSource(`${root}/generated/${name}`)], { crs: "EPSG:25833" })).data;
    const plain = await read("asc_00_valid.asc");
    expect(plain).not.toBeNull();
    for (const name of ["asc_02_decimal_comma.asc", "asc_04_xllcenter_uppercase.asc"]) {
      const other = await read(name);
      expect(other?.baseHashes.terrain).toBe(plain?.baseHashes.terrain);
      expect(other?.frame).toEqual(plain?.frame);
    }
  });
});
