import { describe, expect, it } from "vitest";
import type { TableFeature } from "../features/contract.ts";
import { makeWkb } from "../features/madeWkb.ts";
import { createFindings, IntakeError } from "../report.ts";
import { memorySource } from "../source.ts";
import { cpuWatch, importAll, quiet } from "../testing.ts";
import { geometryOfBlob } from "./geometry.ts";
import { makeBlob, makeGeoPackage, registered, squareBlob } from "./madeGeoPackage.ts";
import { readGeoPackage } from "./read.ts";

async function read(bytes: Uint8Array) {
  const features: TableFeature[] = [];
  const findings = createFindings();
  let thrown: unknown = null;
  let statedCrs = "";
  try {
    ({ statedCrs } = await readGeoPackage({
      source: memorySource("a.gpkg", bytes),
      siblings: new Map(),
      context: quiet,
      findings,
      take: (feature) => features.push(feature),
    }));
  } catch (error) {
    thrown = error;
  }
  return { features, statedCrs, findings: findings.list(), thrown };
}

const buildings =
  "CREATE TABLE gebaeude (fid INTEGER PRIMARY KEY, geom BLOB, gebhoehe REAL, name TEXT, foto BLOB);";
const building = (x: number, options = {}) =>
  [
    "INSERT INTO gebaeude (geom, gebhoehe, name, foto) VALUES (?, ?, ?, ?)",
    [squareBlob(x, 5_612_010, 10, options), 9.5, "Rathaus", Uint8Array.of(1, 2)],
  ] as const;

describe("geometryOfBlob", () => {
  const wkb = makeWkb({ type: "Point", coordinates: [1, 2] });
  it("passes any envelope over, in either order of bytes", () => {
    for (const envelope of [0, 1, 2, 3, 4])
      for (const little of [true, false])
        expect(geometryOfBlob(makeBlob(wkb, { envelope, little }))).toEqual({
          type: "Point",
          coordinates: [1, 2],
        });
    expect(geometryOfBlob(wkb)).toEqual({ type: "Point", coordinates: [1, 2] });
  });
  it("tells what is empty, extended or broken", () => {
    expect(geometryOfBlob(makeBlob(wkb, { empty: true }))).toBeNull();
    expect(geometryOfBlob(makeBlob(wkb).with(3, 0x21))).toEqual({ type: "ExtendedGeoPackageGeometry" });
    expect(geometryOfBlob(makeBlob(wkb).with(3, 0x0b))).toBeUndefined();
    expect(geometryOfBlob(Uint8Array.of(0x47, 0x50))).toBeUndefined();
  });
});

describe("tables", () => {
  it("reads all feature tables, those of another system in that of most, and names the others", async () => {
    const bytes = await makeGeoPackage(
      `${buildings} CREATE TABLE baeume (fid INTEGER PRIMARY KEY, geom BLOB, baumart TEXT);
       CREATE TABLE fern (fid INTEGER PRIMARY KEY, geom BLOB); CREATE TABLE kacheln (id INTEGER PRIMARY KEY, tile_data BLOB);
       CREATE TABLE notizen (id INTEGER, text TEXT); CREATE TABLE rtree_gebaeude_geom_node (nodeno INTEGER, data BLOB);
       ${registered("gebaeude")} ${registered("baeume")} ${registered("fern", 4326)} ${registered("kacheln", 25_832, "tiles")}
       ${registered("notizen", 0, "attributes")}`,
      [
        building(556_010, { envelope: 1 }),
        building(556_030),
        [
          "INSERT INTO baeume (geom, baumart) VALUES (?, 'Linde')",
          [makeBlob(makeWkb({ type: "Point", coordinates: [556_000, 5_612_000] }, { z: true }))],
        ],
        ["INSERT INTO fern (geom) VALUES (?)", [squareBlob(9.792247159, 50.657156944, 0.0001)]],
      ],
    );
    const { features, statedCrs, findings } = await read(bytes);
    expect(statedCrs).toBe("EPSG:25832");
    expect(features.map(({ id }) => id)).toEqual(["gebaeude.1", "gebaeude.2", "baeume.1", "fern.1"]);
    const [x, y] = (features[3].geometry as { coordinates: [number, number][][] }).coordinates[0][0];
    expect(Math.hypot(x - 556_000, y - 5_612_000)).toBeLessThan(0.001);
    // Blobs are no attributes.
    expect(features[0].properties).toEqual({ fid: 1, gebhoehe: 9.5, name: "Rathaus" });
    expect(features[2].geometry).toEqual({ type: "Point", coordinates: [556_000, 5_612_000] });
    expect(findings).toMatchObject([
      { key: "geoPackageTablesNotRead", values: { tables: "kacheln (tiles), notizen (attributes)" } },
      { level: "repaired", key: "geoPackageOtherSystemMoved", values: { table: "fern", srs: "EPSG:4326" } },
      { key: "geoPackageTables", values: { tables: "gebaeude (2), baeume (1), fern (1)" } },
    ]);
    const { data, report } = await importAll([memorySource("stadt.gpkg", bytes)]);
    expect(report.files[0]).toMatchObject({ format: "geoPackage", objects: { footprints: 2, trees: 1 } });
    expect([data?.buildings.count, data?.trees.count]).toEqual([2, 1]);
  });

  it("takes a system without a number from its definition", async () => {
    const bytes = await makeGeoPackage(
      `${buildings} ${registered("gebaeude", 100_000)}
       INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 100000, 'NONE', 100000, 'PROJCS["ETRS89 / UTM zone 33N",AUTHORITY["EPSG","25833"]]', '');`,
      [building(400_000)],
    );
    expect((await read(bytes)).statedCrs).toBe("EPSG:25833");
  });

  it("says that curves are not read, and leaves broken geometries out", async () => {
    const bytes = await makeGeoPackage(`${buildings} ${registered("gebaeude")}`, [
      ["INSERT INTO gebaeude (geom) VALUES (?)", [makeBlob(Uint8Array.of(1, 10, 0, 0, 0, 0, 0, 0, 0))]],
      ["INSERT INTO gebaeude (geom) VALUES (?)", [Uint8Array.of(71, 80, 0, 1, 1, 2)]],
      ["INSERT INTO gebaeude (geom) VALUES (NULL)", []],
    ]);
    const { features, findings } = await read(bytes);
    expect(features.map(({ geometry }) => geometry)).toEqual([{ type: "CurvePolygon" }, null]);
    expect(findings[0]).toMatchObject({ key: "geometryBroken", places: [{ objectId: "gebaeude", line: 2 }] });
  });
});

describe("hostile databases", () => {
  it("runs nothing of the file: views, virtual tables, computed columns and triggers are left alone", async () => {
    const bytes = await makeGeoPackage(
      `CREATE VIEW ewig AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n AS fid, x'47' AS geom FROM c;
       CREATE TABLE gerechnet (fid INTEGER PRIMARY KEY, geom BLOB, gross TEXT AS (hex(zeroblob(20000000))));
       INSERT INTO gerechnet (geom) VALUES (x'00');
       CREATE TABLE geprueft (fid INTEGER PRIMARY KEY, geom BLOB, n INTEGER CHECK (n < 1 OR length(hex(zeroblob(n))) > 0));
       ${buildings} CREATE TRIGGER t AFTER UPDATE ON gebaeude BEGIN DELETE FROM gebaeude; END;
       ${registered("ewig")} ${registered("gerechnet")} ${registered("geprueft")} ${registered("gebaeude")}`,
      [building(556_010)],
    );
    const spentMs = cpuWatch();
    const { features, findings } = await read(bytes);
    expect(spentMs()).toBeLessThan(2000);
    expect(features.length).toBe(1);
    expect(findings[0].values.tables).toBe("ewig (features), gerechnet (features)");
  });

  it("ends on pages that point at each other", async () => {
    const many = Array.from({ length: 400 }, (_, i) => building(556_010 + i * 20));
    const bytes = await makeGeoPackage(`${buildings} ${registered("gebaeude")}`, many);
    const size = new DataView(bytes.buffer).getUint16(16);
    // An inner page of the table, all of whose children are its first one.
    let changed = 0;
    for (let page = 1; page * size < bytes.length; page++) {
      const view = new DataView(bytes.buffer, page * size, size);
      if (view.getUint8(0) !== 5) continue;
      const first = view.getUint32(view.getUint16(12));
      for (let cell = 0; cell < view.getUint16(3); cell++)
        view.setUint32(view.getUint16(12 + cell * 2), first);
      changed += 1;
    }
    expect(changed).toBe(1);
    const { features, findings } = await read(bytes);
    expect(features.length).toBe(0);
    expect(findings[0]).toMatchObject({ level: "problem", key: "geoPackageTableBroken" });
  });

  it("refuses what is no package", async () => {
    expect((await read(new TextEncoder().encode("SQLite format 3\0"))).thrown).toMatchObject({
      key: "geoPackageBroken",
    });
    const { thrown } = await read(await makeGeoPackage(""));
    expect(thrown).toBeInstanceOf(IntakeError);
    expect(thrown).toMatchObject({ key: "geoPackageWithoutFeatures" });
  });
});
