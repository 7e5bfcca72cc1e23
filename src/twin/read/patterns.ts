import type { Timetable } from "../timetable.ts";

/** A trip with the stops that it serves, in order, and its times there. */
export type Trip = {
  readonly line: number;
  readonly service: number;
  readonly stops: ArrayLike<number>;
  readonly arrivalS: ArrayLike<number>;
  readonly departureS: ArrayLike<number>;
};

export type Patterns = Pick<
  Timetable,
  | "patternLine"
  | "patternStopStart"
  | "patternStop"
  | "patternTripStart"
  | "tripService"
  | "tripTimeStart"
  | "arrivalS"
  | "departureS"
>;

const isAfter = (later: Trip, earlier: Trip): boolean => {
  for (let i = 0; i < later.stops.length; i++)
    if (later.arrivalS[i] < earlier.arrivalS[i] || later.departureS[i] < earlier.departureS[i]) return false;
  return true;
};

function compareTimes(a: Trip, b: Trip): number {
  for (let i = 0; i < a.stops.length; i++) {
    const difference = a.departureS[i] - b.departureS[i] || a.arrivalS[i] - b.arrivalS[i];
    if (difference !== 0) return difference;
  }
  return a.service - b.service;
}

/**
 * Puts trips of a line that serve the same stops together, ordered by departure. Trips that overtake others form a pattern of
 * their own: round-based routing (Delling, Pajor, Werneck 2015) boards the first trip that can be caught and would miss them.
 */
export function buildPatterns(trips: readonly Trip[]): Patterns {
  const groups = new Map<string, Trip[]>();
  for (const trip of trips) {
    const key = `${trip.line}:${Array.from(trip.stops).join(",")}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [trip]);
    else group.push(trip);
  }
  const patterns: Trip[][] = [];
  for (const group of groups.values()) {
    group.sort(compareTimes);
    const lanes: Trip[][] = [];
    for (const trip of group) {
      const lane = lanes.find((candidate) => isAfter(trip, candidate[candidate.length - 1]));
      if (lane === undefined) lanes.push([trip]);
      else lane.push(trip);
    }
    patterns.push(...lanes);
  }

  const patternStopStart = new Uint32Array(patterns.length + 1);
  const patternTripStart = new Uint32Array(patterns.length + 1);
  let times = 0;
  for (const [p, group] of patterns.entries()) {
    const stops = group[0].stops.length;
    patternStopStart[p + 1] = patternStopStart[p] + stops;
    patternTripStart[p + 1] = patternTripStart[p] + group.length;
    times += stops * group.length;
  }
  const patternLine = new Uint32Array(patterns.length);
  const patternStop = new Uint32Array(patternStopStart[patterns.length]);
  const tripService = new Uint32Array(trips.length);
  const tripTimeStart = new Uint32Array(trips.length + 1);
  const arrivalS = new Int32Array(times);
  const departureS = new Int32Array(times);
  let row = 0;
  for (const [p, group] of patterns.entries()) {
    patternLine[p] = group[0].line;
    patternStop.set(group[0].stops, patternStopStart[p]);
    for (const trip of group) {
      tripService[row] = trip.service;
      arrivalS.set(trip.arrivalS, tripTimeStart[row]);
      departureS.set(trip.departureS, tripTimeStart[row]);
      tripTimeStart[row + 1] = tripTimeStart[row] + trip.stops.length;
      row += 1;
    }
  }
  return {
    patternLine,
    patternStopStart,
    patternStop,
    patternTripStart,
    tripService,
    tripTimeStart,
    arrivalS,
    departureS,
  };
}

/** The trips of a timetable, or of one line of it, one by one. */
export function* tripsOf(timetable: Patterns, line?: number): Generator<Trip> {
  const { patternLine, patternStopStart, patternStop, patternTripStart, tripTimeStart } = timetable;
  for (let p = 0; p < patternLine.length; p++) {
    if (line !== undefined && patternLine[p] !== line) continue;
    const stops = patternStop.subarray(patternStopStart[p], patternStopStart[p + 1]);
    for (let trip = patternTripStart[p]; trip < patternTripStart[p + 1]; trip++)
      yield {
        line: patternLine[p],
        service: timetable.tripService[trip],
        stops,
        arrivalS: timetable.arrivalS.subarray(tripTimeStart[trip], tripTimeStart[trip + 1]),
        departureS: timetable.departureS.subarray(tripTimeStart[trip], tripTimeStart[trip + 1]),
      };
  }
}
