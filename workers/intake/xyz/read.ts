import { type SettledCrs, settleCrs } from "../crs/settle.ts";
import { highestTerrainM, lowestTerrainM, reportMissing } from "../rasters/range.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { largestRasterCells, type SourceRaster } from "../terrain.ts";
import { readPoints } from "./points.ts";
import { createSparseGrid } from "./sparseGrid.ts";

export type XyzOptions = {
  readonly crs: string | null;
  readonly preferredCrs: string | null;
  /** What a `.prj` beside the file says; "" = nothing. */
  readonly stated: string;
};

/** Points that are looked at before the grid is settled, and at most where they all lie in one row. */
const firstLook = 20_000;
const longestLook = 400_000;
/** How far a point may lie from its cell's centre, in cells: decimals that were cut off. */
const offGrid = 0.1;
const mostOffGrid = 0.02;
const mostStretched = 5;
/** Further out than any coordinate in use. */
const absurdCoordinate = 1e8;

/** The step between coordinates: the one that occurs most often between neighbours. 0 = all alike. */
function stepOf(coordinates: readonly number[]): number {
  const sorted = Float64Array.from(coordinates).sort();
  const fine = Math.abs(sorted[sorted.length - 1]) <= 360 ? 1e-8 : 1e-3;
  const counts = new Map<number, number>();
  let before = sorted[0];
  for (const value of sorted) {
    const gap = Math.round((value - before) / fine);
    if (gap === 0) continue;
    counts.set(gap, (counts.get(gap) ?? 0) + 1);
    before = value;
  }
  let step = 0;
  let most = 0;
  for (const [gap, count] of counts) {
    if (count > most || (count === most && gap < step)) {
      step = gap;
      most = count;
    }
  }
  if (step === 0) return 0;
  // Rounded steps add up to a wrong place over a thousand cells: the mean of those that are nearly alike is better.
  let sum = 0;
  let alike = 0;
  for (let i = 1; i < sorted.length; i++) {
    const gap = sorted[i] - sorted[i - 1];
    if (gap < step * fine * 0.95 || gap > step * fine * 1.05) continue;
    sum += gap;
    alike += 1;
  }
  const mean = sum / alike;
  return Math.abs(mean - step * fine) < fine * 1e-3 ? step * fine : mean;
}

const middle = (values: readonly number[]): number =>
  Float64Array.from(values).sort()[Math.floor(values.length / 2)];

type Settled = {
  readonly crs: SettledCrs;
  readonly originX: number;
  readonly originY: number;
  readonly stepX: number;
  readonly stepY: number;
};

/**
 * Reads a grid of heights that was written as points, one a line, in any order: the lines may run from north to south or the
 * other way, have holes, a zone before the easting, decimal commas and a header. Points are cell centres. Streamed: memory
 * grows with the cells, not with the text.
 * @throws IntakeError where the points lie on no grid.
 */
export async function readXyz(
  source: Source,
  options: XyzOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<SourceRaster> {
  const grid = createSparseGrid();
  let head: { x: number[]; y: number[]; z: number[]; line: number[] } | null = {
    x: [],
    y: [],
    z: [],
    line: [],
  };
  let settled: Settled | null = null;
  let points = 0;
  let irregular = 0;

  const place = (first: number, second: number, z: number, line: number, on: Settled): void => {
    points += 1;
    const { swapAxes, prefixM } = on.crs;
    const column = ((swapAxes ? second : first) - prefixM - on.originX) / on.stepX;
    const row = (on.originY - (swapAxes ? first : second)) / on.stepY;
    const wholeColumn = Math.round(column);
    const wholeRow = Math.round(row);
    if (Math.abs(column - wholeColumn) > offGrid || Math.abs(row - wholeRow) > offGrid) {
      irregular += 1;
      findings.add("dropped", "xyzPointOffGrid", {}, { line });
      if (irregular > 2000 && irregular > points * mostOffGrid * 5) throw new IntakeError("xyzIrregular");
      return;
    }
    if (!(z >= lowestTerrainM && z <= highestTerrainM)) {
      // What programs write for "no value" is no defect.
      if (z > -9990 || z < -99_999)
        findings.add("dropped", "heightAbsurd", { value: Math.min(1e30, Math.max(-1e30, z)) }, { line });
      return;
    }
    if (!grid.set(wholeColumn, wholeRow, z)) throw new IntakeError("xyzIrregular");
  };

  const settle = (seen: NonNullable<typeof head>): Settled => {
    const sample = [middle(seen.x), middle(seen.y)] as const;
    const crs = settleCrs(options.stated, options.crs, sample, options.preferredCrs);
    const east = crs.swapAxes ? seen.y : seen.x;
    const north = crs.swapAxes ? seen.x : seen.y;
    const stepX = stepOf(east);
    const stepY = stepOf(north);
    if (stepX === 0 && stepY === 0) throw new IntakeError("xyzIrregular");
    // Cells of real grids are square, or so in degrees; a stretched one would be resampled to a hundred times its cells.
    if (stepX !== 0 && stepY !== 0 && Math.max(stepX / stepY, stepY / stepX) > mostStretched)
      throw new IntakeError("xyzIrregular");
    return {
      crs,
      // Any of the grid's own places will do, but not that of a stray first point.
      originX: middle(east) - crs.prefixM,
      originY: middle(north),
      stepX: stepX || stepY,
      stepY: stepY || stepX,
    };
  };

  const replay = (seen: NonNullable<typeof head>): Settled => {
    const on = settle(seen);
    for (let i = 0; i < seen.x.length; i++) place(seen.x[i], seen.y[i], seen.z[i], seen.line[i], on);
    return on;
  };

  await readPoints(source, context, findings, (x, y, z, line) => {
    if (!(Math.abs(x) < absurdCoordinate && Math.abs(y) < absurdCoordinate)) {
      findings.add("dropped", "coordinateNotFinite", {}, { line });
      return;
    }
    if (settled !== null) {
      place(x, y, z, line, settled);
      return;
    }
    if (head === null) return;
    head.x.push(x);
    head.y.push(y);
    head.z.push(z);
    head.line.push(line);
    const { length } = head.x;
    const inOneRow = head.y[0] === y || head.x[0] === x;
    if (length >= longestLook || (length >= firstLook && !inOneRow)) {
      settled = replay(head);
      head = null;
    }
  });
  // Assigned within the callback above, which flow analysis does not see.
  let on = settled as Settled | null;
  if (on === null) {
    if (head === null || head.x.length === 0) throw new IntakeError("rasterWithoutValues");
    on = replay(head);
  }
  if (irregular > 3 && irregular > points * mostOffGrid) throw new IntakeError("xyzIrregular");
  const filled = grid.finish(largestRasterCells);
  if (filled === null) throw new IntakeError(points === 0 ? "rasterWithoutValues" : "xyzIrregular");
  reportMissing(filled.values, findings);
  return {
    crs: on.crs.crs,
    finding: on.crs.finding,
    columns: filled.columns,
    rows: filled.rows,
    west: on.originX + (filled.column - 0.5) * on.stepX,
    north: on.originY - (filled.row - 0.5) * on.stepY,
    cellX: on.stepX,
    cellY: on.stepY,
    values: filled.values,
  };
}
