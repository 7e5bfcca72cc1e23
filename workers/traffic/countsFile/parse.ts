import { type ColumnName, countRow, findColumns, hourColumns, plainName } from "./columns.ts";
import {
  type CountPlace,
  type CountRow,
  type CountsFile,
  countsFileError,
  mostCharacters,
  mostRows,
} from "./types.ts";
import { readVmz } from "./vmz.ts";

/**
 * Traffic counts as CSV (separators ; , or tab, decimal comma or point), GeoJSON (points with properties) or XML of hourly counts (MATSim's
 * counts, as the Berlin traffic information centre's are published). Every file is foreign: it is bounded, and read as text only.
 * @throws CountsFileError
 */
export function readCounts(text: string): CountsFile {
  if (text.length > mostCharacters) throw countsFileError("tooLarge");
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") throw countsFileError("empty");
  const read = start.startsWith("<")
    ? readVmz(start)
    : start.startsWith("{")
      ? readGeoJson(start)
      : readCsv(start);
  const usable = (row: CountRow): boolean =>
    row.hourly !== null || row.vehPerH !== null || row.vehPerDay !== null;
  return {
    format: read.format,
    rows: read.rows.filter(usable),
    unreadable: read.rows.filter((row) => !usable(row)).map(({ name }) => name),
    year: read.year,
  };
}

type Read = Omit<CountsFile, "unreadable">;

function readCsv(text: string): Read {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  if (lines.length - 1 > mostRows) throw countsFileError("tooLarge");
  const separator = [";", "\t", ","].find((one) => lines[0].includes(one)) ?? ";";
  const headings = cells(lines[0], separator);
  const columns = findColumns(headings);
  const hours = hourColumns(headings);
  const has = (...wanted: ColumnName[]): boolean => wanted.every((column) => columns.has(column));
  if (!has("longitude", "latitude") && !has("east", "north") && !has("section"))
    throw countsFileError("noPlaceColumns");
  if (!has("vehPerH") && !has("vehPerDay") && hours === null) throw countsFileError("noVolumeColumns");
  const rows = lines.slice(1).map((line, i) => {
    const row = cells(line, separator);
    const value = (column: ColumnName): string | undefined => row[columns.get(column) ?? -1];
    return countRow(String(i + 2), value, hours?.map((column) => row[column] ?? "") ?? null, null);
  });
  return { format: "csv", rows, year: null };
}

/** Cells of a line; quotes hold separators together, two of them are one. */
function cells(line: string, separator: string): string[] {
  const found: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const sign = line[i];
    if (sign === '"') {
      if (quoted && line[i + 1] === '"') {
        cell += sign;
        i += 1;
      } else quoted = !quoted;
    } else if (sign === separator && !quoted) {
      found.push(cell);
      cell = "";
    } else cell += sign;
  }
  return [...found, cell];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readGeoJson(text: string): Read {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    throw countsFileError("broken");
  }
  if (!isRecord(root) || !Array.isArray(root.features)) throw countsFileError("notKnown");
  if (root.features.length > mostRows) throw countsFileError("tooLarge");
  const rows = root.features.map((feature: unknown, i) => {
    const properties = isRecord(feature) && isRecord(feature.properties) ? feature.properties : {};
    const keys = Object.keys(properties);
    const columns = findColumns(keys);
    const textOf = (key: string | undefined): string | undefined => {
      const value = key === undefined ? undefined : properties[key];
      return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
    };
    const hours = hourColumns(keys)?.map((column) => textOf(keys[column]) ?? "") ?? hoursIn(properties);
    const at = isRecord(feature) ? placeOf(feature.geometry) : null;
    const value = (column: ColumnName): string | undefined => textOf(keys[columns.get(column) ?? -1]);
    return countRow(String(i + 1), value, hours, at);
  });
  return { format: "geojson", rows, year: null };
}

/** One property that is a list of 24 numbers. */
function hoursIn(properties: Readonly<Record<string, unknown>>): readonly string[] | null {
  const list = Object.entries(properties).find(
    ([key, value]) =>
      ["hourly", "hours", "stunden", "ganglinie"].includes(plainName(key)) &&
      Array.isArray(value) &&
      value.length === 24,
  )?.[1];
  return Array.isArray(list)
    ? list.map((value: unknown) => (typeof value === "number" ? String(value) : ""))
    : null;
}

/** The point of a feature; of a line the place in its middle. */
function placeOf(geometry: unknown): CountPlace | null {
  if (!isRecord(geometry) || !Array.isArray(geometry.coordinates)) return null;
  const list: unknown[] = geometry.coordinates;
  const point: unknown =
    geometry.type === "Point" ? list : geometry.type === "LineString" ? list[list.length >> 1] : null;
  if (!Array.isArray(point)) return null;
  const [x, y]: unknown[] = point;
  if (typeof x !== "number" || typeof y !== "number" || !Number.isFinite(x) || !Number.isFinite(y))
    return null;
  return Math.abs(x) <= 180 && Math.abs(y) <= 90
    ? { type: "lonLat", longitude: x, latitude: y }
    : { type: "projected", east: x, north: y };
}
