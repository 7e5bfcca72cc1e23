import { writeArrayBuffer } from "geotiff";
import { describe, expect, it } from "vitest";
import { memorySource } from "../source.ts";
import { importAll } from "../testing.ts";
import { undulationM } from "./undulation.ts";

describe("undulationM", () => {
  // README of the slice: Berlin 39.6, Ingolstadt 46.5, Selfkant 45.7, Rügen 35.9, Zugspitze 48.0, Konstanz 46.8.
  it.each([
    ["Berlin", 13.4, 52.52, 39.6],
    ["Ingolstadt", 11.43, 48.76, 46.5],
    ["Selfkant", 5.9, 51.04, 45.7],
    ["Zugspitze", 10.98, 47.42, 48],
    ["Konstanz", 9.17, 47.66, 46.8],
  ])("%s", (_name, longitude, latitude, expected) => {
    expect(Math.abs(undulationM(longitude, latitude) - expected)).toBeLessThan(0.3);
  });

  it("is continuous between its points and unknown outside of Germany", () => {
    expect(Math.abs(undulationM(9.2499999, 50) - undulationM(9.2500001, 50))).toBeLessThan(1e-4);
    for (const [longitude, latitude] of [
      [5, 50],
      [10, 56],
      [Number.NaN, 50],
    ])
      expect(undulationM(longitude, latitude)).toBeNaN();
    expect(undulationM(15.25, 55.25)).not.toBeNaN();
  });
});

const tiff = (code: number) =>
  memorySource(
    "dgm.tif",
    new Uint8Array(
      writeArrayBuffer(
        new Float32Array(100 * 80).fill(90) as never,
        {
          width: 100,
          height: 80,
          ModelPixelScale: [1e-5, 1e-5, 0],
          ModelTiepoint: [0, 0, 0, 13.4, 52.52, 0],
          GTModelTypeGeoKey: 2,
          GTRasterTypeGeoKey: 1,
          GeographicTypeGeoKey: code,
        } as never,
      ),
    ),
  );

const house = (system: string, ground: number): string =>
  JSON.stringify({
    type: "CityJSON",
    version: "2.0",
    transform: { scale: [1e-7, 1e-7, 0.01], translate: [0, 0, 0] },
    metadata: { referenceSystem: system },
    CityObjects: {
      house: {
        type: "Building",
        geometry: [
          {
            type: "MultiSurface",
            lod: "1",
            boundaries: [[[0, 1, 2, 3]], [[4, 5, 6, 7]]],
          },
        ],
      },
    },
    vertices: [0, 10].flatMap((z) =>
      [
        [0, 0],
        [0, 2000],
        [1500, 2000],
        [1500, 0],
      ].map(([lat, lon]) => [525_200_000 + lat, 134_000_000 + lon, Math.round((ground + z) * 100)]),
    ),
  });

describe("heights above the ellipsoid", () => {
  it("of terrain are lowered by the undulation, once, and reported", async () => {
    const { data, report } = await importAll([tiff(4979)]);
    const heights = data?.terrain.values.filter((value) => !Number.isNaN(value)) ?? [];
    const expected = 90 - undulationM(13.4005, 52.5196);
    expect(Math.abs(heights[Math.floor(heights.length / 2)] - expected)).toBeLessThan(0.005);
    expect(report.files[0].findings.map(({ key }) => key)).toContain("heightsEllipsoidal");
    const plain = await importAll([tiff(4326)]);
    expect(plain.data?.terrain.values.find((value) => !Number.isNaN(value))).toBe(90);
  });

  it("of buildings keep their shape", async () => {
    const file = (system: string) =>
      importAll([
        memorySource(
          "city.json",
          new TextEncoder().encode(house(`https://www.opengis.net/def/crs/EPSG/0/${system}`, 80)),
        ),
      ]);
    const { data, report } = await file("4979");
    expect(report.files[0].findings.map(({ key }) => key)).toContain("heightsEllipsoidal");
    const expected = 80 - undulationM(13.4, 52.52);
    expect(Math.abs((data?.buildings.groundZ[0] ?? 0) - expected)).toBeLessThan(0.02);
    expect((data?.buildings.ridgeZ[0] ?? 0) - (data?.buildings.groundZ[0] ?? 0)).toBeCloseTo(10, 2);
    let top = -Infinity;
    const triangles = data?.buildings.trianglesXYZ ?? new Float32Array();
    for (let i = 2; i < triangles.length; i += 3) top = Math.max(top, triangles[i]);
    expect(Math.abs(top - expected - 10)).toBeLessThan(0.02);
    expect((await file("4326")).data?.buildings.groundZ[0]).toBeCloseTo(80, 2);
  });
});
