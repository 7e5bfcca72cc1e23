/** One-to-all travel times on a `StreetGraph` with a speed for every arc. */
export type Sources = {
  /** Nodes where the search starts, and seconds already spent there. */
  readonly nodes: ArrayLike<number>;
  readonly seconds: ArrayLike<number>;
};

export type StreetReach = {
  /**
   * @param sources where from; several are one search (nearest of them)
   * @param limitS nodes farther than this are not settled
   * @returns seconds per node, Infinity beyond the limit; reused by the next search
   */
  readonly search: (sources: Sources, limitS: number) => Float32Array;
};
