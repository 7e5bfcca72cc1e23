import * as at from "./assembly/layout.ts";
import type { CellWindow, SweepScene } from "./contract.ts";
import type { Orientation } from "./pass.ts";

/** A raster of one orientation with padding on both sides of its rows. */
export type Sheet = {
  readonly rows: number;
  readonly columns: number;
  /** Cells from row to row. */
  readonly stride: number;
  /** First byte of each array; 0 = the scene has none of it. */
  readonly surface: number;
  readonly canopyTop: number;
  readonly canopyBase: number;
  readonly shadeTop: number;
  readonly shadeBase: number;
  /** One byte for every block of cells. */
  readonly flags: number;
  /**
   * Counts: planes one after the other, for each group of directions. The rows as they are have four, one a quadrant of the
   * sky; the transposed ones are added to them, and have as many as are worked on at the same time.
   */
  readonly counts: readonly number[];
  readonly planeBytes: number;
};

export type MemoryPlan = {
  readonly sheets: readonly [Sheet, Sheet];
  readonly planes: number;
  readonly passes: number;
  readonly items: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  /** What one sweep keeps of its lines. */
  readonly lineStateBytes: number;
  /** Steps of a ray, and how many of them stay inside by the rows and columns that lie ahead: 32-bit values. */
  readonly ray: number;
  readonly rowLimits: number;
  readonly columnLimits: number;
  /** One byte a cell of the rows as they are: not 0 = a building stops the beam. */
  readonly stopped: number;
  /** Most lines of a sweep. */
  readonly lines: number;
  readonly totalBytes: number;
};

/** Whether there is canopy above the surface in a window. */
export function hasCanopy(
  { grid, surfaceM, canopyTopM }: SweepScene,
  { row0, row1, column0, column1 }: CellWindow,
): boolean {
  for (let row = row0; row < row1; row++)
    for (let cell = row * grid.columns + column0; cell < row * grid.columns + column1; cell++)
      if (canopyTopM[cell]! > surfaceM[cell]!) return true;
  return false;
}

export const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Lays out the memory of a scene for a number of threads. */
export function planMemory(scene: SweepScene, canopy: boolean, threads: number): MemoryPlan {
  const { columns, rows } = scene.grid;
  const shade = scene.shadeTopM !== null;
  const planes = shade ? 4 : 3;
  const transposedGroups = Math.min(4, Math.max(1, Math.ceil(threads / 2)));
  let next = at.firstByte;
  const take = (bytes: number): number => {
    const start = next;
    next += roundUp(bytes, 64);
    return start;
  };
  const sheetOf = (orientation: Orientation): Sheet => {
    const [across, along] = orientation === 0 ? [columns, rows] : [rows, columns];
    const stride = roundUp(across, at.padCells) + 2 * at.padCells;
    const cells = stride * along;
    const heights = (there: boolean): number => (there ? take(cells * 4) : 0);
    const planeBytes = roundUp((cells + at.moveOver * stride) * 2, 64);
    const groups = orientation === 0 ? 4 : transposedGroups;
    return {
      rows: along,
      columns: across,
      stride,
      surface: heights(true),
      canopyTop: heights(canopy),
      canopyBase: heights(canopy),
      shadeTop: heights(shade),
      shadeBase: heights(shade),
      flags: take(cells / at.blockCells + 1),
      counts: Array.from({ length: groups }, () => take(planeBytes * planes)),
      planeBytes,
    };
  };
  // A line more than the raster is wide for every row, as slopes are 1 at most, and blocks that reach over both ends.
  const lines = roundUp(columns + rows, at.blockCells) + 4 * at.blockCells;
  const lineStateBytes = roundUp(lines * 4 * at.lineArrays + lines / at.blockCells, 64);
  const scratchBytes = lineStateBytes * at.together;
  const plan = {
    sheets: [sheetOf(0), sheetOf(1)] as const,
    planes,
    passes: take(at.mostPasses * at.passBytes),
    items: take(at.mostItems * at.itemBytes),
    scratch: take(scratchBytes * threads),
    scratchBytes,
    lineStateBytes,
    // Two steps a row at most, as slopes are 1 at most.
    ray: take((2 * Math.max(columns, rows) + 2) * at.rayStepBytes),
    rowLimits: take(rows * 4),
    columnLimits: take(columns * 4),
    stopped: take(rows * (roundUp(columns, at.padCells) + 2 * at.padCells)),
    lines,
  };
  return { ...plan, totalBytes: next };
}

/** A transposition between the sheets of one plan: from first cells in bytes, strides in cells, range of the target. */
export type Move = {
  readonly from: number;
  readonly fromStride: number;
  readonly to: number;
  readonly toStride: number;
  readonly row0: number;
  readonly row1: number;
  readonly column0: number;
  readonly column1: number;
};

/** What transposed groups counted goes to the groups of the rows as they are, where the window is. */
export function countMoves(
  { sheets: [sheet, transposed], planes }: MemoryPlan,
  pairs: readonly (readonly [transposedGroup: number, group: number])[],
  { row0, row1, column0, column1 }: CellWindow,
): Move[] {
  const pad = at.padCells * 2;
  return pairs.flatMap(([transposedGroup, group]) =>
    Array.from({ length: planes }, (_, plane) => ({
      from: transposed.counts[transposedGroup]! + plane * transposed.planeBytes + pad,
      fromStride: transposed.stride,
      to: sheet.counts[group]! + plane * sheet.planeBytes + pad,
      toStride: sheet.stride,
      row0,
      row1,
      column0,
      column1,
    })),
  );
}

/** A window in the rows and columns of the transposed raster. */
export function transposedWindow({ row0, row1, column0, column1 }: CellWindow): CellWindow {
  return { row0: column0, row1: column1, column0: row0, column1: row1 };
}

/** Writes a window of a row-major raster into a sheet's array; the window counts the sheet's own rows and columns. */
export function fillSheet(
  into: Float32Array,
  first: number,
  { rows, columns, stride }: Pick<Sheet, "rows" | "columns" | "stride">,
  orientation: Orientation,
  values: Float32Array,
  { row0, row1, column0, column1 }: CellWindow,
): void {
  if (orientation === 0) {
    for (let row = row0; row < row1; row++)
      into.set(
        values.subarray(row * columns + column0, row * columns + column1),
        first + row * stride + at.padCells + column0,
      );
    return;
  }
  // In squares, so that neither side is read or written cell by cell over all its length.
  const square = 32;
  for (let squareRow = row0; squareRow < row1; squareRow += square)
    for (let squareColumn = column0; squareColumn < column1; squareColumn += square)
      for (let row = squareRow; row < Math.min(row1, squareRow + square); row++)
        for (let column = squareColumn; column < Math.min(column1, squareColumn + square); column++)
          into[first + row * stride + at.padCells + column] = values[column * rows + row]!;
}
