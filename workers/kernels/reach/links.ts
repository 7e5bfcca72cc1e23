import type { ReachNetwork } from "./contract.ts";

/** Links sorted by where they leave from. */
export type SortedLinks = {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
  readonly seconds: Float32Array;
};

/**
 * The network as links by their tail, with their seconds; turns take none. Backwards, a search from a place gives the times to
 * that place.
 * @throws RangeError where an arc has no finite time of 0 or more
 */
export function sortedLinks(
  { expanded, arcStep, stepSeconds }: ReachNetwork,
  way: "from" | "to",
): SortedLinks {
  const { arcCount, nodeCount } = expanded;
  const [tail, head] = way === "from" ? [expanded.tail, expanded.head] : [expanded.head, expanded.tail];
  const start = new Uint32Array(nodeCount + 1);
  for (const node of tail) start[node + 1] += 1;
  for (let node = 0; node < nodeCount; node += 1) start[node + 1] += start[node];
  const next = start.slice();
  const to = new Uint32Array(tail.length);
  const seconds = new Float32Array(tail.length);
  for (let link = 0; link < tail.length; link += 1) {
    const at = next[tail[link]]++;
    to[at] = head[link];
    if (link >= arcCount) continue;
    const takes = stepSeconds[arcStep[link]];
    if (!(takes >= 0 && takes < Number.POSITIVE_INFINITY))
      throw new RangeError(`Section ${arcStep[link] >> 1} has no travel time`);
    seconds[at] = takes;
  }
  return { start, to, seconds };
}
