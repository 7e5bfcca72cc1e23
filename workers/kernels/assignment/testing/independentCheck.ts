import type { AssignmentDemand, AssignmentNetwork, PathStore } from "../contract.ts";

/**
 * Checks of a solution that share no line with the solver: costs by the formula as it is written, plain Dijkstra from every origin on a binary heap of
 * pairs, no tree kept, no path store looked at.
 */

export function costsOf(network: AssignmentNetwork, flow: Float64Array): Float64Array {
  const { freeFlowS, b, power, capacityVehPerH, fixedS } = network;
  return Float64Array.from(flow, (x, link) => {
    const load =
      b[link] > 0 && freeFlowS[link] > 0 ? b[link] * (x / capacityVehPerH[link]) ** power[link] : 0;
    return freeFlowS[link] * (1 + load) + fixedS[link];
  });
}

export function objectiveByFormula(network: AssignmentNetwork, flow: Float64Array): number {
  const { freeFlowS, b, power, capacityVehPerH, fixedS } = network;
  let sum = 0;
  for (let link = 0; link < flow.length; link += 1) {
    const x = flow[link];
    const p = power[link];
    sum += (freeFlowS[link] + fixedS[link]) * x;
    if (b[link] > 0 && freeFlowS[link] > 0)
      sum += (freeFlowS[link] * b[link] * x ** (p + 1)) / ((p + 1) * capacityVehPerH[link] ** p);
  }
  return sum;
}

export type IndependentGap = {
  readonly gap: number;
  readonly totalCostS: number;
  readonly shortestCostS: number;
  readonly unreachableVehPerH: number;
};

export function independentGap(
  network: AssignmentNetwork,
  demand: AssignmentDemand,
  flow: Float64Array,
): IndependentGap {
  const cost = costsOf(network, flow);
  const out: number[][] = Array.from({ length: network.nodeCount }, () => []);
  for (let link = 0; link < cost.length; link += 1)
    if (network.closed === null || network.closed[link] === 0) out[network.tail[link]].push(link);
  let totalCostS = 0;
  for (let link = 0; link < cost.length; link += 1) totalCostS += flow[link] * cost[link];
  let shortestCostS = 0;
  let unreachableVehPerH = 0;
  for (let row = 0; row < demand.origin.length; row += 1) {
    const distance = distances(network, out, cost, demand.origin[row]);
    for (let pair = demand.pairStart[row]; pair < demand.pairStart[row + 1]; pair += 1) {
      const trips = demand.tripsVehPerH[pair];
      const to = demand.destination[pair];
      if (trips === 0 || to === demand.origin[row]) continue;
      if (distance[to] === Number.POSITIVE_INFINITY) unreachableVehPerH += trips;
      else shortestCostS += trips * distance[to];
    }
  }
  const excess = totalCostS - shortestCostS;
  const gap = Math.abs(excess) === 0 ? 0 : excess / shortestCostS;
  return { gap, totalCostS, shortestCostS, unreachableVehPerH };
}

function distances(
  network: AssignmentNetwork,
  out: readonly (readonly number[])[],
  cost: Float64Array,
  origin: number,
): Float64Array {
  const distance = new Float64Array(network.nodeCount).fill(Number.POSITIVE_INFINITY);
  const settled = new Uint8Array(network.nodeCount);
  distance[origin] = 0;
  const heap: [number, number][] = [[0, origin]];
  for (;;) {
    const least = popLeast(heap);
    if (least === undefined) return distance;
    const [, node] = least;
    if (settled[node] === 1) continue;
    settled[node] = 1;
    if (node < network.firstThroughNode && node !== origin) continue;
    for (const link of out[node]) {
      const to = network.head[link];
      const known = distance[node] + cost[link];
      if (known >= distance[to]) continue;
      distance[to] = known;
      push(heap, [known, to]);
    }
  }
}

function push(heap: [number, number][], entry: [number, number]): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent][0] <= heap[at][0]) return;
    [heap[parent], heap[at]] = [heap[at], heap[parent]];
    at = parent;
  }
}

function popLeast(heap: [number, number][]): [number, number] | undefined {
  const least = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return least;
  heap[0] = last;
  for (let at = 0; ; ) {
    let child = 2 * at + 1;
    if (child >= heap.length) return least;
    if (child + 1 < heap.length && heap[child + 1][0] < heap[child][0]) child += 1;
    if (heap[at][0] <= heap[child][0]) return least;
    [heap[at], heap[child]] = [heap[child], heap[at]];
    at = child;
  }
}

/** Largest violation of what flows must keep, vehicles an hour: at nodes, and between paths, links and trips. */
export function conservationError(
  network: AssignmentNetwork,
  demand: AssignmentDemand,
  result: {
    readonly flowVehPerH: Float64Array;
    readonly paths: PathStore;
    readonly unreachablePairs: Uint32Array;
  },
): number {
  const { paths, flowVehPerH } = result;
  const unreachable = new Set(result.unreachablePairs);
  const balance = new Float64Array(network.nodeCount);
  const byPaths = new Float64Array(flowVehPerH.length);
  let error = 0;
  for (let row = 0; row < demand.origin.length; row += 1)
    for (let pair = demand.pairStart[row]; pair < demand.pairStart[row + 1]; pair += 1) {
      let sum = 0;
      for (let path = paths.pathStart[pair]; path < paths.pathStart[pair + 1]; path += 1) {
        sum += paths.flowVehPerH[path];
        if (paths.flowVehPerH[path] < 0) error = Math.max(error, -paths.flowVehPerH[path]);
        for (let at = paths.linkStart[path]; at < paths.linkStart[path + 1]; at += 1)
          byPaths[paths.links[at]] += paths.flowVehPerH[path];
      }
      const within = demand.destination[pair] === demand.origin[row];
      const trips = within || unreachable.has(pair) ? 0 : demand.tripsVehPerH[pair];
      error = Math.max(error, Math.abs(trips - sum));
      balance[demand.origin[row]] += trips;
      balance[demand.destination[pair]] -= trips;
    }
  for (let link = 0; link < flowVehPerH.length; link += 1) {
    error = Math.max(error, Math.abs(byPaths[link] - flowVehPerH[link]));
    balance[network.tail[link]] -= flowVehPerH[link];
    balance[network.head[link]] += flowVehPerH[link];
  }
  for (const value of balance) error = Math.max(error, Math.abs(value));
  return error;
}
