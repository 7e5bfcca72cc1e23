import { IntakeError } from "../report.ts";

export type CsvRow = { readonly cells: readonly string[]; readonly line: number };

export type CsvSplitter = {
  /** Takes a piece of the file, gives the rows that ended in it. */
  readonly push: (piece: string) => CsvRow[];
  readonly end: () => CsvRow[];
};

const longestCell = 10_000_000;
const mostCells = 2000;
const quote = 34;
const lineFeed = 10;

/**
 * Splits delimited text (RFC 4180, any delimiter of one character) into rows while it streams; quotes may hold
 * delimiters and line ends, blank lines fall away.
 * @throws IntakeError for a cell beyond all measure (a quote that never ends).
 */
export function createCsvSplitter(delimiter: string): CsvSplitter {
  const separator = delimiter.charCodeAt(0);
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let quoteBefore = false;
  let line = 1;
  let rowLine = 1;

  const push = (piece: string): CsvRow[] => {
    const rows: CsvRow[] = [];
    // Runs of plain text are cut out at once: most of a file is neither quote, delimiter nor line end.
    let start = 0;
    const takeRun = (end: number): void => {
      if (end > start) cell += piece.slice(start, end);
      start = end + 1;
      if (cell.length > longestCell) throw new IntakeError("csvQuoteOpen", {}, rowLine);
    };
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (quoteBefore) {
        quoteBefore = false;
        if (code === quote) {
          cell += '"';
          start = at + 1;
          continue;
        }
        quoted = false;
      }
      if (code === lineFeed) line += 1;
      if (quoted) {
        if (code !== quote) continue;
        takeRun(at);
        quoteBefore = true;
      } else if (code === quote && cell === "" && start === at) {
        quoted = true;
        start = at + 1;
      } else if (code === separator) {
        takeRun(at);
        if (cells.length < mostCells) cells.push(cell);
        cell = "";
      } else if (code === lineFeed) {
        takeRun(at);
        cells.push(cell.endsWith("\r") ? cell.slice(0, -1) : cell);
        if (cells.length > 1 || cells[0] !== "") rows.push({ cells, line: rowLine });
        cells = [];
        cell = "";
        rowLine = line;
      }
    }
    takeRun(piece.length);
    return rows;
  };
  const end = (): CsvRow[] => (cell === "" && cells.length === 0 && !quoted ? [] : push("\n"));
  return { push, end };
}

const delimiters = [";", "\t", "|", ","];

/**
 * The delimiter of a text by its first lines: the one that cuts most of them into as many cells as the first, and into
 * the most of them. A decimal comma cuts lines unevenly, or not as often as the real delimiter.
 */
export function delimiterOf(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  let best = ";";
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => cellsOutsideQuotes(line, delimiter));
    if (counts.length === 0 || counts[0] < 2) continue;
    const even = counts.filter((count) => count === counts[0]).length / counts.length;
    const score = even * 1000 + Math.min(counts[0], 500);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

function cellsOutsideQuotes(line: string, delimiter: string): number {
  let count = 1;
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) count += 1;
  }
  return count;
}
