import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Point } from "#twin/frame.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult, PointExplanation } from "#workers/runtime/model.ts";

export type RunRequest = {
  readonly planId: string;
  readonly twin: Twin;
  readonly modelId: string;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly resolutionM: number;
  /** How the models that this one builds on are run, by model id; a missing one has its defaults and this resolution. */
  readonly upstream?: Readonly<
    Record<string, { readonly conditions: Readonly<Record<string, unknown>>; readonly resolutionM: number }>
  >;
  /** Coarser resolution that is run and shown first; null = none. */
  readonly previewResolutionM: number | null;
};

export type RunOutcome = {
  /** Address of the run (see src/runs/address.ts); equal address = equal numbers. */
  readonly inputHash: string;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly resolutionM: number;
  readonly result: ModelResult;
  readonly indicators: readonly IndicatorValue[];
  readonly seconds: number;
  /** When it was computed, ms since 1970; null where nobody noted it. */
  readonly computedAtMs: number | null;
  readonly fromCache: boolean;
};

export type RunProgress = {
  readonly fraction: number;
  readonly phase: string;
  readonly secondsLeft: number | null;
};

export type RunFailure = {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly detail: string;
};

export type RunListener = {
  readonly onProgress: (progress: RunProgress) => void;
  /** `fullHash`: the address that the full run will have. */
  readonly onPreview: (outcome: RunOutcome, fullHash: string) => void;
  readonly onDone: (outcome: RunOutcome) => void;
  readonly onFailed: (failure: RunFailure) => void;
  readonly onCancelled: () => void;
};

/** The answer to "why?": null = the model can say nothing at that place. */
export type RunExplanation =
  | { readonly status: "done"; readonly explanation: PointExplanation | null }
  | { readonly status: "cancelled" }
  | { readonly status: "failed"; readonly failure: RunFailure };

export type RunHandle = { readonly cancel: () => void };

/** `src/runs/service.ts` exports `createRunService(): RunService`. */
export type RunService = {
  readonly start: (request: RunRequest, listener: RunListener) => RunHandle;
  /** The address that the full run of a request has, without running it. */
  readonly address: (request: RunRequest) => Promise<string>;
  /** The result of a request if it is at hand or kept from before; never runs anything. */
  readonly restore: (request: RunRequest) => Promise<RunOutcome | null>;
  /** What is kept under an address, of whichever model version and input; never runs anything. */
  readonly kept: (inputHash: string) => Promise<RunOutcome | null>;
  /** One decoded frame of a finished run (series as in the model's layers), or null where it is gone. */
  readonly frame: (inputHash: string, series: string, index: number) => Promise<Uint16Array | null>;
  /** A cell's values through time, for the curve at a clicked point. */
  readonly curve: (inputHash: string, series: string, cell: number) => Promise<Float32Array | null>;
  /**
   * Why a place has the value it has at a moment of a request's run. Only the newest question is worked on; aborting the signal
   * gives it up.
   */
  readonly explain: (
    request: RunRequest,
    at: Point,
    timeS: number,
    signal: AbortSignal,
  ) => Promise<RunExplanation>;
  readonly dispose: () => void;
};
