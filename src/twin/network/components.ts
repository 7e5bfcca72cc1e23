import type { StreetGraph } from "./contract.ts";

/**
 * Nodes from which every other one of the same part can be reached and back (strongly connected components; Tarjan 1972, without
 * recursion). The largest part is what places should be connected to: an extract holds islands and dead one-way ends.
 */
export function strongParts(graph: StreetGraph): {
  /** Part of each node. */
  readonly part: Int32Array;
  /** The part with the most nodes (the first of them); −1 where there is no arc. */
  readonly largest: number;
} {
  const { nodeCount, arcStart, arcHead } = graph;
  const part = new Int32Array(nodeCount).fill(-1);
  const index = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const onStack = new Uint8Array(nodeCount);
  const nextArc = arcStart.slice(0, nodeCount);
  const open: number[] = [];
  const path: number[] = [];
  const sizes: number[] = [];
  let visited = 0;
  const enter = (node: number): void => {
    index[node] = visited;
    low[node] = visited;
    visited += 1;
    onStack[node] = 1;
    open.push(node);
    path.push(node);
  };
  for (let root = 0; root < nodeCount; root += 1) {
    if (index[root] >= 0) continue;
    enter(root);
    while (path.length > 0) {
      const node = path[path.length - 1];
      if (nextArc[node] < arcStart[node + 1]) {
        const head = arcHead[nextArc[node]++];
        if (index[head] < 0) enter(head);
        else if (onStack[head] === 1) low[node] = Math.min(low[node], index[head]);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent], low[node]);
      if (low[node] !== index[node]) continue;
      const id = sizes.push(0) - 1;
      for (let member = -1; member !== node; ) {
        member = open.pop() ?? node;
        onStack[member] = 0;
        part[member] = id;
        sizes[id] += 1;
      }
    }
  }
  const most = sizes.reduce((best, size) => Math.max(best, size), 0);
  return { part, largest: most > 1 ? sizes.indexOf(most) : -1 };
}
