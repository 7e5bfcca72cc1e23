import type { Point } from "../frame.ts";
import type { Trip } from "./patterns.ts";
import type { TimetableDraft } from "./timetableDraft.ts";

/** Both directions of a line run about as near to a stop; ways that lie further off by more than this do not come by it. */
const alsoNearM = 150;

/**
 * The trips of a line with a stop more, between the two stops in a row whose straight connection it lies nearest to, on the way
 * there and on the way back. Time between these two is shared out by distance; from there on all is `delayS` later. Trips that do
 * not come by (short runs, other branches) stay as they are, and so do those that serve the stop already.
 */
export function withStop(
  draft: TimetableDraft,
  trips: readonly Trip[],
  stop: number,
  delayS: number,
): Trip[] {
  const at = (row: number): Point => [draft.stopXY[row * 2], draft.stopXY[row * 2 + 1]];
  const detours = new Map<string, readonly number[]>();
  let leastM = Number.POSITIVE_INFINITY;
  const keyOf = (trip: Trip): string => Array.from(trip.stops).join(",");
  for (const trip of trips) {
    const key = keyOf(trip);
    if (detours.has(key)) continue;
    const along = detoursAlong(Array.from(trip.stops, at), at(stop));
    detours.set(key, along);
    for (const each of along) leastM = Math.min(leastM, each);
  }
  return trips.map((trip) => {
    const legs = legsNear(detours.get(keyOf(trip)) ?? [], leastM + alsoNearM);
    if (legs.length === 0 || Array.from(trip.stops).includes(stop)) return trip;
    return served(trip, legs, stop, delayS, at);
  });
}

/** How much longer each leg between two stops gets by way of a place, metres. */
export function detoursAlong(stops: readonly Point[], at: Point): readonly number[] {
  return stops.slice(1).map((to, i) => apart(stops[i], at) + apart(at, to) - apart(stops[i], to));
}

/** Of each run of legs near enough the one with the least detour. */
function legsNear(detours: readonly number[], mostM: number): readonly number[] {
  const legs: number[] = [];
  let best = -1;
  for (const [leg, detourM] of detours.entries()) {
    if (detourM > mostM) best = -1;
    else if (best < 0) best = legs.push(leg) - 1;
    else if (detourM < detours[legs[best]]) legs[best] = leg;
  }
  return legs;
}

function served(
  trip: Trip,
  legs: readonly number[],
  stop: number,
  delayS: number,
  at: (row: number) => Point,
): Trip {
  const stops: number[] = [];
  const arrivalS: number[] = [];
  const departureS: number[] = [];
  let laterS = 0;
  for (let i = 0; i < trip.stops.length; i++) {
    stops.push(trip.stops[i]);
    arrivalS.push(trip.arrivalS[i] + laterS);
    departureS.push(trip.departureS[i] + laterS);
    if (!legs.includes(i)) continue;
    const toM = apart(at(trip.stops[i]), at(stop));
    const onM = apart(at(stop), at(trip.stops[i + 1]));
    const share = toM + onM > 0 ? toM / (toM + onM) : 0;
    const legS = Math.max(0, trip.arrivalS[i + 1] - trip.departureS[i]);
    const thereS = trip.departureS[i] + laterS + Math.round(legS * share);
    laterS += delayS;
    stops.push(stop);
    arrivalS.push(thereS);
    departureS.push(thereS + delayS);
  }
  return { line: trip.line, service: trip.service, stops, arrivalS, departureS };
}

const apart = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
