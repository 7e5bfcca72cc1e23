import { IntakeError } from "../report.ts";

export type CsvRow = { readonly cells: readonly string[]; readonly line: number };

const longestCell = 100_000;
const mostCells = 1000;

/**
 * Splits delimited text (RFC 4180, any of ; , tab) into rows while it streams; quotes may hold delimiters and line ends.
 * @throws IntakeError for a cell beyond all measure (a quote that never ends).
 */
export function createCsvSplitter(delimiter: string): {
  push: (piece: string) => CsvRow[];
  end: () => CsvRow[];
} {
  const separator = delimiter.charCodeAt(0);
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let quoteBefore = false;
  let line = 1;
  let rowLine = 1;

  const push = (piece: string): CsvRow[] => {
    const rows: CsvRow[] = [];
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (quoteBefore) {
        quoteBefore = false;
        if (code === 34) {
          cell += '"';
          continue;
        }
        quoted = false;
      }
      if (code === 10) line += 1;
      if (quoted) {
        if (code === 34) quoteBefore = true;
        else cell += piece[at];
        if (cell.length > longestCell) throw new IntakeError("csvQuoteOpen", {}, rowLine);
      } else if (code === 34 && cell === "") quoted = true;
      else if (code === separator) {
        if (cells.length < mostCells) cells.push(cell);
        cell = "";
      } else if (code === 10) {
        cells.push(cell.endsWith("\r") ? cell.slice(0, -1) : cell);
        if (cells.length > 1 || cells[0] !== "") rows.push({ cells, line: rowLine });
        cells = [];
        cell = "";
        rowLine = line;
      } else {
        cell += piece[at];
        if (cell.length > longestCell) throw new IntakeError("csvQuoteOpen", {}, rowLine);
      }
    }
    return rows;
  };
  const end = (): CsvRow[] => (cell === "" && cells.length === 0 ? [] : push("\n"));
  return { push, end };
}

/** The delimiter of a header line: the one that occurs most. */
export function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [";", "\t", ","].reduce(
    (best, delimiter) => (count(delimiter) > count(best) ? delimiter : best),
    ";",
  );
}
