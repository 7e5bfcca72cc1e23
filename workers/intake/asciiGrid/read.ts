import { settleCrs } from "../crs/settle.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { isPlaceable, largestRasterCells, rangeOf, type SourceRaster } from "../terrain.ts";
import { textOf } from "../text.ts";

export type AsciiGridOptions = {
  readonly crs: string | null;
  readonly preferredCrs: string | null;
  /** What a `.prj` beside the file says; "" = nothing. The grid itself cannot say. */
  readonly stated: string;
};

const headerKeys = new Set([
  "ncols",
  "nrows",
  "xllcorner",
  "yllcorner",
  "xllcenter",
  "yllcenter",
  "cellsize",
  "dx",
  "dy",
  "nodata_value",
]);
const lowestTerrainM = -500;
const highestTerrainM = 9000;

/** "33,36" and "33.36" alike. NaN for anything that is not a number. */
const numberOf = (token: string): number => {
  const plain = Number(token);
  return Number.isNaN(plain) ? Number(token.replace(",", ".")) : plain;
};

type Header = {
  columns: number;
  rows: number;
  west: number;
  south: number;
  cellX: number;
  cellY: number;
  noData: number;
};

function headerOf(fields: ReadonlyMap<string, number>): Header {
  const field = (name: string): number => fields.get(name) ?? Number.NaN;
  const columns = field("ncols");
  const rows = field("nrows");
  const cellX = fields.has("cellsize") ? field("cellsize") : field("dx");
  const cellY = fields.has("cellsize") ? field("cellsize") : field("dy");
  // The corner is the outer edge of the lower left cell, the centre lies half a cell inside (ESRI, ASCII raster format).
  const west = fields.has("xllcorner") ? field("xllcorner") : field("xllcenter") - cellX / 2;
  const south = fields.has("yllcorner") ? field("yllcorner") : field("yllcenter") - cellY / 2;
  const whole = Number.isSafeInteger(columns) && Number.isSafeInteger(rows) && columns > 0 && rows > 0;
  if (!whole || !(cellX > 0 && cellY > 0) || !Number.isFinite(west + south)) {
    const missing = ["ncols", "nrows", "cellsize"].filter((name) => !fields.has(name)).join(", ");
    throw new IntakeError("gridHeaderIncomplete", { missing });
  }
  if (columns * rows > largestRasterCells) {
    throw new IntakeError("rasterTooLarge", { cells: columns * rows, limit: largestRasterCells });
  }
  if (!isPlaceable(west, south, columns * cellX, rows * cellY))
    throw new IntakeError("gridPlaceAbsurd", {
      west: west.toPrecision(6),
      south: south.toPrecision(6),
      cell: cellX.toPrecision(6),
    });
  return { columns, rows, west, south, cellX, cellY, noData: fields.get("nodata_value") ?? -9999 };
}

/**
 * Reads an ESRI ASCII grid as a stream: header in any case and order, corner or centre, decimal point or comma.
 * Rows that are missing at the end stay without data; words among the numbers are reported with their line.
 * @throws IntakeError where the header does not give a grid or no value could be read.
 */
export async function readAsciiGrid(
  source: Source,
  options: AsciiGridOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<SourceRaster> {
  const fields = new Map<string, number>();
  let header: Header | null = null;
  let values = new Float32Array(0);
  let cell = 0;
  let line = 1;
  let pendingKey = "";
  let extra = 0;

  const take = (token: string): void => {
    if (header === null) {
      if (pendingKey !== "") {
        fields.set(pendingKey, numberOf(token));
        pendingKey = "";
        return;
      }
      const key = token.toLowerCase();
      if (headerKeys.has(key)) {
        pendingKey = key;
        return;
      }
      if (!Number.isFinite(numberOf(token)))
        throw new IntakeError("gridHeaderUnknown", { word: token.slice(0, 40) }, line);
      header = headerOf(fields);
      // A header may promise any size: at least two characters a value must be there for it.
      if (header.columns * header.rows * 2 > source.size * 2 + 1024) {
        throw new IntakeError("gridShorterThanHeader", {
          cells: header.columns * header.rows,
          bytes: source.size,
        });
      }
      values = new Float32Array(header.columns * header.rows).fill(Number.NaN);
    }
    if (cell >= values.length) {
      extra += 1;
      return;
    }
    const value = numberOf(token);
    if (value === header.noData) cell += 1;
    else if (value >= lowestTerrainM && value <= highestTerrainM) values[cell++] = value;
    else {
      if (Number.isNaN(value) && token.toLowerCase() !== "nan")
        findings.add("dropped", "valueNotNumber", { word: token.slice(0, 40) }, { line });
      else if (!Number.isNaN(value)) {
        findings.add("dropped", "heightAbsurd", { value: Math.min(1e30, Math.max(-1e30, value)) }, { line });
      }
      cell += 1;
    }
  };

  let carry = "";
  for await (const piece of textOf(source, context, findings)) {
    const text = carry + piece;
    let start = -1;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 32) {
        if (start < 0) start = at;
        continue;
      }
      if (start >= 0) {
        take(text.slice(start, at));
        start = -1;
      }
      if (code === 10) line += 1;
    }
    carry = start >= 0 ? text.slice(start) : "";
    if (carry.length > 10_000) throw new IntakeError("gridHeaderUnknown", { word: carry.slice(0, 40) }, line);
  }
  if (carry !== "") take(carry);
  if (header === null) header = headerOf(fields);

  const grid: Header = header;
  if (cell < values.length || values.length === 0) {
    findings.add(
      "repaired",
      "gridValuesMissing",
      { read: cell, expected: grid.columns * grid.rows },
      { line },
    );
  }
  if (extra > 0) findings.add("dropped", "gridValuesExtra", { extra }, { line });
  const { missing } = rangeOf(values);
  if (missing === values.length) throw new IntakeError("rasterWithoutValues");
  if (missing > 0)
    findings.add("info", "cellsWithoutData", {
      cells: missing,
      share: Math.round((missing / values.length) * 1000) / 10,
    });

  const north = grid.south + grid.rows * grid.cellY;
  const settled = settleCrs(options.stated, options.crs, [grid.west, north], options.preferredCrs);
  return {
    crs: settled.crs,
    finding: settled.finding,
    columns: grid.columns,
    rows: grid.rows,
    west: grid.west - settled.prefixM,
    north,
    cellX: grid.cellX,
    cellY: grid.cellY,
    values,
  };
}
