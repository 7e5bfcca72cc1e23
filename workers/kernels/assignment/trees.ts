import type { CompiledNetwork } from "./compile.ts";
import { createTreeScratch, growTree } from "./shortestTree.ts";

/**
 * Trees of cheapest paths of all origins. Kept trees are repaired: labels along the old order, one look at every link for a
 * shorter way, and correction from there; costs change little between two looks, so most trees need none. Where the trees of all origins are
 * too large to keep, each is grown anew.
 */
export type Trees = {
  readonly kind: "repaired" | "fresh";
  /** Of the tree that was looked at last: cost from the origin by node, Infinity = no path. */
  readonly label: Float64Array;
  /** The same by the caller's number of a node. */
  readonly labelOf: (nodeOutside: number) => number;
  /** Of the same tree: link by which a node is reached, at `offset(origin) + node`. */
  readonly into: Int32Array;
  readonly offset: (origin: number) => number;
  /** 1 where the path to a node has changed since `update` was called for this origin before (always 1 on fresh trees). */
  readonly changed: Uint8Array;
  /** Makes the tree of origin number r cheapest at these costs; true where it changed. */
  readonly update: (r: number, cost: Float64Array) => boolean;
  /** Nodes of the tree that was looked at last, ends after their parents: `order[orderStart + i]`, i < reached. */
  readonly order: Int32Array;
  readonly reached: (r: number) => number;
};

export function createTrees(compiled: CompiledNetwork, originNodes: Int32Array, bytesLimit: number): Trees {
  const { nodeCount, throughCount, firstOut, tail, head } = compiled;
  const scratch = createTreeScratch(nodeCount);
  const { label } = scratch;
  const keep = 8 * originNodes.length * nodeCount <= bytesLimit;
  const places = keep ? originNodes.length : 1;
  const into = new Int32Array(places * nodeCount);
  const order = new Int32Array(places * nodeCount);
  const reachedCount = new Int32Array(originNodes.length);
  const changed = new Uint8Array(nodeCount).fill(1);
  const offset = (r: number): number => (keep ? r * nodeCount : 0);

  const queue = new Int32Array(nodeCount + 1);
  const queued = new Uint8Array(nodeCount);
  const placed = new Uint8Array(nodeCount);
  const stack = new Int32Array(nodeCount + 1);
  const oldOrder = new Int32Array(nodeCount);

  function relabel(at: number, count: number, cost: Float64Array): void {
    if (count < nodeCount) label.fill(Number.POSITIVE_INFINITY);
    label[order[at]] = 0;
    for (let i = at + 1; i < at + count; i += 1) {
      const node = order[i];
      const link = into[at + node];
      label[node] = label[tail[link]] + cost[link];
    }
  }

  /** Looks at all links once and corrects labels until none is wrong; true where something was. */
  function correct(at: number, origin: number, cost: Float64Array): boolean {
    let queueEnd = 0;
    let length = 0;
    const look = (node: number): void => {
      const base = label[node];
      const end = firstOut[node + 1];
      for (let link = firstOut[node]; link < end; link += 1) {
        const key = base + cost[link];
        const to = head[link];
        if (key >= label[to]) continue;
        label[to] = key;
        into[at + to] = link;
        changed[to] = 1;
        if (to >= throughCount || queued[to] === 1) continue;
        queued[to] = 1;
        queue[queueEnd] = to;
        queueEnd = queueEnd === nodeCount ? 0 : queueEnd + 1;
        length += 1;
      }
    };
    changed.fill(0);
    if (origin >= throughCount) look(origin);
    for (let node = 0; node < throughCount; node += 1) look(node);
    const touched = changed.includes(1);
    let queueStart = 0;
    while (length > 0) {
      const node = queue[queueStart];
      queueStart = queueStart === nodeCount ? 0 : queueStart + 1;
      length -= 1;
      queued[node] = 0;
      look(node);
    }
    return touched;
  }

  /** Puts the order right after links have changed, near the old one, and marks every node whose path has changed. */
  function reorder(at: number, count: number): void {
    for (let i = 0; i < count; i += 1) oldOrder[i] = order[at + i];
    placed.fill(0);
    placed[oldOrder[0]] = 1;
    let end = at + 1;
    for (let i = 1; i < count; i += 1) {
      let node = oldOrder[i];
      let depth = 0;
      while (placed[node] === 0) {
        stack[depth++] = node;
        node = tail[into[at + node]];
      }
      while (depth > 0) {
        const next = stack[--depth];
        placed[next] = 1;
        order[end++] = next;
        if (changed[tail[into[at + next]]] === 1) changed[next] = 1;
      }
    }
  }

  function update(r: number, cost: Float64Array): boolean {
    const at = offset(r);
    const origin = originNodes[r];
    if (!keep || reachedCount[r] === 0) {
      reachedCount[r] = growTree(compiled, cost, origin, scratch, into, order, at);
      changed.fill(1);
      return true;
    }
    relabel(at, reachedCount[r], cost);
    if (!correct(at, origin, cost)) return false;
    reorder(at, reachedCount[r]);
    return true;
  }

  return {
    kind: keep ? "repaired" : "fresh",
    label,
    labelOf: (nodeOutside) => label[compiled.nodeInside[nodeOutside]],
    into,
    order,
    offset,
    changed,
    update,
    reached: (r) => reachedCount[r],
  };
}
