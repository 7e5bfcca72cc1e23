import { createStreetReach, type StreetReach } from "#workers/kernels/reach/index.ts";
import type { ModeNetwork } from "./network.ts";
import { type Points, rowsBySection, secondsAlong, secondsAt, sourceAt, sourcesOfAll } from "./points.ts";

/** Searches of one network towards places. */
export type Towards = { readonly network: ModeNetwork; readonly reach: StreetReach };

export const towards = (network: ModeNetwork): Towards => ({
  network,
  reach: createStreetReach(network, "to"),
});

/** For each home the seconds to the nearest place, and that place's row; −1 = none. */
export type Nearest = { readonly seconds: Float64Array; readonly place: Int32Array };

/**
 * How far it is from each of `homes` to the nearest of `places`, in one search backwards from all places. Seconds are Infinity where none is
 * within the limit, NaN where the home meets no street.
 */
export function nearestOf(
  { network, reach }: Towards,
  homes: Points,
  places: Points,
  limitS: number,
): Nearest {
  const sources = sourcesOfAll(places);
  const reached = reach.search(sources, limitS);
  const neighbours = rowsBySection(places);
  const seconds = new Float64Array(homes.count);
  const place = new Int32Array(homes.count).fill(-1);
  for (let home = 0; home < homes.count; home += 1) {
    if (homes.section[home] < 0) {
      seconds[home] = Number.NaN;
      continue;
    }
    let best = secondsAt(reached.seconds, homes, home);
    let row = best < Number.POSITIVE_INFINITY ? sources.rows[sourceAt(reached, homes, home)] : -1;
    for (const near of neighbours.get(homes.section[home]) ?? []) {
      const along = secondsAlong(network, homes, home, places, near);
      if (along >= best) continue;
      best = along;
      row = near;
    }
    const isNear = best <= limitS;
    seconds[home] = isNear ? best : Number.POSITIVE_INFINITY;
    place[home] = isNear ? row : -1;
  }
  return { seconds, place };
}
