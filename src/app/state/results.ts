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

/** Which picture is on the city: a layer of the model, `noLayer`, or null as long as nothing was chosen. */
export type LayerChoice = string | null;

/** Chosen: the city without any result. */
export const noLayer = "none";

/** Everything that belongs to one model. */
export type ModelResults = {
  /** The model's declaration (conditions, layers); null until loaded. */
  readonly model: Model | null;
  /** By plan id. */
  readonly runs: Readonly<Record<string, PlanRun>>;
  /** Address of what each plan's result would be as things stand now; differs from `outcome` when that is old. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Cell size of full runs, metres. */
  readonly resolutionM: number;
  readonly layerId: LayerChoice;
  /** Simulated seconds shown. */
  readonly timeS: number;
  /** Simulated seconds per second. */
  readonly speed: number;
};

/**
 * The shown model's results stand at the top, so that whoever draws or says something need not ask which model it is; those of
 * the other models are put by in `others` as they were left. Runs of a model go on while another is shown.
 */
export type ResultsState = ModelResults & {
  readonly modelId: string;
  readonly others: Readonly<Record<string, ModelResults>>;
  /** Chosen class edges by group of layers (ramps.ts). */
  readonly schemes: Readonly<Record<string, string>>;
  readonly playing: boolean;
};

/** Simulated seconds per second: ten minutes of rain, an hour of a day. */
const usualSpeed = { elapsed: 600, timeOfDay: 3600 } as const;

export const emptyResults: ModelResults = {
  model: null,
  runs: {},
  addresses: {},
  resolutionM: 4,
  layerId: null,
  timeS: 0,
  speed: usualSpeed.elapsed,
};

export const initialResults: ResultsState = {
  ...emptyResults,
  modelId: "flood",
  others: {},
  schemes: { utci: "halves", pet: "halves" },
  playing: false,
};

export const resultsStore = createStore<ResultsState>(() => initialResults);
export const useResults = hookOf(resultsStore);

export function setResults(change: Partial<ResultsState>): void {
  resultsStore.setState(change);
}

/** The results of one model, shown or put by. */
export function resultsOf(state: ResultsState, modelId: string): ModelResults {
  return modelId === state.modelId ? state : (state.others[modelId] ?? emptyResults);
}

/** Changes what belongs to one model, shown or put by. */
export function setModelResults(modelId: string, change: Partial<ModelResults>): void {
  resultsStore.setState((state) =>
    modelId === state.modelId
      ? change
      : { others: { ...state.others, [modelId]: { ...resultsOf(state, modelId), ...change } } },
  );
}

export function setRun(modelId: string, planId: string, change: Partial<PlanRun>): void {
  const { runs } = resultsOf(resultsStore.getState(), modelId);
  setModelResults(modelId, { runs: { ...runs, [planId]: { ...(runs[planId] ?? idleRun), ...change } } });
}

function partOf({ model, runs, addresses, resolutionM, layerId, timeS, speed }: ModelResults): ModelResults {
  return { model, runs, addresses, resolutionM, layerId, timeS, speed };
}

/** Puts the shown model by and brings another one up, as it was left. */
export function showModel(modelId: string): void {
  resultsStore.setState((state) => {
    if (modelId === state.modelId) return state;
    const { [modelId]: wanted, ...rest } = state.others;
    return {
      ...(wanted ?? emptyResults),
      modelId,
      others: { ...rest, [state.modelId]: partOf(state) },
      playing: false,
    };
  });
}

/** Ids of all models that anything is known of, the shown one first. */
export const knownModels = (state: ResultsState): readonly string[] => [
  state.modelId,
  ...Object.keys(state.others),
];

/** A model's declaration has come; a clock of another kind starts at another pace. */
export function adoptModel(modelId: string, model: Model): void {
  const { model: before } = resultsOf(resultsStore.getState(), modelId);
  setModelResults(modelId, {
    model,
    ...(before === null ? { speed: usualSpeed[model.clock ?? "elapsed"] } : {}),
  });
}

/** What to show for a plan: the preview where the full result is still missing, else the last full result. */
export function shownOutcome(run: PlanRun | undefined): RunOutcome | null {
  return run?.preview ?? run?.outcome ?? null;
}

export type Freshness = "none" | "preview" | "current" | "stale";

type Known = Pick<ModelResults, "runs" | "addresses" | "model">;

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
