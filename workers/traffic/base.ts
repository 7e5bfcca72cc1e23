import { type StreetNodes, streetNodes } from "#twin/network/nodes.ts";
import type { TwinData } from "#twin/twin.ts";
import type { AssignmentNetwork } from "#workers/kernels/assignment/index.ts";
import { calibratedConstants, demandGap, logitShares } from "#workers/kernels/demand/index.ts";
import { type BaseDemand, baseDemand, percentSum } from "./baseDemand.ts";
import {
  type Count,
  type CountFit,
  countsOf,
  type Factors,
  fitOf,
  nextFactors,
  noFactors,
  scaled,
} from "./calibration.ts";
import { carNetwork } from "./carNetwork.ts";
import type { TrafficConditions } from "./conditions.ts";
import { type CarSolution, carCosts, emptyRoadCosts, finalGap, solveCars } from "./equilibrium.ts";
import { trafficInputError } from "./errors.ts";
import { type ModeCosts, utilitiesOf } from "./modes.ts";
import { slowNetwork } from "./slowCosts.ts";
import { withAssumptions } from "./streetClasses.ts";
import { transitCosts, worstTransitS } from "./transitCosts.ts";
import { zoneCosts } from "./zoneCosts.ts";
import { type Zones, zonesOf } from "./zones.ts";

/** The place as it is: what every plan pivots on. */
export type Base = {
  readonly zones: Zones;
  readonly nodes: StreetNodes;
  readonly demand: BaseDemand;
  /** Residents' trips after calibration, and their shares by mode, both of the equilibrium. */
  readonly persons: Float64Array;
  readonly fixedCars: Float64Array;
  readonly shares: readonly Float64Array[];
  readonly costs: ModeCosts;
  /** What the first two of these were found on. */
  readonly ways: { readonly foot: AssignmentNetwork; readonly bike: AssignmentNetwork };
  readonly solution: CarSolution;
  readonly demandGap: number;
  readonly hasTimetable: boolean;
  readonly counts: readonly Count[];
  /** As assumed, and as calibrated; the same where nothing was. */
  readonly fitBefore: CountFit;
  readonly fit: CountFit;
  readonly factors: Factors;
  readonly calibrated: boolean;
};

const mostRounds = 12;
const calibrationRounds = 10;
/** Demand of the base counts as settled below this; a plan's must be below 1e-3 in the end. */
const settledGap = 5e-4;
const looseGap = 1e-5;

export const carsOf = (
  persons: Float64Array,
  carShare: Float64Array,
  fixedCars: Float64Array,
  personsPerCar: number,
): Float64Array => persons.map((trips, pair) => (trips * carShare[pair]) / personsPerCar + fixedCars[pair]);

/**
 * Base demand in equilibrium with the base's streets: constants of the modes meet the stated shares at the costs that this demand makes.
 * @throws TrafficInputError noStreets, noZones, sharesEmpty, countInvalid
 */
export async function solveBase(
  data: TwinData,
  conditions: TrafficConditions,
  breathe: () => Promise<void>,
  progress: (share: number) => void,
): Promise<Base> {
  const streets = withAssumptions(data.streets, data.streets, conditions.classes);
  if (!streets.sections.some(({ access }) => access.car)) throw trafficInputError("noStreets");
  if (percentSum(conditions) <= 0) throw trafficInputError("sharesEmpty");
  const zones = zonesOf(data, conditions.zoneSizeM);
  if (zones.count === 0) throw trafficInputError("noZones");
  const counts = countsOf(conditions.counts, streets);
  const nodes = streetNodes(streets);
  await breathe();
  const { count } = zones;
  const foot = slowNetwork(streets, nodes, zones, "foot");
  const ride = slowNetwork(streets, nodes, zones, "bike");
  const walk = insideZones(await zoneCosts(foot, foot.freeFlowS, count, breathe), zones, 4.8, 0);
  await breathe();
  const bike = insideZones(await zoneCosts(ride, ride.freeFlowS, count, breathe), zones, 15, 60);
  await breathe();
  const timetable = transitCosts(data.timetable, zones, conditions);
  const transit = insideZones(timetable ?? transitStandIn(walk), zones, 0, worstTransitS);
  progress(0.2);
  await breathe();
  const demand = baseDemand(zones, walk, conditions);
  let factors = noFactors(count, streets.sections.length);
  let car = carNetwork(streets, nodes, zones, conditions, null);
  const withCar = (seconds: Float64Array): ModeCosts => [
    walk,
    bike,
    transit,
    insideZones(seconds, zones, 20, 120),
  ];
  const wanted = [
    conditions.walkPercent,
    conditions.bikePercent,
    conditions.transitPercent,
    conditions.carPercent,
  ];
  const sharesAt = (costs: ModeCosts): Float64Array[] => {
    const utilities = utilitiesOf(costs, zones, conditions);
    return logitShares(utilities, calibratedConstants(utilities, demand.persons, wanted, 1e-6, 60));
  };
  const cars = (shares: readonly Float64Array[]): Float64Array =>
    carsOf(
      scaled(demand.persons, factors),
      shares[3],
      scaled(demand.fixedCars, factors),
      conditions.personsPerCar,
    );
  let shares = sharesAt(withCar(await emptyRoadCosts(car, count, breathe)));
  let solution = await solveCars(car, cars(shares), count, looseGap, null, breathe);
  let gap = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostRounds; round += 1) {
    const costs = withCar(await carCosts(solution, count, breathe));
    const next = sharesAt(costs);
    gap = demandGap(costs[3], cars(next), solution.cars);
    if (gap < settledGap) break;
    shares = shares.map((one, mode) => one.map((p, pair) => 0.5 * (p + next[mode][pair])));
    solution = await solveCars(car, cars(shares), count, looseGap, solution, breathe);
    progress(0.2 + (0.4 * (round + 1)) / mostRounds);
  }
  const fitBefore = fitOf(counts, solution);
  const calibrated = conditions.calibrate && fitBefore.counts > 0;
  if (calibrated) {
    const bounds = {
      demand: conditions.demandBoundPercent / 100,
      capacity: conditions.capacityBoundPercent / 100,
    };
    let best = { factors, car, solution, error: misfit(counts, solution) };
    for (let round = 0; round < calibrationRounds; round += 1) {
      factors = nextFactors(factors, counts, solution, bounds);
      car = carNetwork(streets, nodes, zones, conditions, factors.capacity);
      solution = await solveCars(car, cars(shares), count, looseGap, solution, breathe);
      const error = misfit(counts, solution);
      if (error < best.error) best = { factors, car, solution, error };
      progress(0.6 + (0.3 * (round + 1)) / calibrationRounds);
    }
    ({ factors, car, solution } = best);
  }
  solution = await solveCars(car, cars(shares), count, finalGap, solution, breathe);
  progress(1);
  return {
    zones,
    nodes,
    demand,
    persons: scaled(demand.persons, factors),
    fixedCars: scaled(demand.fixedCars, factors),
    shares,
    costs: withCar(await carCosts(solution, count, breathe)),
    ways: { foot, bike: ride },
    solution,
    demandGap: gap,
    hasTimetable: timetable !== null,
    counts,
    fitBefore,
    fit: fitOf(counts, solution),
    factors,
    calibrated,
  };
}

/** Σ (M − C)² / C, which weighs counts as GEH does. */
function misfit(counts: readonly Count[], { car, result }: CarSolution): number {
  return counts.reduce((sum, { step, vehPerH }) => {
    const link = car.linkOfStep[step];
    return link < 0 ? sum : sum + (result.flowVehPerH[link] - vehPerH) ** 2 / (vehPerH + 1);
  }, 0);
}

/** Trips that stay within a zone: half its size at a speed, and what it takes to set off; no plan changes them. */
export function insideZones(
  cost: Float64Array,
  zones: Zones,
  speedKmh: number,
  setOffS: number,
): Float64Array {
  const seconds = (speedKmh > 0 ? zones.sizeM / 2 / (speedKmh / 3.6) : 0) + setOffS;
  for (let zone = 0; zone < zones.count; zone += 1) cost[zone * zones.count + zone] = seconds;
  return cost;
}

/** Without a timetable: ten minutes and then 18 km/h along the ways on foot; the same in every plan. */
function transitStandIn(walk: Float64Array): Float64Array {
  return walk.map((seconds) => Math.min(worstTransitS, 600 + (seconds * 4.8) / 18));
}
