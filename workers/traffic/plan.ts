import { streetNodes } from "#twin/network/nodes.ts";
import { streetsOf } from "#twin/read/objects.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import type { Twin } from "#twin/twin.ts";
import { balance, demandGap, pivot } from "#workers/kernels/demand/index.ts";
import { type Base, carsOf, insideZones } from "./base.ts";
import { carNetwork } from "./carNetwork.ts";
import type { TrafficConditions } from "./conditions.ts";
import { type CarSolution, carCosts, solveCars } from "./equilibrium.ts";
import { type ModeCosts, placeTheta, utilityChanges } from "./modes.ts";
import { sameNetwork, slowNetwork } from "./slowCosts.ts";
import { withAssumptions } from "./streetClasses.ts";
import { transitCosts } from "./transitCosts.ts";
import { zoneCosts } from "./zoneCosts.ts";

/** A state of demand and of the streets that fit together. */
export type Answer = {
  readonly persons: Float64Array;
  readonly shares: readonly Float64Array[];
  readonly costs: ModeCosts;
  readonly solution: CarSolution;
  readonly demandGap: number;
  /** Rounds between demand and streets. */
  readonly rounds: number;
  /** Residents' trips that no mode serves any more. */
  readonly strandedPersons: number;
};

/** "Routes only", and with the response of demand where it was asked for; the same object where it was not. */
export type PlanAnswers = { readonly fixed: Answer; readonly shown: Answer };

const mostRounds = 25;
const wantedGap = 1e-3;
const step = 0.5;

/** Whether a plan changes anything that traffic is computed from. */
const touchesTraffic = (twin: Twin): boolean =>
  twin.operations.some(({ layer }) => layer === "streets" || layer === "timetable");

export async function solvePlan(
  twin: Twin,
  base: Base,
  conditions: TrafficConditions,
  targetGap: number,
  breathe: () => Promise<void>,
  progress: (share: number) => void,
): Promise<PlanAnswers> {
  if (!touchesTraffic(twin)) {
    const { persons, shares, costs, solution } = base;
    const same: Answer = {
      persons,
      shares,
      costs,
      solution,
      demandGap: base.demandGap,
      rounds: 0,
      strandedPersons: 0,
    };
    return { fixed: same, shown: same };
  }
  const { zones } = base;
  const { count } = zones;
  const streets = withAssumptions(streetsOf(twin), twin.data.streets, conditions.classes);
  const nodes = streetNodes(streets);
  const car = carNetwork(streets, nodes, zones, conditions, base.factors.capacity);
  const fixedSolution = await solveCars(car, base.solution.cars, count, targetGap, base.solution, breathe);
  progress(0.4);
  const slow = async (mode: "foot" | "bike", before: Float64Array): Promise<Float64Array> => {
    const network = slowNetwork(streets, nodes, zones, mode);
    if (sameNetwork(network, base.ways[mode])) return before;
    const costs = await zoneCosts(network, network.freeFlowS, count, breathe);
    for (let pair = 0; pair < costs.length; pair += count + 1) costs[pair] = before[pair];
    return costs;
  };
  const byRail = twin.operations.some(({ layer }) => layer === "timetable")
    ? transitCosts(timetableOf(twin), zones, conditions)
    : null;
  const costsAt = async (solution: CarSolution): Promise<ModeCosts> => [
    walk,
    bike,
    transit,
    insideZones(await carCosts(solution, count, breathe), zones, 20, 120),
  ];
  const walk = await slow("foot", base.costs[0]);
  const bike = await slow("bike", base.costs[1]);
  const transit =
    byRail === null || !base.hasTimetable ? base.costs[2] : insideZones(byRail, zones, 0, base.costs[2][0]);
  await breathe();
  const fixed: Answer = {
    persons: base.persons,
    shares: base.shares,
    costs: await costsAt(fixedSolution),
    solution: fixedSolution,
    demandGap: 0,
    rounds: 0,
    strandedPersons: 0,
  };
  if (conditions.demand === "routesOnly") return { fixed, shown: fixed };

  const wish = (costs: ModeCosts): { persons: Float64Array; shares: Float64Array[]; cars: Float64Array } => {
    const { shares, logsum } = pivot(base.shares, utilityChanges(base.costs, costs));
    const persons =
      conditions.demand === "modesAndPlaces" ? redistributed(base.persons, logsum, count) : base.persons;
    return { persons, shares, cars: carsOf(persons, shares[3], base.fixedCars, conditions.personsPerCar) };
  };
  let costs = fixed.costs;
  let wanted = wish(costs);
  let cars = fixedSolution.cars;
  let solution = fixedSolution;
  let gap = demandGap(costs[3], wanted.cars, cars);
  let rounds = 0;
  // While demand moves, a rougher equilibrium will do; the last one is as fine as the map wants it.
  const loose = Math.max(targetGap, 1e-5);
  let fine = true;
  while (rounds < mostRounds && (gap > wantedGap / 2 || !fine)) {
    const last = gap <= wantedGap / 2;
    if (!last) cars = towards(cars, wanted.cars, costs[3]);
    solution = await solveCars(car, cars, count, last ? targetGap : loose, solution, breathe);
    fine = last || loose === targetGap;
    costs = await costsAt(solution);
    wanted = wish(costs);
    gap = demandGap(costs[3], wanted.cars, cars);
    rounds += 1;
    progress(0.4 + 0.6 * Math.min(1, rounds / 10));
  }
  if (!fine) {
    solution = await solveCars(car, cars, count, targetGap, solution, breathe);
    costs = await costsAt(solution);
    wanted = wish(costs);
    gap = demandGap(costs[3], wanted.cars, cars);
  }
  const shown: Answer = {
    persons: wanted.persons,
    shares: wanted.shares,
    costs,
    solution,
    demandGap: gap,
    rounds,
    strandedPersons: stranded(wanted.persons, wanted.shares),
  };
  return { fixed, shown };
}

/** Half of the way, but all of it where there is no way by car any more. */
function towards(cars: Float64Array, wanted: Float64Array, carCost: Float64Array): Float64Array {
  return cars.map((now, pair) =>
    Number.isFinite(carCost[pair]) ? now + step * (wanted[pair] - now) : wanted[pair],
  );
}

/** Where people go: the same totals at both ends, pulled to where it has become easier to get to. */
function redistributed(persons: Float64Array, logsum: Float64Array, zones: number): Float64Array {
  if (logsum.every((change) => change === 0)) return persons;
  const origins = new Float64Array(zones);
  const destinations = new Float64Array(zones);
  persons.forEach((trips, pair) => {
    origins[Math.floor(pair / zones)] += trips;
    destinations[pair % zones] += trips;
  });
  const seed = persons.map((trips, pair) => trips * Math.exp(placeTheta * logsum[pair]));
  return balance(seed, origins, destinations).trips;
}

function stranded(persons: Float64Array, shares: readonly Float64Array[]): number {
  return persons.reduce(
    (sum, trips, pair) => (shares.every((share) => share[pair] === 0) ? sum + trips : sum),
    0,
  );
}
