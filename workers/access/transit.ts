import type { Timetable } from "#twin/timetable.ts";
import {
  createTransitRouter,
  departuresFrom,
  type TransitDay,
  type TransitRouter,
  transitDayOf,
  type Walks,
} from "#workers/kernels/raptor/index.ts";
import { createStreetReach } from "#workers/kernels/reach/index.ts";
import type { DayConditions } from "./conditions.ts";
import { stopPoints } from "./facilities.ts";
import type { ModeNetwork } from "./network.ts";
import { connectPoints, type Points, secondsAlong, secondsAt, sourcesAt } from "./points.ts";

/** Transit of one day, with walks along the streets. */
export type Transit = {
  readonly router: TransitRouter;
  readonly departuresS: Int32Array;
  readonly day: TransitDay;
  /** Stops on the network for people on foot. */
  readonly stops: Points;
};

/** Journeys on a date; walks between stops follow the streets. */
export function transitOf(
  timetable: Timetable,
  date: string,
  foot: ModeNetwork,
  { departureH, departures, changeWalkMin }: DayConditions,
  longestS: number,
): Transit {
  const fromS = Math.round(departureH * 3600);
  const departuresS = departuresFrom(fromS, departures, 60);
  const day = transitDayOf(timetable, date, fromS, fromS + departures * 60 + longestS);
  const stops = connectPoints(foot, stopPoints(timetable), "leave");
  const changes = walksFrom(foot, stops, stops, changeWalkMin * 60);
  return { router: createTransitRouter(day, withoutOwn(changes)), departuresS, day, stops };
}

/** How many departures of the run there are; trips of other hours are not loaded. */
export const tripsIn = ({ day }: Transit): number => day.patternTrips.reduce((sum, trips) => sum + trips, 0);

/**
 * Walks along the streets from every stop to those of `targets` that are within the limit. On foot every street is open both
 * ways, so that they are walks to the stop as well.
 */
export function walksFrom(foot: ModeNetwork, stops: Points, targets: Points, limitS: number): Walks {
  const reach = createStreetReach(foot);
  const start = new Uint32Array(stops.count + 1);
  const to: number[] = [];
  const seconds: number[] = [];
  for (let stop = 0; stop < stops.count; stop += 1) {
    if (stops.section[stop] >= 0) {
      const reached = reach.search(sourcesAt(stops, stop), limitS);
      for (let target = 0; target < targets.count; target += 1) {
        const takes = Math.min(
          secondsAt(reached.seconds, targets, target),
          secondsAlong(foot, stops, stop, targets, target),
        );
        if (!(takes <= limitS)) continue;
        to.push(target);
        seconds.push(Math.ceil(takes));
      }
    }
    start[stop + 1] = to.length;
  }
  return { start, to: Uint32Array.from(to), seconds: Int32Array.from(seconds) };
}

function withoutOwn({ start, to, seconds }: Walks): Walks {
  const kept: number[] = [];
  const newStart = new Uint32Array(start.length);
  for (let row = 0; row + 1 < start.length; row += 1) {
    for (let i = start[row]; i < start[row + 1]; i += 1) if (to[i] !== row) kept.push(i);
    newStart[row + 1] = kept.length;
  }
  return {
    start: newStart,
    to: Uint32Array.from(kept, (i) => to[i]),
    seconds: Int32Array.from(kept, (i) => seconds[i]),
  };
}

/** The same walks by where they lead: those of row t come from the rows that lead to t. */
export function walksTo({ start, to, seconds }: Walks, targets: number): Walks {
  const back = new Uint32Array(targets + 1);
  for (const target of to) back[target + 1] += 1;
  for (let target = 0; target < targets; target += 1) back[target + 1] += back[target];
  const next = back.slice();
  const from = new Uint32Array(to.length);
  const takes = new Int32Array(to.length);
  for (let row = 0; row + 1 < start.length; row += 1) {
    for (let i = start[row]; i < start[row + 1]; i += 1) {
      const at = next[to[i]]++;
      from[at] = row;
      takes[at] = seconds[i];
    }
  }
  return { start: back, to: from, seconds: takes };
}
