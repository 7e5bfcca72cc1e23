import type { StreetGraph } from "./contract.ts";

/**
 * The graph with rules for turns made part of it: nodes where a rule binds, and those next to them, are taken apart into one state an
 * arc, joined by the turns that are allowed. Turning back in such a node is possible in dead ends only, so that nobody
 * evades a rule by turning round behind it. All other nodes stay what they are.
 */
export type ExpandedGraph = {
  readonly nodeCount: number;
  /** Links: first all arcs of the graph in their order, then the turns. */
  readonly tail: Uint32Array;
  readonly head: Uint32Array;
  readonly arcCount: number;
  /** Where a trip that starts, or ends, in a node of the graph does so; the node itself where nothing was taken apart. */
  readonly leave: Uint32Array;
  readonly arrive: Uint32Array;
};

export function expandTurns(graph: StreetGraph): ExpandedGraph {
  const { nodeCount, arcStart, arcTail, arcHead, arcStep, bannedStart, banned } = graph;
  const arcCount = arcStep.length;
  const apart = nodesToTakeApart(graph);
  const tail = Array.from(arcTail);
  const head = Array.from(arcHead);
  const leave = Uint32Array.from({ length: nodeCount }, (_, node) => node);
  const arrive = leave.slice();
  let count = nodeCount;
  const into: number[][] = Array.from({ length: nodeCount }, () => []);
  for (let arc = 0; arc < arcCount; arc += 1) if (apart[arcHead[arc]] === 1) into[arcHead[arc]].push(arc);
  for (let node = 0; node < nodeCount; node += 1) {
    if (apart[node] === 0) continue;
    arrive[node] = count++;
    for (let arc = arcStart[node]; arc < arcStart[node + 1]; arc += 1) {
      tail[arc] = count++;
      tail.push(leave[node]);
      head.push(tail[arc]);
    }
    for (const before of into[node]) {
      head[before] = count++;
      tail.push(head[before]);
      head.push(arrive[node]);
      const forbidden = banned.subarray(bannedStart[before], bannedStart[before + 1]);
      const onward = arcsAfter(graph, before).filter((arc) => !forbidden.includes(arc));
      for (const after of onward) {
        tail.push(head[before]);
        head.push(tail[after]);
      }
    }
  }
  return {
    nodeCount: count,
    tail: Uint32Array.from(tail),
    head: Uint32Array.from(head),
    arcCount,
    leave,
    arrive,
  };
}

/** Arcs that can follow: not the way back, unless there is no other. */
function arcsAfter({ arcStart, arcHead, arcStep }: StreetGraph, before: number): number[] {
  const node = arcHead[before];
  const out: number[] = [];
  let back = -1;
  for (let arc = arcStart[node]; arc < arcStart[node + 1]; arc += 1) {
    if (arcStep[arc] === (arcStep[before] ^ 1)) back = arc;
    else out.push(arc);
  }
  return out.length === 0 && back >= 0 ? [back] : out;
}

function nodesToTakeApart({ nodeCount, arcStart, arcHead, bannedStart }: StreetGraph): Uint8Array {
  const apart = new Uint8Array(nodeCount);
  const bound: number[] = [];
  for (let arc = 0; arc + 1 < bannedStart.length; arc += 1) {
    if (bannedStart[arc + 1] === bannedStart[arc]) continue;
    apart[arcHead[arc]] = 1;
    bound.push(arcHead[arc]);
  }
  for (const node of bound)
    for (let arc = arcStart[node]; arc < arcStart[node + 1]; arc += 1) apart[arcHead[arc]] = 1;
  return apart;
}
