import type { Point } from "../frame.ts";
import type { Trip } from "./patterns.ts";
import { addService, type TimetableDraft } from "./timetableDraft.ts";

export type Headway = {
  readonly lineId: string;
  readonly headwayMin: number;
  readonly fromS: number;
  readonly untilS: number;
};

/** Days with other sets of trips than these keep to those of the set that most days have. */
const mostKindsOfDay = 40;
/** Departures of one direction and kind of day at most. */
const mostDepartures = 1000;

/** A way that trips of a line take, with the time that it is ahead of the way its direction is counted by. */
export type Way = { readonly key: string; readonly trips: Trip[]; aheadS: number };

/**
 * The trips of a line with departures at equal intervals in a span of the service day, instead of those there are then. Directions
 * are told by the order of places. Where trips of a direction take several ways (branches, short runs), departures go to the ways in
 * turn, by as many trips as each has now, and are counted at the first stop that a way shares with the one of most trips.
 * Each departure takes the running times of the trip that now leaves nearest to it. Days without trips stay without.
 */
export function equalDepartures(draft: TimetableDraft, trips: readonly Trip[], change: Headway): Trip[] {
  if (!(change.headwayMin > 0) || !(change.untilS > change.fromS)) return [...trips];
  const result: Trip[] = [];
  for (const ways of directionsOf(trips, (row) => [draft.stopXY[row * 2], draft.stopXY[row * 2 + 1]])) {
    align(ways);
    result.push(...replaced(draft, ways, change));
  }
  return result;
}

function replaced(draft: TimetableDraft, ways: readonly Way[], change: Headway): Trip[] {
  const kept: Trip[] = [];
  for (const way of ways)
    for (const trip of way.trips) {
      const leavesS = trip.departureS[0] - way.aheadS;
      if (leavesS < change.fromS || leavesS >= change.untilS) kept.push(trip);
    }
  const services = [...new Set(ways.flatMap((way) => way.trips.map((trip) => trip.service)))];
  for (const { running, days } of kindsOfDay(draft, services)) {
    const service = addService(draft, `${change.lineId}:${change.headwayMin}min`, days);
    const today = ways.flatMap((way): Way[] => {
      const own = way.trips.filter((trip) => running.has(trip.service));
      return own.length === 0 ? [] : [{ ...way, trips: own }];
    });
    kept.push(...departures(today, service, change));
  }
  return kept;
}

function departures(ways: readonly Way[], service: number, change: Headway): Trip[] {
  const { fromS, untilS, headwayMin } = change;
  const inSpan = ways.map(
    ({ trips, aheadS }) =>
      trips.filter(({ departureS }) => departureS[0] - aheadS >= fromS && departureS[0] - aheadS < untilS)
        .length,
  );
  // Where nothing runs within the span (a line that stops early), the whole day says which ways there are.
  const weights = inSpan.some((count) => count > 0) ? inSpan : ways.map(({ trips }) => trips.length);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const given = ways.map(() => 0);
  const made: Trip[] = [];
  for (let i = 0; i < mostDepartures; i++) {
    const leavesS = Math.round(fromS + i * headwayMin * 60);
    if (leavesS >= untilS) break;
    // Whichever way is furthest behind its share goes next.
    let next = 0;
    for (let w = 1; w < ways.length; w++)
      if ((weights[w] * (i + 1)) / whole - given[w] > (weights[next] * (i + 1)) / whole - given[next])
        next = w;
    given[next]++;
    made.push(departing(ways[next], leavesS + ways[next].aheadS, service));
  }
  return made;
}

/** A trip that leaves at a time, as the one of this way that leaves nearest to it runs now. */
function departing({ trips }: Way, leavesS: number, service: number): Trip {
  let like = trips[0];
  for (const trip of trips)
    if (Math.abs(trip.departureS[0] - leavesS) < Math.abs(like.departureS[0] - leavesS)) like = trip;
  const laterS = leavesS - like.departureS[0];
  return {
    line: like.line,
    service,
    stops: like.stops,
    arrivalS: Array.from(like.arrivalS, (each) => each + laterS),
    departureS: Array.from(like.departureS, (each) => each + laterS),
  };
}

/** Stops of two ways that are this near to each other are the same place, metres: platforms across the street. */
const samePlaceM = 200;

/**
 * Ways by direction, those with the most trips first. A way belongs to the first way of a direction whose places it mostly passes in
 * the same order; legs that both directions share (a loop at the end) do not join them.
 */
export function directionsOf(trips: readonly Trip[], at: (stop: number) => Point): Way[][] {
  const byKey = new Map<string, Way>();
  for (const trip of trips) {
    if (trip.stops.length === 0) continue;
    const key = Array.from(trip.stops).join(",");
    const way = byKey.get(key);
    if (way) way.trips.push(trip);
    else byKey.set(key, { key, trips: [trip], aheadS: 0 });
  }
  const ways = [...byKey.values()].sort(
    (a, b) => b.trips.length - a.trips.length || (a.key < b.key ? -1 : 1),
  );
  const directions: Way[][] = [];
  for (const way of ways) {
    const points = Array.from(way.trips[0].stops, at);
    let best: Way[] | null = null;
    let bestScore = 0;
    for (const direction of directions) {
      const score = orderAlike(points, Array.from(direction[0].trips[0].stops, at));
      if (score <= bestScore) continue;
      best = direction;
      bestScore = score;
    }
    if (best) best.push(way);
    else directions.push([way]);
  }
  return directions;
}

/** How many places more two ways pass in the same order than against it. */
function orderAlike(way: readonly Point[], other: readonly Point[]): number {
  let score = 0;
  let before = -1;
  for (const [x, y] of way) {
    let place = -1;
    let placeM = samePlaceM;
    for (const [i, [ox, oy]] of other.entries()) {
      const away = Math.hypot(ox - x, oy - y);
      if (away > placeM) continue;
      placeM = away;
      place = i;
    }
    if (place < 0) continue;
    if (before >= 0) score += Math.sign(place - before);
    before = place;
  }
  return score;
}

/** Sets how far each way is ahead of the one with the most trips, by running times of the first trip of either. */
function align(ways: readonly Way[]): void {
  const [main] = ways;
  const reachedS = new Map<number, number>();
  const { stops, departureS } = main.trips[0];
  for (let i = stops.length - 1; i >= 0; i--) reachedS.set(stops[i], departureS[i] - departureS[0]);
  for (const way of ways) {
    const trip = way.trips[0];
    const shared = Array.from(trip.stops).findIndex((stop) => reachedS.has(stop));
    if (shared < 0) continue;
    way.aheadS = (reachedS.get(trip.stops[shared]) ?? 0) - (trip.departureS[shared] - trip.departureS[0]);
  }
}

type KindOfDay = { readonly running: ReadonlySet<number>; readonly days: Uint8Array };

/** Days by which of these services run on them; days on which none runs are in none. */
function kindsOfDay(draft: TimetableDraft, services: readonly number[]): readonly KindOfDay[] {
  const { days } = draft.base.services;
  const byKey = new Map<string, { running: ReadonlySet<number>; days: Uint8Array; count: number }>();
  for (let day = 0; day < days; day++) {
    const running = services.filter((service) => draft.serviceRuns[service][day] === 1);
    if (running.length === 0) continue;
    const key = running.join(",");
    const kind = byKey.get(key) ?? { running: new Set(running), days: new Uint8Array(days), count: 0 };
    byKey.set(key, kind);
    kind.days[day] = 1;
    kind.count++;
  }
  const kinds = [...byKey.values()].sort((a, b) => b.count - a.count);
  for (const rare of kinds.splice(mostKindsOfDay))
    for (let day = 0; day < days; day++) if (rare.days[day] === 1) kinds[0].days[day] = 1;
  return kinds;
}
