import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Point } from "#twin/frame.ts";
import type { LayerOperation } from "#twin/operations.ts";
import type { TwinLayerName } from "#twin/twin.ts";
import type { ModelResult, PointExplanation } from "./model.ts";

/** One run as it crosses to a worker. The base twin was sent before, under `twinKey`. */
export type HostJob = {
  /** Address of the run; frames and results are kept under it. */
  readonly address: string;
  readonly modelId: string;
  readonly twinKey: string;
  readonly operations: readonly LayerOperation[];
  readonly layerHashes: Readonly<Record<TwinLayerName, string>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly resolutionM: number;
  readonly threads: number;
  /** Runs of the same twin that this one builds on; taken from what is kept, else computed first. */
  readonly upstream: readonly UpstreamJob[];
};

/** A run under another run: it builds on none itself. */
export type UpstreamJob = Pick<HostJob, "address" | "modelId" | "conditions" | "resolutionM">;

/** What a finished run leaves, and what the store keeps of it. */
export type StoredRun = {
  readonly address: string;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly resolutionM: number;
  readonly seconds: number;
  /** When it was computed, ms since 1970; runs kept before this was noted have none. */
  readonly computedAtMs?: number;
  readonly result: ModelResult;
  readonly indicators: readonly IndicatorValue[];
};

/** Errors are answers: an exception loses everything but its message on the way out of a worker. */
export type HostReply =
  | { readonly status: "done"; readonly run: StoredRun }
  | { readonly status: "cancelled" }
  | {
      readonly status: "failed";
      /** Translation key with its namespace. */
      readonly key: string;
      readonly values: Readonly<Record<string, string | number>>;
      readonly detail: string;
    };

/** A question about one place and one moment of a run; the run itself need not be there. */
export type ExplainJob = HostJob & { readonly at: Point; readonly timeS: number };

export type ExplainReply =
  | { readonly status: "done"; readonly explanation: PointExplanation | null }
  | Exclude<HostReply, { readonly status: "done" }>;

export type HostProgress = (fraction: number, phase: string) => void;

/** A piece of a twin: one of its top-level entries, or a slice of the buildings' attributes. */
export type TwinPart =
  | { readonly type: "entry"; readonly name: string; readonly value: unknown }
  | { readonly type: "buildingAttributes"; readonly values: readonly string[] };

/** The worker's side of the run service, as Comlink exposes it. */
export type ModelHost = {
  /** Starts a new base twin; the one before is let go. Parts follow, then runs may name the key. */
  readonly beginTwin: (key: string) => void;
  readonly addTwinPart: (key: string, part: TwinPart) => void;
  readonly run: (job: HostJob, progress: HostProgress) => Promise<HostReply>;
  /** Aborts the run of that address; its reply is then "cancelled". */
  readonly cancel: (address: string) => void;
  /** Why a place has the value it has. A new question aborts the one before. */
  readonly explain: (job: ExplainJob, progress: HostProgress) => Promise<ExplainReply>;
  readonly cancelExplanation: () => void;
  /** A run that was kept from before, or null. */
  readonly restore: (address: string) => Promise<StoredRun | null>;
  readonly frame: (address: string, series: string, index: number) => Promise<Uint16Array | null>;
  /** One cell through time, in the unit of the series. */
  readonly curve: (
    address: string,
    modelId: string,
    series: string,
    cell: number,
  ) => Promise<Float32Array | null>;
};
