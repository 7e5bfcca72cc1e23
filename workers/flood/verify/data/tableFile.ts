import { readFileSync } from "node:fs";

export type TimeSeries = readonly (readonly [number, number])[];

/**
 * Two columns of a text table (comma, semicolon, tab or blanks; `#` comments; a header row is optional), by header
 * name or by number from 0. Rows where either is no number are left out. @throws Error that names the file
 */
export function readSeriesFile(path: string, time: string | number, value: string | number): TimeSeries {
  const rows = readFileSync(path, "utf8")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) =>
      line
        .split(/[,;\t]|\s+/)
        .map((cell) => cell.trim())
        .filter((cell) => cell !== ""),
    );
  const header = rows[0] ?? [];
  const indexOf = (column: string | number): number => {
    if (typeof column === "number") return column;
    const index = header.findIndex((name) => name.toLowerCase() === column.toLowerCase());
    if (index < 0) throw new Error(`${path} has no column "${column}"; it has: ${header.join(", ")}.`);
    return index;
  };
  const timeAt = indexOf(time);
  const valueAt = indexOf(value);
  const series = rows
    .map((row): readonly [number, number] => [Number(row[timeAt] ?? "x"), Number(row[valueAt] ?? "x")])
    .filter(([t, x]) => Number.isFinite(t) && Number.isFinite(x));
  if (series.length === 0) throw new Error(`${path} has no numbers in columns ${time} and ${value}.`);
  for (let i = 1; i < series.length; i += 1) {
    if (series[i][0] <= series[i - 1][0]) throw new Error(`${path}: times must rise (row ${i + 1}).`);
  }
  return series;
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
