import { type CompiledNetwork, objectiveOf } from "./compile.ts";
import type { AssignmentDemand, AssignmentNetwork, AssignmentResult, PathStore } from "./contract.ts";
import type { Equilibrium } from "./equilibrium.ts";
import type { Pairs } from "./pairs.ts";
import type { PathPool } from "./pathPool.ts";

/** The gap at costs that stand still, and what it is made of. */
export type Measured = {
  readonly gap: number;
  readonly totalCostS: number;
  readonly shortestCostS: number;
  readonly pairCostS: Float64Array;
};

/** Copies out of the solver what the caller gets, in the caller's numbers. */
export function collectResult(
  network: AssignmentNetwork,
  demand: AssignmentDemand,
  compiled: CompiledNetwork,
  pairs: Pairs,
  { state, pool, served, trees }: Equilibrium,
  { gap, totalCostS, shortestCostS, pairCostS }: Measured,
  run: Pick<AssignmentResult, "status" | "iterations" | "gapHistory">,
): AssignmentResult {
  const links = network.tail.length;
  const flowVehPerH = new Float64Array(links);
  const costS = new Float64Array(links);
  for (let link = 0; link < links; link += 1) {
    const inside = compiled.linkInside[link];
    if (inside >= 0) {
      flowVehPerH[link] = state.flow[inside];
      costS[link] = state.cost[inside];
    } else costS[link] = network.freeFlowS[link] + network.fixedS[link];
  }
  const unreachable: number[] = [];
  let unreachableVehPerH = 0;
  for (let pair = 0; pair < served.length; pair += 1) {
    if (served[pair] === 1) continue;
    unreachable.push(pairs.outside[pair]);
    unreachableVehPerH += pairs.trips[pair];
  }
  const assignedVehPerH = Math.max(0, pairs.totalVehPerH - unreachableVehPerH);
  return {
    ...run,
    gap,
    averageExcessS: assignedVehPerH > 0 ? Math.max(0, totalCostS - shortestCostS) / assignedVehPerH : 0,
    flowVehPerH,
    costS,
    objective: objectiveOf(compiled, state.flow),
    totalCostS,
    shortestCostS,
    pairCostS,
    unreachablePairs: Uint32Array.from(unreachable).sort(),
    unreachableVehPerH,
    assignedVehPerH,
    withinVehPerH: pairs.withinVehPerH,
    paths: storeOf(demand, compiled, pairs, pool),
    trees: trees.kind,
  };
}

function storeOf(
  demand: AssignmentDemand,
  { linkOutside }: CompiledNetwork,
  pairs: Pairs,
  pool: PathPool,
): PathStore {
  const count = demand.destination.length;
  const insideOf = new Int32Array(count).fill(-1);
  for (let pair = 0; pair < pairs.outside.length; pair += 1) insideOf[pairs.outside[pair]] = pair;
  const origin = new Uint32Array(count);
  for (let row = 0; row < demand.origin.length; row += 1)
    origin.fill(demand.origin[row], demand.pairStart[row], demand.pairStart[row + 1]);
  const pathStart = new Uint32Array(count + 1);
  let paths = 0;
  let length = 0;
  for (let outside = 0; outside < count; outside += 1) {
    const pair = insideOf[outside];
    for (let path = pair < 0 ? -1 : pool.first[pair]; path >= 0; path = pool.next[path]) {
      paths += 1;
      length += pool.length[path];
    }
    pathStart[outside + 1] = paths;
  }
  const flowVehPerH = new Float64Array(paths);
  const linkStart = new Uint32Array(paths + 1);
  const links = new Uint32Array(length);
  let at = 0;
  let end = 0;
  for (let outside = 0; outside < count; outside += 1) {
    const pair = insideOf[outside];
    for (let path = pair < 0 ? -1 : pool.first[pair]; path >= 0; path = pool.next[path]) {
      flowVehPerH[at] = pool.flow[path];
      const start = pool.start[path];
      for (let i = start + pool.length[path] - 1; i >= start; i -= 1)
        links[end++] = linkOutside[pool.links[i]];
      at += 1;
      linkStart[at] = end;
    }
  }
  return {
    origin,
    destination: Uint32Array.from(demand.destination),
    pathStart,
    flowVehPerH,
    linkStart,
    links,
  };
}
