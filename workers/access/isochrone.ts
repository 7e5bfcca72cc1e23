import type { Grid } from "#twin/frame.ts";
import type { StreetLayer } from "#twin/objects.ts";
import type { AlongStreets } from "./alongStreets.ts";

/** How far from a street the map still says something, metres: gardens, courtyards, squares; not the other bank of a river. */
const offStreetM = 60;

/**
 * Minutes on a grid: streets first, point by point along their lines, then on foot off them (chamfer distances, within 8 % of the
 * air line; Borgefors 1986). NaN where nothing is reached in time.
 * @param sections rows of the sections that are to be drawn
 */
export function minutesOnGrid(
  grid: Grid,
  { sections }: StreetLayer,
  rows: Iterable<number>,
  along: AlongStreets,
  limitS: number,
  walkMPerS: number,
): Float32Array {
  const { columns, rows: lines, cellSizeM } = grid;
  const seconds = new Float32Array(columns * lines).fill(Number.POSITIVE_INFINITY);
  const window = { left: columns, right: -1, top: lines, bottom: -1 };
  for (const row of rows) {
    const { line } = sections[row];
    let before = 0;
    for (let i = 1; i < line.length; i += 1) {
      const [[ax, ay], [bx, by]] = [line[i - 1], line[i]];
      const lengthM = Math.hypot(bx - ax, by - ay);
      const steps = Math.max(1, Math.ceil((2 * lengthM) / cellSizeM));
      for (let step = 0; step <= steps; step += 1) {
        const share = step / steps;
        const column = Math.floor((ax + share * (bx - ax) - grid.westX) / cellSizeM);
        const at = Math.floor((grid.northY - ay - share * (by - ay)) / cellSizeM);
        if (column < 0 || column >= columns || at < 0 || at >= lines) continue;
        const takes = along.at(row, before + share * lengthM);
        if (takes > limitS || takes >= seconds[at * columns + column]) continue;
        seconds[at * columns + column] = takes;
        window.left = Math.min(window.left, column);
        window.right = Math.max(window.right, column);
        window.top = Math.min(window.top, at);
        window.bottom = Math.max(window.bottom, at);
      }
      before += lengthM;
    }
  }
  walkOff(grid, seconds, window, walkMPerS);
  return seconds.map((s) => (s <= limitS ? s / 60 : Number.NaN));
}

type Window = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

/** Two sweeps over the part of the grid that streets reach, with a rim. */
function walkOff(
  { columns, rows, cellSizeM }: Grid,
  seconds: Float32Array,
  window: Window,
  walkMPerS: number,
): void {
  if (window.right < 0) return;
  const rim = Math.ceil(offStreetM / cellSizeM);
  const left = Math.max(0, window.left - rim);
  const right = Math.min(columns - 1, window.right + rim);
  const top = Math.max(0, window.top - rim);
  const bottom = Math.min(rows - 1, window.bottom + rim);
  const off = new Float32Array(seconds.length);
  const take = (cell: number, from: number, metres: number): void => {
    const offM = off[from] + metres;
    const takes = seconds[from] + metres / walkMPerS;
    if (offM > offStreetM || takes >= seconds[cell]) return;
    seconds[cell] = takes;
    off[cell] = offM;
  };
  const across = cellSizeM * Math.SQRT2;
  const sweep = (row: number, column: number, step: 1 | -1): void => {
    const cell = row * columns + column;
    const before = column - step;
    const after = column + step;
    const last = row - step;
    const inside = (c: number): boolean => c >= left && c <= right;
    if (inside(before)) take(cell, cell - step, cellSizeM);
    if (last < top || last > bottom) return;
    take(cell, cell - step * columns, cellSizeM);
    if (inside(before)) take(cell, cell - step * columns - step, across);
    if (inside(after)) take(cell, cell - step * columns + step, across);
  };
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) sweep(row, column, 1);
  for (let row = bottom; row >= top; row -= 1)
    for (let column = right; column >= left; column -= 1) sweep(row, column, -1);
}
