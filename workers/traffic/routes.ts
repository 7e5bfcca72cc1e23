import type { ResultRoutes } from "#workers/runtime/model.ts";
import type { CarSolution } from "./equilibrium.ts";
import { timeOf } from "./streetFields.ts";
import type { Zones } from "./zones.ts";

/** Paths with less are left out, vehicles an hour; more of it where the store would grow beyond `mostSteps`. */
const leastFlow = 0.002;
const mostSteps = 3_000_000;

/** The paths of an equilibrium as routes over streets, `costS` being their travel time; and how much of the traffic they hold. */
export function routesOf(
  zones: Zones,
  solution: CarSolution,
): { readonly routes: ResultRoutes; readonly keptShare: number } {
  const { origin, destination, pathStart, flowVehPerH, linkStart, links } = solution.result.paths;
  const { stepOfLink } = solution.car;
  let least = leastFlow;
  const stepsAt = (threshold: number): number =>
    flowVehPerH.reduce(
      (sum, flow, path) => (flow >= threshold ? sum + linkStart[path + 1] - linkStart[path] : sum),
      0,
    );
  while (stepsAt(least) > mostSteps) least *= 2;
  const kept: number[] = [];
  const steps: number[] = [];
  const stepStart = [0];
  const pairOfPath = new Uint32Array(flowVehPerH.length);
  for (let pair = 0; pair < origin.length; pair += 1)
    pairOfPath.fill(pair, pathStart[pair], pathStart[pair + 1]);
  const costS: number[] = [];
  let [all, held] = [0, 0];
  for (let path = 0; path < flowVehPerH.length; path += 1) {
    all += flowVehPerH[path];
    if (flowVehPerH[path] < least) continue;
    let seconds = 0;
    for (let at = linkStart[path]; at < linkStart[path + 1]; at += 1) {
      seconds += timeOf(solution, links[at]);
      if (stepOfLink[links[at]] >= 0) steps.push(stepOfLink[links[at]]);
    }
    if (steps.length === stepStart[stepStart.length - 1]) continue;
    held += flowVehPerH[path];
    kept.push(path);
    stepStart.push(steps.length);
    costS.push(seconds);
  }
  return {
    routes: {
      zones: {
        count: zones.count,
        names: zones.names,
        xy: zones.xy,
        external: Uint8Array.from({ length: zones.count }, (_, zone) =>
          zone >= zones.firstExternal ? 1 : 0,
        ),
        residents: Float32Array.from(zones.residents),
      },
      origin: Uint32Array.from(kept, (path) => origin[pairOfPath[path]]),
      destination: Uint32Array.from(kept, (path) => destination[pairOfPath[path]]),
      flowVehPerH: Float32Array.from(kept, (path) => flowVehPerH[path]),
      costS: Float32Array.from(costS),
      stepStart: Uint32Array.from(stepStart),
      steps: Uint32Array.from(steps),
    },
    keptShare: all > 0 ? held / all : 1,
  };
}
