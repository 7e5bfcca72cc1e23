import type { ExpandedGraph } from "#twin/network/expansion.ts";

/** Where a search starts: nodes, and seconds already spent there. Several are one search: the nearest of them counts. */
export type Sources = { readonly nodes: ArrayLike<number>; readonly seconds: ArrayLike<number> };

/**
 * Times of one search, reused by the next one: seconds per node, Infinity where a node is farther than the limit;
 * `nodes[0 … count − 1]` are the others, nearest first. `source` is the row in the sources that a node is nearest to; it means
 * something only where `seconds` is finite.
 */
export type Reached = {
  readonly seconds: Float64Array;
  readonly source: Uint32Array;
  readonly nodes: Uint32Array;
  readonly count: number;
};

/** A street graph of which rules for turns are part (`expandTurns`), and what each section takes. */
export type ReachNetwork = {
  /** Nodes of the street graph itself, which sources and times are about. */
  readonly nodeCount: number;
  readonly expanded: ExpandedGraph;
  /** 2 · section + direction of each arc, as in `StreetGraph`. */
  readonly arcStep: Uint32Array;
  /** Seconds by 2 · section + direction; only those of arcs are read. */
  readonly stepSeconds: Float32Array;
};

export type StreetReach = {
  /** @param limitS nodes farther than this are not settled */
  readonly search: (sources: Sources, limitS: number) => Reached;
};
