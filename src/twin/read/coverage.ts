import type { Extent, Grid } from "../frame.ts";
import type { Shape } from "../operations.ts";
import { windowOf } from "./grid.ts";
import { edgesOf } from "./shapeEdges.ts";

/** Called for every cell that a shape covers, with the covered share (0–1]. */
export type CoverageVisitor = (cell: number, share: number) => void;

/**
 * The exact covered share of every cell that a shape touches, cells in row order. The sum of shares times the cell area is
 * the area of the shape within the grid, at any resolution.
 */
export function shapeCoverage(shape: Shape, grid: Grid, visit: CoverageVisitor): void {
  const edges = edgesOf(shape);
  createCoverage(grid)(edges, edges.length, visit);
}

/** Largest number of cells held at once; a shape across a whole city is worked off in bands of rows. */
const bandCells = 1 << 20;
/** Shares below this are the rounding of the sums, not ground. */
const leastShare = 1e-9;

/**
 * A rasteriser for many shapes on one grid: `cover(edges, length, visit)`, with directed edges as x0,y0,x1,y1 in frame
 * offsets (counter-clockwise outlines, clockwise holes). Each edge adds the signed area between itself and the
 * east side of the row to the cells it crosses; a running sum along the row then gives every cell's covered
 * share. It needs no sorting and no sampling and is exact for outlines that do not overlap themselves.
 */
export function createCoverage(
  grid: Grid,
): (edges: Float64Array, length: number, visit: CoverageVisitor) => void {
  let sums = new Float64Array(0);
  return (edges, length, visit) => {
    const window = windowOf(grid, boundsOfEdges(edges, length));
    if (!window) return;
    const { firstColumn, endColumn, firstRow, endRow } = window;
    const columns = endColumn - firstColumn;
    // One more column takes what an edge in the last cell hands on to the east.
    const stride = columns + 1;
    const bandRows = Math.max(1, Math.floor(bandCells / stride));
    const west = grid.westX + firstColumn * grid.cellSizeM;
    for (let bandStart = firstRow; bandStart < endRow; bandStart += bandRows) {
      const rows = Math.min(bandRows, endRow - bandStart);
      const north = grid.northY - bandStart * grid.cellSizeM;
      if (sums.length < rows * stride) sums = new Float64Array(rows * stride);
      else sums.fill(0, 0, rows * stride);
      const scale = 1 / grid.cellSizeM;
      for (let i = 0; i < length; i += 4) {
        addEdge(
          sums,
          columns,
          rows,
          (edges[i] - west) * scale,
          (north - edges[i + 1]) * scale,
          (edges[i + 2] - west) * scale,
          (north - edges[i + 3]) * scale,
        );
      }
      for (let row = 0; row < rows; row++) {
        let share = 0;
        const cell = (bandStart + row) * grid.columns + firstColumn;
        const offset = row * stride;
        for (let column = 0; column < columns; column++) {
          share += sums[offset + column];
          if (share > leastShare) visit(cell + column, share < 1 ? share : 1);
        }
      }
    }
  };
}

function boundsOfEdges(edges: Float64Array, length: number): Extent {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i += 2) {
    const x = edges[i];
    const y = edges[i + 1];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
}

/** Adds one edge, in cells (u east, v south), row by row. */
function addEdge(
  sums: Float64Array,
  columns: number,
  rows: number,
  u0: number,
  v0: number,
  u1: number,
  v1: number,
): void {
  if (v0 === v1) return;
  // Southward edges bound ground to their east in a counter-clockwise outline.
  const sign = v1 > v0 ? 1 : -1;
  const topV = Math.min(v0, v1);
  const bottomV = Math.max(v0, v1);
  const topU = v1 > v0 ? u0 : u1;
  const slope = (u1 - u0) / (v1 - v0);
  const end = Math.min(rows, bottomV);
  for (let row = Math.max(0, Math.floor(topV)); row < end; row++) {
    const a = Math.max(topV, row);
    const b = Math.min(bottomV, row + 1);
    if (b <= a) continue;
    const atA = topU + slope * (a - topV);
    const atB = topU + slope * (b - topV);
    addPiece(sums, row * (columns + 1), columns, Math.min(atA, atB), Math.max(atA, atB), sign * (b - a));
  }
}

/** Adds the piece of an edge that lies in one row between `left` and `right` and spans `height` of the row's height. */
function addPiece(
  sums: Float64Array,
  offset: number,
  columns: number,
  left: number,
  right: number,
  height: number,
): void {
  if (left >= columns) return;
  if (right <= 0) {
    sums[offset] = sums[offset] + height;
    return;
  }
  const first = Math.max(0, Math.floor(left));
  if (right - first <= 1 && left >= 0) {
    addInCell(sums, offset + first, (left + right) / 2 - first, height);
    return;
  }
  const perWidth = height / (right - left);
  if (left < 0) sums[offset] = sums[offset] - perWidth * left;
  for (let column = first; column < columns && column < right; column++) {
    const from = Math.max(left, column);
    const to = Math.min(right, column + 1);
    addInCell(sums, offset + column, (from + to) / 2 - column, perWidth * (to - from));
  }
}

/** Within a cell the ground to the east is 1 − middle of the piece; cells further east get the whole height. */
function addInCell(sums: Float64Array, at: number, middle: number, height: number): void {
  sums[at] = sums[at] + height * (1 - middle);
  sums[at + 1] = sums[at + 1] + height * middle;
}
