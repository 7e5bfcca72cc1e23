import type { SourceFormat } from "../report.ts";

const number = /^[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?$/;

/** Which columns a GTFS table cannot be without. */
const gtfsTables: Readonly<Record<string, readonly string[]>> = {
  "agency.txt": ["agency_name"],
  "stops.txt": ["stop_id"],
  "routes.txt": ["route_id"],
  "trips.txt": ["trip_id"],
  "stop_times.txt": ["trip_id"],
  "calendar.txt": ["service_id"],
  "calendar_dates.txt": ["service_id"],
  "fare_attributes.txt": ["fare_id"],
  "fare_rules.txt": ["fare_id"],
  "shapes.txt": ["shape_id"],
  "frequencies.txt": ["trip_id"],
  "transfers.txt": ["from_stop_id"],
  "pathways.txt": ["pathway_id"],
  "levels.txt": ["level_id"],
  "feed_info.txt": ["feed_publisher_name"],
  "translations.txt": ["language"],
  "attributions.txt": ["organization_name"],
};

/** Names of all tables that a timetable may have, also of those that are not read here. */
export const tableNames: ReadonlySet<string> = new Set([
  ...Object.keys(gtfsTables),
  ..."areas stop_areas networks route_networks timeframes fare_media fare_products fare_leg_rules fare_leg_join_rules fare_transfer_rules booking_rules location_groups location_group_stops rider_categories"
    .split(" ")
    .map((name) => `${name}.txt`),
]);

const baseName = (name: string): string => name.replace(/^.*[\\/]/, "").toLowerCase();

/** Whether a text is a table of a GTFS feed: its fixed name and the columns that belong to it. */
function isGtfsTable(name: string, header: string): boolean {
  const base = baseName(name);
  if (!Object.hasOwn(gtfsTables, base)) return false;
  const columns = header
    .toLowerCase()
    .split(",")
    .map((column) => column.replaceAll('"', "").trim());
  return gtfsTables[base].every((column) => columns.includes(column));
}

/** What a `.cpg` says: the name of an encoding and nothing else. */
export const isEncodingName = (text: string): boolean =>
  /^\s*(utf-?8|utf-?16|(?:iso[- ]?)?8859[-_ ]?\d{1,2}|88591|latin-?\d|ansi ?\d{3,4}|(?:cp|windows-?|oem ?)?\d{3,4}|system)\s*$/i.test(
    text,
  ) && text.trim().length > 2;

const splitAtSpaces = (line: string): string[] =>
  line
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[,;]$/, ""));

/** Cells of a line; commas inside quotes stay. */
function cells(line: string, delimiter: string): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      parts.push(part.trim());
      part = "";
      continue;
    }
    part += character;
  }
  parts.push(part.trim());
  return parts;
}

/** The cells of a line of numbers, whatever stands between them and whatever marks decimals. */
function numbersOf(line: string): string[] {
  if (line.includes(";")) return cells(line, ";").filter((cell, i, all) => cell !== "" || i < all.length - 1);
  const bySpace = splitAtSpaces(line);
  return bySpace.length > 1 ? bySpace : cells(line, ",");
}

const eastWord = /^["']?(x|e|y_?lon|lon|long|longitude|east(ing)?|ost(wert)?|rechts(wert)?|rw)\b/i;
const heightWord = /^["']?(z|h|hoehe|höhe|height|elev(ation)?|alt(itude)?|dgm\d*|value|wert)\b/i;

/** Three numbers a line: a grid of heights as points. */
function isXyz(lines: readonly string[]): boolean {
  const first = numbersOf(lines[0]);
  const hasHeader = !first.every((cell) => number.test(cell));
  if (hasHeader && !(first.length === 3 && eastWord.test(first[0]) && heightWord.test(first[2])))
    return false;
  const rows = hasHeader ? lines.slice(1) : lines;
  if (rows.length === 0) return false;
  const good = rows.filter((line) => {
    const row = numbersOf(line);
    return row.length === 3 && row.every((cell) => number.test(cell) || /^(nan|-?inf)$/i.test(cell));
  });
  return good.length >= rows.length * 0.8;
}

/** The share of lines with as many cells as the first one, for the delimiter that fits best. */
function isDelimited(lines: readonly string[]): boolean {
  return [";", "\t", "|", ","].some((delimiter) => {
    const columns = cells(lines[0], delimiter).length;
    if (columns < 2) return false;
    if (lines.length === 1) return columns > 2 && !/[.!?]\s/.test(lines[0]);
    const same = lines.filter((line) => cells(line, delimiter).length === columns).length;
    return same >= lines.length * 0.7;
  });
}

const sampled = 60;

/** What a text of lines is: a GTFS table, a world file, points of a grid, a table; null where it is none of them. */
export function tableFormat(text: string, name: string): SourceFormat | null {
  const lines = text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== "" && !/^\s*(#|\/\/)/.test(line))
    .slice(0, sampled);
  // A table of a Markdown text is for people.
  if (
    lines.length === 0 ||
    lines.some((line) => line.length < 500 && /^\s*\|?[-: |]*--\|[-: |]*$/.test(line))
  )
    return null;
  if (isGtfsTable(name, lines[0])) return "gtfs";
  const short = lines.every((line) => number.test(line.trim()));
  // Six numbers, one a line: cell sizes, rotations and the first cell's centre of a picture.
  if (short && lines.length === 6) return "companion";
  if (isXyz(lines)) return "xyzGrid";
  return isDelimited(lines) ? "csvTable" : null;
}
