import type { StreetLayer } from "#twin/objects.ts";
import type { CarSolution } from "./equilibrium.ts";
import { trafficInputError } from "./errors.ts";

/** Vehicles of the stated hour as counted: 2 · section + direction, and how many. */
export type Count = { readonly step: number; readonly vehPerH: number };

/** How a base stands against its counts. */
export type CountFit = {
  readonly counts: number;
  /** Counts on streets that are not open to cars in that direction: compared with nothing. */
  readonly unusable: number;
  /** Share of counts with GEH below 5 (usual aim: 0.85). */
  readonly gehBelow5: number;
  readonly meanGeh: number;
  /** Mean scalable quality value (Friedrich, Pestel, Schiller, Simon 2019), scale 1000 vehicles an hour. */
  readonly meanSqv: number;
};

/** GEH = √(2 (M − C)² / (M + C)) for vehicles an hour. */
export const gehOf = (modelled: number, counted: number): number =>
  modelled + counted > 0 ? Math.sqrt((2 * (modelled - counted) ** 2) / (modelled + counted)) : 0;

/** SQV = 1 / (1 + √((M − C)² / (f C))). */
export const sqvOf = (modelled: number, counted: number, scale = 1000): number =>
  counted > 0 ? 1 / (1 + Math.sqrt((modelled - counted) ** 2 / (scale * counted))) : modelled > 0 ? 0 : 1;

/**
 * Counts as the condition has them, the later of two for one direction.
 * @throws TrafficInputError countInvalid
 */
export function countsOf(series: readonly (readonly [number, number])[], { sections }: StreetLayer): Count[] {
  const byStep = new Map<number, number>();
  for (const [step, vehPerH] of series) {
    if (
      !Number.isInteger(step) ||
      step < 0 ||
      step >= 2 * sections.length ||
      !(vehPerH >= 0 && vehPerH < 1e5)
    )
      throw trafficInputError("countInvalid", { step, vehPerH });
    byStep.set(step, vehPerH);
  }
  return [...byStep].map(([step, vehPerH]) => ({ step, vehPerH }));
}

export function fitOf(counts: readonly Count[], solution: CarSolution): CountFit {
  let [used, below, geh, sqv] = [0, 0, 0, 0];
  for (const { step, vehPerH } of counts) {
    const link = solution.car.linkOfStep[step];
    if (link < 0) continue;
    const modelled = solution.result.flowVehPerH[link];
    used += 1;
    if (gehOf(modelled, vehPerH) < 5) below += 1;
    geh += gehOf(modelled, vehPerH);
    sqv += sqvOf(modelled, vehPerH);
  }
  const mean = (sum: number): number => (used > 0 ? sum / used : Number.NaN);
  return {
    counts: used,
    unusable: counts.length - used,
    gehBelow5: mean(below),
    meanGeh: mean(geh),
    meanSqv: mean(sqv),
  };
}

/** What counts change: demand by origin and destination, capacity by step of the streets; 1 = as assumed. */
export type Factors = {
  readonly origin: Float64Array;
  readonly destination: Float64Array;
  readonly capacity: Float64Array;
};

export const noFactors = (zones: number, sections: number): Factors => ({
  origin: new Float64Array(zones).fill(1),
  destination: new Float64Array(zones).fill(1),
  capacity: new Float64Array(2 * sections).fill(1),
});

export type FactorBounds = { readonly demand: number; readonly capacity: number };

/**
 * One step towards the counts: each zone's factor moves by the mean of the log ratios counted / modelled on the counted streets that its
 * cars drive along, weighted by these cars; a counted street with too few cars gets more capacity, one with too many less.
 * Every factor stays within 1 ± its bound.
 */
export function nextFactors(
  factors: Factors,
  counts: readonly Count[],
  { car, result }: CarSolution,
  bounds: FactorBounds,
): Factors {
  const logRatio = new Map<number, number>();
  for (const { step, vehPerH } of counts) {
    const link = car.linkOfStep[step];
    if (link < 0) continue;
    // No single count moves anything by more than a factor of e at once.
    const ratio = Math.log((vehPerH + 1) / (result.flowVehPerH[link] + 1));
    logRatio.set(link, Math.max(-1, Math.min(1, ratio)));
  }
  const zones = factors.origin.length;
  const sums = [0, 1].map(() => ({ log: new Float64Array(zones), cars: new Float64Array(zones) }));
  const { origin, destination, pathStart, linkStart, links, flowVehPerH } = result.paths;
  for (let pair = 0; pair < origin.length; pair += 1) {
    for (let path = pathStart[pair]; path < pathStart[pair + 1]; path += 1) {
      for (let at = linkStart[path]; at < linkStart[path + 1]; at += 1) {
        const ratio = logRatio.get(links[at]);
        if (ratio === undefined) continue;
        for (const [side, zone] of [origin[pair], destination[pair]].entries()) {
          sums[side].log[zone] += flowVehPerH[path] * ratio;
          sums[side].cars[zone] += flowVehPerH[path];
        }
      }
    }
  }
  const moved = (old: Float64Array, { log, cars }: (typeof sums)[number]): Float64Array =>
    // Both ends take half of it.
    old.map((factor, zone) =>
      cars[zone] > 0 ? bounded(factor * Math.exp((0.5 * log[zone]) / cars[zone]), bounds.demand) : factor,
    );
  const capacity = factors.capacity.slice();
  for (const [link, ratio] of logRatio) {
    const step = car.stepOfLink[link];
    capacity[step] = bounded(capacity[step] * Math.exp(0.25 * ratio), bounds.capacity);
  }
  return {
    origin: moved(factors.origin, sums[0]),
    destination: moved(factors.destination, sums[1]),
    capacity,
  };
}

const bounded = (factor: number, bound: number): number => Math.max(1 - bound, Math.min(1 + bound, factor));

/** Trips of a matrix with the factors of both ends. */
export function scaled(trips: Float64Array, { origin, destination }: Factors): Float64Array {
  const zones = origin.length;
  return trips.map((one, pair) => one * origin[Math.floor(pair / zones)] * destination[pair % zones]);
}
