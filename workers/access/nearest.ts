import { createStreetReach, type StreetReach } from "#workers/kernels/reach/index.ts";
import type { ModeNetwork } from "./network.ts";
import { type Points, rowsBySection, secondsAlong, secondsAt, sourcesOfAll } from "./points.ts";

/** Searches of one network towards places. */
export type Towards = { readonly network: ModeNetwork; readonly reach: StreetReach };

export const towards = (network: ModeNetwork): Towards => ({
  network,
  reach: createStreetReach(network, "to"),
});

/**
 * Seconds from each of `homes` to the nearest of `places`, in one search backwards from all places.
 * @returns Infinity where none is within the limit; NaN where the home meets no street
 */
export function secondsToNearest(
  { network, reach }: Towards,
  homes: Points,
  places: Points,
  limitS: number,
): Float64Array {
  const { seconds } = reach.search(sourcesOfAll(places), limitS);
  const neighbours = rowsBySection(places);
  const nearest = new Float64Array(homes.count);
  for (let home = 0; home < homes.count; home += 1) {
    if (homes.section[home] < 0) {
      nearest[home] = Number.NaN;
      continue;
    }
    let best = secondsAt(seconds, homes, home);
    for (const place of neighbours.get(homes.section[home]) ?? [])
      best = Math.min(best, secondsAlong(network, homes, home, places, place));
    nearest[home] = best <= limitS ? best : Number.POSITIVE_INFINITY;
  }
  return nearest;
}
