import { Builder } from "flatbuffers";
import { Feature } from "flatgeobuf/lib/mjs/flat-geobuf/feature.js";
import { Geometry } from "flatgeobuf/lib/mjs/flat-geobuf/geometry.js";
import { GeometryType } from "flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js";
import { serialize } from "flatgeobuf/lib/mjs/geojson.js";
import type { FeatureCollection } from "geojson";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import type { TableFeature } from "../features/contract.ts";
import { createFindings } from "../report.ts";
import { memorySource, type Source } from "../source.ts";
import { diskSource, importAll, quiet } from "../testing.ts";
import { readFlatGeobuf } from "./read.ts";

async function read(source: Source) {
  const features: TableFeature[] = [];
  const findings = createFindings();
  const { statedCrs } = await readFlatGeobuf({
    source,
    siblings: new Map(),
    context: quiet,
    findings,
    take: (feature) => features.push(feature),
  });
  return { features, statedCrs, findings: findings.list() };
}

const ring = (x: number, size: number): [number, number][] => [
  [x, 5_612_000],
  [x + size, 5_612_000],
  [x + size, 5_612_000 + size],
  [x, 5_612_000],
];
const properties = { name: "Rathaus Höhe", gebhoehe: 9.5, neu: true };
const collection: FeatureCollection = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      geometry: { type: "Polygon", coordinates: [ring(556_000, 20), ring(556_005, 5)] },
      properties,
    },
    {
      type: "Feature",
      geometry: { type: "MultiPolygon", coordinates: [[ring(556_100, 10)], [ring(556_150, 10)]] },
      properties,
    },
    {
      type: "Feature",
      geometry: {
        type: "MultiPoint",
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
      properties,
    },
    { type: "Feature", geometry: { type: "Point", coordinates: [1, 2] }, properties },
    {
      type: "Feature",
      geometry: { type: "MultiLineString", coordinates: [ring(1, 1), ring(9, 1)] },
      properties,
    },
  ],
};

describe("readFlatGeobuf", () => {
  it("gives geometries, columns and the system back as they were written", async () => {
    const source = memorySource("a.fgb", serialize(collection, 25_832), 53);
    const { features, statedCrs, findings } = await read(source);
    expect(statedCrs).toBe("EPSG:25832");
    expect(findings).toEqual([]);
    expect(features.map(({ geometry }) => geometry)).toEqual(
      collection.features.map(({ geometry }) => geometry),
    );
    for (const feature of features) expect(feature.properties).toEqual(properties);
    expect(features.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
    const { report } = await importAll([source]);
    expect(report.files[0]).toMatchObject({ format: "flatGeobuf", objects: { footprints: 2 } });
  });

  it("says nothing of the system where the file does not", async () => {
    expect((await read(memorySource("a.fgb", serialize(collection)))).statedCrs).toBe("");
  });

  it("keeps the features before the end of a file that was cut", async () => {
    const bytes = serialize(collection, 25_832);
    const { features, findings } = await read(memorySource("a.fgb", bytes.subarray(0, bytes.length - 9)));
    expect([features.length, findings]).toMatchObject([
      4,
      [{ key: "fileCutShort", values: { features: 4 } }],
    ]);
  });

  it("does not follow parts that contain themselves", async () => {
    const builder = new Builder();
    Geometry.startGeometry(builder);
    Geometry.addType(builder, GeometryType.GeometryCollection);
    const inner = Geometry.endGeometry(builder);
    const parts = Geometry.createPartsVector(builder, [inner, inner, inner]);
    Geometry.startGeometry(builder);
    Geometry.addType(builder, GeometryType.GeometryCollection);
    Geometry.addParts(builder, parts);
    const outer = Geometry.endGeometry(builder);
    Feature.startFeature(builder);
    Feature.addGeometry(builder, outer);
    builder.finishSizePrefixed(Feature.endFeature(builder));
    const feature = builder.asUint8Array();
    // The three parts are turned into the geometry that holds them.
    const view = new DataView(feature.buffer, feature.byteOffset, feature.length);
    const at = (offset: number): number => feature.length - offset;
    for (let part = 0; part < 3; part++) {
      const from = at(parts) + 4 + part * 4;
      view.setInt32(from, at(outer) - from, true);
    }
    const whole = serialize(collection, 25_832);
    const { features, findings } = await read(memorySource("a.fgb", Uint8Array.from([...whole, ...feature])));
    expect(features.length).toBe(5);
    expect(findings).toMatchObject([{ key: "geometryBroken", places: [{ line: 6 }] }]);
  });

  it("refuses a head whose sizes cannot be", async () => {
    const bytes = serialize(collection);
    new DataView(bytes.buffer).setUint32(8, 0xfffffff0, true);
    await expect(read(memorySource("a.fgb", bytes))).rejects.toMatchObject({ key: "flatGeobufBroken" });
    await expect(read(memorySource("a.fgb", bytes.subarray(0, 9)))).rejects.toMatchObject({
      key: "flatGeobufBroken",
    });
  });
});

describe.skipIf(sharedData("city") === null)("real files (need ../shared/data/city)", () => {
  const folder = `${sharedData("city/formats-misc") ?? ""}/flatgeobuf`;
  it.each([
    ["countries.fgb", 179, "EPSG:4326", "MultiPolygon"],
    ["countries_nocrs.fgb", 179, "", "MultiPolygon"],
    ["countries_nogeo.fgb", 179, "", null],
    ["poly00.fgb", 10, "EPSG:27700", "Polygon"],
  ])("%s: %i features", async (name, count, crs, type) => {
    const { features, statedCrs, findings } = await read(diskSource(`${folder}/${name}`));
    const first = features[0].geometry as { type: string } | null;
    expect([features.length, statedCrs, first?.type ?? null]).toEqual([count, crs, type]);
    expect(findings).toEqual([]);
  });
});
