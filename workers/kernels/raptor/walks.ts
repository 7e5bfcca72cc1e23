import type { AccessLegs, Walks } from "./contract.ts";

/** Where walks by the air line may lead, and what they take. */
export type AirLineWalks = {
  /** Air-line metres. */
  readonly reachM: number;
  /** How much longer the way is than the air line. */
  readonly detour: number;
  readonly speedMPerS: number;
};

/** Rows of lists from pairs that come row by row. */
function walksOf(
  rows: number,
  each: (row: number, add: (to: number, seconds: number) => void) => void,
): Walks {
  const start = new Uint32Array(rows + 1);
  const to: number[] = [];
  const seconds: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    each(row, (target, s) => {
      to.push(target);
      seconds.push(s);
    });
    start[row + 1] = to.length;
  }
  return { start, to: Uint32Array.from(to), seconds: Int32Array.from(seconds) };
}

/** Points in squares of a side, to find those near a place. */
function squares(xy: ArrayLike<number>, sideM: number): Map<string, number[]> {
  const bins = new Map<string, number[]>();
  for (let i = 0; i * 2 < xy.length; i += 1) {
    const key = `${Math.floor(xy[i * 2] / sideM)},${Math.floor(xy[i * 2 + 1] / sideM)}`;
    const bin = bins.get(key);
    if (bin === undefined) bins.set(key, [i]);
    else bin.push(i);
  }
  return bins;
}

/**
 * Walks from points to stops by the air line times a detour, in whole seconds, rounded up.
 * @param pointsXY x,y pairs, metres; @param stopsXY the same
 */
export function walksByAirLine(
  pointsXY: ArrayLike<number>,
  stopsXY: ArrayLike<number>,
  { reachM, detour, speedMPerS }: AirLineWalks,
): Walks {
  const bins = squares(stopsXY, Math.max(1, reachM));
  const side = Math.max(1, reachM);
  return walksOf(pointsXY.length / 2, (row, add) => {
    const [x, y] = [pointsXY[row * 2], pointsXY[row * 2 + 1]];
    const [column, line] = [Math.floor(x / side), Math.floor(y / side)];
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (const stop of bins.get(`${column + dx},${line + dy}`) ?? []) {
          const m = Math.hypot(stopsXY[stop * 2] - x, stopsXY[stop * 2 + 1] - y);
          if (m <= reachM) add(stop, Math.ceil((m * detour) / speedMPerS));
        }
      }
    }
  });
}

/** Changes on foot between stops by the air line; a stop has none to itself. */
export function footpathsByAirLine(stopsXY: ArrayLike<number>, options: AirLineWalks): Walks {
  const all = walksByAirLine(stopsXY, stopsXY, options);
  return walksOf(stopsXY.length / 2, (row, add) => {
    for (let i = all.start[row]; i < all.start[row + 1]; i += 1)
      if (all.to[i] !== row) add(all.to[i], all.seconds[i]);
  });
}

/** Row `row` of walks, as legs of access. */
export function legsOf({ start, to, seconds }: Walks, row: number): AccessLegs {
  return {
    stops: to.subarray(start[row], start[row + 1]),
    seconds: seconds.subarray(start[row], start[row + 1]),
  };
}
