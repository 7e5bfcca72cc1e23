import type { CompiledNetwork } from "./compile.ts";
import type { AssignmentDemand, PathStore } from "./contract.ts";
import type { Equilibrium } from "./equilibrium.ts";
import type { Pairs } from "./pairs.ts";

/**
 * Brings the paths of an earlier result in: flow is scaled to the trips of today, paths over links that are not there are left out. What is missing
 * then (their flow, and pairs that were not there) is loaded on cheapest paths afterwards.
 */
export function addKnownPaths(
  compiled: CompiledNetwork,
  demand: AssignmentDemand,
  pairs: Pairs,
  equilibrium: Equilibrium,
  known: PathStore,
): void {
  const { nodeCount, linkInside, nodeInside } = compiled;
  const byOrigin = sortedByOrigin(known, nodeInside, nodeCount);
  const knownPair = new Int32Array(nodeCount);
  const seenFor = new Int32Array(nodeCount).fill(-1);
  const links = new Int32Array(longestPath(known));
  for (let r = 0; r < pairs.originNodes.length; r += 1) {
    const origin = pairs.originNodes[r];
    for (let at = byOrigin.start[origin]; at < byOrigin.start[origin + 1]; at += 1) {
      const pair = byOrigin.pairs[at];
      // A pair that has paths is worth more than the same pair again without.
      if (known.pathStart[pair] === known.pathStart[pair + 1]) continue;
      const node = nodeInside[known.destination[pair]];
      knownPair[node] = pair;
      seenFor[node] = r;
    }
    for (let pair = pairs.firstPair[r]; pair < pairs.firstPair[r + 1]; pair += 1) {
      const node = nodeInside[demand.destination[pairs.outside[pair]]];
      if (seenFor[node] === r) addPathsOf(knownPair[node], pair);
    }
  }

  function addPathsOf(before: number, pair: number): void {
    let total = 0;
    for (let path = known.pathStart[before]; path < known.pathStart[before + 1]; path += 1)
      total += known.flowVehPerH[path];
    if (!(total > 0)) return;
    const scale = pairs.trips[pair] / total;
    for (let path = known.pathStart[before]; path < known.pathStart[before + 1]; path += 1) {
      const flow = known.flowVehPerH[path] * scale;
      if (!(flow > 0)) continue;
      let count = 0;
      let open = true;
      for (let at = known.linkStart[path + 1] - 1; open && at >= known.linkStart[path]; at -= 1) {
        const link = linkInside[known.links[at]];
        open = link >= 0;
        links[count++] = link;
      }
      if (open) equilibrium.addPath(pair, links, count, flow);
    }
  }
}

function sortedByOrigin(
  { origin }: PathStore,
  nodeInside: Int32Array,
  nodeCount: number,
): { readonly start: Int32Array; readonly pairs: Int32Array } {
  const start = new Int32Array(nodeCount + 1);
  for (const node of origin) start[nodeInside[node] + 1] += 1;
  for (let node = 0; node < nodeCount; node += 1) start[node + 1] += start[node];
  const next = start.slice();
  const pairs = new Int32Array(origin.length);
  for (let pair = 0; pair < origin.length; pair += 1) pairs[next[nodeInside[origin[pair]]]++] = pair;
  return { start, pairs };
}

function longestPath({ linkStart }: PathStore): number {
  let longest = 0;
  for (let path = 0; path + 1 < linkStart.length; path += 1)
    longest = Math.max(longest, linkStart[path + 1] - linkStart[path]);
  return longest;
}

/**
 * Carries paths over to a network with other numbers; −1 = gone. Paths over links that are gone are left out: `assign` puts their trips on the
 * pair's other paths, or on the cheapest one where none is left.
 */
export function renumberedPaths(
  paths: PathStore,
  linkOf: Int32Array | null,
  nodeOf: Int32Array | null,
): PathStore {
  const node = (old: number): number => (nodeOf === null ? old : (nodeOf[old] ?? -1));
  const origin: number[] = [];
  const destination: number[] = [];
  const pathStart: number[] = [0];
  const flow: number[] = [];
  const linkStart: number[] = [0];
  const links: number[] = [];
  for (let pair = 0; pair < paths.origin.length; pair += 1) {
    const from = node(paths.origin[pair]);
    const to = node(paths.destination[pair]);
    if (from < 0 || to < 0) continue;
    for (let path = paths.pathStart[pair]; path < paths.pathStart[pair + 1]; path += 1) {
      const before = links.length;
      let whole = true;
      for (let at = paths.linkStart[path]; whole && at < paths.linkStart[path + 1]; at += 1) {
        const link = linkOf === null ? paths.links[at] : (linkOf[paths.links[at]] ?? -1);
        whole = link >= 0;
        links.push(link);
      }
      if (!whole) {
        links.length = before;
        continue;
      }
      flow.push(paths.flowVehPerH[path]);
      linkStart.push(links.length);
    }
    origin.push(from);
    destination.push(to);
    pathStart.push(flow.length);
  }
  return {
    origin: Uint32Array.from(origin),
    destination: Uint32Array.from(destination),
    pathStart: Uint32Array.from(pathStart),
    flowVehPerH: Float64Array.from(flow),
    linkStart: Uint32Array.from(linkStart),
    links: Uint32Array.from(links),
  };
}
