import type { Base } from "./base.ts";
import type { CarSolution } from "./equilibrium.ts";
import { travelModes } from "./modes.ts";
import type { Answer } from "./plan.ts";
import { timeOf } from "./streetFields.ts";

/** Trips of one mode within the place, as they last. */
export type ModeFigures = { readonly share: number; readonly meanS: number; readonly p90S: number };

/**
 * Shares are those of all residents' trips; times those of trips that begin and end within the place, by transit and bike as felt.
 * By car it is the time on the streets here, of all cars.
 */
export function modeFigures(
  answer: Answer,
  { zones }: Base,
): Readonly<Record<(typeof travelModes)[number], ModeFigures>> {
  const { count, firstExternal } = zones;
  const total = answer.persons.reduce((sum, trips) => sum + trips, 0);
  const of = (mode: number): ModeFigures => {
    const share = answer.shares[mode];
    const seconds: number[] = [];
    const trips: number[] = [];
    let all = 0;
    for (let pair = 0; pair < answer.persons.length; pair += 1) {
      const here = answer.persons[pair] * share[pair];
      all += here;
      const inside = Math.floor(pair / count) < firstExternal && pair % count < firstExternal;
      if (!inside || !(here > 0) || !Number.isFinite(answer.costs[mode][pair])) continue;
      seconds.push(answer.costs[mode][pair]);
      trips.push(here);
    }
    const times = travelModes[mode] === "car" ? carTimes(answer.solution) : { seconds, trips };
    return { share: total > 0 ? all / total : Number.NaN, ...spread(times.seconds, times.trips) };
  };
  return { walk: of(0), bike: of(1), transit: of(2), car: of(3) };
}

function carTimes(solution: CarSolution): { readonly seconds: number[]; readonly trips: number[] } {
  const { flowVehPerH, linkStart, links } = solution.result.paths;
  const seconds = Array.from(flowVehPerH, (_, path) => {
    let sum = 0;
    for (let at = linkStart[path]; at < linkStart[path + 1]; at += 1) sum += timeOf(solution, links[at]);
    return sum;
  });
  return { seconds, trips: Array.from(flowVehPerH) };
}

function spread(seconds: readonly number[], weights: readonly number[]): Omit<ModeFigures, "share"> {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return { meanS: Number.NaN, p90S: Number.NaN };
  const order = seconds.map((_, i) => i).sort((a, b) => seconds[a] - seconds[b]);
  let below = 0;
  let p90S = seconds[order[order.length - 1]];
  for (const i of order) {
    below += weights[i];
    if (below < 0.9 * total) continue;
    p90S = seconds[i];
    break;
  }
  return { meanS: seconds.reduce((sum, s, i) => sum + s * weights[i], 0) / total, p90S };
}
