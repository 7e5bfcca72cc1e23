import type { CompiledNetwork } from "./compile.ts";

/**
 * A tree of cheapest paths from one origin. `order` holds the reached nodes, every node after the one that it is reached from; `into` the link by
 * which a node is reached (−1 at the origin and at nodes that are not reached).
 */
export type TreeScratch = {
  /** Cost from the origin, Infinity where there is no path. */
  readonly label: Float64Array;
  readonly heapNode: Int32Array;
  readonly heapKey: Float64Array;
  readonly heapAt: Int32Array;
};

export function createTreeScratch(nodeCount: number): TreeScratch {
  return {
    label: new Float64Array(nodeCount),
    heapNode: new Int32Array(nodeCount + 1),
    heapKey: new Float64Array(nodeCount + 1),
    heapAt: new Int32Array(nodeCount),
  };
}

/**
 * Dijkstra with a 4-ary heap in which keys are lowered. Writes labels, `into` and `order` from `at` on and returns how many nodes were reached.
 */
export function growTree(
  compiled: CompiledNetwork,
  cost: Float64Array,
  origin: number,
  scratch: TreeScratch,
  into: Int32Array,
  order: Int32Array,
  at: number,
): number {
  const { nodeCount, throughCount, firstOut, head } = compiled;
  const { label, heapNode, heapKey, heapAt } = scratch;
  label.fill(Number.POSITIVE_INFINITY);
  into.fill(-1, at, at + nodeCount);
  let size = 0;
  let reached = 0;
  let node = origin;
  label[origin] = 0;
  for (;;) {
    order[at + reached] = node;
    reached += 1;
    if (node < throughCount || node === origin) {
      const base = label[node];
      for (let link = firstOut[node]; link < firstOut[node + 1]; link += 1) {
        const to = head[link];
        const key = base + cost[link];
        const known = label[to];
        if (key >= known) continue;
        label[to] = key;
        into[at + to] = link;
        // Up the heap from the place it has, or from a new one at the end.
        let hole = known === Number.POSITIVE_INFINITY ? size++ : heapAt[to];
        while (hole > 0) {
          const parent = (hole - 1) >> 2;
          const parentKey = heapKey[parent];
          if (parentKey <= key) break;
          const moved = heapNode[parent];
          heapKey[hole] = parentKey;
          heapNode[hole] = moved;
          heapAt[moved] = hole;
          hole = parent;
        }
        heapKey[hole] = key;
        heapNode[hole] = to;
        heapAt[to] = hole;
      }
    }
    if (size === 0) return reached;
    node = heapNode[0];
    size -= 1;
    if (size === 0) continue;
    const key = heapKey[size];
    const last = heapNode[size];
    let hole = 0;
    for (;;) {
      let child = 4 * hole + 1;
      if (child >= size) break;
      const end = Math.min(child + 4, size);
      let least = heapKey[child];
      for (let other = child + 1; other < end; other += 1)
        if (heapKey[other] < least) {
          least = heapKey[other];
          child = other;
        }
      if (least >= key) break;
      const moved = heapNode[child];
      heapKey[hole] = least;
      heapNode[hole] = moved;
      heapAt[moved] = hole;
      hole = child;
    }
    heapKey[hole] = key;
    heapNode[hole] = last;
    heapAt[last] = hole;
  }
}
