import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import type { TableFeature } from "../features/contract.ts";
import { makeWkb } from "../features/madeWkb.ts";
import { createFindings } from "../report.ts";
import { memorySource, type Source } from "../source.ts";
import { diskSource, importAll, quiet } from "../testing.ts";
import { readGeoParquet } from "./read.ts";

async function read(source: Source) {
  const features: TableFeature[] = [];
  const findings = createFindings();
  const { statedCrs } = await readGeoParquet({
    source,
    siblings: new Map(),
    context: quiet,
    findings,
    take: (feature) => features.push(feature),
  });
  return { features, statedCrs, findings: findings.list() };
}

const square = (x: number): [number, number][] => [
  [x, 5_612_000],
  [x + 10, 5_612_000],
  [x + 10, 5_612_010],
  [x, 5_612_010],
  [x, 5_612_000],
];
const geo = (encoding: string, crs?: unknown) => [
  {
    key: "geo",
    value: JSON.stringify({
      version: "1.1.0",
      primary_column: "geometry",
      columns: { geometry: { encoding, geometry_types: [], ...(crs === undefined ? {} : { crs }) } },
    }),
  },
];
const utm = { type: "ProjectedCRS", name: "ETRS89 / UTM zone 32N", id: { authority: "EPSG", code: 25_832 } };
const rows = 10;
const wkb = Array.from({ length: rows }, (_, i) =>
  makeWkb({ type: "Polygon", coordinates: [square(556_000 + i * 20)] }),
);
const columns = [
  { name: "geometry", data: wkb, type: "BYTE_ARRAY" as const },
  { name: "gebhoehe", data: Array.from({ length: rows }, (_, i) => 5 + i), type: "DOUBLE" as const },
  { name: "name", data: Array.from({ length: rows }, () => "Höhe"), type: "STRING" as const },
  { name: "nummer", data: Array.from({ length: rows }, (_, i) => BigInt(i)), type: "INT64" as const },
  {
    name: "tag",
    data: Array.from({ length: rows }, () => new Date("2026-07-11T00:00:00Z")),
    type: "TIMESTAMP" as const,
  },
];
const made = (kvMetadata = geo("WKB", utm), codec: "SNAPPY" | "UNCOMPRESSED" = "SNAPPY"): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData: columns, kvMetadata, rowGroupSize: 4, codec }));

describe("readGeoParquet", () => {
  it("reads rows of all row groups with their columns and the system", async () => {
    const { features, statedCrs, findings } = await read(memorySource("a.parquet", made()));
    expect([features.length, statedCrs, findings]).toEqual([rows, "EPSG:25832", []]);
    expect(features[9]).toMatchObject({
      line: 10,
      geometry: { type: "Polygon", coordinates: [square(556_180)] },
    });
    expect(features[9].properties).toEqual({
      gebhoehe: 14,
      name: "Höhe",
      nummer: 9n,
      tag: "2026-07-11T00:00:00.000Z",
    });
    const { data, report } = await importAll([memorySource("haus.parquet", made())]);
    expect(report.files[0]).toMatchObject({ format: "geoParquet", objects: { footprints: 10 } });
    expect(data?.buildings.count).toBe(10);
  });

  it("reads a file that can only be streamed", async () => {
    const { slice: _, ...source } = memorySource("a.parquet", made(), 100);
    expect((await read(source)).features.length).toBe(rows);
  });

  it.each([
    ["left out means longitude and latitude", undefined, "OGC:CRS84"],
    ["null means unknown", null, ""],
    [
      "compound: its horizontal part",
      { components: [{ id: { authority: "EPSG", code: 25_833 } }] },
      "EPSG:25833",
    ],
    ["a name only", { name: "ETRS89 / UTM zone 33N" }, "ETRS89 / UTM zone 33N"],
  ])("system %s", async (_, crs, stated) => {
    expect((await read(memorySource("a", made(geo("WKB", crs))))).statedCrs).toBe(stated);
  });

  it("reads native coordinates of points and polygons", async () => {
    const pair = (x: number, y: number) => ({ x, y });
    const list = (name: string, children: SchemaElement[]): SchemaElement[] => [
      { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      ...children,
    ];
    const point = (name: string): SchemaElement[] => [
      { name, repetition_type: "OPTIONAL", num_children: 2 },
      { name: "x", type: "DOUBLE", repetition_type: "REQUIRED" },
      { name: "y", type: "DOUBLE", repetition_type: "REQUIRED" },
    ];
    const write = (schema: SchemaElement[], data: unknown[], encoding: string): Source =>
      memorySource(
        "a",
        new Uint8Array(
          parquetWriteBuffer({
            columnData: [{ name: "geometry", data: data as never }],
            schema: [{ name: "root", num_children: 1 }, ...schema],
            kvMetadata: geo(encoding, utm),
          }),
        ),
      );
    const points = await read(write(point("geometry"), [pair(1, 2), pair(3, 4)], "point"));
    expect(points.features.map(({ geometry }) => geometry)).toEqual([
      { type: "Point", coordinates: [1, 2] },
      { type: "Point", coordinates: [3, 4] },
    ]);
    const rings = [square(1).map(([x, y]) => pair(x, y)), square(3).map(([x, y]) => pair(x, y))];
    const polygons = await read(
      write(list("geometry", list("element", point("element"))), [rings, rings], "polygon"),
    );
    expect(polygons.features.map(({ geometry }) => geometry)).toEqual([
      { type: "Polygon", coordinates: [square(1), square(3)] },
      { type: "Polygon", coordinates: [square(1), square(3)] },
    ]);
  });

  it("refuses what has no geometry, an encoding that nobody knows, or is no Parquet", async () => {
    const plain = new Uint8Array(parquetWriteBuffer({ columnData: columns.slice(1) }));
    await expect(read(memorySource("a", plain))).rejects.toMatchObject({ key: "geoParquetWithoutGeometry" });
    await expect(read(memorySource("a", made(geo("interleaved"))))).rejects.toMatchObject({
      key: "geoParquetEncoding",
    });
    await expect(read(memorySource("a", new TextEncoder().encode("PAR1")))).rejects.toMatchObject({
      key: "geoParquetBroken",
    });
  });

  it("keeps the row groups before one that is damaged", async () => {
    const bytes = made(geo("WKB", utm), "UNCOMPRESSED");
    // The first bytes of the third group's geometries.
    const at = Buffer.from(bytes).indexOf(Buffer.from(wkb[8]));
    bytes.fill(0xff, at - 12, at);
    const { features, findings } = await read(memorySource("a.parquet", bytes));
    expect([features.length, findings[0]]).toMatchObject([
      8,
      { key: "geoParquetGroupBroken", values: { rows: 8 } },
    ]);
  });
});

describe.skipIf(sharedData("city") === null)("real files (need ../shared/data/city)", () => {
  const folder = `${sharedData("city/formats-misc") ?? ""}/geoparquet`;
  it.each(["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"])(
    "the specification's file of %s",
    async (type) => {
      const name = `data-${type.toLowerCase()}-encoding_wkb.parquet`;
      const { features, statedCrs } = await read(diskSource(`${folder}/${name}`));
      const types = new Set(features.map(({ geometry }) => (geometry as { type: string } | null)?.type));
      types.delete(undefined);
      expect([...types]).toEqual([type]);
      expect(statedCrs).toBe("OGC:CRS84");
    },
  );
  it("its example of five countries", async () => {
    const { features, statedCrs } = await read(diskSource(`${folder}/example.parquet`));
    expect([features.length, statedCrs]).toEqual([5, "OGC:CRS84"]);
    expect(features.map(({ properties }) => properties.name)).toContain("Tanzania");
  });
});
