import { documentStore } from "#app/state/document.ts";
import {
  adoptModel,
  idleRun,
  initialResults,
  knownModels,
  resultsOf,
  resultsStore,
  setModelResults,
  setResults,
  setRun,
  showModel,
} from "#app/state/results.ts";
import { notify } from "#app/state/session.ts";
import { twinStore } from "#app/state/twin.ts";
import type { RunOutcome, RunRequest } from "#runs/contract.ts";
import type { Extent, Grid } from "#twin/frame.ts";
import { hasGrid } from "#workers/runtime/grids.ts";
import { loadModel, modelIds } from "#workers/runtime/registry.ts";
import { allPlanIds, defaultResolution, requestFor } from "./requests.ts";
import { cancelRuns, chooseFirstView, dropRuns, isRunning, take } from "./running.ts";
import { runService } from "./service.ts";

const settleMs = 80;

/**
 * Keeps addresses in step with plans, conditions and resolution, and brings back results that were computed before
 * (this session, or before a reload). Returns how to stop; that ends running models too.
 */
export function startResults(): () => void {
  let round = 0;
  let stopped = false;

  const refresh = async (): Promise<void> => {
    round += 1;
    const mine = round;
    const outdated = (): boolean => stopped || mine !== round;
    // Other models' results must not pass for current either, and their runs may still be going on.
    for (const modelId of modelsWithResults()) {
      const addresses = await addressesOf(modelId, outdated);
      if (outdated()) return;
      setModelResults(modelId, { addresses });
      letGoOfOldPreviews(modelId);
    }
    const { modelId, addresses } = resultsStore.getState();
    for (const planId of Object.keys(addresses)) await bringBack(modelId, planId, outdated);
  };

  let queued = false;
  const queue = (): void => {
    if (queued || twinStore.getState().status !== "open") return;
    queued = true;
    // A dragged corner changes the plan many times a second.
    setTimeout(() => {
      queued = false;
      // A plan that cannot be addressed has no result; its measures say why.
      if (!stopped) void refresh().catch(() => undefined);
    }, settleMs);
  };

  const load = async (modelId: string): Promise<void> => {
    const model = await loadModel(modelId).catch(() => undefined);
    if (stopped) return;
    if (model === undefined) notify({ tone: "problem", key: "results:failures.start" });
    else if (model === null) leaveModel(modelId);
    else {
      adoptModel(modelId, model);
      adoptTwin(modelId);
    }
  };

  /** A link from another version may name a model that this one does not have. */
  const leaveModel = (modelId: string): void => {
    const [first] = modelIds;
    if (first !== undefined && first !== modelId && resultsStore.getState().modelId === modelId)
      showModel(first);
  };

  const adoptTwin = (modelId: string): void => {
    const { data } = twinStore.getState();
    if (data !== null)
      setModelResults(modelId, {
        resolutionM: knownResolution(modelId) ?? defaultResolution(data.extent, modelId),
      });
    queue();
  };

  /** Another document: its plans have nothing to do with the results of the one before. */
  const startOver = (): void => {
    cancelRuns();
    const state = resultsStore.getState();
    setResults({ playing: false });
    for (const modelId of knownModels(state)) {
      setModelResults(modelId, { runs: {}, addresses: {}, layerId: null, timeS: 0 });
      adoptTwin(modelId);
    }
  };

  const stops = [
    documentStore.subscribe((state, before) => {
      if (state.history?.scenario === before.history?.scenario) return;
      // Recording a result changes nothing that a run reads.
      const now = state.history?.scenario;
      const then = before.history?.scenario;
      if (now?.id !== then?.id) {
        startOver();
        return;
      }
      const same =
        now?.plans === then?.plans && now?.conditions === then?.conditions && now?.year === then?.year;
      if (!same) queue();
    }),
    twinStore.subscribe((state, before) => {
      if (state.data === before.data) return;
      for (const modelId of knownModels(resultsStore.getState())) adoptTwin(modelId);
    }),
    resultsStore.subscribe((state, before) => {
      if (state.modelId !== before.modelId || (state.model === null && before.model !== null))
        if (state.model === null) void load(state.modelId);
      if (state.resolutionM !== before.resolutionM || state.modelId !== before.modelId) queue();
    }),
  ];
  void load(resultsStore.getState().modelId);

  return () => {
    stopped = true;
    for (const stop of stops) stop();
    dropRuns();
    setResults(initialResults);
  };
}

/** The shown model, and those put by of which anything is on record. */
function modelsWithResults(): readonly string[] {
  const state = resultsStore.getState();
  return knownModels(state).filter(
    (id) => id === state.modelId || Object.keys(resultsOf(state, id).runs).length > 0,
  );
}

async function addressesOf(modelId: string, outdated: () => boolean): Promise<Record<string, string>> {
  const addresses: Record<string, string> = {};
  for (const planId of allPlanIds()) {
    const request = requestFor(planId, modelId);
    if (request !== null) addresses[planId] = await runService().address(request);
    if (outdated()) break;
  }
  return addresses;
}

/** A preview of what the plan was before gives way to what there is of the plan as it stands. */
function letGoOfOldPreviews(modelId: string): void {
  const { runs, addresses } = resultsOf(resultsStore.getState(), modelId);
  for (const [planId, run] of Object.entries(runs)) {
    if (run.running || run.preview === null || run.previewOf === addresses[planId]) continue;
    if (run.outcome !== null) setRun(modelId, planId, { preview: null, previewOf: null });
  }
}

/** The full result where it is kept, else its preview, else what the document remembers of an earlier state. */
async function bringBack(modelId: string, planId: string, outdated: () => boolean): Promise<void> {
  const { runs, addresses } = resultsOf(resultsStore.getState(), modelId);
  const run = runs[planId] ?? idleRun;
  const address = addresses[planId];
  const request = requestFor(planId, modelId);
  if (request === null || address === undefined || run.running) return;
  if (run.outcome?.inputHash === address) {
    if (run.preview !== null) setRun(modelId, planId, { preview: null, previewOf: null });
    return;
  }
  const gone = (): boolean => outdated() || isRunning({ modelId, planId });
  const full = await runService().restore(request);
  if (gone()) return;
  if (full !== null) {
    const now = resultsOf(resultsStore.getState(), modelId).addresses[planId];
    if (full.inputHash === now) take({ modelId, planId }, full);
    return;
  }
  if (run.previewOf === address) return;
  const preview = await restoredPreview(request);
  if (gone()) return;
  if (preview !== null) {
    setRun(modelId, planId, { preview, previewOf: address });
    chooseFirstView(modelId);
    return;
  }
  if (run.outcome !== null || run.preview !== null) return;
  const earlier = await rememberedOutcome(modelId, planId);
  if (earlier === null || gone()) return;
  setRun(modelId, planId, { outcome: earlier });
  chooseFirstView(modelId);
}

function restoredPreview(request: RunRequest): Promise<RunOutcome | null> {
  const { previewResolutionM } = request;
  if (previewResolutionM === null) return Promise.resolve(null);
  return runService().restore({ ...request, resolutionM: previewResolutionM, previewResolutionM: null });
}

/** The fields behind the numbers that the document has for a plan, computed by another model version or from other input. */
async function rememberedOutcome(modelId: string, planId: string): Promise<RunOutcome | null> {
  const outcomes = documentStore.getState().history?.scenario.outcomes ?? [];
  const noted = outcomes.findLast((one) => one.planId === planId && one.modelId === modelId);
  const extent = twinStore.getState().data?.extent;
  if (noted === undefined || extent === undefined) return null;
  const kept = await runService().kept(noted.inputHash);
  // A file can name any run that this browser keeps; only one of this place may lie on it.
  return kept !== null && kept.modelId === modelId && liesWithin(kept.result.grid, extent) ? kept : null;
}

/** Within the place, but for the cells that its border cuts. */
function liesWithin(grid: Grid, extent: Extent): boolean {
  const { cellSizeM, columns, rows, westX, northY } = grid;
  return (
    westX > extent.minX - cellSizeM &&
    northY < extent.maxY + cellSizeM &&
    westX + columns * cellSizeM < extent.maxX + cellSizeM &&
    northY - rows * cellSizeM > extent.minY - cellSizeM
  );
}

/** A scenario that was run before opens at the resolution of its numbers. */
function knownResolution(modelId: string): number | null {
  if (!hasGrid(modelId)) return null;
  const outcomes = documentStore.getState().history?.scenario.outcomes ?? [];
  return outcomes.findLast((outcome) => outcome.modelId === modelId)?.resolutionM ?? null;
}
