/**
 * Static user equilibrium (Wardrop 1952, Beckmann et al. 1956): nobody finds a cheaper path. Cost of a link at flow x:
 * fixedS + freeFlowS · (1 + b · (x / capacity)^power). The unit of cost is up to the caller, as long as it is one (here named
 * seconds); flows are vehicles an hour.
 */
export type AssignmentNetwork = {
  readonly nodeCount: number;
  /**
   * Nodes with a smaller number may begin and end a trip but are not passed on the way (zones that hang on connectors); 0 = all
   * may be passed.
   */
  readonly firstThroughNode: number;
  /** One value a link; parallel links and links from a node to itself are allowed (the latter are never used). */
  readonly tail: Uint32Array;
  readonly head: Uint32Array;
  /** ≥ 0. */
  readonly freeFlowS: Float64Array;
  /** ≥ 0; 0 = the cost does not depend on the flow (turns, connectors); capacity and power mean nothing then. */
  readonly b: Float64Array;
  /** ≥ 0, any real number; 0 makes the cost constant as well. */
  readonly power: Float64Array;
  /** > 0 where the cost depends on the flow. */
  readonly capacityVehPerH: Float64Array;
  /** What a link costs besides travel time (toll, distance, turning), expressed as time. ≥ 0. */
  readonly fixedS: Float64Array;
  /** 1 = the link is not there in this plan, whatever it costs; null = all are. Keeps link numbers the same between plans. */
  readonly closed: Uint8Array | null;
};

/**
 * Trips as rows of origins: row r starts at `origin[r]` and has the pairs `pairStart[r] … pairStart[r + 1] − 1`. Rows and pairs may come
 * in any order, an origin may have several rows. Pairs of a node with itself are counted, not assigned; 0 trips are allowed.
 */
export type AssignmentDemand = {
  readonly origin: Uint32Array;
  /** One longer than `origin`. */
  readonly pairStart: Uint32Array;
  /** One value a pair: node, and vehicles an hour ≥ 0. */
  readonly destination: Uint32Array;
  readonly tripsVehPerH: Float64Array;
};

/**
 * Paths and their flow, by pair of the demand: pair p has the paths `pathStart[p] … pathStart[p + 1] − 1`, path k the links
 * `linkStart[k] … linkStart[k + 1] − 1` from origin to destination. Pairs that cannot be served or have no trips have no path.
 * Link flows of an equilibrium are unique where the cost depends on the flow; path flows never are.
 */
export type PathStore = {
  /** Nodes, one value a pair. */
  readonly origin: Uint32Array;
  readonly destination: Uint32Array;
  readonly pathStart: Uint32Array;
  readonly flowVehPerH: Float64Array;
  readonly linkStart: Uint32Array;
  readonly links: Uint32Array;
};

export type AssignmentProgress = {
  /** 0 = the first look, before any flow was moved. */
  readonly iteration: number;
  readonly gap: number;
  /** log10 of the gap; −Infinity where the gap is 0. */
  readonly log10Gap: number;
  /** Share of the way from the first gap to the target on the scale of log10, 0 … 1; never falls. The gap itself is an estimate until the end. */
  readonly doneShare: number;
};

export type AssignmentOptions = {
  /** Relative gap to stop at, 1e-6 for a map of before and after, 1e-4 for a preview. */
  readonly targetGap: number;
  /** Default 500. Reached without the gap: the best so far, with status "stopped". */
  readonly maxIterations?: number;
  /**
   * Paths of an earlier result: matched by origin and destination, flow scaled to the trips of today, paths over closed links dropped
   * and their flow put on the cheapest path. Link numbers must mean the same: else `renumberedPaths` first.
   */
  readonly warmStart?: PathStore;
  /** Trees of all origins are kept and repaired up to this size (8 bytes · origins · nodes), else made anew each time. Default 256 MB. */
  readonly treeBytesLimit?: number;
  /** Awaited every few milliseconds of work; may throw to cancel, its error passes through. */
  readonly breathe?: () => Promise<void>;
  readonly onProgress?: (progress: AssignmentProgress) => void;
};

export type AssignmentResult = {
  /**
   * "stopped": the iterations were used up, or no step made the gap smaller at the precision of the numbers. Everything below is of the best
   * iteration and consistent with itself.
   */
  readonly status: "converged" | "stopped";
  /** (Σ x·t − Σ q·π) / Σ q·π at the costs of the result; the denominator is the cost of all trips on shortest paths. */
  readonly gap: number;
  /** The same numerator by trip: what a trip could save on average, s. */
  readonly averageExcessS: number;
  /** The gap before each iteration, estimated while costs move, and at the end, measured. */
  readonly gapHistory: Float64Array;
  readonly iterations: number;
  /** One value a link of the network, 0 and the cost at no flow on closed ones. */
  readonly flowVehPerH: Float64Array;
  readonly costS: Float64Array;
  /** Beckmann's objective Σ ∫ t; fixed costs count with the flow. */
  readonly objective: number;
  /** Σ x·t and Σ q·π, vehicles · s an hour. */
  readonly totalCostS: number;
  readonly shortestCostS: number;
  /** One value a pair: cost of the cheapest path at the result's costs; Infinity = there is no path; 0 from a node to itself. */
  readonly pairCostS: Float64Array;
  /** Pairs with trips but no path, and their trips: assigned nowhere. */
  readonly unreachablePairs: Uint32Array;
  readonly unreachableVehPerH: number;
  readonly assignedVehPerH: number;
  /** Trips from a node to itself. */
  readonly withinVehPerH: number;
  readonly paths: PathStore;
  readonly trees: "repaired" | "fresh";
};

export type AssignmentErrorKey =
  | "arrayLength"
  | "nodeOutOfRange"
  | "notFinite"
  | "negativeCost"
  | "capacityNotPositive"
  | "negativePower"
  | "negativeTrips"
  | "brokenRows"
  | "badOption"
  | "pathOutOfRange";

/** Why nothing was computed. `message` is English; `key` and `values` are for the caller's own words. */
export type AssignmentInputError = Error & {
  readonly key: AssignmentErrorKey;
  readonly values: Readonly<Record<string, string | number>>;
};
