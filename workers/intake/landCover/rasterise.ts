import type { Grid } from "#twin/frame.ts";
import type { LandCoverPolygons } from "./polygons.ts";

/** Reused between polygons: crossings of the rows' centre lines, sorted row by row. */
type Scratch = { crossings: Float64Array; rowStart: Uint32Array };

/**
 * Fills every cell of a grid whose centre lies in a polygon (even-odd over its rings) with a code. Work is
 * proportional to the rows that edges cross and the cells that are filled.
 * @param ringEnds vertex index at which each ring ends; the first begins at `firstVertex`.
 */
function fillPolygon(
  grid: Grid,
  cells: Uint8Array,
  code: number,
  coordinates: Float64Array | Float32Array,
  firstVertex: number,
  ringEnds: ArrayLike<number>,
  scratch: Scratch,
): void {
  const { cellSizeM, columns, rows, westX, northY } = grid;
  const lastVertex = ringEnds[ringEnds.length - 1];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let v = firstVertex; v < lastVertex; v++) {
    const y = coordinates[v * 2 + 1];
    if (!Number.isFinite(y) || !Number.isFinite(coordinates[v * 2])) return;
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  const topRow = Math.max(0, Math.ceil((northY - high) / cellSizeM - 0.5));
  const bottomRow = Math.min(rows - 1, Math.floor((northY - low) / cellSizeM - 0.5));
  if (bottomRow < topRow) return;
  const span = bottomRow - topRow + 1;
  if (scratch.rowStart.length < span + 1) scratch.rowStart = new Uint32Array(span * 2 + 1);
  const rowStart = scratch.rowStart;
  rowStart.fill(0, 0, span + 1);

  // Twice over the edges: first counts each row's crossings, then writes them behind each other.
  for (const pass of [0, 1]) {
    let from = firstVertex;
    for (let ring = 0; ring < ringEnds.length; ring++) {
      const end = ringEnds[ring];
      for (let v = from, before = end - 1; v < end; before = v, v++) {
        const y0 = coordinates[before * 2 + 1];
        const y1 = coordinates[v * 2 + 1];
        if (y0 === y1) continue;
        const upper = Math.max(y0, y1);
        const lower = Math.min(y0, y1);
        // Rows whose centre y lies in (lower, upper]: half open, so that a shared vertex counts once.
        const first = Math.max(topRow, Math.ceil((northY - upper) / cellSizeM - 0.5));
        const last = Math.min(bottomRow, Math.ceil((northY - lower) / cellSizeM - 0.5) - 1);
        for (let row = first; row <= last; row++) {
          const slot = row - topRow;
          if (pass === 0) rowStart[slot + 1] += 1;
          else {
            const y = northY - (row + 0.5) * cellSizeM;
            const x0 = coordinates[before * 2];
            scratch.crossings[rowStart[slot]] = x0 + ((coordinates[v * 2] - x0) * (y - y0)) / (y1 - y0);
            rowStart[slot] += 1;
          }
        }
      }
      from = end;
    }
    if (pass === 0) {
      for (let slot = 0; slot < span; slot++) rowStart[slot + 1] += rowStart[slot];
      if (scratch.crossings.length < rowStart[span]) scratch.crossings = new Float64Array(rowStart[span] * 2);
    }
  }

  let from = 0;
  for (let slot = 0; slot < span; slot++) {
    // The second pass moved each row's start to its end.
    const end = rowStart[slot];
    const row = scratch.crossings.subarray(from, end).sort();
    for (let i = 0; i + 1 < row.length; i += 2) {
      const left = Math.max(0, Math.ceil((row[i] - westX) / cellSizeM - 0.5));
      const right = Math.min(columns - 1, Math.ceil((row[i + 1] - westX) / cellSizeM - 0.5) - 1);
      if (right >= left)
        cells.fill(code, (topRow + slot) * columns + left, (topRow + slot) * columns + right + 1);
    }
    from = end;
  }
}

const createScratch = (): Scratch => ({ crossings: new Float64Array(4096), rowStart: new Uint32Array(4096) });

/** Fills polygons into the cells in their order: later ones lie on top. Cells outside all polygons are left alone. */
export function rasterisePolygons(grid: Grid, cells: Uint8Array, polygons: LandCoverPolygons): void {
  const scratch = createScratch();
  const ringEnd = polygons.ringEnd.values;
  for (const [index, code] of polygons.codes.entries()) {
    const from = polygons.ringFrom.values[index];
    const to = polygons.ringFrom.values[index + 1];
    const firstVertex = from === 0 ? 0 : ringEnd[from - 1];
    fillPolygon(
      grid,
      cells,
      code,
      polygons.coordinates.values,
      firstVertex,
      ringEnd.subarray(from, to),
      scratch,
    );
  }
}

/** Fills rings given as columns (footprints): object i has rings ringStart[i] … ringStart[i+1]−1. */
export function rasteriseRings(
  grid: Grid,
  cells: Uint8Array,
  code: number,
  rings: { readonly ringStart: Uint32Array; readonly vertexStart: Uint32Array; readonly xy: Float32Array },
): void {
  const scratch = createScratch();
  for (let object = 0; object + 1 < rings.ringStart.length; object++) {
    const first = rings.ringStart[object];
    const end = rings.ringStart[object + 1];
    if (first === end) continue;
    // All rings of an object at once, so that its holes stay free.
    const ends = rings.vertexStart.subarray(first + 1, end + 1);
    fillPolygon(grid, cells, code, rings.xy, rings.vertexStart[first], ends, scratch);
  }
}

/** Fills a line of a given width: every cell whose centre lies within half the width of it. */
export function rasteriseLine(
  grid: Grid,
  cells: Uint8Array,
  code: number,
  line: readonly (readonly [number, number])[],
  widthM: number,
): void {
  const { cellSizeM, columns, rows, westX, northY } = grid;
  const reach = Math.max(widthM / 2, cellSizeM / 2);
  for (let i = 0; i + 1 < line.length; i++) {
    const [x0, y0] = line[i];
    const [x1, y1] = line[i + 1];
    const dx = x1 - x0;
    const dy = y1 - y0;
    const square = dx * dx + dy * dy;
    const c0 = Math.max(0, Math.floor((Math.min(x0, x1) - reach - westX) / cellSizeM));
    const c1 = Math.min(columns - 1, Math.floor((Math.max(x0, x1) + reach - westX) / cellSizeM));
    const r0 = Math.max(0, Math.floor((northY - Math.max(y0, y1) - reach) / cellSizeM));
    const r1 = Math.min(rows - 1, Math.floor((northY - Math.min(y0, y1) + reach) / cellSizeM));
    for (let row = r0; row <= r1; row++) {
      const y = northY - (row + 0.5) * cellSizeM;
      for (let column = c0; column <= c1; column++) {
        const x = westX + (column + 0.5) * cellSizeM;
        const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
        const ex = x - x0 - t * dx;
        const ey = y - y0 - t * dy;
        if (ex * ex + ey * ey <= reach * reach) cells[row * columns + column] = code;
      }
    }
  }
}
