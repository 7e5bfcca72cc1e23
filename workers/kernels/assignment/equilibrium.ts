import {
  type CompiledNetwork,
  createLinkState,
  type LinkState,
  refreshLink,
  refreshLinks,
} from "./compile.ts";
import type { Pairs } from "./pairs.ts";
import { createPathPool, joinPath, loadPaths, type PathPool, reservePath } from "./pathPool.ts";
import { createShifter } from "./shift.ts";
import { createTrees, type Trees } from "./trees.ts";

/** Where the trips stand: flows of links and paths, and what the costs say of them. */
export type Equilibrium = {
  readonly state: LinkState;
  readonly pool: PathPool;
  readonly trees: Trees;
  /** 1 = there is a path, by pair. */
  readonly served: Uint8Array;
  /** Takes a path in that is known from before: links as in the compiled network, from destination to origin. */
  readonly addPath: (pair: number, links: ArrayLike<number>, count: number, flow: number) => void;
  /** Looks for cheaper paths of one origin at the costs of the moment and levels its pairs. Adds to `tally`. */
  readonly sweepOrigin: (r: number, tally: GapTally) => void;
  /** How many pairs had several paths when their origin was swept, or since. */
  readonly manifold: () => number;
  /**
   * Levels those of them from one place in their list to another; returns how many were out of level by more than `least`.
   */
  readonly sweepPairs: (from: number, to: number, least: number) => number;
  /** Shortens that list by the pairs that have one path only by now. */
  readonly thinPairs: () => void;
  /** Puts what is missing of the trips of an origin's pairs on cheapest paths of the moment. */
  readonly loadOrigin: (r: number) => void;
  /** Cost of all trips of an origin on cheapest paths, as costs are. Nothing is moved. Leaves the origin's tree in `trees`. */
  readonly shortestOfOrigin: (r: number) => number;
  /** Brings the links' flows up to the sum of the paths': takes rounding out. */
  readonly reload: () => void;
  /** Brings costs up to the flows. */
  readonly refresh: () => void;
};

/** Σ flow · (cost − cheapest) and Σ trips · cheapest. */
export type GapTally = { excess: number; shortest: number };

/** Room for the first paths; more is made where theirs are longer. */
const linksAPath = 16;

/** A new path must be cheaper than the best one by more than rounding. */
const rounding = 1e-14;

export function createEquilibrium(
  compiled: CompiledNetwork,
  pairs: Pairs,
  treeBytesLimit: number,
): Equilibrium {
  const { tail, linkCount } = compiled;
  const { originNodes, firstPair, destination, trips } = pairs;
  const state = createLinkState(compiled);
  refreshLinks(compiled, state);
  const { cost } = state;
  const pool = createPathPool(trips.length, trips.length * linksAPath);
  const trees = createTrees(compiled, originNodes, treeBytesLimit);
  const { label, into, changed } = trees;
  const shifter = createShifter(compiled, state, pool, trips);
  /** Trips that came in on known paths. */
  const loaded = new Float64Array(trips.length);
  const touched = new Uint8Array(linkCount);
  const served = new Uint8Array(trips.length).fill(1);
  const { ofTree } = pool;
  /** The tree was looked at without its pairs: everything may have changed since. */
  const stale = new Uint8Array(originNodes.length);

  /** Pairs with several paths, in the order in which they were swept. */
  const manifold = new Int32Array(trips.length);
  let manifoldEnd = 0;

  function joinTreePath(pair: number, at: number, origin: number, flow: number): number {
    reservePath(pool, compiled.nodeCount);
    const { links } = pool;
    const start = pool.linkEnd;
    let end = start;
    for (let node = destination[pair]; node !== origin; ) {
      const link = into[at + node];
      links[end++] = link;
      node = tail[link];
    }
    return joinPath(pool, pair, end - start, flow);
  }

  function addPath(pair: number, pathLinks: ArrayLike<number>, count: number, flow: number): void {
    reservePath(pool, count);
    for (let i = 0; i < count; i += 1) {
      const link = pathLinks[i];
      pool.links[pool.linkEnd + i] = link;
      state.flow[link] += flow;
    }
    joinPath(pool, pair, count, flow);
    loaded[pair] += flow;
  }

  function loadOrigin(r: number): void {
    if (firstPair[r] === firstPair[r + 1]) return;
    trees.update(r, cost);
    const at = trees.offset(r);
    const origin = originNodes[r];
    for (let pair = firstPair[r]; pair < firstPair[r + 1]; pair += 1) {
      const node = destination[pair];
      const missing = trips[pair] - loaded[pair];
      if (label[node] === Number.POSITIVE_INFINITY) {
        served[pair] = 0;
        continue;
      }
      let path = pool.first[pair] < 0 ? -1 : pathOfTree(pair, at);
      if (missing > 0) {
        if (path < 0) path = joinTreePath(pair, at, origin, 0);
        pool.flow[path] += missing;
        const { links } = pool;
        const end = pool.start[path] + pool.length[path];
        for (let i = pool.start[path]; i < end; i += 1) {
          const link = links[i];
          state.flow[link] += missing;
          touched[link] = 1;
        }
      }
      ofTree[pair] = path;
    }
    for (let link = 0; link < linkCount; link += 1)
      if (touched[link] === 1) {
        touched[link] = 0;
        refreshLink(compiled, state, link);
      }
  }

  function pathOfTree(pair: number, at: number): number {
    const { links, next, start, length } = pool;
    for (let path = pool.first[pair]; path >= 0; path = next[path]) {
      let node = destination[pair];
      let i = start[path];
      const end = i + length[path];
      while (i < end && links[i] === into[at + node]) node = tail[links[i++]];
      if (i === end) return path;
    }
    return -1;
  }

  function treeCost(node: number, origin: number, at: number): number {
    let sum = 0;
    while (node !== origin) {
      const link = into[at + node];
      sum += cost[link];
      node = tail[link];
    }
    return sum;
  }

  function cheapestKnown(pair: number): number {
    const { links, next, start, length } = pool;
    let least = Number.POSITIVE_INFINITY;
    for (let path = pool.first[pair]; path >= 0; path = next[path]) {
      let sum = 0;
      const end = start[path] + length[path];
      for (let i = start[path]; i < end; i += 1) sum += cost[links[i]];
      if (sum < least) least = sum;
    }
    return least;
  }

  function sweepOrigin(r: number, tally: GapTally): void {
    if (r === 0) manifoldEnd = 0;
    if (firstPair[r] === firstPair[r + 1]) return;
    trees.update(r, cost);
    const at = trees.offset(r);
    const origin = originNodes[r];
    let excess = 0;
    let shortest = 0;
    const allNew = stale[r] === 1;
    stale[r] = 0;
    for (let pair = firstPair[r]; pair < firstPair[r + 1]; pair += 1) {
      if (served[pair] === 0) continue;
      const node = destination[pair];
      shortest += trips[pair] * label[node];
      if (allNew || changed[node] === 1 || ofTree[pair] < 0) {
        ofTree[pair] = pathOfTree(pair, at);
        if (ofTree[pair] < 0 && treeCost(node, origin, at) < cheapestKnown(pair) * (1 - rounding))
          ofTree[pair] = joinTreePath(pair, at, origin, 0);
      }
      const first = pool.first[pair];
      if (pool.next[first] < 0) continue;
      excess += shifter.level(pair, 0);
      manifold[manifoldEnd++] = pair;
    }
    tally.excess += excess;
    tally.shortest += shortest;
  }

  function sweepPairs(from: number, to: number, least: number): number {
    let uneven = 0;
    for (let at = from; at < to; at += 1) {
      const pair = manifold[at];
      if (pool.next[pool.first[pair]] < 0) continue;
      shifter.level(pair, least);
      if (shifter.spread() > least) uneven += 1;
    }
    return uneven;
  }

  function thinPairs(): void {
    let end = 0;
    for (let at = 0; at < manifoldEnd; at += 1) {
      const pair = manifold[at];
      if (pool.next[pool.first[pair]] >= 0) manifold[end++] = pair;
    }
    manifoldEnd = end;
  }

  function shortestOfOrigin(r: number): number {
    if (trees.update(r, cost)) stale[r] = 1;
    let sum = 0;
    for (let pair = firstPair[r]; pair < firstPair[r + 1]; pair += 1)
      if (served[pair] === 1) sum += trips[pair] * label[destination[pair]];
    return sum;
  }

  function reload(): void {
    loadPaths(pool, state.flow);
    refreshLinks(compiled, state);
  }
  return {
    state,
    pool,
    trees,
    served,
    addPath,
    loadOrigin,
    sweepOrigin,
    manifold: () => manifoldEnd,
    sweepPairs,
    thinPairs,
    shortestOfOrigin,
    reload,
    refresh: () => refreshLinks(compiled, state),
  };
}
