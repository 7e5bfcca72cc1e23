import { padCells } from "./assembly/layout.ts";
import type { CellWindow } from "./contract.ts";
import type { MemoryPlan } from "./memory.ts";
import type { Orientation } from "./pass.ts";

/** The rows of a sheet that hold a window. */
function rowsOf(orientation: Orientation, window: CellWindow): readonly [number, number] {
  return orientation === 0 ? [window.row0, window.row1] : [window.column0, window.column1];
}

/** Empties the counts of a slot where the window is. */
export function clearCounts(
  u16: Uint16Array,
  plan: MemoryPlan,
  slot: number,
  orientation: Orientation,
  window: CellWindow,
): void {
  const { counts, planeBytes, stride } = plan.sheets[orientation];
  const [row0, row1] = rowsOf(orientation, window);
  for (let plane = 0; plane < plan.planes; plane++) {
    const first = (counts[slot]! + plane * planeBytes) / 2;
    u16.fill(0, first + row0 * stride, first + row1 * stride);
  }
}

const square = 32;

/** Calls `take(at, count)` for the window's cells in row-major order of the window; transposed counts go in squares. */
export function readCounts(
  u16: Uint16Array,
  plan: MemoryPlan,
  place: { readonly slot: number; readonly orientation: Orientation; readonly plane: number },
  window: CellWindow,
  into: Float32Array,
): void {
  const { counts, planeBytes, stride } = plan.sheets[place.orientation];
  const first = (counts[place.slot]! + place.plane * planeBytes) / 2 + padCells;
  const { row0, row1, column0, column1 } = window;
  const width = column1 - column0;
  if (place.orientation === 0) {
    for (let row = row0; row < row1; row++) {
      const from = first + row * stride + column0;
      const to = (row - row0) * width;
      for (let k = 0; k < width; k++) into[to + k] = into[to + k]! + u16[from + k]!;
    }
    return;
  }
  for (let squareRow = row0; squareRow < row1; squareRow += square)
    for (let squareColumn = column0; squareColumn < column1; squareColumn += square)
      for (let row = squareRow; row < Math.min(row1, squareRow + square); row++) {
        const to = (row - row0) * width - column0;
        for (let column = squareColumn; column < Math.min(column1, squareColumn + square); column++)
          into[to + column] = into[to + column]! + u16[first + column * stride + row]!;
      }
}
