import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { readTable } from "../features/testing.ts";
import { landCoverColumnOf } from "../landCover/classes.ts";
import { diskSource, textSource } from "../testing.ts";
import { createFeatureSplitter, legacyCrsName } from "./features.ts";
import { readGeoJsonFeatures } from "./read.ts";

const read = async (document: unknown, chunkSize = 31, name = "test") => {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const got = await readTable(readGeoJsonFeatures, textSource(text, name, chunkSize));
  return { ...got, trees: got.parts.trees[0]?.layer, landCover: got.parts.landCover[0]?.layer };
};
const crs = { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::25832" } };
const point = (x: number, y: number, properties: Record<string, unknown>, id?: string) => ({
  type: "Feature",
  ...(id === undefined ? {} : { id }),
  geometry: { type: "Point", coordinates: [x, y] },
  properties,
});
const collection = (features: readonly unknown[], more: Record<string, unknown> = {}) => ({
  type: "FeatureCollection",
  ...more,
  features,
});

describe("createFeatureSplitter", () => {
  it("cuts features whatever the chunks, whatever stands in strings", () => {
    const features = [{ a: 'x"}]{[' }, { b: [{ c: "\\" }, {}] }, {}];
    const text = `\uFEFF{"name":"features","meta":{"features":[{"no":1}]},\n"features":[${features.map((f) => JSON.stringify(f)).join(",\n")}],"crs":1}`;
    for (const size of [1, 2, 5, 1000]) {
      const splitter = createFeatureSplitter();
      const found: { text: string; line: number }[] = [];
      for (let at = 0; at < text.length; at += size) found.push(...splitter.push(text.slice(at, at + size)));
      expect(found.map((feature) => JSON.parse(feature.text))).toEqual(features);
      expect(found.map(({ line }) => line)).toEqual([2, 3, 4]);
      expect(splitter.end()).toMatchObject({ complete: true, sawFeatures: true });
    }
  });

  it("finds the legacy crs before and after the features", () => {
    expect(legacyCrsName(JSON.stringify({ crs, features: [] }))).toBe("urn:ogc:def:crs:EPSG::25832");
    expect(legacyCrsName('{"name":"crs"}')).toBe("");
  });
});

describe("readGeoJson", () => {
  it("reads trees of a cadastre in UTM, before or after the crs member", async () => {
    const features = [
      point(556_100.5, 5_612_200.25, {
        gisid: "t1",
        art_bot: "Tilia cordata",
        baumhoehe: "8,5",
        kronedurch: 6,
      }),
      point(556_101, 5_612_201, { gisid: "t2", art_bot: "Tilia cordata", baumhoehe: 0, kronedurch: null }),
      point(556_102, 5_612_202, { id: "t3", gattung: "Acer", baumhoehe: "k.A.", kronedurch: 900 }, "wfs.7"),
    ];
    for (const document of [collection(features, { crs }), { ...collection(features), crs }]) {
      const { read: result, trees, findings } = await read(document);
      expect(result.frame).toEqual({ crs: "EPSG:25832", originEastM: 556_000, originNorthM: 5_612_000 });
      expect(trees).toMatchObject({
        count: 3,
        ids: ["t1", "t2", "wfs.7"],
        species: ["Tilia cordata", "Acer"],
      });
      expect([...(trees?.xy ?? [])]).toEqual([100.5, 200.25, 101, 201, 102, 202]);
      expect([...(trees?.heightM ?? [])]).toEqual([8.5, Number.NaN, Number.NaN]);
      expect([...(trees?.crownDiameterM ?? [])]).toEqual([6, Number.NaN, Number.NaN]);
      expect(findings).toMatchObject([
        { key: "treeValueUnusable", count: 2, places: [{ objectId: "wfs.7" }, {}] },
      ]);
    }
  });

  it("reads WGS 84, swapped or not, to the same place", async () => {
    const tree = { baumart: "Linde" };
    const right = await read(collection([point(13.3501, 52.5145, tree)]));
    const swapped = await read(collection([point(52.5145, 13.3501, tree)]));
    expect(right.read.frame?.crs).toBe("EPSG:25833");
    expect(swapped.trees?.xy).toEqual(right.trees?.xy);
    expect([right.read.crs?.repairs, swapped.read.crs?.repairs]).toEqual([[], ["axesSwapped"]]);
  });

  it("reads land cover with holes and several parts", async () => {
    const square = (x: number, y: number, size: number) => [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ];
    const polygons = {
      type: "MultiPolygon",
      coordinates: [
        [square(556_000, 5_612_000, 9), square(556_002, 5_612_002, 3)],
        [square(556_020, 5_612_000, 5)],
      ],
    };
    const {
      read: result,
      landCover,
      keys,
    } = await read(
      collection(
        [
          { type: "Feature", geometry: polygons, properties: { class: "lawn" } },
          {
            type: "Feature",
            geometry: { type: "Polygon", coordinates: [square(0, 0, 1)] },
            properties: { class: "moon" },
          },
          {
            type: "Feature",
            geometry: { type: "Polygon", coordinates: [[[1, 2]]] },
            properties: { class: "water" },
          },
          { type: "Feature", geometry: { type: "LineString", coordinates: [] }, properties: {} },
          { type: "Feature", geometry: null, properties: null },
        ],
        { crs },
      ),
    );
    expect(landCover?.codes).toEqual([landCoverCodes.lawn, landCoverCodes.lawn]);
    expect(result.objects).toEqual({ landCoverPolygons: 2 });
    expect(keys).toEqual([
      "polygonBroken",
      "geometryNotUsed",
      "featureWithoutGeometry",
      "landCoverValuesUnknown",
    ]);
  });

  it("keeps the good features of a file that breaks off or holds a broken one", async () => {
    const good = JSON.stringify(point(13.35, 52.5, { baumart: "Linde" }));
    const { trees, findings } = await read(
      `{"type":"FeatureCollection","features":[${good},\n{"type":oops},\n${good},\n{"type":"Feat`,
    );
    expect(trees?.count).toBe(2);
    expect(findings).toMatchObject([
      { key: "featureBroken", places: [{ line: 2 }] },
      { key: "fileCutShort", values: { features: 3 } },
    ]);
  });

  it("refuses what has no features and what is nested without end", async () => {
    await expect(read("{}")).rejects.toMatchObject({ key: "jsonWithoutFeatures" });
    expect((await read(`{"features":[${"[".repeat(1000)}`)).keys).toContain("jsonTooDeep");
  });
});

describe("landCoverColumnOf", () => {
  it("understands our names, German words and OSM tags", () => {
    expect(landCoverColumnOf({ class: "permeablePaving" }).code).toBe(landCoverCodes.permeablePaving);
    expect(landCoverColumnOf({ klasse: "Grünland" }).code).toBe(landCoverCodes.meadow);
    expect(landCoverColumnOf({ Nutzung: "Stehendes Gewässer" }).code).toBe(landCoverCodes.water);
    expect(landCoverColumnOf({ landuse: "allotments" }).code).toBe(landCoverCodes.garden);
    expect(landCoverColumnOf({ class: 7 }).code).toBe(landCoverCodes.meadow);
    expect(landCoverColumnOf({ class: 77, constructor: "lawn" }).code).toBe(0);
  });
});

describe.skipIf(sharedData("city") === null)("real files (need ../shared/data/city)", () => {
  const folder = `${sharedData("city/berlin-tiergarten") ?? ""}/derived`;
  const open = async (name: string) => {
    const { read, parts } = await readTable(
      readGeoJsonFeatures,
      diskSource(`${folder}/${name}`),
      {},
      "EPSG:25833",
    );
    return { frame: read.frame, trees: parts.trees[0]?.layer };
  };

  it("reads 957 trees at the same places from UTM and from WGS 84", async () => {
    const utm = await open("trees_from_chm_25833.geojson");
    const degrees = await open("trees_from_chm_wgs84.geojson");
    expect([utm.trees?.count, degrees.trees?.count]).toEqual([957, 957]);
    expect(degrees.frame).toEqual(utm.frame);
    let worst = 0;
    for (let i = 0; i < 957 * 2; i++)
      worst = Math.max(worst, Math.abs((utm.trees?.xy[i] ?? 0) - (degrees.trees?.xy[i] ?? 9)));
    // The file in degrees has seven decimals: a centimetre.
    expect(worst).toBeLessThan(0.02);
  });

  it("reads the fields of Berlin's WFS", async () => {
    const { trees } = await open("baumbestand_wfs_schema_sample_25833.geojson");
    expect(trees?.species[0]).toBe("Platanus acerifolia");
    expect([trees?.heightM[0], trees?.crownDiameterM[0]]).toEqual([17, 16]);
  });
});
