import type { StreetGraph } from "#twin/network/contract.ts";

/**
 * A street graph whose forbidden turns are part of its shape: an arc that some arcs must not follow leads to a state of its own
 * with the arcs that may. States 0 … nodeCount − 1 are the nodes themselves. Without rules the two are the same.
 */
export type StateGraph = {
  readonly stateCount: number;
  /** Node of each state beyond the nodes: `nodeOf[state − nodeCount]`. */
  readonly nodeOf: Uint32Array;
  /** Ways out of state s: start[s] … start[s + 1] − 1. */
  readonly start: Uint32Array;
  readonly to: Uint32Array;
  /** 2 · section + direction, as `StreetGraph.arcStep`. */
  readonly step: Uint32Array;
};

export function stateGraphOf(graph: StreetGraph): StateGraph {
  const { nodeCount, arcStart, arcHead, arcStep, bannedStart, banned } = graph;
  const arcs = arcHead.length;
  const bound: number[] = [];
  /** Where an arc leads. */
  const target = arcHead.slice();
  for (let arc = 0; arc < arcs; arc += 1)
    if (bannedStart[arc + 1] > bannedStart[arc]) target[arc] = nodeCount + bound.push(arc) - 1;
  if (bound.length === 0)
    return { stateCount: nodeCount, nodeOf: new Uint32Array(0), start: arcStart, to: arcHead, step: arcStep };
  const stateCount = nodeCount + bound.length;
  const start = new Uint32Array(stateCount + 1);
  start.set(arcStart);
  const to = Array.from(target);
  const step = Array.from(arcStep);
  for (const [row, before] of bound.entries()) {
    const forbidden = banned.subarray(bannedStart[before], bannedStart[before + 1]);
    const node = arcHead[before];
    for (let arc = arcStart[node]; arc < arcStart[node + 1]; arc += 1) {
      if (forbidden.includes(arc)) continue;
      to.push(target[arc]);
      step.push(arcStep[arc]);
    }
    start[nodeCount + row + 1] = to.length;
  }
  return {
    stateCount,
    nodeOf: Uint32Array.from(bound, (arc) => arcHead[arc]),
    start,
    to: Uint32Array.from(to),
    step: Uint32Array.from(step),
  };
}
