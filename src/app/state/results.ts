import { createStore } from "zustand/vanilla";
import type { RunFailure, RunOutcome, RunProgress } from "#runs/contract.ts";
import type { Model } from "#workers/runtime/model.ts";
import { hookOf } from "./hook.ts";

/** What is known of one plan under one model. */
export type PlanRun = {
  readonly running: boolean;
  readonly progress: RunProgress | null;
  readonly failure: RunFailure | null;
  /** The coarse result in front of a full run that goes on, or that was stopped or failed. */
  readonly preview: RunOutcome | null;
  /** Address of the full run that `preview` stands for. */
  readonly previewOf: string | null;
  /** The last full result; kept, and marked as old, when plan or conditions change. */
  readonly outcome: RunOutcome | null;
};

export const idleRun: PlanRun = {
  running: false,
  progress: null,
  failure: null,
  preview: null,
  previewOf: null,
  outcome: null,
};

/** Which picture is on the city: a layer of the model, or none. */
export type LayerChoice = string | null;

export type ResultsState = {
  readonly modelId: string;
  /** The model's declaration (conditions, layers); null until loaded. */
  readonly model: Model | null;
  /** By plan id. */
  readonly runs: Readonly<Record<string, PlanRun>>;
  /** Address of what each plan's result would be as things stand now; differs from `outcome` when that is old. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Cell size of full runs, metres. */
  readonly resolutionM: number;
  readonly layerId: LayerChoice;
  /** Chosen class edges by ramp. */
  readonly schemes: Readonly<Record<string, string>>;
  /** Simulated seconds shown. */
  readonly timeS: number;
  readonly playing: boolean;
  /** Simulated seconds per second. */
  readonly speed: number;
};

export const initialResults: ResultsState = {
  modelId: "flood",
  model: null,
  runs: {},
  addresses: {},
  resolutionM: 4,
  layerId: null,
  schemes: {},
  timeS: 0,
  playing: false,
  speed: 600,
};

export const resultsStore = createStore<ResultsState>(() => initialResults);
export const useResults = hookOf(resultsStore);

export function setResults(change: Partial<ResultsState>): void {
  resultsStore.setState(change);
}

export function setRun(planId: string, change: Partial<PlanRun>): void {
  resultsStore.setState((state) => ({
    runs: { ...state.runs, [planId]: { ...(state.runs[planId] ?? idleRun), ...change } },
  }));
}

/** What to show for a plan: the preview where the full result is still missing, else the last full result. */
export function shownOutcome(run: PlanRun | undefined): RunOutcome | null {
  return run?.preview ?? run?.outcome ?? null;
}

export type Freshness = "none" | "preview" | "current" | "stale";

type Known = Pick<ResultsState, "runs" | "addresses" | "model">;

/**
 * Whether what is shown for a plan still belongs to the plan as it stands, and to the model as it is. As long as nobody
 * knows the address of today's result, nothing passes for current.
 */
export function freshnessOf({ runs, addresses, model }: Known, planId: string): Freshness {
  const run = runs[planId];
  const shown = shownOutcome(run);
  if (run === undefined || shown === null) return "none";
  if (model !== null && shown.modelVersion !== model.version) return "stale";
  if (shown === run.preview) return run.previewOf === addresses[planId] ? "preview" : "stale";
  return shown.inputHash === addresses[planId] ? "current" : "stale";
}
