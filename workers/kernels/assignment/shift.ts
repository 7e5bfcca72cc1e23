import type { CompiledNetwork, LinkState } from "./compile.ts";
import { refreshLink } from "./compile.ts";
import { dropPath, type PathPool } from "./pathPool.ts";

/** Moves flow between the paths of one pair until they cost the same. */
export type Shifter = {
  /**
   * One Newton step from every path of the pair to its cheapest; link costs follow at once. Pairs whose paths cost the same within `least`
   * are left as they are. Returns Σ flow · (cost − cheapest cost) as it was before, and leaves the largest difference in `spread`.
   */
  readonly level: (pair: number, least: number) => number;
  /** Of the last call: greatest cost of a used path above the cheapest one's. */
  readonly spread: () => number;
  /** Of the last call: cost of the cheapest path, all of it. */
  readonly cheapest: () => number;
};

/** Flow below this share of the pair's is moved with the rest: no trips hang on paths as crumbs. */
const crumb = 1e-13;

export function createShifter(
  compiled: CompiledNetwork,
  state: LinkState,
  pool: PathPool,
  trips: Float64Array,
): Shifter {
  const { flow, cost, slope } = state;
  const mark = new Int32Array(compiled.linkCount);
  const here = new Int32Array(compiled.linkCount);
  const there = new Int32Array(compiled.linkCount);
  let stamp = 0;
  let spread = 0;
  let cheapestCost = 0;

  function costBetween(path: number, near: number, far: number): number {
    const { links } = pool;
    const start = pool.start[path];
    const end = start + pool.length[path] - far;
    let sum = 0;
    for (let at = start + near; at < end; at += 1) sum += cost[links[at]];
    return sum;
  }

  /** Moves flow from a path to the best one; returns what is left on it. */
  function move(path: number, best: number, near: number, far: number, least: number): number {
    const { links } = pool;
    const bestStart = pool.start[best] + near;
    const bestEnd = pool.start[best] + pool.length[best] - far;
    const pathStart = pool.start[path] + near;
    const pathEnd = pool.start[path] + pool.length[path] - far;
    stamp += 2;
    for (let at = bestStart; at < bestEnd; at += 1) mark[links[at]] = stamp;
    let excess = 0;
    let growth = 0;
    let hereEnd = 0;
    let thereEnd = 0;
    for (let at = pathStart; at < pathEnd; at += 1) {
      const link = links[at];
      if (mark[link] === stamp) {
        mark[link] = stamp + 1;
        continue;
      }
      here[hereEnd++] = link;
      excess += cost[link];
      growth += slope[link];
    }
    for (let at = bestStart; at < bestEnd; at += 1) {
      const link = links[at];
      if (mark[link] !== stamp) continue;
      there[thereEnd++] = link;
      excess -= cost[link];
      growth += slope[link];
    }
    const amount = pool.flow[path];
    if (excess <= least) return amount;
    let moved = excess / growth;
    if (!(moved < amount)) moved = amount;
    for (let at = 0; at < hereEnd; at += 1) {
      const link = here[at];
      const left = flow[link] - moved;
      flow[link] = left > 0 ? left : 0;
      refreshLink(compiled, state, link);
    }
    for (let at = 0; at < thereEnd; at += 1) {
      const link = there[at];
      flow[link] += moved;
      refreshLink(compiled, state, link);
    }
    pool.flow[path] = amount - moved;
    pool.flow[best] += moved;
    return amount - moved;
  }

  function level(pair: number, least: number): number {
    const { next } = pool;
    const near = pool.sharedNear[pair];
    const far = pool.sharedFar[pair];
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    let worstCost = 0;
    let weighted = 0;
    for (let path = pool.first[pair]; path >= 0; path = next[path]) {
      const between = costBetween(path, near, far);
      weighted += between * pool.flow[path];
      if (between < bestCost) {
        bestCost = between;
        best = path;
      }
      if (between > worstCost && pool.flow[path] > 0) worstCost = between;
    }
    cheapestCost = bestCost;
    spread = worstCost - bestCost;
    const excess = weighted - bestCost * trips[pair];
    if (!(spread > least)) return excess;
    let before = -1;
    for (let path = pool.first[pair]; path >= 0; ) {
      const after = pool.next[path];
      if (path === best) before = path;
      else if (pool.flow[path] > 0 && move(path, best, near, far, 0) > crumb * trips[pair]) before = path;
      else {
        pool.flow[best] += pool.flow[path];
        dropPath(pool, pair, path, before);
      }
      path = after;
    }
    return excess;
  }

  return { level, spread: () => spread, cheapest: () => cheapestCost };
}
