import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { openPackage } from "#twin/package/open.ts";
import { openZippedPackage } from "#twin/package/zip.ts";
import { exported } from "#workers/export/testing.ts";
import { transformBetween } from "./crs/project.ts";
import { keysOf } from "./fuzzing/soundness.ts";
import { forbidNetwork, survives } from "./fuzzing/survives.ts";
import { memorySource } from "./source.ts";
import { diskSource, importAll } from "./testing.ts";

/** Real files as they are given away, against the counts that stand in the README beside each. */

const root = sharedData("city") ?? "";
const disk = (path: string) => diskSource(`${root}/${path}`);

forbidNetwork();

type Row = {
  readonly path: string;
  readonly format: string;
  readonly objects: Readonly<Record<string, number>>;
  /** "" = none was found. */
  readonly crs: string;
  readonly how: string;
  /** "twin", or the finding that says why there is none; trees or heights of leaves alone are no city: "nothingUsable". */
  readonly becomes: string;
};

/** File, format, counts of the README (# says how they come about), coordinate system, how it was found, what becomes of it. */
const table = `
# 83 + 109 buildings of the AdV tiles (the second LoD2 tile is not kept beside the first).
nrw-selfkant/LoD1_32_280_5657_1_NW.gml cityGml buildings=83,buildingParts=50 EPSG:25832 stated twin
nrw-selfkant/LoD2_32_280_5657_1_NW.gml cityGml buildings=83,buildingParts=50 EPSG:25832 stated twin
# 432 buildings and 15 parts in eight tiles.
berlin-tiergarten/lod2/3900_5817.gml cityGml buildings=18,buildingParts=0 EPSG:25833 stated twin
berlin-tiergarten/lod2/3900_5819.gml cityGml buildings=4,buildingParts=0 EPSG:25833 stated twin
berlin-tiergarten/lod2/3900_5820.gml cityGml buildings=75,buildingParts=0 EPSG:25833 stated twin
berlin-tiergarten/lod2/3910_5817.gml cityGml buildings=166,buildingParts=15 EPSG:25833 stated twin
berlin-tiergarten/lod2/3910_5819.gml cityGml buildings=35,buildingParts=0 EPSG:25833 stated twin
berlin-tiergarten/lod2/3910_5820.gml cityGml buildings=56,buildingParts=0 EPSG:25833 stated twin
berlin-tiergarten/lod2/3920_5818.gml cityGml buildings=72,buildingParts=0 EPSG:25833 stated twin
berlin-tiergarten/lod2/3920_5820.gml cityGml buildings=6,buildingParts=0 EPSG:25833 stated twin
berlin-misc-citygml/Berlin_Moabit_1Bldg_v2.gml cityGml buildings=1 EPSG:25833 stated twin
berlin-misc-citygml/Berlin_Moabit_1Bldg_v3.gml cityGml buildings=1 EPSG:25833 stated twin
berlin-misc-citygml/Block020023.gml cityGml buildings=4 EPSG:25833 stated twin
berlin-misc-citygml/Potsdam_LoD1.gml cityGml buildings=97 EPSG:25833 stated twin
berlin-misc-citygml/ShadowMapR_example.xml cityGml buildings=43,buildingParts=56 EPSG:25833 stated twin
citygml-njam/zurich-lod2-citygml1.xml cityGml buildings=4,buildingParts=6 EPSG:21781 stated twin
citygml-njam/delft-citygml2.xml cityGml buildings=3 EPSG:28992 stated twin
citygml3-ogc/Building_LOD3-EPSG25832.gml cityGml buildings=1 EPSG:25832 stated twin
cityjson-cjio/delft.json cityJson buildings=160 EPSG:28992 stated twin
cityjson-cjio/delft_1b.json cityJson buildings=1 EPSG:28992 stated twin
cityjson-cjio/zurich/zurich_subset_lod2.json cityJson buildings=49,buildingParts=161 EPSG:2056 stated twin
cityjson-cjio/rotterdam/rotterdam_subset.json cityJson buildings=16 EPSG:28992 guessed twin
cityjson-cjio/rotterdam/rotterdam_subset_cjio_test.json cityJson buildings=16 EPSG:28992 guessed twin
cityjson-cjio/rotterdam/rotterdam_one.json cityJson buildings=1 EPSG:28992 stated twin
cityjson-cjio/rotterdam/appearances/0320_4_15.jpg picture - - - pictureWithoutPlace
cityjson-cjio/rotterdam/textures/empty.texture unknown - - - fileEmpty
cityjson-cjio/multi_lod.json cityJson buildings=10 EPSG:28992 guessed twin
cityjson-cjio/DH_01_subs.city.json cityJson buildings=4,buildingParts=8 EPSG:28992 guessed twin
cityjson-cjio/cube.json cityJson buildings=1 EPSG:25832 assumed twin
cityjson-cjio/cube.c.json cityJson buildings=1 EPSG:25832 assumed twin
cityjson-cjio/minimal.json cityJson buildings=0 - - noBuildings
cityjson-cjio/dummy/dummy.json cityJson buildings=1,trees=1 EPSG:28992 stated twin
cityjson-cjio/dummy/dummy_noappearance.json cityJson buildings=1 EPSG:28992 stated twin
cityjson-cjio/dummy/rectangle.json cityJson buildings=1 EPSG:25832 assumed twin
cityjson-cjio/dummy/composite_solid_with_material.json cityJson buildings=0 - - noBuildings
cityjson-cjio/dummy/multisurface_with_material.json cityJson buildings=0 - - noBuildings
cityjson-cjio/material/mt-1.json cityJson buildings=1,buildingParts=1 EPSG:28992 guessed twin
cityjson-cjio/material/mt-1-triangulated.json cityJson buildings=1,buildingParts=1 EPSG:28992 guessed twin
cityjson-cjio/material/mt-2.json cityJson buildings=1,buildingParts=1 EPSG:28992 guessed twin
cityjson-cjio/material/mt-2-triangulated.json cityJson buildings=1,buildingParts=1 EPSG:28992 guessed twin
cityjson-cjio/box.off mesh3d - - - notRead-mesh3d
cityjson-cjio/box.poly document - - - notRead-document
cityjson-cjio/cube.poly document - - - notRead-document
cityjson-seq-flatcitybuf/small.city.jsonl cityJson buildings=3,buildingParts=3 EPSG:28992 stated twin
cityjson-seq-flatcitybuf/geom_temp.city.jsonl cityJson trees=15 EPSG:25832 assumed nothingUsable
# Its transform has a scale of 0: every point is the same.
cityjson-seq-flatcitybuf/noise_extension.city.jsonl cityJson buildings=0 - - noBuildings
# 2315 × 2265 posts.
berlin-tiergarten/Berlin_DEM2021.tif geoTiff terrainCells=5243475 EPSG:25833 stated twin
berlin-tiergarten/Berlin_vegetation_height2020.tif geoTiff vegetationCells=5243475 EPSG:25833 stated nothingUsable
berlin-tiergarten/derived/vegetation_height_500m.tif geoTiff vegetationCells=250000 EPSG:25833 stated nothingUsable
berlin-tiergarten/derived/dgm1_33_388042_5819300_500m_deflate_p3.tif geoTiff terrainCells=250000 EPSG:25833 stated twin
berlin-tiergarten/derived/dgm1_none.tif geoTiff terrainCells=250000 EPSG:25833 stated twin
berlin-tiergarten/derived/dgm1_cog.tif geoTiff terrainCells=250000 EPSG:25833 stated twin
berlin-tiergarten/derived/dgm1_lerc.tif geoTiff terrainCells=250000 EPSG:25833 stated twin
berlin-tiergarten/derived/dgm1_lzw_p2_strip.tif geoTiff terrainCells=250000 EPSG:25833 stated twin
berlin-tiergarten/derived/dgm1_zstd.tif geoTiff terrainCells=250000 EPSG:25833 stated twin
berlin-tiergarten/derived/dgm_int16_scale0.01.tif geoTiff terrainCells=250000 EPSG:25833 stated twin
berlin-tiergarten/derived/dgm_wgs84.tif geoTiff terrainCells=280000 EPSG:4326 stated twin
berlin-tiergarten/derived/dgm1.asc asciiGrid terrainCells=250000 EPSG:25832 guessed twin
berlin-tiergarten/derived/dgm1_33_388_5819_200m.xyz xyzGrid terrainCells=40000 EPSG:25833 guessed twin
berlin-tiergarten/derived/dgm1_zoneprefix_32style_sorted.xyz.gz xyzGrid terrainCells=40000 EPSG:25833 guessed twin
berlin-tiergarten/derived/dgm1_comma_crlf.csv xyzGrid terrainCells=5000 EPSG:25832 guessed twin
berlin-tiergarten/dlr_3m_15m/Berlin_terrain_height_3m_DLR.tif geoTiff terrainCells=75551 EPSG:25833 stated twin
berlin-tiergarten/dlr_3m_15m/Berlin_terrain_height_15m_DLR.tif geoTiff terrainCells=3000 EPSG:25833 stated twin
berlin-tiergarten/dlr_3m_15m/Berlin_terrain_height_3m_DLR_WGS84.tif geoTiff terrainCells=79128 EPSG:4326 stated twin
berlin-tiergarten/dlr_3m_15m/Berlin_building_height_3m_DLR.tif geoTiff buildingHeightCells=75551 EPSG:25833 stated twin
berlin-tiergarten/dlr_3m_15m/Berlin_building_height_15m_DLR.tif geoTiff buildingHeightCells=3000 EPSG:25833 stated twin
berlin-tiergarten/dlr_3m_15m/Berlin_building_height_3m_DLR_WGS84.tif geoTiff buildingHeightCells=79128 EPSG:4326 stated twin
berlin-tiergarten/dlr_3m_15m/Berlin_tree_height_3m_DLR.tif geoTiff vegetationCells=75551 EPSG:25833 stated nothingUsable
berlin-tiergarten/dlr_3m_15m/Berlin_tree_height_15m_DLR.tif geoTiff vegetationCells=3000 EPSG:25833 stated nothingUsable
# Codes of building types: no heights, and no classes of the ground either.
berlin-tiergarten/dlr_3m_15m/Berlin_building_type_3m_DLR.tif geoTiff - - - rasterNotTerrain
berlin-tiergarten/dlr_3m_15m/Berlin_building_type_15m_DLR.tif geoTiff - - - rasterNotTerrain
berlin-tiergarten/dlr_3m_15m/Berlin_building_type_3m_DLR_WGS84.tif geoTiff - - - rasterNotTerrain
berlin-tiergarten/dlr_3m_15m/Berlin_tree_height_3m_DLR_WGS84.tif geoTiff vegetationCells=79128 EPSG:4326 stated nothingUsable
berlin-tiergarten/derived/trees_from_chm_25833.geojson geoJson trees=957 EPSG:25833 stated nothingUsable
berlin-tiergarten/derived/trees_from_chm_wgs84.geojson geoJson trees=957 EPSG:4326 stated nothingUsable
berlin-tiergarten/derived/baumbestand_wfs_schema_sample_25833.geojson geoJson trees=3 EPSG:25833 stated nothingUsable
# 117 single trees; the others stand in rows. 5 buildings.
berlin-tiergarten/berlin-siegessaeule.osm.gz osmXml footprints=5,streetSections=290,trees=252 EPSG:4326 stated twin
berlin-tiergarten/berlin-siegessaeule.osm.pbf osmPbf footprints=5,streetSections=290,trees=252 EPSG:4326 stated twin
# 4269 objects with a building tag, two of them entrances that are points.
bayreuth-nord/north-bayreuth.osm.gz osmXml footprints=4267,trees=20 EPSG:4326 stated twin
bayreuth-nord/N49E011.hgt.zip srtmHgt terrainCells=1442401 EPSG:4326 stated twin
bayreuth-nord/N50E011.hgt.zip srtmHgt terrainCells=1442401 EPSG:4326 stated twin
# 7 lines, 1480 trips; 354 of the 392 stops are called at.
heidelberg/vrn_gtfs_cut.zip gtfs transitLines=7,transitStops=354,transitTrips=1480 EPSG:4326 stated nothingUsable
# Indices per street of a routing engine: no place, no measure of ours.
heidelberg/green_streets_hd.csv csvTable - - - tableWithoutPlace
heidelberg/noise_data_hd.csv csvTable - - - tableWithoutPlace
heidelberg/shadow_index_hd.csv csvTable - - - tableWithoutPlace
konstanz-trees/KN_Baumkataster_2020.csv csvTable trees=15711 EPSG:4326 guessed nothingUsable
# 179 countries, which are none of a city's layers.
formats-misc/flatgeobuf/countries.fgb flatGeobuf - - - polygonWithoutClass
formats-misc/flatgeobuf/countries_nocrs.fgb flatGeobuf - - - polygonWithoutClass
formats-misc/flatgeobuf/countries_nogeo.fgb flatGeobuf - - - featureWithoutGeometry
formats-misc/flatgeobuf/poly00.fgb flatGeobuf - - - polygonWithoutClass
formats-misc/geoparquet/example.parquet geoParquet - - - polygonWithoutClass
formats-misc/geoparquet/data-point-encoding_wkb.parquet geoParquet - - - pointUnknown
formats-misc/geoparquet/data-multipoint-encoding_wkb.parquet geoParquet - - - pointUnknown
formats-misc/geoparquet/data-polygon-encoding_wkb.parquet geoParquet - - - polygonWithoutClass
formats-misc/geoparquet/data-multipolygon-encoding_wkb.parquet geoParquet - - - polygonWithoutClass
formats-misc/geoparquet/data-linestring-encoding_wkb.parquet geoParquet - - - geometryNotUsed
formats-misc/geoparquet/data-multilinestring-encoding_wkb.parquet geoParquet - - - geometryNotUsed
formats-misc/quantized-mesh/tile-opentin.terrain unknown - - - formatUnknown
formats-misc/quantized-mesh/tile-with-extensions.terrain unknown - - - formatUnknown
formats-misc/quantized-mesh/tile-with-metadata-extension.terrain unknown - - - formatUnknown
geoid-egm96-de/BETA2007.gsb ntv2Grid - - - nothingUsable
geoid-egm96-de/egm96_de_15min.json jsonOther - - - notRead-jsonOther
xplanung/Demo.gml xplanGml planAreas=10 EPSG:31467 stated nothingUsable
`;

const rows: readonly Row[] = table
  .trim()
  .split("\n")
  .filter((line) => !line.startsWith("#"))
  .map((line) => {
    const [path, format, objects, crs, how, becomes] = line.split(" ");
    const counts = objects === "-" ? [] : objects.split(",").map((pair) => pair.split("="));
    return {
      path,
      format,
      objects: Object.fromEntries(counts.map(([kind, count]) => [kind, Number(count)])),
      crs: crs.replace("-", ""),
      how: how.replace("-", ""),
      becomes,
    };
  });

describe.skipIf(root === "")("the datasets (need ../shared/data/city)", () => {
  it.each(rows)("$path is $format", async ({ path, format, objects, crs, how, becomes }) => {
    const { outcome } = await survives([disk(path)]);
    const file = outcome.report.files.find((candidate) => candidate.format !== "archive");
    expect(file?.format).toBe(format);
    expect(file?.objects).toMatchObject(objects);
    expect(file?.crs?.crs ?? "").toBe(crs);
    expect(file?.crs?.how ?? "").toBe(how);
    expect(outcome.data === null ? keysOf(outcome) : ["twin"]).toContain(becomes);
  });

  it("keeps all 432 buildings and 15 parts of the Berlin tiles in one twin", async () => {
    const tiles = readdirSync(`${root}/berlin-tiergarten/lod2`).map((name) =>
      disk(`berlin-tiergarten/lod2/${name}`),
    );
    const { outcome } = await survives(tiles);
    const sum = (kind: string): number =>
      outcome.report.files.reduce((total, { objects }) => total + (objects[kind] ?? 0), 0);
    expect([sum("buildings"), sum("buildingParts")]).toEqual([432, 15]);
    expect(outcome.data?.buildings.count).toBe(432);
    expect(outcome.data?.frame.crs).toBe("EPSG:25833");
  });

  it("makes one town of an extract and the two tiles of heights under it", async () => {
    const { outcome: bayreuth } = await survives(
      ["north-bayreuth.osm.gz", "N49E011.hgt.zip", "N50E011.hgt.zip"].map((name) =>
        disk(`bayreuth-nord/${name}`),
      ),
    );
    expect(bayreuth.data?.buildings.count).toBeGreaterThan(4200);
    expect(keysOf(bayreuth)).not.toContain("terrainDerived");
  });

  it("adds a timetable to the streets that it runs on", async () => {
    // 5 outlines of buildings that are closed, and 141 parts of buildings whose outlines the extract leaves out.
    const { outcome } = await survives([
      disk("heidelberg/heidelberg.test.pbf"),
      disk("heidelberg/vrn_gtfs_cut.zip"),
    ]);
    expect(outcome.report.files[0].objects).toMatchObject({ footprints: 146, streetSections: 44_587 });
    expect(outcome.data?.timetable?.tripService.length).toBe(1480);
  });

  it("takes the description of a system beside a raster", async () => {
    const { outcome } = await survives([
      disk("berlin-tiergarten/derived/dgm1.asc"),
      disk("berlin-tiergarten/derived/dgm1.prj"),
    ]);
    expect(outcome.report.files.find(({ format }) => format === "asciiGrid")?.crs).toMatchObject({
      crs: "EPSG:25833",
      how: "stated",
    });
  });

  it.each([
    "1.0/TilesetWithDiscreteLOD",
    "1.0/TilesetWithTreeBillboards",
    "1.1/MetadataGranularities",
    "1.1/MultipleContents",
    "1.1/SparseImplicitQuadtree",
  ])("takes the tileset %s as one, for viewing only", async (folder) => {
    const files = readdirSync(`${root}/3dtiles-samples/${folder}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".md"))
      .map((entry) => {
        const path = `${entry.parentPath}/${entry.name}`;
        return memorySource(path.slice(root.length + 1), readFileSync(path));
      });
    const { outcome } = await survives(files);
    expect(outcome.report.files.map(({ format }) => format)).toEqual(["tiles3d"]);
    expect(outcome.data).toBeNull();
    expect(keysOf(outcome)).toContain("tiles3dViewOnly");
  });

  it("leaves no file out of this table", () => {
    const elsewhere =
      /^(bad-input|3dtiles-samples|cityjson-corpus-3dgi|heidelberg\/heidelberg)|README|derived\/dgm1\.prj$/;
    const known = new Set(rows.map(({ path }) => path));
    const left = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length).replace(/^\//, ""))
      .filter((path) => !elsewhere.test(path) && !known.has(path));
    expect(left).toEqual([]);
  });

  const corpus = "cityjson-corpus-3dgi/cases";
  const cases = (folder: string): string[] =>
    root === ""
      ? []
      : readdirSync(`${root}/${corpus}/${folder}`, { recursive: true, encoding: "utf8" })
          .filter(
            (name) => /\.jsonl?$/.test(name) && !/(case|invariants|acquisition|profile)\.json$/.test(name),
          )
          .map((name) => `${corpus}/${folder}/${name}`);

  // Cases of the format itself: where one holds no building with a surface, that is what has to be said.
  it.each(cases("conformance"))("%s", async (path) => {
    const { outcome } = await survives([disk(path)]);
    expect(outcome.report.files[0].format).toBe("cityJson");
    if (outcome.data === null)
      expect(keysOf(outcome).some((key) => key === "noBuildings" || key === "cityJsonFeatureAlone")).toBe(
        true,
      );
    else expect(outcome.data.buildings.count + outcome.data.trees.count).toBeGreaterThan(0);
  });

  it.each([
    [
      "invalid_cityjsonfeature_root_id_unresolved/invalid_cityjsonfeature_root_id_unresolved.city.jsonl",
      "cityJsonFeatureAlone",
    ],
    ["invalid_missing_type/invalid_missing_type.json", "notCityJson"],
    ["invalid_out_of_range_vertex_index/invalid_out_of_range_vertex_index.json", "vertexIndexWrong"],
    ["invalid_u64_f64_bounds/invalid_u64_f64_bounds.json", "faceWithoutArea"],
  ])("%s is refused as %s", async (path, key) => {
    const { outcome } = await survives([disk(`${corpus}/invalid/${path}`)]);
    expect(outcome.data).toBeNull();
    expect(keysOf(outcome)).toContain(key);
  });

  it.each([["nrw-selfkant/LoD2_32_280_5657_1_NW.gml"], ["berlin-tiergarten/berlin-siegessaeule.osm.gz"]])(
    "%s goes out as a package and comes back with equal hashes",
    async (path) => {
      const { data } = await importAll([disk(path)]);
      if (data === null) throw new Error("no twin");
      const archive = await exported(data);
      expect((await openZippedPackage(archive)).baseHashes).toEqual(data.baseHashes);
      const { outcome } = await survives([memorySource("stadt.zip", archive)]);
      expect(outcome.report.files[0].format).toBe("twinPackage");
      expect(outcome.data?.baseHashes).toEqual(data.baseHashes);
      expect(outcome.data?.frame).toEqual(data.frame);
    },
  );
});

/** The demo city, where it was built. */
const demoFolder = fileURLToPath(new URL("../../public/demo/wiesenbrueck/", import.meta.url));

it.skipIf(!existsSync(`${demoFolder}twin.json`))(
  "the demo city goes out as a package and comes back with equal hashes",
  async () => {
    const data = await openPackage(async (name) => new Uint8Array(readFileSync(demoFolder + name)).buffer);
    const { outcome } = await survives([memorySource("wiesenbrueck.zip", await exported(data))]);
    expect(outcome.report.files[0].format).toBe("twinPackage");
    expect(outcome.data?.baseHashes).toEqual(data.baseHashes);
    expect(outcome.data?.frame).toEqual(data.frame);
  },
);

describe("coordinates against PROJ 9.1.1 (cs2cs), to a millimetre", () => {
  // Longitude, latitude (ETRS89); east, north in UTM 32 and in UTM 33.
  it.each([
    [9, 50, 500_000, 5_538_630.70274, 70_134.49763, 5_555_901.55409],
    [13.3505, 52.5145, 795_154.56741, 5_827_164.0921, 388_067.71597, 5_819_543.54688],
    [11.575, 49.9456, 684_740.23748, 5_535_760.83277, 254_288.46139, 5_538_206.72251],
    [9.175, 47.664, 513_138.75041, 5_278_971.15016, 62_737.39292, 5_295_414.04756],
    [6.05, 51.02, 293_107.70043, 5_656_190.98218, -127_208.09147, 5_690_269.63459],
    [8.6815, 49.4146, 476_898.09677, 5_473_595.32276, 41_840.31847, 5_492_768.05321],
    [14.98, 51.15, 918_097.47289, 5_683_525.48331, 498_601.13791, 5_666_505.86017],
    [12.0001, 54.3, 695_210.09665, 6_021_052.60622, 304_802.91313, 6_021_052.05253],
  ])("%f° E, %f° N", (longitude, latitude, east32, north32, east33, north33) => {
    const off = (crs: string, east: number, north: number, eastwardsM = 0): number => {
      const [x, y] = transformBetween("EPSG:4258", crs)(longitude, latitude);
      return Math.hypot(x - east - eastwardsM, y - north);
    };
    expect(off("EPSG:25832", east32, north32)).toBeLessThan(1e-3);
    expect(off("EPSG:25833", east33, north33)).toBeLessThan(1e-3);
    expect(off("EPSG:4647", east32, north32, 32e6)).toBeLessThan(1e-3);
    expect(off("EPSG:5650", east33, north33, 33e6)).toBeLessThan(1e-3);
    const [x, y] = transformBetween("EPSG:25833", "EPSG:25832")(east33, north33);
    expect(Math.hypot(x - east32, y - north32)).toBeLessThan(1e-3);
  });

  it.skipIf(root === "")("keeps the millimetres of a corner that its file states", async () => {
    const { data } = await importAll([disk("nrw-selfkant/LoD2_32_280_5657_1_NW.gml")]);
    if (data === null) throw new Error("no twin");
    const text = readFileSync(`${root}/nrw-selfkant/LoD2_32_280_5657_1_NW.gml`, "utf8");
    const { frame, buildings } = data;
    const east = (frame.originEastM + buildings.footprintXY[0]).toFixed(3);
    const north = (frame.originNorthM + buildings.footprintXY[1]).toFixed(3);
    // The corner stands in the file with the same millimetres.
    expect(text).toContain(`${east.replace(/0+$/, "")}`);
    expect(text).toContain(`${north.replace(/0+$/, "")}`);
  });
});
