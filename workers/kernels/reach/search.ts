import type { Reached, ReachNetwork, StreetReach } from "./contract.ts";
import { sortedLinks } from "./links.ts";

/**
 * Shortest times from one place to all nodes, or from all nodes to one place (Dijkstra 1959) with a four-way heap on typed arrays.
 * Ends of sections are the only nodes, so that points along a street cost nothing. Memory is taken once.
 * @throws RangeError where an arc has no finite time of 0 or more
 */
export function createStreetReach(network: ReachNetwork, way: "from" | "to" = "from"): StreetReach {
  const { nodeCount, expanded } = network;
  const { start, to, seconds: linkSeconds } = sortedLinks(network, way);
  const stateCount = expanded.nodeCount;
  const [entry, exit] =
    way === "from" ? [expanded.leave, expanded.arrive] : [expanded.arrive, expanded.leave];
  /** Node whose time a state tells; −1 = none, it stands for a part of a node. */
  const nodeOf = new Int32Array(stateCount).fill(-1);
  for (let node = 0; node < nodeCount; node += 1) nodeOf[exit[node]] = node;

  const stateSeconds = new Float64Array(stateCount).fill(Number.POSITIVE_INFINITY);
  const stateSource = new Uint32Array(stateCount);
  const seconds = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  const source = new Uint32Array(nodeCount);
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

  function reach(state: number, key: number, from: number): void {
    if (key >= stateSeconds[state]) return;
    if (stateSeconds[state] === Number.POSITIVE_INFINITY) touched[touchedCount++] = state;
    stateSeconds[state] = key;
    stateSource[state] = from;
    push(key, state);
  }

  /** One is at the node itself, too: in a node that was taken apart, who begins there has not arrived in it. */
  function begin(node: number, key: number, from: number, limitS: number): void {
    if (key > limitS) return;
    reach(entry[node], key, from);
    if (exit[node] !== entry[node]) reach(exit[node], key, from);
  }

  function reset(): void {
    for (let i = 0; i < touchedCount; i += 1) stateSeconds[touched[i]] = Number.POSITIVE_INFINITY;
    for (let i = 0; i < nodesReached; i += 1) seconds[nodes[i]] = Number.POSITIVE_INFINITY;
    touchedCount = 0;
    nodesReached = 0;
    heapSize = 0;
  }

  return {
    search: (sources, limitS): Reached => {
      reset();
      for (let i = 0; i < sources.nodes.length; i += 1)
        begin(sources.nodes[i], sources.seconds[i], i, limitS);
      while (heapSize > 0) {
        const key = heapKeys[0];
        const state = heapStates[0];
        dropRoot();
        if (key > stateSeconds[state]) continue;
        const node = nodeOf[state];
        if (node >= 0 && key < seconds[node]) {
          if (seconds[node] === Number.POSITIVE_INFINITY) nodes[nodesReached++] = node;
          seconds[node] = key;
          source[node] = stateSource[state];
        }
        const from = stateSource[state];
        for (let i = start[state]; i < start[state + 1]; i += 1) {
          const next = key + linkSeconds[i];
          if (next <= limitS) reach(to[i], next, from);
        }
      }
      return { seconds, source, nodes, count: nodesReached };
    },
  };
}
