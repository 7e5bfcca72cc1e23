import i18next from "i18next";
import { documentStore } from "#app/state/document.ts";
import { baselinePlanId, planEntries } from "#app/state/plans.ts";
import {
  freshnessOf,
  resultsOf,
  resultsStore,
  setModelResults,
  setResults,
  setRun,
} from "#app/state/results.ts";
import { announce } from "#app/state/session.ts";
import type { RunHandle, RunListener, RunOutcome, RunProgress } from "#runs/contract.ts";
import { recordOutcome } from "./documentPort.ts";
import { allPlanIds, requestFor } from "./requests.ts";
import { runService } from "./service.ts";

/** One plan under one model. */
type Subject = { readonly modelId: string; readonly planId: string };

const handles = new Map<string, { readonly modelId: string; readonly handle: RunHandle }>();
const nameOf = ({ modelId, planId }: Subject): string => `${modelId} ${planId}`;

export const isRunning = (subject: Subject): boolean => handles.has(nameOf(subject));

/** Runs these plans under the shown model; the baseline too where a comparison would miss it. Plans that already run are left alone. */
export function startRuns(planIds: readonly string[]): void {
  const state = resultsStore.getState();
  const { modelId } = state;
  const wanted = new Set(planIds);
  if (freshnessOf(state, baselinePlanId) !== "current") wanted.add(baselinePlanId);
  setResults({ playing: false });
  let started = 0;
  for (const planId of allPlanIds()) {
    const subject = { modelId, planId };
    if (wanted.has(planId) && !isRunning(subject) && startRun(subject)) started += 1;
  }
  if (started > 0) announce(i18next.t("results:live.started", { count: started }));
}

function startRun(subject: Subject): boolean {
  const request = requestFor(subject.planId, subject.modelId);
  if (request === null) return false;
  // A preview of the same run, left from one that was stopped, stays until the full result is there.
  change(subject, { running: true, progress: null, failure: null });
  const handle = runService().start(request, listenerFor(subject));
  handles.set(nameOf(subject), { modelId: subject.modelId, handle });
  return true;
}

const change = ({ modelId, planId }: Subject, to: Parameters<typeof setRun>[2]): void =>
  setRun(modelId, planId, to);

/** Stops the runs of one model, or of all. */
export function cancelRuns(modelId?: string): void {
  for (const run of [...handles.values()])
    if (modelId === undefined || run.modelId === modelId) run.handle.cancel();
}

/** Forgets runs whose city is gone. */
export function dropRuns(): void {
  cancelRuns();
  handles.clear();
}

function listenerFor(subject: Subject): RunListener {
  const sayProgress = progressSteps(subject);
  const end = (): void => {
    handles.delete(nameOf(subject));
  };
  return {
    onProgress(progress) {
      change(subject, { progress });
      sayProgress(progress);
    },
    onPreview(outcome, fullHash) {
      change(subject, { preview: outcome, previewOf: fullHash });
      chooseFirstView(subject.modelId);
      announce(i18next.t("results:live.preview", { plan: subjectName(subject) }));
    },
    onDone(outcome) {
      end();
      take(subject, outcome);
      announce(i18next.t("results:live.done", { plan: subjectName(subject) }));
    },
    onFailed(failure) {
      end();
      change(subject, { running: false, progress: null, failure });
      announce(i18next.t("results:live.failed", { plan: subjectName(subject) }));
    },
    onCancelled() {
      end();
      change(subject, { running: false, progress: null });
      announce(i18next.t("results:live.cancelled", { plan: subjectName(subject) }));
    },
  };
}

/** A full result enters the state, and the document where it still belongs to the plan as it stands. */
export function take({ modelId, planId }: Subject, outcome: RunOutcome): void {
  setRun(modelId, planId, {
    running: false,
    progress: null,
    preview: null,
    previewOf: null,
    failure: null,
    outcome,
  });
  chooseFirstView(modelId);
  const { addresses } = resultsOf(resultsStore.getState(), modelId);
  if (addresses[planId] === outcome.inputHash) recordOutcome(planId, outcome);
}

/** The hour of a day that a series starts at: the hottest, as a rule. */
const firstHourS = 15 * 3600;

/**
 * As long as nobody chose a layer or a moment: the first map of the whole, or, where times are times of day, what the model
 * names first, in the afternoon. The greatest heat of a day is much the same everywhere; at one hour shade shows.
 */
export function chooseFirstView(modelId: string): void {
  const { layerId, model, timeS } = resultsOf(resultsStore.getState(), modelId);
  const whole =
    model?.clock === "timeOfDay" ? undefined : model?.layers.find(({ series }) => series === null);
  const first = whole ?? model?.layers[0];
  setModelResults(modelId, {
    ...(layerId === null && first !== undefined ? { layerId: first.id } : {}),
    ...(timeS === 0 && model?.clock === "timeOfDay" ? { timeS: firstHourS } : {}),
  });
}

/** Screen readers hear every quarter, not every per cent. */
function progressSteps(subject: Subject): (progress: RunProgress) => void {
  let said = 0;
  return ({ fraction }) => {
    const quarter = Math.floor(fraction * 4);
    if (quarter <= said || quarter >= 4) return;
    said = quarter;
    announce(i18next.t("results:live.progress", { plan: subjectName(subject), percent: quarter * 25 }));
  };
}

/** The plan, with the model where that is not the one on the screen. */
function subjectName({ modelId, planId }: Subject): string {
  const name = planName(planId);
  return modelId === resultsStore.getState().modelId ? name : `${i18next.t(`${modelId}:title`)}, ${name}`;
}

function planName(planId: string): string {
  const scenario = documentStore.getState().history?.scenario ?? null;
  const entry = planEntries(scenario).find((candidate) => candidate.id === planId);
  return entry?.name ?? i18next.t("common:baseline");
}
