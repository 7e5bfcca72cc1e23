import { balance, hourlyShare, shareOfHour } from "#workers/kernels/demand/index.ts";
import { awayFromHome } from "./attraction.ts";
import type { TrafficConditions } from "./conditions.ts";
import type { Gate } from "./cordon.ts";
import type { Zones } from "./zones.ts";

/** Trips of the stated hour between zones, row-major. */
export type BaseDemand = {
  /** Residents' trips, whatever the mode. */
  readonly persons: Float64Array;
  /** Cars of visitors from outside and of through traffic: they do not choose a mode here. */
  readonly fixedCars: Float64Array;
  /** Residents' trips that have nowhere to go, and whether the gravity model met its totals. */
  readonly unservedPersons: number;
  readonly balanceError: number;
};

/**
 * Base demand: residents' trips by a doubly constrained gravity model within the place, the leaving share over the streets that
 * leave it, their way back mirrored; visitors and through traffic on top.
 * @param walkS seconds on foot between zones: the distance that the wish to go somewhere falls with
 */
export function baseDemand(zones: Zones, walkS: Float64Array, conditions: TrafficConditions): BaseDemand {
  const { count, firstExternal } = zones;
  const { hour, tripsPerPersonDay, reachKm } = conditions;
  const leaving = zones.gates.some(({ exit }) => exit) ? conditions.leavingPercent / 100 : 0;
  const walkMPerS = 4.8 / 3.6;
  const made = Float64Array.from(zones.residents.subarray(0, firstExternal), (n) => n * tripsPerPersonDay);
  const pull = zones.attraction.subarray(0, firstExternal);
  const seed = new Float64Array(firstExternal * firstExternal);
  for (let from = 0; from < firstExternal; from += 1) {
    for (let to = 0; to < firstExternal; to += 1) {
      const seconds = from === to ? zones.sizeM / 2 / walkMPerS : walkS[from * count + to];
      // Where there is no way on foot people drive: the air line stands in.
      const metres = Number.isFinite(seconds) ? seconds * walkMPerS : 1.3 * airLineM(zones.xy, from, to);
      seed[from * firstExternal + to] = Math.exp(-metres / 1000 / reachKm);
    }
  }
  const within = balance(
    seed,
    made.map((trips) => trips * (1 - leaving)),
    Float64Array.from(pull),
  );
  const ofHour = shareOfHour(hour);
  const away = awayFromHome(hour);
  const persons = new Float64Array(count * count);
  const fixedCars = new Float64Array(count * count);
  /** Trips of a day from home to a destination, as they are in the hour: some go there, some come back. */
  const spread = (into: Float64Array, home: number, other: number, trips: number): void => {
    into[home * count + other] += trips * ofHour * away;
    into[other * count + home] += trips * ofHour * (1 - away);
  };
  for (let from = 0; from < firstExternal; from += 1)
    for (let to = 0; to < firstExternal; to += 1)
      spread(persons, from, to, within.trips[from * firstExternal + to]);

  // One-way streets over the edge: out by one, back by another.
  const outBy = shares(zones.gates.map(({ exit, exitWeight }) => (exit ? exitWeight : 0)));
  const inBy = shares(zones.gates.map(({ entry, exitWeight }) => (entry ? exitWeight : 0)));
  const pulls = shares(Array.from(pull));
  const carShare = conditions.carPercent / Math.max(1, percentSum(conditions));
  const leavingTrips = made.reduce((sum, trips) => sum + trips, 0) * leaving;
  const visitors = (leavingTrips * carShare * conditions.visitorsPercent) / 100 / conditions.personsPerCar;
  for (let zone = 0; zone < firstExternal; zone += 1) {
    for (let gate = 0; gate < zones.gates.length; gate += 1) {
      const outside = firstExternal + gate;
      const [out, back] = [zone * count + outside, outside * count + zone];
      persons[out] += made[zone] * leaving * outBy[gate] * ofHour * away;
      persons[back] += made[zone] * leaving * inBy[gate] * ofHour * (1 - away);
      fixedCars[back] += visitors * pulls[zone] * inBy[gate] * ofHour * away;
      fixedCars[out] += visitors * pulls[zone] * outBy[gate] * ofHour * (1 - away);
    }
  }
  addThroughTraffic(fixedCars, zones, (conditions.throughPercent / 100) * (ofHour / busiestShare));
  return { persons, fixedCars, unservedPersons: within.unservedRows * ofHour, balanceError: within.error };
}

const busiestShare = Math.max(...hourlyShare) / hourlyShare.reduce((sum, share) => sum + share, 0);

export const percentSum = (conditions: TrafficConditions): number =>
  conditions.walkPercent + conditions.bikePercent + conditions.transitPercent + conditions.carPercent;

/** From every gate to every other, so that each has its volume in and out. */
function addThroughTraffic(cars: Float64Array, zones: Zones, scale: number): void {
  const { count, firstExternal, gates } = zones;
  const volumes = (open: (gate: Gate) => boolean): Float64Array =>
    Float64Array.from(gates, (gate) => (open(gate) ? gate.throughVehPerH * scale : 0));
  const seed = new Float64Array(gates.length ** 2).fill(1);
  for (let gate = 0; gate < gates.length; gate += 1) seed[gate * gates.length + gate] = 0;
  // One gate alone has nowhere to go to: it stays empty.
  const { trips } = balance(
    seed,
    volumes(({ entry }) => entry),
    volumes(({ exit }) => exit),
    1e-3,
    200,
  );
  for (let from = 0; from < gates.length; from += 1)
    for (let to = 0; to < gates.length; to += 1)
      cars[(firstExternal + from) * count + firstExternal + to] += trips[from * gates.length + to];
}

function shares(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}

const airLineM = (xy: Float32Array, from: number, to: number): number =>
  Math.hypot(xy[2 * from] - xy[2 * to], xy[2 * from + 1] - xy[2 * to + 1]);
