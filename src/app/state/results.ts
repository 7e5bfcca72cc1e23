import { createStore } from "zustand/vanilla";
import type { RunFailure, RunOutcome, RunProgress } from "#runs/contract.ts";
import type { Model } from "#workers/runtime/model.ts";
import { hookOf } from "./hook.ts";

/** What is known of one plan under one model. */
export type PlanRun = {
  readonly running: boolean;
  readonly progress: RunProgress | null;
  readonly failure: RunFailure | null;
  /** Of the run that goes on now; gone when the full result is there. */
  readonly preview: RunOutcome | null;
  /** The last full result; kept, and marked as old, when plan or conditions change. */
  readonly outcome: RunOutcome | null;
  /** When `outcome` came, ms since 1970; null where it was restored. */
  readonly finishedAtMs: number | null;
};

export const idleRun: PlanRun = {
  running: false,
  progress: null,
  failure: null,
  preview: null,
  outcome: null,
  finishedAtMs: null,
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

/** What to show for a plan: the preview of a run that goes on, else the last full result. */
export function shownOutcome(run: PlanRun | undefined): RunOutcome | null {
  return run?.preview ?? run?.outcome ?? null;
}

export type Freshness = "none" | "preview" | "current" | "stale";

/** Whether what is shown for a plan still belongs to the plan as it stands. */
export function freshnessOf(state: Pick<ResultsState, "runs" | "addresses">, planId: string): Freshness {
  const run = state.runs[planId];
  if (run === undefined) return "none";
  if (run.preview !== null) return "preview";
  if (run.outcome === null) return "none";
  return run.outcome.inputHash === state.addresses[planId] ? "current" : "stale";
}
