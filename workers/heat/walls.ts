import type { Grid } from "#twin/frame.ts";

/** Walls as ground cells at their foot. */
export type Walls = {
  /** Direction a wall looks to at the ground cell in front of it, degrees clockwise from north; NaN = no wall. */
  readonly aspectDeg: Float32Array;
  /** Cells with a wall, and for each the building cell that holds the top of the wall. */
  readonly feet: Int32Array;
  readonly tops: Int32Array;
};

/** Lower edges than this are kerbs and steps, not walls. */
const lowestWallM = 2;

/**
 * @param built 1 = building
 * @param surfaceM top of ground and buildings, metres
 */
export function wallsOf(grid: Grid, built: Uint8Array, surfaceM: Float32Array): Walls {
  const { columns, rows } = grid;
  const aspectDeg = new Float32Array(built.length).fill(Number.NaN);
  const feet: number[] = [];
  const tops: number[] = [];
  const steps = [
    [-1, 0],
    [0, 1],
    [1, 0],
    [0, -1],
  ] as const;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cell = row * columns + column;
      if (built[cell] === 1) continue;
      let top = -1;
      for (const [dr, dc] of steps) {
        const r = row + dr;
        const c = column + dc;
        if (r < 0 || c < 0 || r >= rows || c >= columns) continue;
        const beside = r * columns + c;
        if (built[beside] === 0 || surfaceM[beside] - surfaceM[cell] < lowestWallM) continue;
        if (top < 0 || surfaceM[beside] > surfaceM[top]) top = beside;
      }
      if (top < 0) continue;
      feet.push(cell);
      tops.push(top);
      aspectDeg[cell] = aspectAt(grid, built, row, column, top);
    }
  }
  return { aspectDeg, feet: Int32Array.from(feet), tops: Int32Array.from(tops) };
}

/** Away from where the buildings within two cells lie, so that a slanting wall has its own direction and not that of its steps. */
function aspectAt(grid: Grid, built: Uint8Array, row: number, column: number, top: number): number {
  const { columns, rows } = grid;
  let east = 0;
  let north = 0;
  for (let r = Math.max(0, row - 2); r <= Math.min(rows - 1, row + 2); r += 1) {
    for (let c = Math.max(0, column - 2); c <= Math.min(columns - 1, column + 2); c += 1) {
      if (built[r * columns + c] === 0) continue;
      east -= c - column;
      north -= row - r;
    }
  }
  if (east === 0 && north === 0) {
    const topColumn = top % columns;
    east = column - topColumn;
    north = (top - topColumn) / columns - row;
  }
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}
