import type { Grid } from "#twin/frame.ts";

/** LI+ (local inertia) is the default; full shallow water adds advection. Scheme: workers/flood/card.md. */
export type ShallowWaterMode = "localInertia" | "fullShallowWater";

export type EdgeBoundary =
  | { readonly type: "closed" }
  /** Normal depth: water leaves with the bed slope. */
  | { readonly type: "free" }
  /** A fixed water level, metres in the datum of the bed. */
  | { readonly type: "level"; readonly levelM: number };

export type ShallowWaterCase = {
  readonly grid: Grid;
  /** Bed height per cell, metres; NaN = outside the domain (water cannot go there). */
  readonly bedM: Float32Array;
  /** Manning's n per cell, s·m^(−1/3). */
  readonly manningN: Float32Array;
  /** Crest of what stands on a face between two cells, metres in the datum of the bed, −Infinity = nothing.
   *  `sillX`: (columns + 1) × rows, face c is the west face of cell c. `sillY`: columns × (rows + 1), face r is
   *  the north face of cell r. */
  readonly sillX: Float32Array | null;
  readonly sillY: Float32Array | null;
  readonly boundaries: {
    readonly west: EdgeBoundary;
    readonly east: EdgeBoundary;
    readonly north: EdgeBoundary;
    readonly south: EdgeBoundary;
  };
  readonly initialDepthM: Float32Array | null;
  readonly mode: ShallowWaterMode;
  /** Courant number; null = the mode's default (0.65 LI+, 0.45 SWE). */
  readonly courant: number | null;
  readonly maxStepS: number;
};

export type AdvanceReport = {
  readonly steps: number;
  readonly cellUpdates: number;
  /** Updates that dry or settled tiles and longer local steps made unnecessary. */
  readonly cellUpdatesSaved: number;
};

/**
 * A running shallow-water simulation. Depths are metres, row-major on the case's grid, row 0 north.
 * The same calls work on the plain TypeScript kernel and on the WASM kernel with one or several threads.
 */
export type ShallowWaterSolver = {
  readonly timeS: number;
  /** Advance to a time; yields to the event loop at least every 100 ms and rejects with the signal's reason within 200 ms of an abort. */
  readonly advance: (untilS: number, signal?: AbortSignal) => Promise<AdvanceReport>;
  /** Add (or, where negative, take) a depth per cell; small additions are carried until single precision can hold them.
   *  Never takes more than is there; returns the volume really added and really taken, m³. */
  readonly addDepth: (deltaM: Float32Array) => { readonly addedM3: number; readonly takenM3: number };
  /** `addDepth` for few cells (each named once): costs these cells only and leaves the others asleep. */
  readonly addDepthAt: (
    cells: Uint32Array,
    deltaM: Float32Array,
  ) => { readonly addedM3: number; readonly takenM3: number };
  /**
   * What `advance` calls after each of the kernel's own steps (links, sources; null = nothing), so that it is a steady
   * forcing and no pulse, and costs no more than its cells. While it acts, only cells that are current may be read
   * (`depthAt`) and changed (`addDepthAt`).
   */
  readonly setLocalExchange: (act: (() => void) | null) => void;
  /** Whether these cells stand at `timeS`; within a round of local time steps others are still on their way. */
  readonly areCurrent: (cells: Uint32Array) => boolean;
  /** No step around these cells is longer than this in the next round of steps, s. */
  readonly limitStepAt: (cells: Uint32Array, longestS: number) => void;
  /** Momentum-carrying inflow through an edge: unit discharge m²/s on the edge's cells (positive into the domain). */
  readonly setEdgeInflow: (
    edge: "west" | "east" | "north" | "south",
    unitDischargeM2PerS: Float32Array | null,
  ) => void;
  readonly readDepth: (into: Float32Array) => void;
  /** Depth at single cells without copying the field (links, gauges). */
  readonly depthAt: (cell: number) => number;
  /** Speed at cell centres, m/s. */
  readonly readSpeed: (into: Float32Array) => void;
  /** Fluxes on faces (m²/s), shapes as sillX/sillY; for flows over a line and for tests. */
  readonly readFluxes: (intoX: Float32Array, intoY: Float32Array) => void;
  /** Take the present state into the running maxima (call every 1–2 simulated seconds; advance does it by itself). */
  readonly readMaxima: (into: {
    readonly depthM: Float32Array;
    readonly speedMPerS: Float32Array;
    /** Maximum of depth × velocity, m²/s. */
    readonly depthVelocity: Float32Array;
    /** First time the depth reached the arrival threshold, s; NaN = never. */
    readonly arrivalS: Float32Array;
  }) => void;
  /** Water in the domain, and net volume through the edges since the start (positive = left the domain), m³, summed in double precision. */
  readonly volumes: () => {
    readonly storedM3: number;
    readonly outflowM3: number;
    readonly inflowM3: number;
  };
  /** Complete state for pause and resume; restoring gives bit-identical continuation on the same kernel. */
  readonly save: () => ArrayBuffer;
  readonly restore: (state: ArrayBuffer) => void;
  readonly dispose: () => void;
};

export type SolverOptions = {
  readonly kernel: "wasm" | "typescript";
  readonly threads: number;
  /** Depth from which a cell counts as reached by water, metres. */
  readonly arrivalDepthM: number;
  readonly localTimeSteps: boolean;
  readonly skipTiles: boolean;
};

/** `workers/kernels/shallowWater/index.ts` exports `createShallowWaterSolver: CreateSolver`. */
export type CreateSolver = (setup: ShallowWaterCase, options: SolverOptions) => Promise<ShallowWaterSolver>;
