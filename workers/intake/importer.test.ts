import { writeArrayBuffer } from "geotiff";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { openPackage } from "#twin/package/open.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { writePackage } from "#twin/package/write.ts";
import { zipPackage } from "#twin/package/zip.ts";
import { importSources } from "./importer.ts";
import { memorySource, type Source } from "./source.ts";
import { diskSource, importAll, quiet, textSource } from "./testing.ts";

const crs = { type: "name", properties: { name: "EPSG:25832" } };
const e = 556_000;
const n = 5_612_000;

/** 40 × 30 m of terrain that falls 1 in 10 towards the south-west corner at (556000, 5612000). */
const terrain = (): Source => {
  const values = Float32Array.from(
    { length: 20 * 15 },
    (_, i) => 40 + ((i % 20) + 0.5) * 0.2 + (14.5 - Math.floor(i / 20)) * 0.2,
  );
  const bytes = writeArrayBuffer(
    values as never,
    {
      width: 20,
      height: 15,
      ModelPixelScale: [2, 2, 0],
      ModelTiepoint: [0, 0, 0, e, n + 30, 0],
      GTModelTypeGeoKey: 1,
      GTRasterTypeGeoKey: 1,
      ProjectedCSTypeGeoKey: 25_832,
    } as never,
  );
  return memorySource("dgm.tif", new Uint8Array(bytes));
};

/** Boxes of 6 × 4 m at the given corners, ground at z. */
const city = (name: string, boxes: Readonly<Record<string, readonly [number, number, number]>>): Source => {
  const vertices: number[][] = [];
  const objects = Object.fromEntries(
    Object.entries(boxes).map(([id, [x, y, z]]) => {
      const first = vertices.length;
      for (const h of [0, 6])
        for (const [dx, dy] of [
          [0, 0],
          [6, 0],
          [6, 4],
          [0, 4],
        ])
          vertices.push([e + x + dx, n + y + dy, z + h]);
      const faces = [
        [0, 3, 2, 1],
        [4, 5, 6, 7],
        [0, 1, 5, 4],
        [1, 2, 6, 5],
        [2, 3, 7, 6],
        [3, 0, 4, 7],
      ];
      const boundaries = [faces.map((face) => [face.map((index) => first + index)])];
      return [id, { type: "Building", geometry: [{ type: "Solid", lod: "2", boundaries }] }];
    }),
  );
  const document = {
    type: "CityJSON",
    version: "1.1",
    metadata: { referenceSystem: "EPSG:25832" },
    CityObjects: objects,
    vertices,
  };
  return textSource(JSON.stringify(document), name);
};
const geoJson = (name: string, features: readonly unknown[]): Source =>
  textSource(JSON.stringify({ type: "FeatureCollection", crs, features }), name);
const rectangle = (x0: number, y0: number, x1: number, y1: number, properties: Record<string, unknown>) => ({
  type: "Feature",
  properties,
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [e + x0, n + y0],
        [e + x1, n + y0],
        [e + x1, n + y1],
        [e + x0, n + y1],
        [e + x0, n + y0],
      ],
    ],
  },
});
const tree = (x: number, y: number, id: string) => ({
  type: "Feature",
  properties: { gisid: id, baumart: "Linde" },
  geometry: { type: "Point", coordinates: [e + x, n + y] },
});

describe("importSources", () => {
  it("makes one twin of all layers, in one frame, cut to the terrain", async () => {
    const { data, report } = await importAll([
      textSource("gebaeude_id;bewohner\nhouse;4\nnobody;1\n", "einwohner.csv"),
      geoJson("bodenbedeckung.geojson", [
        rectangle(0, 0, 40, 30, { class: "lawn" }),
        rectangle(10, 0, 20, 30, { class: "asphalt" }),
      ]),
      geoJson("baeume.geojson", [tree(5, 5, "t1"), tree(500, 5, "far"), tree(6, 6, "t1")]),
      city("city.json", { house: [12, 10, 41], outside: [300, 10, 40] }),
      terrain(),
    ]);
    expect(report.usable).toBe(true);
    expect(report.files.map(({ format }) => format)).toEqual([
      "populationCsv",
      "geoJson",
      "geoJson",
      "cityJson",
      "geoTiff",
    ]);
    expect(data?.frame).toEqual({ crs: "EPSG:25832", originEastM: e, originNorthM: n });
    expect(data?.extent).toEqual({ minX: 0, minY: 0, maxX: 40, maxY: 30 });
    expect(data?.buildings.ids).toEqual(["house"]);
    expect([...(data?.buildings.footprintXY ?? [])].sort((a, b) => a - b)).toEqual([
      10, 10, 12, 12, 14, 14, 18, 18,
    ]);
    expect(data?.trees.ids).toEqual(["t1"]);
    expect(data?.population.buildingIds).toEqual(["house"]);
    expect([...(data?.population.xy ?? [])]).toEqual([15, 12]);
    expect(data?.terrain).toMatchObject({ columns: 20, rows: 15, cellSizeM: 2, westX: 0, northY: 30 });
    expect(data?.terrain.values[0]).toBeCloseTo(43, 5);
    const cover = data?.landCover;
    expect(cover).toMatchObject({ columns: 40, rows: 30, cellSizeM: 1 });
    const areas = new Map<number, number>();
    for (const code of cover?.values ?? []) areas.set(code, (areas.get(code) ?? 0) + 1);
    // No polygon is a building, so the house of 6 m × 4 m lies on the road.
    expect(Object.fromEntries(areas)).toEqual({
      [landCoverCodes.lawn]: 900,
      [landCoverCodes.asphalt]: 276,
      [landCoverCodes.building]: 24,
    });
    expect(data?.sources.landCover?.derivation).toEqual({ derivedBy: "landCoverWithFootprintsAndStreets" });
    expect(report.twin.map(({ key }) => key).sort()).toEqual([
      "buildingOutside",
      "landCoverPaintedOver",
      "licenceMissing",
      "residentsWithoutBuilding",
      "treeOutside",
      "treeRepeated",
    ]);
  });

  it("derives what is missing by a named default, and says so", async () => {
    const { data, report } = await importAll([city("city.json", { low: [0, 0, 40], high: [100, 0, 50] })]);
    expect(data?.sources.terrain?.derivation).toEqual({ derivedBy: "terrainFromBuildingGround" });
    expect(data?.sources.landCover?.derivation).toEqual({ derivedBy: "landCoverFromFootprintsAndStreets" });
    expect(data?.sources.buildings?.derivation).toBe("delivered");
    expect(report.twin.map(({ key }) => key)).toEqual([
      "terrainDerived",
      "landCoverDerived",
      "licenceMissing",
    ]);
    // The ground runs through each building's corners and stays between them everywhere else.
    const { values, columns, cellSizeM, westX, northY } = data?.terrain ?? sampleTwin().terrain;
    const at = (x: number, y: number): number =>
      values[Math.floor((northY - y) / cellSizeM) * columns + Math.floor((x - westX) / cellSizeM)];
    expect(at(50.5, 49.5)).toBeCloseTo(40, 5);
    expect(at(150.5, 49.5)).toBeCloseTo(50, 5);
    expect(at(100, 52)).toBeGreaterThan(42);
    expect(at(100, 52)).toBeLessThan(48);
    expect(values.every((height) => height >= 40 && height <= 50)).toBe(true);
    let built = 0;
    for (const code of data?.landCover.values ?? []) if (code === landCoverCodes.building) built += 1;
    expect(built).toBe(48);
  });

  it("keeps the first of a building that stands in two files", async () => {
    const { data, report } = await importAll([
      city("a.json", { house: [0, 0, 40] }),
      city("b.json", { house: [0, 0, 40], other: [20, 0, 40] }),
    ]);
    expect(data?.buildings.ids).toEqual(["house", "other"]);
    expect(report.twin).toContainEqual(expect.objectContaining({ key: "buildingInTwoFiles", count: 1 }));
  });

  it("cuts to an area, and takes the user's system for every file", async () => {
    const area = { west: e + 10, south: n + 4, east: e + 30, north: n + 24 };
    const { data } = await importAll([terrain(), city("city.json", { house: [12, 10, 41] })], {
      area,
      crs: "EPSG:25832",
    });
    expect(data?.extent).toEqual({ minX: 0, minY: 0, maxX: 20, maxY: 20 });
    expect(data?.terrain).toMatchObject({ columns: 10, rows: 10, westX: 0, northY: 20 });
    expect(Math.min(...(data?.buildings.footprintXY ?? []))).toBe(2);
    const { report } = await importAll([terrain()], { crs: "EPSG:1" });
    expect(report.files[0].findings.map(({ key }) => key)).toContain("crsUnknown");
  });

  it("gives the same hashes whatever the chunks, and after writing and opening", async () => {
    const sources = [
      terrain(),
      city("city.json", { house: [12, 10, 41] }),
      geoJson("baeume.geojson", [tree(5, 5, "t1")]),
    ];
    const { data } = await importAll(sources);
    const again = await importAll(sources.map(({ name, size, stream }) => ({ name, size, stream })));
    expect(again.data?.baseHashes).toEqual(data?.baseHashes);
    const files = writePackage(data ?? sampleTwin());
    const opened = await openPackage(async (name) => (files.get(name) ?? new Uint8Array()).slice().buffer);
    expect(opened).toEqual(data);
  });

  it("opens a package that is dropped among files, alone", async () => {
    const { data, report } = await importAll([memorySource("x.zip", zipPackage(sampleTwin())), terrain()]);
    expect(data).toEqual(sampleTwin());
    expect(report.twin.map(({ key }) => key)).toEqual(["packageTakenAlone"]);
  });

  it("says what cannot be used, and does not take a surface model for ground", async () => {
    const heights = terrain();
    const { data, report } = await importAll([
      memorySource("noise.bin", Uint8Array.of(0xff, 0xd8, 0, 1)),
      memorySource("empty", new Uint8Array(0)),
      { ...heights, name: "dom1_33390.tif" },
    ]);
    expect(data).toBeNull();
    expect(report.files.map(({ findings }) => findings[0].key)).toEqual([
      "formatUnknown",
      "fileEmpty",
      "rasterNotTerrain",
    ]);
    expect(report.twin.map(({ key }) => key)).toEqual(["nothingUsable"]);
  });

  it("reports progress that never falls and ends at one, and stops when told to", async () => {
    const seen: number[] = [];
    await importSources(
      [terrain(), city("city.json", { house: [1, 1, 40] })],
      { id: "a", name: "A" },
      ({ fraction }) => seen.push(fraction),
      quiet.signal,
    );
    expect(seen.at(-1)).toBe(1);
    expect(seen.every((fraction, i) => i === 0 || fraction >= seen[i - 1])).toBe(true);
    const abort = new AbortController();
    const slow = importSources(
      [city("city.json", { house: [1, 1, 40] })],
      { id: "a", name: "A" },
      () => abort.abort(),
      abort.signal,
    );
    await expect(slow).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe.skipIf(sharedData("city") === null)("real data (needs ../shared/data/city)", () => {
  const file = (path: string): Source => diskSource(sharedData(`city/${path}`) ?? "");

  it("makes a twin of the AdV tile alone", async () => {
    const { data } = await importAll([file("nrw-selfkant/LoD2_32_280_5657_1_NW.gml")]);
    expect(data?.buildings.count).toBe(83);
    expect(data?.sources.terrain?.derivation).toEqual({ derivedBy: "terrainFromBuildingGround" });
    const ground = [...(data?.buildings.groundZ ?? [])];
    const heights = data?.terrain.values ?? new Float32Array();
    expect(
      heights.every((height) => height >= Math.min(...ground) - 0.01 && height <= Math.max(...ground) + 0.01),
    ).toBe(true);
  });

  it("brings the Berlin terrain, trees in degrees and the .prj of a grid together", async () => {
    const { data, report } = await importAll([
      file("berlin-tiergarten/Berlin_DEM2021.tif"),
      file("berlin-tiergarten/derived/trees_from_chm_wgs84.geojson"),
    ]);
    expect([data?.terrain.columns, data?.terrain.rows, data?.trees.count]).toEqual([2315, 2265, 957]);
    expect(data?.frame).toEqual({ crs: "EPSG:25833", originEastM: 388_041, originNorthM: 5_818_418 });
    expect(report.files.flatMap(({ findings }) => findings)).toEqual([]);
    const grid = await importAll([
      file("berlin-tiergarten/derived/dgm1.prj"),
      file("berlin-tiergarten/derived/dgm1.asc"),
    ]);
    expect(grid.report.files[1].crs).toMatchObject({ crs: "EPSG:25833", how: "stated" });
  });
});
