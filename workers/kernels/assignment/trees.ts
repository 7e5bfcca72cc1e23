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
  const placed = new Int32Array(nodeCount);
  const stack = new Int32Array(nodeCount + 1);
  const oldOrder = new Int32Array(nodeCount);
  let pass = 0;
  let queueEnd = 0;
  let waiting = 0;
  let touched = false;

  function relabel(at: number, count: number, cost: Float64Array): void {
    if (count < nodeCount) label.fill(Number.POSITIVE_INFINITY);
    label[order[at]] = 0;
    for (let i = at + 1; i < at + count; i += 1) {
      const node = order[i];
      const link = into[at + node];
      label[node] = label[tail[link]] + cost[link];
    }
  }

  /** Links out of a node that lead on for less than is known: their ends are put right and looked at in turn. */
  function look(at: number, node: number, cost: Float64Array): void {
    const base = label[node];
    const end = firstOut[node + 1];
    for (let link = firstOut[node]; link < end; link += 1) {
      const key = base + cost[link];
      const to = head[link];
      if (key < label[to]) lower(at, to, link, key);
    }
  }

  function lower(at: number, node: number, link: number, key: number): void {
    touched = true;
    label[node] = key;
    into[at + node] = link;
    changed[node] = 1;
    if (node >= throughCount || queued[node] === 1) return;
    queued[node] = 1;
    queue[queueEnd] = node;
    queueEnd = queueEnd === nodeCount ? 0 : queueEnd + 1;
    waiting += 1;
  }

  /** Looks at all links once and corrects labels until none is wrong; true where something was. */
  function correct(at: number, origin: number, cost: Float64Array): boolean {
    queueEnd = 0;
    waiting = 0;
    touched = false;
    changed.fill(0);
    if (origin >= throughCount) look(at, origin, cost);
    let link = 0;
    for (let node = 0; node < throughCount; node += 1) {
      const base = label[node];
      const end = firstOut[node + 1];
      for (; link < end; link += 1) {
        const key = base + cost[link];
        const to = head[link];
        if (key < label[to]) lower(at, to, link, key);
      }
    }
    let queueStart = 0;
    while (waiting > 0) {
      const node = queue[queueStart];
      queueStart = queueStart === nodeCount ? 0 : queueStart + 1;
      waiting -= 1;
      queued[node] = 0;
      look(at, node, cost);
    }
    return touched;
  }

  /** Puts the order right after links have changed, near the old one, and marks every node whose path has changed. */
  function reorder(at: number, count: number): void {
    pass += 1;
    placed[order[at]] = pass;
    let i = 1;
    for (; i < count; i += 1) {
      const node = order[at + i];
      const parent = tail[into[at + node]];
      if (placed[parent] !== pass) break;
      placed[node] = pass;
      if (changed[parent] === 1) changed[node] = 1;
    }
    // From the first node on that stands before its parent now.
    for (let rest = i; rest < count; rest += 1) oldOrder[rest] = order[at + rest];
    let end = at + i;
    for (; i < count; i += 1) {
      let node = oldOrder[i];
      let depth = 0;
      while (placed[node] !== pass) {
        stack[depth++] = node;
        node = tail[into[at + node]];
      }
      while (depth > 0) {
        const next = stack[--depth];
        placed[next] = pass;
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
