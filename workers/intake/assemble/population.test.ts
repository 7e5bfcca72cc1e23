import { describe, expect, it } from "vitest";
import { landCoverCodes } from "#twin/landCover.ts";
import type { PopulationTable } from "#twin/objects.ts";
import { transformBetween } from "../crs/project.ts";
import type { Source } from "../source.ts";
import { importAll, textSource } from "../testing.ts";
import { dwellingShare } from "./dwellings.ts";
import { shareOut } from "./spread.ts";

const e = 556_000;
const n = 5_612_000;
const crs = { type: "name", properties: { name: "EPSG:25832" } };
const square = (x: number, y: number, width: number, depth: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [e + x, n + y],
      [e + x + width, n + y],
      [e + x + width, n + y + depth],
      [e + x, n + y + depth],
      [e + x, n + y],
    ],
  ],
});
const file = (name: string, features: readonly { geometry: unknown; properties: unknown }[]): Source =>
  textSource(
    JSON.stringify({
      type: "FeatureCollection",
      crs,
      features: features.map((feature) => ({ type: "Feature", ...feature })),
    }),
    name,
  );
const house = (x: number, y: number, id: string, properties: Record<string, unknown>, size = 10) => ({
  geometry: square(x, y, size, size),
  properties: { building: "yes", id, ...properties },
});
const byBuilding = ({ buildingIds, residents }: PopulationTable): Record<string, number> =>
  Object.fromEntries(buildingIds.map((id, i) => [id, residents[i]]));

const town = file("haeuser.geojson", [
  house(0, 0, "flats", { building: "apartments", "building:levels": 3 }),
  house(20, 0, "home", { building: "house", "building:levels": 1 }),
  house(40, 0, "shop", { building: "retail", "building:levels": 2 }),
  house(300, 0, "far", { building: "house", "building:levels": 2 }),
]);

describe("residents", () => {
  it("are estimated from dwelling floor area where nobody delivers them, and say so", async () => {
    const { data, report } = await importAll([town]);
    // 100 m² × 3, × 1 and × 2 storeys × 0.75 / 47.5 m² a person: 4.7, 1.6 and 3.2.
    expect(byBuilding(data?.population as PopulationTable)).toEqual({ flats: 5, home: 1, far: 3 });
    expect(data?.population.method).toBe("estimated");
    const sum = (ages: Iterable<number> = []): number => [...ages].reduce((all, people) => all + people, 0);
    expect(sum(data?.population.under18)).toBeCloseTo(9 * 0.169, 5);
    expect(sum(data?.population.over65)).toBeCloseTo(9 * 0.223, 5);
    expect(data?.sources.population?.derivation).toEqual({ derivedBy: "residentsAndAgesFromDwellingArea" });
    expect(report.twin.find(({ key }) => key === "residentsEstimated")?.values).toEqual({
      residents: 9,
      areaPerPersonM2: 47.5,
      under18: 16.9,
      under18Low: 12,
      under18High: 21,
      over65: 22.3,
      over65Low: 15,
      over65High: 34,
    });
  });

  it("of a district are spread over its dwellings, whole and with the same sum", async () => {
    const district = file("einwohner.geojson", [
      { geometry: square(-10, -10, 100, 60), properties: { Bezirk: "Nord", Einwohner: 101, unter18: 20 } },
      { geometry: square(120, -10, 60, 60), properties: { Bezirk: "Wald", Einwohner: 2 } },
    ]);
    const { data, report } = await importAll([town, district]);
    const residents = byBuilding(data?.population as PopulationTable);
    expect(residents).toEqual({ flats: 76, home: 25, "": 2 });
    expect(
      [...(data?.population.under18 ?? [])].slice(0, 2).reduce((sum, count) => sum + count, 0),
    ).toBeCloseTo(20, 4);
    expect(data?.population.method).toBe("estimated");
    expect(data?.sources.population?.derivation).toEqual({ derivedBy: "residentsSpreadByDwellingArea" });
    expect(report.twin.map(({ key }) => key)).toContain("residentsSpread");
  });

  it("of a cell are cut to the twin's area by its share", async () => {
    const cells = textSource(`x_mp_100m;y_mp_100m;Einwohner\n`, "leer.csv");
    expect((await importAll([town, cells])).report.files[1].findings.map(({ key }) => key)).not.toContain(
      "readerFailed",
    );
    const district = file("einwohner.geojson", [
      { geometry: square(-100, 0, 200, 100), properties: { Einwohner: 100 } },
    ]);
    const area = { west: e, south: n, east: e + 200, north: n + 100 };
    const { data } = await importAll([town, district], { area });
    expect([...(data?.population.residents ?? [])].reduce((sum, count) => sum + count, 0)).toBe(50);
  });

  it("by building stay as delivered", async () => {
    const table = textSource("gebaeude_id;bewohner\nhome;4\n", "einwohner.csv");
    const { data } = await importAll([town, table]);
    expect(byBuilding(data?.population as PopulationTable)).toEqual({ home: 4 });
    expect(data?.population.method).toBe("delivered");
    expect(data?.sources.population?.derivation).toBe("delivered");
  });

  it("of the census find their buildings in the grid's own system", async () => {
    const [x, y] = transformBetween("EPSG:25832", "EPSG:3035")(e + 5, n + 5);
    const centre = [Math.floor(x / 100) * 100 + 50, Math.floor(y / 100) * 100 + 50];
    const cells = textSource(`x_mp_100m;y_mp_100m;Einwohner\n${centre.join(";")};8\n`, "zensus.csv");
    const area = { west: e - 200, south: n - 200, east: e + 400, north: n + 200 };
    const { data } = await importAll([town, cells], { area });
    const residents = byBuilding(data?.population as PopulationTable);
    expect(residents.flats).toBeGreaterThan(0);
    expect(Object.values(residents).reduce((sum, count) => sum + count, 0)).toBe(8);
    expect(residents.far).toBeUndefined();
  });
});

describe("a town of footprints alone", () => {
  it("stands on flat ground, says so, and lies on its land use with houses on top", async () => {
    const use = file("nutzung.geojson", [
      { geometry: square(-60, -60, 500, 200), properties: { landuse: "residential" } },
    ]);
    const { data, report } = await importAll([town, use]);
    expect(data?.buildings.count).toBe(4);
    expect(data?.sources.terrain?.derivation).toEqual({ derivedBy: "terrainFlat" });
    expect(data?.sources.buildings?.derivation).toEqual({ derivedBy: "footprintsOnTerrain" });
    let built = 0;
    for (const code of data?.landCover.values ?? []) if (code === landCoverCodes.building) built += 1;
    expect(built).toBe(400);
    expect(report.twin.map(({ key }) => key)).toEqual(
      expect.arrayContaining(["terrainFlat", "landCoverPaintedOver", "residentsEstimated"]),
    );
  });
});

describe("addresses", () => {
  it("stand once, whichever of its houses and files carry them, and in every village that has the street", async () => {
    const entry = (x: number, number: string) => ({
      geometry: { type: "Point", coordinates: [e + x, n + 5] },
      properties: { Strasse: "Am Wall", Hausnummer: number, Bewohnername: "Muster" },
    });
    const list = file("adressen.geojson", [
      entry(1, "1"),
      entry(30, "1"),
      entry(300, "1"),
      entry(5, "2"),
      entry(9000, "9"),
    ]);
    const { data, report } = await importAll([town, list]);
    expect(data?.addresses).toMatchObject({ count: 3, streets: ["Am Wall"], houseNumbers: ["1", "1", "2"] });
    expect(report.twin.map(({ key }) => key)).toContain("addressOutside");
    expect(report.files[1].findings.map(({ key }) => key)).toContain("personalColumnsDropped");
    expect(data?.sources.addresses?.derivation).toBe("delivered");
  });
});

describe("shareOut", () => {
  it("keeps the sum and whole people", () => {
    expect(shareOut(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(shareOut(7, [0, 2, 5])).toEqual([0, 2, 5]);
    expect(shareOut(1, [3, 0])).toEqual([1, 0]);
    expect(shareOut(2.5, [1, 1])).toEqual([1.25, 1.25]);
  });
});

describe("dwellingShare", () => {
  it("knows ALKIS codes, older codes and OSM's buildings", () => {
    const codes = [
      "31001_1010",
      "1000",
      "31001_1120",
      "31001_2310",
      "31001_2000",
      "51009_1610",
      "apartments",
      "retail",
      "31001_9998",
      "yes",
      "",
    ];
    expect(codes.map(dwellingShare)).toEqual([1, 1, 0.5, 0.5, 0, 0, 1, 0, null, null, null]);
  });
});
