import { nameMeans, plainName } from "../features/columns.ts";
import type { ReadFeatureFormat } from "../features/contract.ts";
import { isBlank } from "../features/values.ts";
import { IntakeError } from "../report.ts";
import { textOf } from "../text.ts";
import { placeOfRows, type RowPlace } from "./place.ts";
import { type CsvRow, type CsvSplitter, createCsvSplitter, delimiterOf } from "./split.ts";

/** Text that is looked at for the delimiter, and rows for the header and the place. */
const headCharacters = 20_000;
const headRows = 200;

const numeric = /^[-+]?\s*[\d.,' ]*\d[\d.,' ]*(e[-+]?\d+)?$/i;

/** Whether a first row names columns: text where the rows below hold numbers, or names that are known. */
function isHeader(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const filled = first.filter((cell) => !isBlank(cell));
  if (filled.length === 0 || filled.some((cell) => numeric.test(cell.trim()) && plainName(cell).length > 3))
    return false;
  if (filled.every((cell) => !numeric.test(cell.trim()))) return true;
  const numbersBelow = first.filter(
    (cell, at) => !numeric.test(cell.trim()) && below.some((cells) => numeric.test((cells[at] ?? "").trim())),
  );
  return numbersBelow.length > 0;
}

/** Names for the columns: as the header has them, made unique; columns without a name get their number. */
function columnNames(header: readonly string[] | null, width: number): string[] {
  const seen = new Set<string>();
  return Array.from({ length: width }, (_, at) => {
    const given = (header?.[at] ?? "").trim().slice(0, 100);
    const base = given === "" || given === "__proto__" ? String(at + 1) : given;
    let name = base;
    for (let copy = 2; seen.has(name); copy++) name = `${base} (${copy})`;
    seen.add(name);
    return name;
  });
}

/**
 * Reads a delimited table: any delimiter, quotes, byte order mark and encoding; a header or none (columns are numbers then);
 * the place in x and y, longitude and latitude, one cell ("lat, lon"), well-known text, a GeoJSON geometry or a grid cell's
 * id. A table of residents may name buildings instead of a place.
 * @throws IntakeError where the table has neither.
 */
export const readCsvFeatures: ReadFeatureFormat = async ({
  source,
  context,
  findings,
  columns = {},
  take,
}) => {
  let splitter: CsvSplitter | null = null;
  let buffered = "";
  let waiting: CsvRow[] = [];
  let names: string[] | null = null;
  let place: RowPlace | null = null;
  let short = 0;

  const emit = ({ cells, line }: CsvRow, known: readonly string[]): void => {
    if (cells.length === 1 && known.length > 1) {
      // A remark or a cut line.
      findings.add("dropped", "rowTooShort", { cells: 1, columns: known.length }, { line });
      return;
    }
    if (cells.length !== known.length) short += 1;
    const properties: Record<string, string> = {};
    for (let at = 0; at < known.length; at++) {
      const cell = cells[at];
      if (cell !== undefined && cell !== "") properties[known[at]] = cell;
    }
    take({ id: "", geometry: place?.geometryOf(cells) ?? null, properties, line });
  };

  const begin = (): string[] => {
    const comments = waiting.findIndex(({ cells }) => !/^\s*(#|\/\/)/.test(cells[0] ?? ""));
    waiting = waiting.slice(Math.max(0, comments));
    const first = waiting[0]?.cells ?? [];
    const below = waiting.slice(1, 40).map(({ cells }) => cells);
    const hasHeader = isHeader(first, below);
    const width = Math.max(first.length, ...below.slice(0, 20).map((cells) => cells.length));
    const known = columnNames(hasHeader ? first : null, width);
    if (!hasHeader && waiting.length > 0)
      findings.add("info", "headerMissing", { columns: width }, { line: waiting[0].line });
    place = placeOfRows(
      known,
      waiting.slice(hasHeader ? 1 : 0).map(({ cells }) => cells),
      columns,
    );
    const byBuilding =
      known.some((name) => nameMeans("population", "residents", name) || columns.residents === name) &&
      known.some((name) => nameMeans("population", "building", name) || columns.building === name);
    if (place === null && !byBuilding)
      throw new IntakeError(
        "tableWithoutPlace",
        { columns: known.join(", ").slice(0, 200) },
        waiting[0]?.line ?? 1,
      );
    for (const row of hasHeader ? waiting.slice(1) : waiting) emit(row, known);
    waiting = [];
    return known;
  };

  const takeRows = (rows: readonly CsvRow[]): void => {
    for (const row of rows) {
      if (names !== null) emit(row, names);
      else if (waiting.push(row) >= headRows) names = begin();
    }
  };

  for await (const piece of textOf(source, context, findings)) {
    if (splitter !== null) {
      takeRows(splitter.push(piece));
      continue;
    }
    buffered += piece;
    if (buffered.length < headCharacters) continue;
    splitter = createCsvSplitter(delimiterOf(buffered.slice(0, headCharacters)));
    takeRows(splitter.push(buffered));
  }
  if (splitter === null) {
    splitter = createCsvSplitter(delimiterOf(buffered));
    takeRows(splitter.push(buffered));
  }
  takeRows(splitter.end());
  if (names === null) begin();
  if (short > 0) findings.add("info", "rowsUneven", { rows: short });
  const known = place as RowPlace | null;
  return { statedCrs: known?.statedCrs ?? "", placeColumns: known?.columns ?? {} };
};
