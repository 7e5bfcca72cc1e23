import { timeToleranceShare } from "#indicators/access.ts";
import { legsOf, type Walks } from "#workers/kernels/raptor/index.ts";
import { createStreetReach } from "#workers/kernels/reach/index.ts";
import type { ModeNetwork } from "./network.ts";
import { type Points, secondsAlong, secondsAt, sourcesAt } from "./points.ts";
import type { Transit } from "./transit.ts";

/** How many places are reached in time; low and high by times that are longer and shorter than computed. */
export type Counts = {
  readonly value: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
};

const newCounts = (count: number): Counts => ({
  value: new Float32Array(count),
  low: new Float32Array(count),
  high: new Float32Array(count),
});

/** Latest times by which a place counts: with times lengthened, as computed, with times shortened. */
const limitsOf = (withinS: number): { readonly low: number; readonly high: number } => ({
  low: withinS / (1 + timeToleranceShare),
  high: withinS / (1 - timeToleranceShare),
});

function count(counts: Counts, row: number, seconds: number, withinS: number): void {
  const { low, high } = limitsOf(withinS);
  if (seconds <= high) counts.high[row] += 1;
  if (seconds <= withinS) counts.value[row] += 1;
  if (seconds <= low) counts.low[row] += 1;
}

type Rest = (done: number) => Promise<void>;

/** Places in time by bike or car: a search backwards from every place, for there are fewer of them than homes. */
export async function countsByStreet(
  network: ModeNetwork,
  homes: Points,
  places: Points,
  withinS: number,
  rest: Rest,
): Promise<Counts> {
  const counts = newCounts(homes.count);
  const reach = createStreetReach(network, "to");
  const { high } = limitsOf(withinS);
  for (let place = 0; place < places.count; place += 1) {
    await rest(place / places.count);
    if (places.section[place] < 0) continue;
    const { seconds } = reach.search(sourcesAt(places, place), high);
    for (let home = 0; home < homes.count; home += 1) {
      const takes = Math.min(
        secondsAt(seconds, homes, home),
        secondsAlong(network, homes, home, places, place),
      );
      if (takes <= high) count(counts, home, takes, withinS);
    }
  }
  return counts;
}

/** What journeys by transit need: walks from homes to stops (a row a home) and from stops to places (a row a stop). */
export type TransitWalks = { readonly toStops: Walks; readonly toPlaces: Walks };

/**
 * Places in time on foot, and by transit or on foot, home by home. By transit a place counts where half of the departures reach it
 * in time; low: nine of ten do; high: one of ten does.
 */
export async function countsOnFootAndByTransit(
  foot: ModeNetwork,
  homes: Points,
  places: Points,
  withinS: number,
  transit: (Transit & TransitWalks) | null,
  rest: Rest,
): Promise<{ readonly foot: Counts; readonly transit: Counts | null }> {
  const onFoot = newCounts(homes.count);
  const byTransit = transit === null ? null : newCounts(homes.count);
  const reach = createStreetReach(foot);
  const { high } = limitsOf(withinS);
  const departures = transit?.departuresS.length ?? 0;
  const needed = {
    high: Math.ceil(departures * 0.1),
    value: Math.ceil(departures * 0.5),
    low: Math.ceil(departures * 0.9),
  };
  /** Departures that reach a place in time, and the last one that was counted. */
  const inTime = new Uint16Array(places.count);
  const counted = new Int32Array(places.count);
  for (let home = 0; home < homes.count; home += 1) {
    await rest(home / homes.count);
    if (homes.section[home] < 0) continue;
    const { seconds } = reach.search(sourcesAt(homes, home), high);
    inTime.fill(0);
    for (let place = 0; place < places.count; place += 1) {
      const takes = Math.min(
        secondsAt(seconds, places, place),
        secondsAlong(foot, homes, home, places, place),
      );
      if (takes > high) continue;
      count(onFoot, home, takes, withinS);
      if (takes <= withinS) inTime[place] = departures;
    }
    if (transit === null || byTransit === null) continue;
    counted.fill(-1);
    const { router, departuresS, toPlaces } = transit;
    router.run(legsOf(transit.toStops, home), departuresS, withinS, (departure, { vehicleS }) => {
      const latestS = departuresS[departure] + withinS;
      for (let stop = 0; stop < vehicleS.length; stop += 1) {
        const left = latestS - vehicleS[stop];
        if (left < 0) continue;
        for (let i = toPlaces.start[stop]; i < toPlaces.start[stop + 1]; i += 1) {
          const place = toPlaces.to[i];
          if (toPlaces.seconds[i] > left || counted[place] === departure) continue;
          counted[place] = departure;
          if (inTime[place] < departures) inTime[place] += 1;
        }
      }
    });
    for (let place = 0; place < places.count; place += 1) {
      if (inTime[place] >= needed.high) byTransit.high[home] += 1;
      if (inTime[place] >= needed.value) byTransit.value[home] += 1;
      if (inTime[place] >= needed.low) byTransit.low[home] += 1;
    }
  }
  return { foot: onFoot, transit: byTransit };
}
