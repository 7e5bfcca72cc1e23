import { readFileSync, statSync } from "node:fs";

export type TimeSeries = readonly (readonly [number, number])[];

export type TableColumns = {
  readonly time: string | number;
  readonly value: string | number;
  /** What a time and a value of the file are in seconds and in the quantity's unit. */
  readonly timeScale?: number | undefined;
  readonly scale?: number | undefined;
};

const largestBytes = 200 * 1024 * 1024;

/**
 * Two columns of a text table, by header name or by number from 0. Columns are parted by semicolons, tabs, commas or blanks,
 * whichever the table has in this order; decimals may have a comma where commas part nothing. `#` lines are left out, and so are
 * rows where either is no number. Equal times are a step. @throws Error that names the file
 */
export function readSeriesFile(
  path: string,
  { time, value, timeScale = 1, scale = 1 }: TableColumns,
): TimeSeries {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Error(`${path}: there is no such file.`);
  if (stat.size > largestBytes) throw new Error(`${path} is larger than 200 MB.`);
  const lines = readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  const cellsOf = splitter(lines);
  const rows = lines.map(cellsOf);
  const header = rows[0] ?? [];
  const indexOf = (column: string | number): number => {
    if (typeof column === "number") return column;
    const index = header.findIndex((name) => name.toLowerCase() === column.trim().toLowerCase());
    if (index < 0)
      throw new Error(`${path} has no column "${column}"; it has: ${header.join(", ").slice(0, 300)}.`);
    return index;
  };
  const timeAt = indexOf(time);
  const valueAt = indexOf(value);
  const series = rows
    .map((row): readonly [number, number] => [
      numberOf(row[timeAt]) * timeScale,
      numberOf(row[valueAt]) * scale,
    ])
    .filter(([t, x]) => Number.isFinite(t) && Number.isFinite(x));
  if (series.length === 0) throw new Error(`${path} has no numbers in columns ${time} and ${value}.`);
  const back = series.findIndex(([t], i) => i > 0 && t < series[i - 1][0]);
  if (back > 0)
    throw new Error(`${path}: times must not go back (${series[back][0]} s after ${series[back - 1][0]} s).`);
  return series;
}

function splitter(lines: readonly string[]): (line: string) => string[] {
  const sample = lines.slice(0, 20);
  const some = (sign: string): boolean => sample.some((line) => line.includes(sign));
  const clean = (cell: string): string =>
    cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim();
  const by =
    (separator: string) =>
    (line: string): string[] =>
      line.split(separator).map(clean);
  if (some(";")) return by(";");
  if (some("\t")) return by("\t");
  // "0,5 1,25": blanks part, commas are decimal signs.
  const decimal = /^\s*[-+]?\d+(,\d+)?([eE][-+]?\d+)?(\s+[-+]?\d+(,\d+)?([eE][-+]?\d+)?)+\s*$/;
  const numbers = sample.filter((line) => /^\s*[-+\d]/.test(line));
  if (some(",") && !(numbers.length > 0 && numbers.every((line) => decimal.test(line)))) return by(",");
  return (line) => line.trim().split(/\s+/).map(clean);
}

function numberOf(cell: string | undefined): number {
  if (cell === undefined || cell === "") return Number.NaN;
  return Number(/^[^.,]*,[^.,]*$/.test(cell) ? cell.replace(",", ".") : cell);
}

/** Linear interpolation; NaN outside the series. */
export function valueAt(series: TimeSeries, time: number): number {
  const last = series.length - 1;
  if (last < 0 || time < series[0][0] || time > series[last][0]) return Number.NaN;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (series[middle][0] <= time) low = middle;
    else high = middle;
  }
  const [t0, x0] = series[low];
  const [t1, x1] = series[high];
  return t1 > t0 ? x0 + ((x1 - x0) * (time - t0)) / (t1 - t0) : x0;
}
