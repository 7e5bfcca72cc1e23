/** Whom a street graph is for. */
export type StreetMode = "car" | "bike" | "foot" | "bus";

/**
 * The streets that one mode may use, as a directed graph: arcs sorted by tail, so that the arcs out of node n are
 * `arcStart[n] … arcStart[n + 1] − 1`. Nodes are ends of sections; sections meet where their ends coincide.
 */
export type StreetGraph = {
  readonly mode: StreetMode;
  readonly nodeCount: number;
  /** x,y pairs, frame offsets, metres. */
  readonly nodeXY: Float32Array;
  readonly arcStart: Uint32Array;
  readonly arcTail: Uint32Array;
  readonly arcHead: Uint32Array;
  readonly arcLengthM: Float32Array;
  /** 2 · section + (0 along its line as drawn, 1 against it); sections as in `streetsOf`. */
  readonly arcStep: Uint32Array;
  /** Arcs that must not follow arc a: `banned[bannedStart[a]] … banned[bannedStart[a + 1] − 1]`. U-turns are not listed. */
  readonly bannedStart: Uint32Array;
  readonly banned: Uint32Array;
};
