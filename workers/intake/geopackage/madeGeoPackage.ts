import type { Database } from "sql.js";
import { makeWkb } from "../features/madeWkb.ts";
import { loadSqlite } from "./sqlite.ts";

/** Writes small GeoPackages for tests, with SQLite itself. */

/** A blob as a GeoPackage holds it, with an envelope of the kind that the test is about. */
export function makeBlob(wkb: Uint8Array, { envelope = 0, empty = false, little = true } = {}): Uint8Array {
  const size = [0, 32, 48, 48, 64][envelope];
  const head = new Uint8Array(8 + size);
  head.set([0x47, 0x50, 0, (little ? 1 : 0) | (envelope << 1) | (empty ? 0x10 : 0)]);
  return Uint8Array.from([...head, ...wkb]);
}

export const squareBlob = (x: number, y: number, size: number, options = {}): Uint8Array =>
  makeBlob(
    makeWkb({
      type: "Polygon",
      coordinates: [
        [
          [x, y],
          [x + size, y],
          [x + size, y + size],
          [x, y + size],
          [x, y],
        ],
      ],
    }),
    options,
  );

type Writable = Database & {
  readonly run: (sql: string, values?: readonly unknown[]) => unknown;
  readonly export: () => Uint8Array;
};

const standardTables = `
  PRAGMA application_id = 1196444487;
  CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
  CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
  CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
  INSERT INTO gpkg_spatial_ref_sys VALUES ('UTM 32', 25832, 'EPSG', 25832, 'PROJCS["x"]', ''), ('WGS 84', 4326, 'EPSG', 4326, '', ''), ('undefined', -1, 'NONE', -1, '', '');
`;

/** Enters a feature table in the tables of the package. */
export const registered = (table: string, srs = 25_832, kind = "features"): string =>
  `INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('${table}', '${kind}', ${srs});` +
  (kind === "features"
    ? `INSERT INTO gpkg_geometry_columns VALUES ('${table}', 'geom', 'GEOMETRY', ${srs}, 0, 0);`
    : "");

export async function makeGeoPackage(
  sql: string,
  inserts: readonly (readonly [sql: string, values: readonly unknown[]])[] = [],
): Promise<Uint8Array> {
  const { Database } = await loadSqlite();
  const database = new (Database as unknown as new () => Writable)();
  try {
    database.run(standardTables);
    database.run(sql);
    for (const [insert, values] of inserts) database.run(insert, values);
    return database.export().slice();
  } finally {
    database.close();
  }
}
