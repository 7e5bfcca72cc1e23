import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Grid, Point } from "#twin/frame.ts";
import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";
import type { Twin, TwinLayerName } from "#twin/twin.ts";

/** What a running model may use of the world around it. */
export type RunContext = {
  readonly resolutionM: number;
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Fraction 0–1 of the whole run and a phase key (translated under `phases.<key>`). */
  readonly progress: (fraction: number, phase: string) => void;
  /** Where time steps go while the run goes on. */
  readonly frames: FrameSink;
  /** Results of the models named in `Model.upstream`, of the same twin, by model id. */
  readonly upstream: Readonly<Record<string, ModelResult>>;
};

/**
 * One time step of one field, quantised: `value = offset + code · scale`; tiles without content are left out by the sink.
 * Where a series has an offset, code 0 means that there is nothing to show.
 */
export type FrameSink = {
  /** `codes` is row-major on the result grid and may be reused by the caller after the promise resolves. */
  readonly write: (series: string, timeS: number, codes: Uint16Array) => Promise<void>;
};

/** A field on the result grid, as every map, legend, table and difference uses it. */
export type ResultField = {
  readonly id: string;
  /** Row-major on the result grid; NaN = nothing there (dry, outside), drawn transparent. */
  readonly values: Float32Array;
};

/** Values on walls and roofs: triangles as the model cut them, finer than the buildings' own where it needs to be. */
export type ResultSurfaces = {
  /** Nine numbers a triangle: three corners x, y, z, frame offsets and NHN, metres; counter-clockwise from outside. */
  readonly trianglesXYZ: Float32Array;
  /** Which building of `buildingIds` a triangle belongs to. */
  readonly building: Uint32Array;
  /** Three values a triangle, one a corner; NaN = nothing to show. */
  readonly fields: readonly ResultField[];
};

/**
 * Values on streets, row by row those of the planned twin (`streetsOf`). A field has two values a section: along its
 * line as drawn, then against it; NaN = not open that way. Where a direction has no meaning of its own both are the same.
 */
export type ResultStreets = {
  readonly sectionIds: readonly string[];
  readonly fields: readonly ResultField[];
};

/**
 * Routes with the vehicles on them: what "where does this street's traffic come from" is answered with. Route r runs over
 * `steps[stepStart[r]] … steps[stepStart[r + 1] − 1]`, each 2 · section + (0 along its line as drawn, 1 against it).
 */
export type ResultRoutes = {
  readonly zones: {
    readonly count: number;
    /** Stable names of the zones, as tables show them. */
    readonly names: readonly string[];
    /** x,y pairs, frame offsets, metres. */
    readonly xy: Float32Array;
    /** 1 = beyond the edge of the data: where a street leaves it. */
    readonly external: Uint8Array;
    readonly residents: Float32Array;
  };
  readonly origin: Uint32Array;
  readonly destination: Uint32Array;
  /** Vehicles an hour. */
  readonly flowVehPerH: Float32Array;
  readonly costS: Float32Array;
  readonly stepStart: Uint32Array;
  readonly steps: Uint32Array;
};

/** How a field or a series is shown. Titles and the legend sentence are translated under `layers.<id>`. */
export type ResultLayer = {
  readonly id: string;
  readonly unit: string;
  /** Upper-open class edges; colours are the ramp's at each class. */
  readonly classEdges: readonly number[];
  readonly ramp:
    | "depth"
    | "velocity"
    | "hazard"
    | "time"
    | "heat"
    | "sun"
    | "flow"
    | "share"
    | "noise"
    | "minutes"
    | "difference";
  /** Ascending steps of a difference map in the layer's unit, the first being the smallest change shown; the ramp's where absent. */
  readonly differenceSteps?: readonly [number, number, number];
  /** Set where the layer is a time series in the frame store rather than one field. */
  readonly series: { readonly name: string; readonly scale: number; readonly offset?: number } | null;
  /** Set where all values are those of `ModelResult.surfaces` or `.streets`; a field of the grid may have some on surfaces too. */
  readonly on?: "surfaces" | "streets";
};

/** Why a place has the value it has: the parts that make it up, translated under `<model>:explanation.<key>`. */
export type PointExplanation = {
  /** Seconds of `frameTimesS` that the parts belong to. */
  readonly timeS: number;
  readonly parts: readonly { readonly key: string; readonly value: number; readonly unit: string }[];
};

/** What every model gives back; transferable, and the same in a tab, in Node and behind a server. */
export type ModelResult = {
  readonly grid: Grid;
  readonly fields: readonly ResultField[];
  /**
   * 1 = the values of the cell are those of the roof that stands there, 0 = those of open ground; of fields and series alike.
   * Absent where the model says nothing of roofs.
   */
  readonly roofs?: Uint8Array;
  /** Simulated seconds at which frames were written. */
  readonly frameTimesS: readonly number[];
  /** Per-building numbers (façade depth …), keyed by column; row order is that of `buildingIds`. */
  readonly buildingIds: readonly string[];
  readonly buildingColumns: Readonly<Record<string, Float32Array>>;
  /** Absent where a model says nothing of walls and roofs. */
  readonly surfaces?: ResultSurfaces;
  readonly streets?: ResultStreets;
  readonly routes?: ResultRoutes;
  /** Everything booked: volumes, errors, steps; translated under `ledger.<key>`. */
  readonly ledger: Readonly<Record<string, number>>;
  /** Things the reader must know: keys under `warnings.<key>`. */
  readonly warnings: readonly {
    readonly key: string;
    readonly values: Readonly<Record<string, string | number>>;
  }[];
};

/** A model reads a twin and nothing else. It never knows what a measure is. */
export type Model<Schema extends ParameterSchema = ParameterSchema> = {
  readonly id: string;
  readonly version: string;
  /** Layers whose hashes enter the run's address. */
  readonly reads: readonly TwinLayerName[];
  /** Models whose results of the same twin this one builds on; their layers and conditions enter the address through theirs. */
  readonly upstream?: readonly string[];
  readonly conditions: Schema;
  readonly run: (twin: Twin, conditions: ParametersOf<Schema>, context: RunContext) => Promise<ModelResult>;
  readonly indicators: (result: ModelResult, twin: Twin) => IndicatorValue[];
  readonly layers: readonly ResultLayer[];
  /** What `frameTimesS` counts: seconds since the start of the event (default), or since midnight, local time. */
  readonly clock?: "elapsed" | "timeOfDay";
  /** The local date (YYYY-MM-DD) that times of day belong to; the scene's sun follows it. */
  readonly dateOf?: (conditions: ParametersOf<Schema>) => string;
  /** Computes anew, at one place and one time, what a value there is made of; null = nothing can be said there. */
  readonly explain?: (
    twin: Twin,
    conditions: ParametersOf<Schema>,
    at: Point,
    timeS: number,
    context: RunContext,
  ) => Promise<PointExplanation | null>;
};
