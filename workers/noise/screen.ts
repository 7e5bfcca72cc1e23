import type { Grid } from "#twin/frame.ts";

/** Ground with all that stands on it: heights of the upper side, NHN metres, never NaN. */
export type Relief = { readonly grid: Grid; readonly topM: Float32Array };

/**
 * How much of the sound between two points is left after what stands between: the share (0–1) for a detour over the edges in
 * the way, 1 where the line of sight is free. `skipM` = so much at the receiver's end is not looked at.
 */
export type Screen = (
  fromX: number,
  fromY: number,
  fromZ: number,
  toX: number,
  toY: number,
  toZ: number,
  skipM: number,
) => number;

/** Share left behind an edge: 10 lg(3 + 80 z K_w) turned into a factor (RLS-19, equations 15 and 17). All lengths m. */
export function behindEdge(detourM: number, firstM: number, lastM: number, directM: number): number {
  if (!(detourM > 1e-9)) return 1;
  const weather = Math.exp(-Math.sqrt((firstM * lastM * directM) / (2 * detourM)) / 2000);
  return 1 / (3 + 80 * detourM * weather);
}

/** Nothing is looked at so near to a source: it stands on its road. */
const sourceClearM = 1;

/**
 * Screening over a relief, looked at from the receiver (`from`) towards the source (`to`) at steps of a cell. The detour is the
 * taut string over all edges (RLS-19); ways around the sides are left out. Not to be called from two places at once.
 */
export function createScreen({ grid, topM }: Relief): Screen {
  const { columns, rows, cellSizeM, westX, northY } = grid;
  // The taut string's knots: distance along the line, height above the line of sight.
  const most = 2 * (columns + rows) + 4;
  const along = new Float64Array(most);
  const above = new Float64Array(most);
  return (fromX, fromY, fromZ, toX, toY, toZ, skipM) => {
    const planM = Math.hypot(toX - fromX, toY - fromY);
    const steps = Math.floor((planM - sourceClearM) / cellSizeM);
    const first = Math.max(1, Math.ceil(skipM / cellSizeM));
    if (steps < first) return 1;
    const column0 = (fromX - westX) / cellSizeM;
    const row0 = (northY - fromY) / cellSizeM;
    const columnStep = (toX - fromX) / planM;
    const rowStep = (fromY - toY) / planM;
    const rise = ((toZ - fromZ) / planM) * cellSizeM;
    let knots = 1;
    let toEnd = 0;
    along[0] = 0;
    above[0] = 0;
    for (let k = first; k <= steps; k += 1) {
      const atColumn = column0 + k * columnStep;
      const atRow = row0 + k * rowStep;
      if (atColumn < 0 || atRow < 0 || atColumn >= columns || atRow >= rows) continue;
      const h = topM[(atRow | 0) * columns + (atColumn | 0)] - (fromZ + k * rise);
      const t = k * cellSizeM;
      // Under the string from the last knot to the end: it will never lift it.
      if (h <= toEnd * (planM - t)) continue;
      while (knots > 1 && sags(along, above, knots, t, h)) knots -= 1;
      along[knots] = t;
      above[knots] = h;
      knots += 1;
      toEnd = h / (planM - t);
    }
    if (knots === 1) return 1;
    while (knots > 1 && sags(along, above, knots, planM, 0)) knots -= 1;
    along[knots] = planM;
    above[knots] = 0;
    const slope = (toZ - fromZ) / planM;
    let length = 0;
    let firstM = 0;
    let lastM = 0;
    for (let i = 1; i <= knots; i += 1) {
      const run = along[i] - along[i - 1];
      const piece = Math.hypot(run, above[i] - above[i - 1] + slope * run);
      if (i === 1) firstM = piece;
      lastM = piece;
      length += piece;
    }
    const directM = Math.hypot(planM, toZ - fromZ);
    return behindEdge(length - directM, firstM, lastM, directM);
  };
}

/** Whether the last knot lies on or under the string from the one before it to a new one. */
function sags(along: Float64Array, above: Float64Array, knots: number, t: number, h: number): boolean {
  const t0 = along[knots - 2];
  const h0 = above[knots - 2];
  return (above[knots - 1] - h0) * (t - t0) <= (h - h0) * (along[knots - 1] - t0);
}
