import type { StreetGraph } from "#twin/network/contract.ts";

/**
 * The same streets travelled backwards: a search from a place on it gives the times to that place. `arcStep` stays that of
 * the arc as it is driven, so that the same seconds per step hold.
 */
export function reversedGraph(graph: StreetGraph): StreetGraph {
  const { nodeCount, arcTail, arcHead, bannedStart, banned } = graph;
  const arcs = arcHead.length;
  const arcStart = new Uint32Array(nodeCount + 1);
  for (const head of arcHead) arcStart[head + 1] += 1;
  for (let node = 0; node < nodeCount; node += 1) arcStart[node + 1] += arcStart[node];
  const next = arcStart.slice();
  const order = new Uint32Array(arcs);
  const rowOf = new Uint32Array(arcs);
  for (let arc = 0; arc < arcs; arc += 1) {
    const row = next[arcHead[arc]]++;
    order[row] = arc;
    rowOf[arc] = row;
  }
  // "After a not b" reads "after b not a".
  const backStart = new Uint32Array(arcs + 1);
  for (const after of banned) backStart[rowOf[after] + 1] += 1;
  for (let row = 0; row < arcs; row += 1) backStart[row + 1] += backStart[row];
  const nextBack = backStart.slice();
  const back = new Uint32Array(banned.length);
  for (let before = 0; before < arcs; before += 1)
    for (let i = bannedStart[before]; i < bannedStart[before + 1]; i += 1)
      back[nextBack[rowOf[banned[i]]]++] = rowOf[before];
  return {
    ...graph,
    arcStart,
    arcTail: Uint32Array.from(order, (arc) => arcHead[arc]),
    arcHead: Uint32Array.from(order, (arc) => arcTail[arc]),
    arcLengthM: Float32Array.from(order, (arc) => graph.arcLengthM[arc]),
    arcStep: Uint32Array.from(order, (arc) => graph.arcStep[arc]),
    bannedStart: backStart,
    banned: back,
  };
}
