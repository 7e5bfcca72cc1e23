import type { Database, SqlValue } from "sql.js";
import { srsNameOfWkt } from "../companions.ts";
import { resolveSrsName } from "../crs/srsName.ts";
import type { FeatureFormatReading, ReadFeatureFormat } from "../features/contract.ts";
import type { Position } from "../features/geometry.ts";
import { firstPosition, translatorBetween } from "../features/otherSystem.ts";
import { IntakeError } from "../report.ts";
import { bytesOf, createBreather } from "../source.ts";
import { geometryOfBlob } from "./geometry.ts";
import { columnsOf, isSound, openSqlite, quoted, rowsOf } from "./sqlite.ts";

/** The file is in memory twice for a moment: as bytes and as SQLite's file. */
const largestBytes = 512 * 1024 * 1024;
const mostTables = 500;
const mostColumns = 500;
/** A row with a geometry takes more bytes than this; more rows than that are read in circles. */
const fewestRowBytes = 8;
const longestText = 2000;

type Layer = {
  readonly table: string;
  readonly geometryColumn: string;
  readonly columns: readonly string[];
  /** As stated; "" = not. */
  readonly srs: string;
};

const text = (value: SqlValue | undefined): string => (typeof value === "string" ? value : "");

/** Names of systems by their number in the file (gpkg_spatial_ref_sys). */
function systemsOf(database: Database): ReadonlyMap<number, string> {
  const systems = new Map<number, string>();
  const columns = columnsOf(database, "gpkg_spatial_ref_sys");
  if (columns === null) return systems;
  const rows = rowsOf(
    database,
    "SELECT srs_id, organization, organization_coordsys_id, substr(definition, 1, 20000) FROM gpkg_spatial_ref_sys",
    5000,
  );
  for (const [id, organisation, code, definition] of rows) {
    if (typeof id !== "number" || id <= 0) continue;
    const stated = /^epsg$/i.test(text(organisation)) ? `EPSG:${code}` : srsNameOfWkt(text(definition));
    systems.set(id, stated);
  }
  return systems;
}

/** Tables with a geometry, and the names of what else the package holds. */
function layersOf(database: Database): { readonly layers: Layer[]; readonly others: string[] } {
  if (columnsOf(database, "gpkg_contents") === null)
    throw new IntakeError("geoPackageBroken", { detail: "gpkg_contents" });
  const contents = rowsOf(database, "SELECT table_name, data_type FROM gpkg_contents", mostTables);
  const geometries =
    columnsOf(database, "gpkg_geometry_columns") === null
      ? []
      : rowsOf(database, "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns", mostTables);
  const systems = systemsOf(database);
  const layers: Layer[] = [];
  const others: string[] = [];
  for (const [name, kind] of contents) {
    const table = text(name);
    const geometry = geometries.find(([of]) => text(of).toLowerCase() === table.toLowerCase());
    const columns = geometry === undefined ? null : columnsOf(database, table);
    const geometryColumn = columns?.find(
      (column) => column.toLowerCase() === text(geometry?.[1]).toLowerCase(),
    );
    if (columns === null || geometryColumn === undefined || columns.length > mostColumns) {
      others.push(`${table.slice(0, 60)} (${text(kind).slice(0, 20)})`);
      continue;
    }
    const srs = typeof geometry?.[2] === "number" ? (systems.get(geometry[2]) ?? "") : "";
    layers.push({ table, geometryColumn, columns, srs });
  }
  return { layers, others };
}

/** The system that most layers are in; those in another one are taken to it. */
function commonSystem(layers: readonly Layer[]): string | null {
  const counts = new Map<string | null, number>();
  for (const { srs } of layers) {
    const resolved = resolveSrsName(srs);
    counts.set(resolved, (counts.get(resolved) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** Reads the rows of one layer. @returns how many. */
async function readLayer(
  database: Database,
  layer: Layer,
  mostRows: number,
  { context, findings, take }: FeatureFormatReading,
  breathe: () => Promise<void>,
): Promise<number> {
  const names = layer.columns.filter((column) => column !== layer.geometryColumn);
  // Long texts and blobs are no attributes; they are left in the file.
  const selected = [
    quoted(layer.geometryColumn),
    ...names.map((name) => {
      const column = quoted(name);
      return `CASE typeof(${column}) WHEN 'blob' THEN NULL WHEN 'text' THEN substr(${column}, 1, ${longestText}) ELSE ${column} END`;
    }),
  ];
  const key = names.find((name) => /^(fid|ogc_fid|id|gid)$/i.test(name));
  const statement = database.prepare(`SELECT ${selected.join(", ")} FROM ${quoted(layer.table)}`);
  let rows = 0;
  try {
    while (statement.step()) {
      if (rows >= mostRows) throw new RangeError("rows");
      rows += 1;
      if (rows % 256 === 0) {
        context.signal.throwIfAborted();
        await breathe();
      }
      const values = statement.get();
      const blob = values[0];
      const geometry = blob instanceof Uint8Array ? geometryOfBlob(blob) : null;
      if (geometry === undefined) {
        findings.add("dropped", "geometryBroken", {}, { objectId: layer.table, line: rows });
        continue;
      }
      const properties: Record<string, unknown> = {};
      for (let at = 0; at < names.length; at++) {
        const value = values[at + 1];
        if (value !== null && names[at] !== "__proto__") properties[names[at]] = value;
      }
      const id = key === undefined ? undefined : properties[key];
      take({
        id: id === undefined ? "" : `${layer.table}.${String(id).slice(0, 100)}`.slice(0, 200),
        geometry,
        properties,
        line: rows,
      });
    }
  } finally {
    statement.free();
  }
  return rows;
}

/**
 * Reads the feature tables of a GeoPackage (OGC 12-128r18), one after the other. Tables in another system than most are taken
 * to that one. Named and left out are tables whose system is not known, tiles, tables without geometry, views and tables whose columns are computed.
 * @throws IntakeError where the file is larger than the memory it may take, or no GeoPackage.
 */
export const readGeoPackage: ReadFeatureFormat = async (reading) => {
  const { source, context, findings } = reading;
  if (source.size > largestBytes)
    throw new IntakeError("geoPackageTooLarge", { limitMb: largestBytes / 1048576 });
  let database: Database;
  let mostRows: number;
  try {
    const bytes = await bytesOf(source, context, largestBytes);
    mostRows = Math.max(1000, bytes.length / fewestRowBytes);
    database = await openSqlite(bytes);
  } catch (error) {
    context.signal.throwIfAborted();
    throw new IntakeError("geoPackageBroken", { detail: String(error).slice(0, 120) });
  }
  const breathe = createBreather();
  try {
    const { layers, others } = layersOf(database);
    if (others.length > 0)
      findings.add("info", "geoPackageTablesNotRead", { tables: others.slice(0, 12).join(", ") });
    if (layers.length === 0) throw new IntakeError("geoPackageWithoutFeatures");
    const system = commonSystem(layers);
    const read: string[] = [];
    let stated = "";
    const isOwn = ({ srs }: Layer): boolean => resolveSrsName(srs) === system;
    let ownSample: Position | null = null;
    // Those of the common system first: others are taken into its coordinates.
    for (const layer of [...layers.filter(isOwn), ...layers.filter((other) => !isOwn(other))]) {
      const values = { table: layer.table.slice(0, 60), srs: layer.srs.slice(0, 60) || "–" };
      const own = isOwn(layer);
      if (!own && (ownSample === null || resolveSrsName(layer.srs) === null)) {
        findings.add("dropped", "geoPackageOtherSystem", values, { objectId: layer.table });
        continue;
      }
      if (own) stated ||= layer.srs;
      let rows = 0;
      let left = 0;
      let translate: ((geometry: object) => object) | null = null;
      const taking: FeatureFormatReading = {
        ...reading,
        take: (feature) => {
          const sample = firstPosition(feature.geometry);
          if (own) ownSample ??= sample;
          if (own || typeof feature.geometry !== "object" || feature.geometry === null) {
            reading.take(feature);
            return;
          }
          if (translate === null && sample !== null && ownSample !== null)
            translate = translatorBetween({ srs: stated, sample: ownSample }, { srs: layer.srs, sample });
          if (translate === null) left += 1;
          else reading.take({ ...feature, geometry: translate(feature.geometry) });
        },
      };
      try {
        if (!isSound(database, layer.table)) throw new RangeError("pages");
        rows = await readLayer(database, layer, mostRows, taking, breathe);
      } catch (error) {
        context.signal.throwIfAborted();
        if (error instanceof IntakeError) throw error;
        const detail = String(error).slice(0, 120);
        findings.add(
          "problem",
          "geoPackageTableBroken",
          { table: values.table, detail },
          { objectId: layer.table },
        );
        continue;
      }
      if (left > 0) findings.add("dropped", "geoPackageOtherSystem", values, { objectId: layer.table });
      else if (!own)
        findings.add("repaired", "geoPackageOtherSystemMoved", values, { objectId: layer.table });
      read.push(`${layer.table.slice(0, 60)} (${rows})`);
    }
    findings.add("info", "geoPackageTables", { tables: read.slice(0, 20).join(", ") || "–" });
    return { statedCrs: stated };
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof IntakeError) throw error;
    throw new IntakeError("geoPackageBroken", { detail: String(error).slice(0, 120) });
  } finally {
    try {
      database.close();
    } catch {
      // SQLite ran out of memory before; what went wrong stands in the report.
    }
  }
};
