import i18next from "i18next";
import { documentStore } from "#app/state/document.ts";
import { baselinePlanId, planEntries } from "#app/state/plans.ts";
import {
  freshnessOf,
  idleRun,
  initialResults,
  resultsStore,
  setResults,
  setRun,
} from "#app/state/results.ts";
import { announce, notify } from "#app/state/session.ts";
import { twinStore } from "#app/state/twin.ts";
import type { RunHandle, RunListener, RunOutcome, RunProgress, RunRequest } from "#runs/contract.ts";
import type { Extent, Grid } from "#twin/frame.ts";
import { loadModel } from "#workers/runtime/registry.ts";
import { recordOutcome } from "./documentPort.ts";
import { allPlanIds, defaultResolution, requestFor } from "./requests.ts";
import { runService } from "./service.ts";

const settleMs = 80;

const handles = new Map<string, RunHandle>();

/** Runs these plans; the baseline too where a comparison would miss it. Plans that already run are left alone. */
export function startRuns(planIds: readonly string[]): void {
  const state = resultsStore.getState();
  const wanted = new Set(planIds);
  if (freshnessOf(state, baselinePlanId) !== "current") wanted.add(baselinePlanId);
  setResults({ playing: false });
  let started = 0;
  for (const planId of allPlanIds()) {
    if (wanted.has(planId) && !handles.has(planId) && startRun(planId)) started += 1;
  }
  if (started > 0) announce(i18next.t("results:live.started", { count: started }));
}

function startRun(planId: string): boolean {
  const request = requestFor(planId);
  if (request === null) return false;
  // A preview of the same run, left from one that was stopped, stays until the full result is there.
  setRun(planId, { running: true, progress: null, failure: null });
  handles.set(planId, runService().start(request, listenerFor(planId)));
  return true;
}

export function cancelRuns(): void {
  for (const handle of [...handles.values()]) handle.cancel();
}

function listenerFor(planId: string): RunListener {
  const sayProgress = progressSteps(planId);
  const end = (): void => {
    handles.delete(planId);
  };
  return {
    onProgress(progress) {
      setRun(planId, { progress });
      sayProgress(progress);
    },
    onPreview(outcome, fullHash) {
      setRun(planId, { preview: outcome, previewOf: fullHash });
      chooseFirstLayer();
      announce(i18next.t("results:live.preview", { plan: planName(planId) }));
    },
    onDone(outcome) {
      end();
      take(planId, outcome);
      announce(i18next.t("results:live.done", { plan: planName(planId) }));
    },
    onFailed(failure) {
      end();
      setRun(planId, { running: false, progress: null, failure });
      announce(i18next.t("results:live.failed", { plan: planName(planId) }));
    },
    onCancelled() {
      end();
      setRun(planId, { running: false, progress: null });
      announce(i18next.t("results:live.cancelled", { plan: planName(planId) }));
    },
  };
}

/** A full result enters the state, and the document where it still belongs to the plan as it stands. */
function take(planId: string, outcome: RunOutcome): void {
  setRun(planId, {
    running: false,
    progress: null,
    preview: null,
    previewOf: null,
    failure: null,
    outcome,
  });
  chooseFirstLayer();
  if (resultsStore.getState().addresses[planId] === outcome.inputHash) recordOutcome(planId, outcome);
}

function chooseFirstLayer(): void {
  const { layerId, model } = resultsStore.getState();
  const first = model?.layers.find((layer) => layer.series === null) ?? model?.layers[0];
  if (layerId === null && first !== undefined) setResults({ layerId: first.id });
}

/** Screen readers hear every quarter, not every per cent. */
function progressSteps(planId: string): (progress: RunProgress) => void {
  let said = 0;
  return ({ fraction }) => {
    const quarter = Math.floor(fraction * 4);
    if (quarter <= said || quarter >= 4) return;
    said = quarter;
    announce(i18next.t("results:live.progress", { plan: planName(planId), percent: quarter * 25 }));
  };
}

function planName(planId: string): string {
  const scenario = documentStore.getState().history?.scenario ?? null;
  const entry = planEntries(scenario).find((candidate) => candidate.id === planId);
  return entry?.name ?? i18next.t("common:baseline");
}

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
    const addresses: Record<string, string> = {};
    for (const planId of allPlanIds()) {
      const request = requestFor(planId);
      if (request !== null) addresses[planId] = await runService().address(request);
      if (stopped || mine !== round) return;
    }
    setResults({ addresses });
    letGoOfOldPreviews();
    for (const planId of Object.keys(addresses)) {
      await bringBack(planId, () => stopped || mine !== round);
    }
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

  /** Another document: its plans have nothing to do with the results of the one before. */
  const startOver = (): void => {
    cancelRuns();
    setResults({ runs: {}, addresses: {}, layerId: null, timeS: 0, playing: false });
    adoptTwin();
  };

  const adoptTwin = (): void => {
    const { data } = twinStore.getState();
    if (data !== null) setResults({ resolutionM: knownResolution() ?? defaultResolution(data.extent) });
    queue();
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
      if (state.data !== before.data) adoptTwin();
    }),
    resultsStore.subscribe((state, before) => {
      if (state.resolutionM !== before.resolutionM || state.modelId !== before.modelId) queue();
    }),
  ];
  loadModel(resultsStore.getState().modelId).then(
    (model) => {
      if (stopped) return;
      setResults({ model });
      adoptTwin();
    },
    () => notify({ tone: "problem", key: "results:failures.start" }),
  );

  return () => {
    stopped = true;
    for (const stop of stops) stop();
    cancelRuns();
    handles.clear();
    setResults(initialResults);
  };
}

/** A preview of what the plan was before gives way to what there is of the plan as it stands. */
function letGoOfOldPreviews(): void {
  const { runs, addresses } = resultsStore.getState();
  for (const [planId, run] of Object.entries(runs)) {
    if (run.running || run.preview === null || run.previewOf === addresses[planId]) continue;
    if (run.outcome !== null) setRun(planId, { preview: null, previewOf: null });
  }
}

/** The full result where it is kept, else its preview, else what the document remembers of an earlier state. */
async function bringBack(planId: string, outdated: () => boolean): Promise<void> {
  const state = resultsStore.getState();
  const run = state.runs[planId] ?? idleRun;
  const address = state.addresses[planId];
  const request = requestFor(planId);
  if (request === null || address === undefined || run.running) return;
  if (run.outcome?.inputHash === address) {
    if (run.preview !== null) setRun(planId, { preview: null, previewOf: null });
    return;
  }
  const gone = (): boolean => outdated() || handles.has(planId);
  const full = await runService().restore(request);
  if (gone()) return;
  if (full !== null) {
    if (full.inputHash === resultsStore.getState().addresses[planId]) take(planId, full);
    return;
  }
  if (run.previewOf === address) return;
  const preview = await restoredPreview(request);
  if (gone()) return;
  if (preview !== null) {
    setRun(planId, { preview, previewOf: address });
    chooseFirstLayer();
    return;
  }
  if (run.outcome !== null || run.preview !== null) return;
  const earlier = await rememberedOutcome(planId);
  if (earlier === null || gone()) return;
  setRun(planId, { outcome: earlier });
  chooseFirstLayer();
}

function restoredPreview(request: RunRequest): Promise<RunOutcome | null> {
  const { previewResolutionM } = request;
  if (previewResolutionM === null) return Promise.resolve(null);
  return runService().restore({ ...request, resolutionM: previewResolutionM, previewResolutionM: null });
}

/** The fields behind the numbers that the document has for a plan, computed by another model version or from other input. */
async function rememberedOutcome(planId: string): Promise<RunOutcome | null> {
  const { modelId } = resultsStore.getState();
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
function knownResolution(): number | null {
  const { modelId } = resultsStore.getState();
  const outcomes = documentStore.getState().history?.scenario.outcomes ?? [];
  return outcomes.findLast((outcome) => outcome.modelId === modelId)?.resolutionM ?? null;
}
