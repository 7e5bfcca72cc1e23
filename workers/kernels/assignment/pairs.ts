import type { CompiledNetwork } from "./compile.ts";
import type { AssignmentDemand } from "./contract.ts";

/** The trips to assign, by origin: those of origin number r are `firstPair[r] … firstPair[r + 1] − 1`. */
export type Pairs = {
  /** Nodes inside; also origins whose pairs have no trips, for their costs are asked for. */
  readonly originNodes: Int32Array;
  readonly firstPair: Int32Array;
  readonly destination: Int32Array;
  readonly trips: Float64Array;
  /** Number of the pair in the caller's demand. */
  readonly outside: Uint32Array;
  /** All pairs of the caller's demand by origin number, those without trips and from a node to itself, too. */
  readonly firstAsked: Int32Array;
  readonly asked: Uint32Array;
  readonly totalVehPerH: number;
  readonly withinVehPerH: number;
};

/** Rows of the same origin become one, in the order in which origins first appear. */
export function pairsOf(
  { nodeCount, nodeInside }: CompiledNetwork,
  { origin, pairStart, destination, tripsVehPerH }: AssignmentDemand,
): Pairs {
  const numberOf = new Int32Array(nodeCount).fill(-1);
  const nodes: number[] = [];
  for (const node of origin) {
    if (numberOf[node] >= 0) continue;
    numberOf[node] = nodes.length;
    nodes.push(node);
  }
  const firstPair = new Int32Array(nodes.length + 1);
  const firstAsked = new Int32Array(nodes.length + 1);
  const isAssigned = (row: number, pair: number): boolean =>
    tripsVehPerH[pair] > 0 && destination[pair] !== origin[row];
  for (let row = 0; row < origin.length; row += 1) {
    const r = numberOf[origin[row]];
    firstAsked[r + 1] += pairStart[row + 1] - pairStart[row];
    for (let pair = pairStart[row]; pair < pairStart[row + 1]; pair += 1)
      if (isAssigned(row, pair)) firstPair[r + 1] += 1;
  }
  for (let r = 0; r < nodes.length; r += 1) {
    firstPair[r + 1] += firstPair[r];
    firstAsked[r + 1] += firstAsked[r];
  }
  const count = firstPair[nodes.length];
  const inside = {
    destination: new Int32Array(count),
    trips: new Float64Array(count),
    outside: new Uint32Array(count),
    asked: new Uint32Array(destination.length),
  };
  const next = firstPair.slice();
  const nextAsked = firstAsked.slice();
  let totalVehPerH = 0;
  let withinVehPerH = 0;
  for (let row = 0; row < origin.length; row += 1) {
    const r = numberOf[origin[row]];
    for (let pair = pairStart[row]; pair < pairStart[row + 1]; pair += 1) {
      inside.asked[nextAsked[r]++] = pair;
      if (destination[pair] === origin[row]) withinVehPerH += tripsVehPerH[pair];
      if (!isAssigned(row, pair)) continue;
      const at = next[r]++;
      inside.destination[at] = nodeInside[destination[pair]];
      inside.trips[at] = tripsVehPerH[pair];
      inside.outside[at] = pair;
      totalVehPerH += tripsVehPerH[pair];
    }
  }
  const originNodes = Int32Array.from(nodes, (node) => nodeInside[node]);
  return { originNodes, firstPair, firstAsked, ...inside, totalVehPerH, withinVehPerH };
}
