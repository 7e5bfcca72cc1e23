import { padCells } from "./assembly/layout.ts";
import type { CellWindow } from "./contract.ts";
import type { MemoryPlan } from "./memory.ts";
import type { Orientation } from "./pass.ts";

/** Empties the counts of a group where the window is. */
export function clearCounts(
  u16: Uint16Array,
  plan: MemoryPlan,
  orientation: Orientation,
  group: number,
  window: CellWindow,
): void {
  const { counts, planeBytes, stride } = plan.sheets[orientation];
  const [row0, row1] = orientation === 0 ? [window.row0, window.row1] : [window.column0, window.column1];
  const [column0, column1] =
    orientation === 0 ? [window.column0, window.column1] : [window.row0, window.row1];
  // All of the rows at once, unless that is much more than the window.
  const narrow = column1 - column0 < stride / 4;
  for (let plane = 0; plane < plan.planes; plane++) {
    const first = (counts[group]! + plane * planeBytes) / 2;
    if (!narrow) u16.fill(0, first + row0 * stride, first + row1 * stride);
    else
      for (let row = row0; row < row1; row++) {
        const start = first + row * stride + padCells;
        u16.fill(0, start + column0, start + column1);
      }
  }
}

/** Index of the counts of column 0 of a row as it is. */
export function countsAt(plan: MemoryPlan, group: number, plane: number, row: number): number {
  const { counts, planeBytes, stride } = plan.sheets[0];
  return (counts[group]! + plane * planeBytes) / 2 + row * stride + padCells;
}
