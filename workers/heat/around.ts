import type { Grid } from "#twin/frame.ts";
import type { Box } from "./boxes.ts";

export type AroundStats = {
  readonly mean: number;
  /** For each limit the share of the cells whose value is above it, 0–1. */
  readonly sharesAbove: readonly number[];
};

/** What the cells in a box and a margin around it have; null where none of them has a value. */
export function statsAround(
  grid: Grid,
  values: Float32Array,
  box: Box,
  marginM: number,
  limits: readonly number[],
): AroundStats | null {
  const { cellSizeM, westX, northY, columns, rows } = grid;
  const column0 = Math.max(0, Math.floor((box.minX - marginM - westX) / cellSizeM));
  const column1 = Math.min(columns - 1, Math.floor((box.maxX + marginM - westX) / cellSizeM));
  const row0 = Math.max(0, Math.floor((northY - box.maxY - marginM) / cellSizeM));
  const row1 = Math.min(rows - 1, Math.floor((northY - box.minY + marginM) / cellSizeM));
  const above = new Float64Array(limits.length);
  let sum = 0;
  let count = 0;
  for (let row = row0; row <= row1; row += 1) {
    for (let column = column0; column <= column1; column += 1) {
      const value = values[row * columns + column];
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
      for (let k = 0; k < limits.length; k += 1) if (value > limits[k]) above[k] += 1;
    }
  }
  if (count === 0) return null;
  return { mean: sum / count, sharesAbove: Array.from(above, (cells) => cells / count) };
}
