import { type AssignmentNetwork, shortestCosts } from "#workers/kernels/assignment/index.ts";

/** Nodes looked at between two breaths: some tens of milliseconds, so that a cancel is seen on large networks. */
const nodesAtOnce = 1_500_000;

/** Cheapest costs between all zones, the first nodes of a network; row-major, Infinity = no way. */
export async function zoneCosts(
  network: AssignmentNetwork,
  costS: Float64Array,
  zones: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const all = Uint32Array.from({ length: zones }, (_, zone) => zone);
  const rows = Math.max(8, Math.ceil(nodesAtOnce / Math.max(1, network.nodeCount)));
  const costs = new Float64Array(zones * zones);
  for (let from = 0; from < zones; from += rows) {
    costs.set(shortestCosts(network, costS, all.subarray(from, from + rows), all), from * zones);
    await breathe();
  }
  return costs;
}
