import type { StreetGraph } from "#twin/network/contract.ts";
import type { Reached, StreetReach } from "./contract.ts";
import { stateGraphOf } from "./states.ts";

/**
 * Shortest times from one place to all nodes (Dijkstra 1959) with a four-way heap on typed arrays; ends of sections are the
 * only nodes, so that chains of points cost nothing. Turning back at a node is allowed, as in the graph.
 * @param stepSeconds seconds per section and direction, `2 · section + direction`; those of arcs that are not in the graph are not read
 * @throws RangeError where an arc has no finite time of 0 or more
 */
export function createStreetReach(graph: StreetGraph, stepSeconds: Float32Array): StreetReach {
  const { nodeCount, arcStep } = graph;
  const { stateCount, nodeOf, start, to, step } = stateGraphOf(graph);
  for (const one of arcStep)
    if (!(stepSeconds[one] >= 0 && stepSeconds[one] < Number.POSITIVE_INFINITY))
      throw new RangeError(`Section ${one >> 1} has no travel time`);
  const arcSeconds = Float32Array.from(step, (one) => stepSeconds[one]);

  const stateSeconds = new Float64Array(stateCount).fill(Number.POSITIVE_INFINITY);
  const seconds = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  const nodes = new Uint32Array(nodeCount);
  const touched = new Uint32Array(stateCount);
  let heapKeys = new Float64Array(1024);
  let heapStates = new Uint32Array(1024);
  let heapSize = 0;
  let touchedCount = 0;
  let nodesReached = 0;

  function push(key: number, state: number): void {
    if (heapSize === heapKeys.length) {
      const [keys, states] = [heapKeys, heapStates];
      heapKeys = new Float64Array(heapSize * 2);
      heapStates = new Uint32Array(heapSize * 2);
      heapKeys.set(keys);
      heapStates.set(states);
    }
    let at = heapSize;
    heapSize += 1;
    while (at > 0) {
      const above = (at - 1) >> 2;
      if (heapKeys[above] <= key) break;
      heapKeys[at] = heapKeys[above];
      heapStates[at] = heapStates[above];
      at = above;
    }
    heapKeys[at] = key;
    heapStates[at] = state;
  }

  /** Takes the root off; the caller has read it. */
  function dropRoot(): void {
    heapSize -= 1;
    const key = heapKeys[heapSize];
    const state = heapStates[heapSize];
    let at = 0;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= heapSize) break;
      let least = first;
      const end = first + 4 < heapSize ? first + 4 : heapSize;
      for (let child = first + 1; child < end; child += 1)
        if (heapKeys[child] < heapKeys[least]) least = child;
      if (heapKeys[least] >= key) break;
      heapKeys[at] = heapKeys[least];
      heapStates[at] = heapStates[least];
      at = least;
    }
    heapKeys[at] = key;
    heapStates[at] = state;
  }

  function reach(state: number, key: number): void {
    if (key >= stateSeconds[state]) return;
    if (stateSeconds[state] === Number.POSITIVE_INFINITY) touched[touchedCount++] = state;
    stateSeconds[state] = key;
    push(key, state);
  }

  function reset(): void {
    for (let i = 0; i < touchedCount; i += 1) stateSeconds[touched[i]] = Number.POSITIVE_INFINITY;
    for (let i = 0; i < nodesReached; i += 1) seconds[nodes[i]] = Number.POSITIVE_INFINITY;
    touchedCount = 0;
    nodesReached = 0;
    heapSize = 0;
  }

  return {
    graph,
    search: (sources, limitS): Reached => {
      reset();
      for (let i = 0; i < sources.nodes.length; i += 1)
        if (sources.seconds[i] <= limitS) reach(sources.nodes[i], sources.seconds[i]);
      while (heapSize > 0) {
        const key = heapKeys[0];
        const state = heapStates[0];
        dropRoot();
        if (key > stateSeconds[state]) continue;
        const node = state < nodeCount ? state : nodeOf[state - nodeCount];
        if (seconds[node] === Number.POSITIVE_INFINITY) {
          seconds[node] = key;
          nodes[nodesReached++] = node;
        }
        for (let i = start[state]; i < start[state + 1]; i += 1) {
          const next = key + arcSeconds[i];
          if (next <= limitS) reach(to[i], next);
        }
      }
      return { seconds, nodes, count: nodesReached };
    },
  };
}
