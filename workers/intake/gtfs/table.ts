import { createCsvSplitter } from "../csv/split.ts";
import type { FindingCollector } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { textOf } from "../text.ts";

/** A row of a table: its cells by column, "" where the file lacks the column or the cell. */
export type Row<Column extends string> = {
  readonly of: (column: Column) => string;
  /** From 1. */
  readonly line: number;
};

const delimiterOf = (header: string): string =>
  header.includes(",") ? "," : header.includes(";") ? ";" : header.includes("\t") ? "\t" : ",";

/**
 * Reads one table of a feed as a stream: any order of columns, quotes, byte order mark, either line end.
 * @returns which of the columns the table has.
 */
export async function readTable<Column extends string>(
  source: Source,
  columns: readonly Column[],
  context: ReadContext,
  findings: FindingCollector,
  take: (row: Row<Column>) => void,
): Promise<ReadonlySet<Column>> {
  const found = new Set<Column>();
  const at = Object.fromEntries(columns.map((column) => [column, -1])) as Record<Column, number>;
  let splitter: ReturnType<typeof createCsvSplitter> | null = null;
  let buffered = "";
  let headed = false;
  let cells: readonly string[] = [];
  const row = { of: (column: Column): string => cells[at[column]]?.trim() ?? "", line: 0 };

  const takeRows = (rows: ReturnType<ReturnType<typeof createCsvSplitter>["push"]>): void => {
    for (const next of rows) {
      cells = next.cells;
      if (!headed) {
        headed = true;
        for (const [index, cell] of cells.entries()) {
          const name = cell.trim().toLowerCase() as Column;
          if (columns.includes(name) && !found.has(name)) {
            at[name] = index;
            found.add(name);
          }
        }
        continue;
      }
      row.line = next.line;
      take(row);
    }
  };
  for await (const piece of textOf(source, context, findings)) {
    if (splitter !== null) {
      takeRows(splitter.push(piece));
      continue;
    }
    buffered += piece;
    const end = buffered.indexOf("\n");
    if (end < 0) continue;
    splitter = createCsvSplitter(delimiterOf(buffered.slice(0, end)));
    takeRows(splitter.push(buffered));
  }
  if (splitter === null) {
    splitter = createCsvSplitter(delimiterOf(buffered));
    takeRows(splitter.push(buffered));
  }
  takeRows(splitter.end());
  return found;
}
