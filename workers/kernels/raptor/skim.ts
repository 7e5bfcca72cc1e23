import type { Timetable } from "#twin/timetable.ts";
import {
  neverS,
  skimDefaults,
  type TransitDay,
  type TransitSkim,
  type TransitSkimOptions,
  type Walks,
} from "./contract.ts";
import { transitDayOf } from "./day.ts";
import { createTransitRouter } from "./router.ts";
import { footpathsByAirLine, legsOf, walksByAirLine } from "./walks.ts";

/** Times of departure at equal intervals. */
export const departuresFrom = (fromS: number, count: number, intervalS: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => fromS + i * intervalS);

/**
 * Journeys by transit between all zones on a date, walking to and from stops by the air line. Walking all the way is no journey here.
 * @param zonesXY x,y pairs, frame offsets, metres
 * @param each called after every zone with the share that is done
 */
export function transitSkim(
  timetable: Timetable,
  date: string,
  zonesXY: ArrayLike<number>,
  options: Partial<TransitSkimOptions> = {},
  each: (share: number) => void = () => undefined,
): TransitSkim {
  const settled = { ...skimDefaults, ...options };
  const { fromS, departures, intervalS, longestS, walkSpeedMPerS, detour } = settled;
  const lastS = fromS + departures * intervalS + longestS;
  const walks = { detour, speedMPerS: walkSpeedMPerS };
  return skimOf(
    transitDayOf(timetable, date, fromS, lastS),
    footpathsByAirLine(timetable.stops.xy, { ...walks, reachM: settled.changeReachM }),
    walksByAirLine(zonesXY, timetable.stops.xy, { ...walks, reachM: settled.reachM }),
    departuresFrom(fromS, departures, intervalS),
    longestS,
    each,
  );
}

/** The same with walks of one's own. `access` has a row a zone and leads to stops, there and back alike. */
function skimOf(
  day: TransitDay,
  footpaths: Walks,
  access: Walks,
  departuresS: Int32Array,
  longestS: number,
  each: (share: number) => void = () => undefined,
): TransitSkim {
  const zones = access.start.length - 1;
  const router = createTransitRouter(day, footpaths);
  const timeS = new Float32Array(zones * zones).fill(Number.POSITIVE_INFINITY);
  const rideS = new Float32Array(zones * zones);
  const walkS = new Float32Array(zones * zones);
  const waitS = new Float32Array(zones * zones);
  const boardings = new Uint8Array(zones * zones);
  const count = departuresS.length;
  // Zone-major, so that the departures of one pair lie side by side.
  const [times, rides, walked] = [0, 1, 2].map(() => new Int32Array(zones * count)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const boarded = new Uint8Array(zones * count);
  const order = new Uint32Array(count);
  for (let origin = 0; origin < zones; origin += 1) {
    times.fill(neverS);
    router.run(legsOf(access, origin), departuresS, longestS, (departure, arrivals) => {
      for (let zone = 0; zone < zones; zone += 1) {
        const at = zone * count + departure;
        for (let i = access.start[zone]; i < access.start[zone + 1]; i += 1) {
          const stop = access.to[i];
          const takenS = arrivals.vehicleS[stop] + access.seconds[i] - departuresS[departure];
          if (takenS >= times[at] || takenS > longestS) continue;
          times[at] = takenS;
          rides[at] = arrivals.rideS[stop];
          walked[at] = arrivals.walkS[stop] + access.seconds[i];
          boarded[at] = arrivals.boardings[stop];
        }
      }
    });
    for (let zone = 0; zone < zones; zone += 1) {
      const first = zone * count;
      for (let i = 0; i < count; i += 1) order[i] = first + i;
      order.sort((a, b) => times[a] - times[b] || a - b);
      const middle = order[(count - 1) >>> 1];
      if (times[middle] >= neverS) continue;
      const pair = origin * zones + zone;
      timeS[pair] = times[middle];
      rideS[pair] = rides[middle];
      walkS[pair] = walked[middle];
      waitS[pair] = times[middle] - rides[middle] - walked[middle];
      boardings[pair] = boarded[middle];
    }
    each((origin + 1) / zones);
  }
  return { zones, timeS, rideS, walkS, waitS, boardings };
}
