import type { FileMetaData, SchemaElement } from "hyparquet";
import { IntakeError } from "../report.ts";
import { isKnownEncoding } from "./geometry.ts";

export type GeometryColumn = {
  readonly name: string;
  readonly encoding: string;
  /** In words that `resolveSrsName` takes; "" = not stated. */
  readonly statedCrs: string;
};

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** PROJJSON's own number, or that of the horizontal part of a compound system; else its name. */
function systemOf(crs: unknown): string {
  // GeoParquet: no statement means longitude and latitude, null means unknown.
  if (crs === undefined) return "OGC:CRS84";
  if (typeof crs === "string") return crs.replace(/^srid:/i, "EPSG:").slice(0, 200);
  if (!isObject(crs)) return "";
  const components = Array.isArray(crs.components) ? crs.components : [];
  const base = isObject(crs.source_crs) ? [crs.source_crs] : [];
  for (const part of [crs, ...components.slice(0, 3), ...base]) {
    if (!isObject(part)) continue;
    const id = isObject(part.id) ? part.id : Array.isArray(part.ids) ? part.ids[0] : null;
    if (isObject(id) && (typeof id.code === "number" || typeof id.code === "string"))
      return `${String(id.authority).slice(0, 20)}:${String(id.code).slice(0, 20)}`;
  }
  return typeof crs.name === "string" ? crs.name.slice(0, 200) : "";
}

/** Elements right below the root, with whether they are plain columns. */
export function topColumns(schema: readonly SchemaElement[]): { element: SchemaElement; leaf: boolean }[] {
  const columns: { element: SchemaElement; leaf: boolean }[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at]?.num_children ?? 0;
    at += 1;
    for (let child = 0; child < children && at < schema.length; child++) skip();
  };
  while (at < schema.length) {
    const element = schema[at];
    columns.push({ element, leaf: !element.num_children && element.repetition_type !== "REPEATED" });
    skip();
  }
  return columns;
}

/** The `geo` statement of the file (GeoParquet 1.x); null where there is none that can be read. */
function geoStatement(metadata: FileMetaData): Json | null {
  const text = metadata.key_value_metadata?.find(({ key }) => key === "geo")?.value;
  if (text === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/**
 * Which column holds the geometry: the primary one of the `geo` statement, else one of Parquet's own geometry type, else bytes
 * under a usual name.
 * @throws IntakeError where there is none, or its encoding is not known.
 */
export function geometryColumn(metadata: FileMetaData): GeometryColumn {
  const top = topColumns(metadata.schema);
  const geo = geoStatement(metadata);
  const columns = isObject(geo?.columns) ? geo.columns : {};
  const names = [geo?.primary_column, ...Object.keys(columns)].filter((name) => typeof name === "string");
  for (const name of names) {
    const column = Object.hasOwn(columns, name) ? columns[name] : null;
    if (!isObject(column) || !top.some(({ element }) => element.name === name)) continue;
    const encoding = typeof column.encoding === "string" ? column.encoding : "WKB";
    if (!isKnownEncoding(encoding))
      throw new IntakeError("geoParquetEncoding", { encoding: encoding.slice(0, 40) });
    return { name, encoding, statedCrs: systemOf(column.crs) };
  }
  const typed = top.find(({ element }) => /^GEO(METRY|GRAPHY)$/.test(element.logical_type?.type ?? ""));
  if (typed !== undefined) {
    const type = typed.element.logical_type;
    const crs = type !== undefined && "crs" in type ? type.crs : undefined;
    return { name: typed.element.name, encoding: "WKB", statedCrs: systemOf(crs) };
  }
  const named = top.find(
    ({ element, leaf }) =>
      leaf &&
      element.type === "BYTE_ARRAY" &&
      /^(geom|geometry|wkb_geometry|wkb|geom_wkb|shape)$/i.test(element.name),
  );
  if (named === undefined) throw new IntakeError("geoParquetWithoutGeometry");
  return { name: named.element.name, encoding: "WKB", statedCrs: "" };
}
