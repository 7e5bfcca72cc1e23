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
type Way = { readonly key: string; readonly trips: Trip[]; aheadS: number };

/**
 * The trips of a line with departures at equal intervals in a span of the service day, instead of those there are then. Directions
 * are told by the order of stops. Where trips of a direction take several ways (branches, short runs), departures go to the ways in
 * turn, by as many trips as each has now, and are counted at the first stop that a way shares with the one of most trips.
 * Each departure takes the running times of the trip that now leaves nearest to it. Days without trips stay without.
 */
export function equalDepartures(draft: TimetableDraft, trips: readonly Trip[], change: Headway): Trip[] {
  if (!(change.headwayMin > 0) || !(change.untilS > change.fromS)) return [...trips];
  const result: Trip[] = [];
  for (const ways of directionsOf(trips)) {
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

/** Ways by direction: those belong together that serve two stops in a row in the same order. */
function directionsOf(trips: readonly Trip[]): Way[][] {
  const ways = new Map<string, Way>();
  for (const trip of trips) {
    if (trip.stops.length === 0) continue;
    const key = Array.from(trip.stops).join(",");
    const way = ways.get(key);
    if (way) way.trips.push(trip);
    else ways.set(key, { key, trips: [trip], aheadS: 0 });
  }
  const directions: { legs: Set<string>; ways: Way[] }[] = [];
  for (const way of ways.values()) {
    const { stops } = way.trips[0];
    const legs = new Set<string>();
    for (let i = 1; i < stops.length; i++) legs.add(`${stops[i - 1]}>${stops[i]}`);
    const own = { legs, ways: [way] };
    for (let d = directions.length - 1; d >= 0; d--) {
      if (![...legs].some((leg) => directions[d].legs.has(leg))) continue;
      const [other] = directions.splice(d, 1);
      for (const leg of other.legs) own.legs.add(leg);
      own.ways.push(...other.ways);
    }
    directions.push(own);
  }
  return directions.map((direction) => direction.ways);
}

/** Sets how far each way is ahead of the one with the most trips, by running times of the first trip of either. */
function align(ways: readonly Way[]): void {
  let main = ways[0];
  for (const way of ways)
    if (
      way.trips.length > main.trips.length ||
      (way.trips.length === main.trips.length && way.key < main.key)
    )
      main = way;
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
