import type { Frame, Grid } from "#twin/frame.ts";
import { transformBetween } from "../crs/project.ts";

/** Longest distance between two places that are transformed exactly: a line bends by less than a centimetre over it. */
const stepM = 500;
const mostSteps = 64;

/**
 * Takes the cell centres of one row of a grid to another system: writes x, y of columns `from` … `to` − 1 into `out`, two
 * numbers a cell from its start. Every 64th cell at most is transformed, those between lie on a straight line.
 */
export type RowWarp = (row: number, from: number, to: number, out: Float64Array) => void;

export function createRowWarp(grid: Grid, frame: Frame, crs: string): RowWarp {
  const { cellSizeM, westX, northY } = grid;
  const east0 = frame.originEastM + westX + cellSizeM / 2;
  const north0 = frame.originNorthM + northY - cellSizeM / 2;
  if (crs === frame.crs) {
    return (row, from, to, out) => {
      const north = north0 - row * cellSizeM;
      for (let column = from, at = 0; column < to; column++, at += 2) {
        out[at] = east0 + column * cellSizeM;
        out[at + 1] = north;
      }
    };
  }
  const transform = transformBetween(frame.crs, crs);
  const stride = Math.min(mostSteps, Math.max(1, Math.floor(stepM / cellSizeM)));
  return (row, from, to, out) => {
    const north = north0 - row * cellSizeM;
    let [x, y] = transform(east0 + from * cellSizeM, north);
    for (let column = from; column < to; ) {
      const end = Math.min(to, column + stride);
      const steps = end - column;
      const [nextX, nextY] = transform(east0 + end * cellSizeM, north);
      for (let i = 0; i < steps; i++) {
        const at = (column - from + i) * 2;
        out[at] = x + ((nextX - x) * i) / steps;
        out[at + 1] = y + ((nextY - y) * i) / steps;
      }
      x = nextX;
      y = nextY;
      column = end;
    }
  };
}
