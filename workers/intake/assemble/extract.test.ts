import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { type SampleNode, type SampleOsm, samplePbf } from "../osm/samplePbf.ts";
import { memorySource } from "../source.ts";
import { diskSource, importAll, textSource } from "../testing.ts";

const metresPerLat = 111_230;
const metresPerLon = 70_500;
const at = (id: number, x: number, y: number): SampleNode => ({
  id,
  lat: 50.65 + y / metresPerLat,
  lon: 9.8 + x / metresPerLon,
});
const corners = (id: number, x: number, y: number, side: number): SampleNode[] => [
  at(id, x, y),
  at(id + 1, x + side, y),
  at(id + 2, x + side, y + side),
  at(id + 3, x, y + side),
];
const round = (id: number): number[] => [id, id + 1, id + 2, id + 3, id];
const extract = (osm: SampleOsm) => memorySource("town.osm.pbf", samplePbf(osm));

/** 300 houses on a square kilometre, one 30 km off, and a motorway that leaves in both directions. */
const town: SampleOsm = (() => {
  const nodes: SampleNode[] = [];
  const ways: { id: number; nodes: number[]; tags: Record<string, string> }[] = [];
  for (let i = 0; i < 300; i++) {
    const id = 10 + i * 4;
    nodes.push(...corners(id, (i % 20) * 50, Math.floor(i / 20) * 66, 10));
    ways.push({ id: 1000 + i, nodes: round(id), tags: { building: "house", height: "6" } });
  }
  nodes.push(
    ...corners(5000, 30_000, 500, 10),
    at(6000, -40_000, 500),
    at(6001, 500, 480),
    at(6002, 60_000, 500),
  );
  ways.push({ id: 2000, nodes: round(5000), tags: { building: "hut" } });
  ways.push({ id: 2001, nodes: [6000, 6001, 6002], tags: { highway: "motorway" } });
  return { nodes, ways };
})();

describe("a twin of an extract alone", () => {
  it("reaches as far as most of its buildings, not to the ends of its motorway", async () => {
    const { data, report } = await importAll([extract(town)]);
    expect(data?.buildings.count).toBe(300);
    const { minX, maxX, minY, maxY } = data?.extent ?? { minX: 0, maxX: 0, minY: 0, maxY: 0 };
    expect(maxX - minX).toBeGreaterThan(1000);
    expect(maxX - minX).toBeLessThan(1200);
    expect(maxY - minY).toBeLessThan(1200);
    expect(report.twin.map(({ key }) => key)).toContain("areaFromBulk");
  });

  it("is where a person wants it", async () => {
    const free = await importAll([extract(town)]);
    const { originEastM, originNorthM } = free.data?.frame ?? { originEastM: 0, originNorthM: 0 };
    const area = {
      west: originEastM + 200,
      south: originNorthM + 200,
      east: originEastM + 500,
      north: originNorthM + 500,
    };
    const { data } = await importAll([extract(town)], { area });
    expect(data?.extent).toEqual({ minX: 0, minY: 0, maxX: 300, maxY: 300 });
    expect(data?.buildings.count).toBeGreaterThan(15);
    expect(data?.buildings.count).toBeLessThan(60);
  });

  it("lets the buildings of a municipality's file decide, however far the extract reaches", async () => {
    const footprint = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"building":"house","height":"7"},"geometry":{"type":"Polygon","coordinates":[[[9.806,50.652],[9.8062,50.652],[9.8062,50.6521],[9.806,50.6521],[9.806,50.652]]]}}]}`;
    const { data } = await importAll([extract(town), textSource(footprint, "haus.geojson", 65536)]);
    const { minX, maxX } = data?.extent ?? { minX: 0, maxX: 0 };
    expect(maxX - minX).toBeLessThan(130);
  });
});

describe("what an extract says beside other files", () => {
  it("lies below delivered land cover, whichever file is read first, and streets lie on it", async () => {
    const { data } = await importAll([
      extract({
        nodes: [...corners(10, 0, 0, 200), ...corners(20, 20, 20, 20), at(30, 0, 150), at(31, 200, 150)],
        ways: [
          { id: 1, nodes: round(10), tags: { landuse: "forest" } },
          { id: 2, nodes: round(20), tags: { building: "yes", height: "5" } },
          { id: 3, nodes: [30, 31], tags: { highway: "primary" } },
        ],
      }),
      textSource(
        `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"class":"shrubs"},"geometry":{"type":"Polygon","coordinates":[[[9.8,50.65],[${9.8 + 100 / metresPerLon},50.65],[${9.8 + 100 / metresPerLon},${50.65 + 100 / metresPerLat}],[9.8,${50.65 + 100 / metresPerLat}],[9.8,50.65]]]}}]}`,
        "bodenbedeckung.geojson",
        65536,
      ),
    ]);
    if (data === null) throw new Error("no twin");
    const counts = new Map<number, number>();
    for (const code of data.landCover.values) counts.set(code, (counts.get(code) ?? 0) + 1);
    const { shrubs, forest, asphalt, building } = landCoverCodes;
    const of = (code: number): number => counts.get(code) ?? 0;
    // A hectare of shrubs less the house, forest around it, the road across.
    expect(Math.abs(of(shrubs) + of(building) - 10_000)).toBeLessThan(250);
    expect(Math.abs(of(building) - 400)).toBeLessThan(25);
    expect(Math.abs(of(asphalt) - 200 * 7)).toBeLessThan(60);
    expect(of(forest)).toBeGreaterThan(20_000);
  });

  it("raises a building by its parts, over one footprint", async () => {
    const { data } = await importAll([
      extract({
        nodes: [...corners(10, 0, 0, 20), ...corners(20, 0, 0, 20), ...corners(30, 5, 5, 6)],
        ways: [
          { id: 1, nodes: round(10), tags: { building: "church", height: "30" } },
          { id: 2, nodes: round(20), tags: { "building:part": "yes", height: "12" } },
          { id: 3, nodes: round(30), tags: { "building:part": "yes", height: "30", min_height: "12" } },
          { id: 4, nodes: [10, 11], tags: { highway: "footway" } },
        ],
      }),
    ]);
    if (data === null) throw new Error("no twin");
    const { buildings } = data;
    expect(buildings.ids).toEqual(["way/1"]);
    expect(buildings.ridgeZ[0] - buildings.groundZ[0]).toBeCloseTo(30, 3);
    const heights = new Set<number>();
    for (let i = 2; i < buildings.trianglesXYZ.length; i += 3)
      heights.add(Math.round(buildings.trianglesXYZ[i] - buildings.groundZ[0]));
    expect([...heights].sort((a, b) => a - b)).toEqual([0, 12, 30]);
    // The volume that the surfaces enclose: 20 × 20 × 12 and 6 × 6 × 18 m³.
    let volume = 0;
    const t = buildings.trianglesXYZ;
    for (let i = 0; i < t.length; i += 9)
      volume +=
        (t[i] * (t[i + 4] * t[i + 8] - t[i + 5] * t[i + 7]) -
          t[i + 1] * (t[i + 3] * t[i + 8] - t[i + 5] * t[i + 6]) +
          t[i + 2] * (t[i + 3] * t[i + 7] - t[i + 4] * t[i + 6])) /
        6;
    expect(volume).toBeGreaterThan(5448 * 0.98);
    expect(volume).toBeLessThan(5448 * 1.02);
  });
});

describe.skipIf(sharedData("city") === null)("real towns (needs ../shared/data/city)", () => {
  const disk = (path: string) => diskSource(sharedData(`city/${path}`) ?? "");

  it("makes a working twin of Bayreuth's north from its extract and two SRTM tiles", async () => {
    const { data, report } = await importAll([
      disk("bayreuth-nord/north-bayreuth.osm.gz"),
      disk("bayreuth-nord/N49E011.hgt.zip"),
      disk("bayreuth-nord/N50E011.hgt.zip"),
    ]);
    if (data === null) throw new Error("no twin");
    // The README counts 4,269 building tags; two of them are entrances.
    expect(report.files[0].objects.footprints).toBe(4267);
    expect(data.buildings.count).toBeGreaterThan(4250);
    expect(data.extent.maxX - data.extent.minX).toBeLessThan(10_000);
    expect(data.buildings.groundZ.every((z) => z > 300 && z < 600)).toBe(true);
    expect(data.terrain.values.every(Number.isFinite)).toBe(true);
    expect(data.streets.sections.length).toBeGreaterThan(3600);
    expect(data.addresses?.count).toBeGreaterThan(700);
    expect(
      report.files.flatMap(({ findings }) => findings).filter(({ level }) => level === "problem"),
    ).toEqual([]);
  }, 60_000);
});
