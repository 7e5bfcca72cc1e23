import type { StreetGraph } from "#twin/network/contract.ts";

/** Where a search starts: nodes, and seconds already spent there. Several are one search: the nearest of them counts. */
export type Sources = { readonly nodes: ArrayLike<number>; readonly seconds: ArrayLike<number> };

/**
 * Arrivals of one search. Reused by the next one.
 * Seconds per node, Infinity where a node is farther than the limit; `reached[0 … reachedCount − 1]` are the others, by time.
 */
export type Reached = {
  readonly seconds: Float64Array;
  readonly nodes: Uint32Array;
  readonly count: number;
};

export type StreetReach = {
  readonly graph: StreetGraph;
  /** @param limitS nodes farther than this are not settled */
  readonly search: (sources: Sources, limitS: number) => Reached;
};
