import type { Timetable } from "#twin/timetable.ts";
import { transitSkim, typicalDate } from "#workers/kernels/raptor/index.ts";
import type { TrafficConditions } from "./conditions.ts";
import type { Zones } from "./zones.ts";

/** Nobody waits longer than this for a journey that is worth the name: the cost where none is found, s. */
export const worstTransitS = 5400;

/**
 * Seconds from zone to zone by transit, as felt: ride and walk, waiting by its weight, and changes; row-major. Median of departures
 * through the stated hour on a usual working day. `worstTransitS` where no journey is found at half of the departures.
 * @returns null where there is no timetable, or none on a working day
 */
export function transitCosts(
  timetable: Timetable | null,
  zones: Zones,
  { hour, waitWeight, changeMin }: TrafficConditions,
): Float64Array | null {
  if (timetable === null) return null;
  const date = typicalDate(timetable, "workday");
  if (date === null) return null;
  const skim = transitSkim(timetable, date, zones.xy, {
    fromS: hour * 3600,
    departures: 60,
    intervalS: 60,
    longestS: worstTransitS,
  });
  const cost = new Float64Array(zones.count * zones.count);
  for (let pair = 0; pair < cost.length; pair += 1) {
    if (!Number.isFinite(skim.timeS[pair])) {
      cost[pair] = worstTransitS;
      continue;
    }
    const changes = Math.max(0, skim.boardings[pair] - 1);
    const felt =
      skim.rideS[pair] + skim.walkS[pair] + waitWeight * skim.waitS[pair] + 60 * changeMin * changes;
    cost[pair] = Math.min(worstTransitS, felt);
  }
  return cost;
}
