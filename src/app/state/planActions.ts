import i18next from "i18next";
import { nextPlanId } from "#scenario/commands.ts";
import { limits } from "#scenario/limits.ts";
import { currentScenario, dispatch } from "./document.ts";
import { offerUndo } from "./offerUndo.ts";
import { baselinePlanId, lookOfIndex, planById, planEntries } from "./plans.ts";
import { announce, notify, sessionStore, setSession } from "./session.ts";

/** What people do with plans, as one step each: the document command, what is shown next, and how to take it back. */

const nothingSelected = {
  selectedMeasureId: null,
  sketchKind: null,
  sketch: null,
  tool: { type: "select" },
} as const;

/** Shows a plan. While comparing, the plan on the right changes. */
export function showPlan(planId: string): void {
  const { activePlanId, comparePlanId, compareMode } = sessionStore.getState();
  if (planId === activePlanId) return;
  // Comparing a plan with itself says nothing: the two sides change places instead.
  const swapped = compareMode !== "single" && planId === comparePlanId;
  setSession({
    activePlanId: planId,
    ...(swapped ? { comparePlanId: activePlanId } : {}),
    ...nothingSelected,
  });
  const entry = planEntries(currentScenario()).find((candidate) => candidate.id === planId);
  if (entry !== undefined) {
    announce(i18next.t("workspace:plans.shown", { name: entry.name ?? i18next.t("common:baseline") }));
  }
}

/** The first letter that no plan wears yet. */
function freeLook() {
  const plans = currentScenario()?.plans ?? [];
  const taken = new Set(plans.map((plan) => plan.look.letter));
  let index = 0;
  while (index < 25 && taken.has(lookOfIndex(index).letter)) index += 1;
  return lookOfIndex(index);
}

function canAdd(): boolean {
  const scenario = currentScenario();
  if (scenario === null) return false;
  if (scenario.plans.length < limits.plans) return true;
  notify({ tone: "info", key: "workspace:plans.tooMany", values: { count: limits.plans } });
  return false;
}

/** Adds an empty plan and shows it; returns its id, or null where the document takes no more. */
export function addPlan(): string | null {
  const scenario = currentScenario();
  if (scenario === null || !canAdd()) return null;
  const id = nextPlanId(scenario);
  const look = freeLook();
  dispatch({ type: "addPlan", name: i18next.t("workspace:plans.newName", { letter: look.letter }), look });
  showPlan(id);
  return id;
}

export function duplicatePlan(planId: string): void {
  const scenario = currentScenario();
  const plan = planById(scenario, planId);
  if (scenario === null || plan === null || !canAdd()) return;
  const id = nextPlanId(scenario);
  const name = i18next.t("workspace:plans.copyName", { name: plan.name });
  dispatch({ type: "duplicatePlan", planId, name, look: freeLook() });
  showPlan(id);
}

/** Name and colour in one step; an empty name leaves the old one. */
export function alterPlan(planId: string, name: string, colour: string): void {
  const plan = planById(currentScenario(), planId);
  if (plan === null) return;
  const trimmed = name.trim();
  const change = { name: trimmed === "" ? plan.name : trimmed, look: { ...plan.look, colour } };
  dispatch({ type: "alterPlan", planId, change });
}

export function movePlan(planId: string, to: number): void {
  dispatch({ type: "reorderPlan", planId, to });
}

/** Deletes at once; the notice holds the way back. */
export function deletePlan(planId: string): void {
  const plan = planById(currentScenario(), planId);
  if (plan === null) return;
  dispatch({ type: "removePlan", planId });
  repairSession();
  offerUndo("workspace:plans.deleted", { name: plan.name }, () => showPlan(planId));
}

/**
 * After undo, redo or a deletion the session may point at what is gone. It falls back to the baseline and the
 * single view rather than showing nothing.
 */
export function repairSession(): void {
  const scenario = currentScenario();
  const session = sessionStore.getState();
  const known = new Set(planEntries(scenario).map((entry) => entry.id));
  const activePlanId = known.has(session.activePlanId) ? session.activePlanId : baselinePlanId;
  const compareKnown = session.comparePlanId === null || known.has(session.comparePlanId);
  const comparable = compareKnown && (session.compareMode === "single" || known.size > 1);
  const plan = planById(scenario, activePlanId);
  const { selectedMeasureId } = session;
  const selected = plan?.measures.some((measure) => measure.id === selectedMeasureId) ?? false;
  setSession({
    activePlanId,
    ...(comparable ? {} : { compareMode: "single", comparePlanId: null }),
    ...(selected ? {} : { selectedMeasureId: null }),
  });
}
