import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { readCsvFeatures } from "../csv/read.ts";
import { readGeoJsonFeatures } from "../geojson/read.ts";
import { landCoverCodeOfWord } from "../landCover/classes.ts";
import { diskSource, textSource } from "../testing.ts";
import type { ReadFeatureFormat, TableFeature } from "./contract.ts";
import { readTable } from "./testing.ts";

/** A format that hands over records as they are. */
const given =
  (records: readonly Partial<TableFeature>[], statedCrs = "EPSG:25832"): ReadFeatureFormat =>
  async ({ take }) => {
    for (const [i, record] of records.entries())
      take({ id: "", geometry: null, properties: {}, line: i + 1, ...record });
    return { statedCrs };
  };
const square = (x: number, y: number, size = 10) => ({
  type: "Polygon",
  coordinates: [
    [
      [556_000 + x, 5_612_000 + y],
      [556_000 + x + size, 5_612_000 + y],
      [556_000 + x + size, 5_612_000 + y + size],
      [556_000 + x, 5_612_000 + y + size],
      [556_000 + x, 5_612_000 + y],
    ],
  ],
});
const at = (x: number, y: number) => ({ type: "Point", coordinates: [556_000 + x, 5_612_000 + y] });
const read = (records: readonly Partial<TableFeature>[], choice = {}, name = "daten") =>
  readTable(given(records), textSource("", name), choice);

describe("what a record is", () => {
  it("tells apart the objects of a mixed OSM extract", async () => {
    const { parts, read: got } = await read([
      {
        id: "way/1",
        geometry: square(0, 0),
        properties: {
          building: "apartments",
          "building:levels": "3;4",
          "roof:shape": "gabled",
          "roof:levels": "1",
          "addr:street": "Am Wall",
          "addr:housenumber": "3a",
        },
      },
      { id: "way/2", geometry: square(20, 0), properties: { building: "no", landuse: "meadow" } },
      { id: "node/3", geometry: at(5, 5), properties: { natural: "tree", height: "12 m", species: "Tilia" } },
      { id: "node/4", geometry: at(6, 6), properties: { amenity: "pharmacy", name: "Apotheke am Wall" } },
      {
        id: "way/5",
        geometry: square(40, 0),
        properties: { amenity: "school", building: "school", name: "Wallschule", height: "12,5 m" },
      },
      { id: "way/6", geometry: square(60, 0), properties: { leisure: "playground" } },
    ]);
    expect(got.objects).toEqual({ footprints: 2, addresses: 1, landCoverPolygons: 2, trees: 1, places: 3 });
    expect(parts.footprints[0].layer.facts[0]).toMatchObject({
      id: "way/1",
      storeys: 4,
      roofStoreys: 1,
      roofShape: "gabled",
      functionCode: "apartments",
    });
    expect(parts.footprints[0].layer.facts[1].heightM).toBe(12.5);
    expect(parts.places[0].layer.map(({ name, kind }) => [name, kind])).toEqual([
      ["Apotheke am Wall", "pharmacy"],
      ["Wallschule", "school"],
      ["", "playground"],
    ]);
    expect(parts.addresses[0].layer).toMatchObject({ streets: ["Am Wall"], houseNumbers: ["3a"] });
    expect(parts.landCover[0].layer.codes).toEqual([landCoverCodes.meadow, landCoverCodes.sportsSurface]);
    expect(got.frame).toEqual({ crs: "EPSG:25832", originEastM: 556_000, originNorthM: 5_612_000 });
  });

  it("reads ALKIS-like tables: houses by their function, land use by words and numbers", async () => {
    const {
      parts,
      read: got,
      findings,
    } = await read([
      { geometry: square(0, 0), properties: { OI: "DEBW1", GFK: "31001_1010", AOG: 2, HOEHE: "8,4" } },
      { geometry: square(20, 0), properties: { NUTZART: "Wohnbaufläche", BEZ: "" } },
      { geometry: square(40, 0), properties: { OBJART: "43002" } },
      { geometry: square(60, 0), properties: { OBJART: "AX_StehendesGewaesser" } },
      { geometry: square(80, 0), properties: { NUTZART: "Truppenübungsplatz" } },
    ]);
    expect(parts.footprints[0].layer.facts[0]).toMatchObject({
      id: "DEBW1",
      functionCode: "31001_1010",
      storeys: 2,
      heightM: 8.4,
    });
    expect(parts.landCover[0].layer.codes).toEqual([
      landCoverCodes.garden,
      landCoverCodes.forest,
      landCoverCodes.water,
    ]);
    expect(findings).toMatchObject([
      { key: "landCoverValuesUnknown", values: { values: "Truppenübungsplatz (1)", total: 1 } },
    ]);
    expect(got.table?.roles.find(({ role }) => role === "landCover")).toMatchObject({
      decidedBy: "columns",
      columns: { class: "OBJART" },
    });
  });

  it("takes what a person maps: a column, and a value to a class", async () => {
    const columns = { class: "CODE", "class=7b": "forest", "class=9": "water" };
    const { parts, read: got } = await read(
      [
        { geometry: square(0, 0), properties: { CODE: "7b" } },
        { geometry: square(20, 0), properties: { CODE: 9 } },
      ],
      { role: "landCover", columns },
    );
    expect(parts.landCover[0].layer.codes).toEqual([landCoverCodes.forest, landCoverCodes.water]);
    expect(got.table?.roles).toMatchObject([
      { role: "landCover", decidedBy: "choice", columns: { class: "CODE" } },
    ]);
  });

  it("finds heights by their values where no column is called as usual, and leaves them to the person", async () => {
    const records = [4, 7, 12].map((height, i) => ({
      geometry: square(i * 20, 0),
      properties: { NR: i + 900, MED_HOEHE_CM: height * 100 },
    }));
    const { parts, read: got } = await read(records);
    expect(parts.footprints[0].layer.facts.map(({ heightM }) => heightM)).toEqual([4, 7, 12]);
    expect(got.table?.roles).toMatchObject([
      { role: "buildings", decidedBy: "values", columns: { heightM: "MED_HOEHE_CM" } },
    ]);
    expect(got.table?.columns).toEqual([
      { name: "NR", samples: ["900", "901", "902"] },
      { name: "MED_HOEHE_CM", samples: ["400", "700", "1200"] },
    ]);
    const none = await read(records, { role: "buildings", columns: { heightM: "" } });
    expect(none.parts.footprints[0].layer.facts[0].heightM).toBe(Number.NaN);
    expect(none.read.table?.roles[0].columns.heightM).toBe("");
  });

  it("reads places by German words, districts with residents, plan areas, and says what it knows nothing of", async () => {
    const {
      parts,
      keys,
      read: got,
    } = await read([
      { geometry: at(1, 1), properties: { Kategorie: "Kindertagesstätte", Name: "Kita Sonnenschein" } },
      { geometry: at(2, 2), properties: { Kategorie: "Volkshochschule", Name: "VHS" } },
      { geometry: square(0, 0, 100), properties: { Stadtteil: "Nord", Einwohner: "1.204,0", unter18: 200 } },
      { geometry: square(0, 200), properties: { featuretype: "BP_BaugebietsTeilFlaeche", Z: 3 } },
      { geometry: { type: "LineString", coordinates: [] }, properties: {} },
      { geometry: null, properties: { a: 1 } },
    ]);
    expect(parts.places[0].layer).toMatchObject([
      { kind: "kindergarten", critical: true, name: "Kita Sonnenschein" },
    ]);
    expect(parts.population[0].layer).toMatchObject({ count: 1, buildingIds: [""] });
    expect([...parts.population[0].layer.residents]).toEqual([1204]);
    expect(parts.planAreas[0].layer.facts[0]).toMatchObject({
      storeys: 3,
      functionCode: "BP_BaugebietsTeilFlaeche",
    });
    expect(got.objects).toEqual({ places: 1, populationRows: 1, planAreas: 1 });
    expect(keys).toEqual(["pointUnknown", "geometryNotUsed", "featureWithoutGeometry"]);
  });

  it("drops columns about people, in the twin and in what it shows", async () => {
    const {
      parts,
      findings,
      read: got,
    } = await read([
      {
        geometry: square(0, 0),
        properties: {
          Gebaeudefunktion: "Wohnhaus",
          Eigentuemer: "Erika Muster",
          Telefon: "0123",
          Baujahr: 1950,
        },
      },
    ]);
    expect(parts.footprints[0].layer.facts[0].attributes).toEqual({
      Gebaeudefunktion: "Wohnhaus",
      Baujahr: 1950,
    });
    expect(findings).toMatchObject([
      { key: "personalColumnsDropped", values: { columns: "Eigentuemer, Telefon" } },
    ]);
    expect(JSON.stringify(got)).not.toContain("Muster");
  });

  it("builds the outline of a building, not its parts as well", async () => {
    const { parts, keys } = await read([
      { geometry: square(0, 0, 20), properties: { building: "yes", height: "20" } },
      { geometry: square(0, 0), properties: { "building:part": "yes", height: "30" } },
    ]);
    expect(parts.footprints[0].layer.facts).toHaveLength(1);
    expect(keys).toEqual(["buildingPartLeftOut"]);
  });

  it("does not take the population of a town at its point for residents of houses", async () => {
    const { parts, keys } = await read([
      { geometry: at(0, 0), properties: { place: "village", name: "Bindlach", population: "7000" } },
    ]);
    expect(parts.population).toEqual([]);
    expect(keys).toEqual(["pointUnknown"]);
  });

  it("bears hostile properties", async () => {
    const hostile = JSON.parse(
      '{"__proto__":{"x":1},"building":{"toString":1},"amenity":{"toString":2},"natural":["tree"],"baumart":[[]],"hoehe":{}}',
    ) as Record<string, unknown>;
    const geometries = [
      at(0, 0),
      square(0, 0),
      { type: { toString: 1 }, coordinates: 7 },
      { type: "GeometryCollection", geometries: [null, 3, square(1, 1)] },
      { type: "Polygon", coordinates: [[[{}, []]]] },
    ];
    for (const role of [
      undefined,
      "buildings",
      "trees",
      "places",
      "population",
      "landCover",
      "addresses",
    ] as const)
      await read(
        geometries.map((geometry) => ({ geometry, properties: hostile })),
        role === undefined ? {} : { role },
      );
  });
});

describe("land-cover words", () => {
  it("knows names and numbers of ALKIS, ATKIS and XPlanung", () => {
    const words = [
      "AX_Wohnbauflaeche",
      "41001",
      "Industrie- und Gewerbefläche",
      "Tagebau, Grube, Steinbruch",
      "BP_WaldFlaeche",
      "42010",
      "Fließgewässer",
      "Unland/Vegetationslose Fläche",
    ];
    expect(words.map(landCoverCodeOfWord)).toEqual([
      landCoverCodes.garden,
      landCoverCodes.garden,
      landCoverCodes.paved,
      landCoverCodes.bareSoil,
      landCoverCodes.forest,
      landCoverCodes.railBallast,
      landCoverCodes.water,
      landCoverCodes.bareSoil,
    ]);
    expect([landCoverCodeOfWord(""), landCoverCodeOfWord("constructor")]).toEqual([0, 0]);
  });
});

describe("GeoJSON beyond collections", () => {
  const feature = (x: number) => ({
    type: "Feature",
    properties: { baumart: "Linde" },
    geometry: { type: "Point", coordinates: [9.1 + x, 47.7] },
  });
  it("reads single features, one a line, sequences, and bare geometries", async () => {
    const lines = [0, 0.001, 0.002].map((x) => JSON.stringify(feature(x)));
    const documents: readonly [string, number][] = [
      [lines.join("\n"), 3],
      [lines.map((line) => `\u001e${line}\n`).join(""), 3],
      [`[${lines.join(",")}]`, 3],
      [JSON.stringify(feature(0), null, 2), 1],
      ['{"type":"Point","coordinates":[9.1,47.7]}', 1],
    ];
    for (const [text, count] of documents) {
      for (const size of [7, 1000]) {
        const { parts, read: got } = await readTable(
          readGeoJsonFeatures,
          textSource(text, "bäume.geojsonl", size),
        );
        expect(parts.trees[0]?.layer.count, text.slice(0, 30)).toBe(count);
        expect(got.crs?.crs).toBe("EPSG:4326");
      }
    }
  });
});

describe.skipIf(sharedData("city") === null)("real tables (need ../shared/data/city)", () => {
  it("reads Konstanz' 15,711 trees with their unknowns", async () => {
    const {
      parts,
      read: got,
      keys,
    } = await readTable(
      readCsvFeatures,
      diskSource(sharedData("city/konstanz-trees/KN_Baumkataster_2020.csv") ?? ""),
    );
    const trees = parts.trees[0].layer;
    expect(trees.count).toBe(15_711);
    const known = (values: Float32Array) =>
      [...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    const heights = known(trees.heightM);
    const crowns = known(trees.crownDiameterM);
    expect([trees.count - heights.length, trees.count - crowns.length]).toEqual([5, 11]);
    expect([heights[heights.length >> 1], heights.at(-1), crowns[crowns.length >> 1], crowns.at(-1)]).toEqual(
      [9, 40, 6, 30],
    );
    expect([trees.species[trees.speciesIndex[0]], trees.species[trees.speciesIndex[1]]]).toEqual([
      "Alnus glutinosa",
      "Juglans regia",
    ]);
    expect(got.frame?.crs).toBe("EPSG:25832");
    expect(got.table?.roles).toMatchObject([
      {
        role: "trees",
        columns: {
          x: "X",
          y: "Y",
          heightM: "hoeheM",
          crownDiameterM: "kronendurchmesserM",
          species: "Name_lat",
          id: "baumId",
        },
      },
    ]);
    expect(keys).toEqual([]);
  });
});
