import { dispatch, documentStore } from "#app/state/document.ts";
import type { RunOutcome } from "#runs/contract.ts";
import { recordOutcomes } from "#scenario/history.ts";
import type { ScenarioOutcome } from "#scenario/types.ts";

/** Notes in the document what a full run gave; the numbers of the same plan and model before it give way. */
export function recordOutcome(planId: string, outcome: RunOutcome): void {
  const { history } = documentStore.getState();
  if (history === null) return;
  const { outcomes } = history.scenario;
  const entry: ScenarioOutcome = {
    planId,
    modelId: outcome.modelId,
    modelVersion: outcome.modelVersion,
    resolutionM: outcome.resolutionM,
    inputHash: outcome.inputHash,
    ...(outcome.computedAtMs === null ? {} : { computedAt: new Date(outcome.computedAtMs).toISOString() }),
    indicators: outcome.indicators,
  };
  const isSame = (other: ScenarioOutcome): boolean =>
    other.planId === planId && other.modelId === outcome.modelId;
  if (outcomes.some((other) => isSame(other) && other.inputHash === outcome.inputHash)) return;
  const others = outcomes.filter((other) => !isSame(other));
  documentStore.setState({ history: recordOutcomes(history, [...others, entry]) });
}

export function setCondition(modelId: string, key: string, value: unknown, gesture?: string): void {
  const conditions = documentStore.getState().history?.scenario.conditions[modelId] ?? {};
  dispatch({
    type: "setConditions",
    modelId,
    conditions: { ...conditions, [key]: value },
    ...(gesture === undefined ? {} : { gesture }),
  });
}
