import i18next from "i18next";
import { nextMeasureId } from "#scenario/commands.ts";
import type { RegisteredKind } from "#scenario/measures/kind.ts";
import { kindOf } from "#scenario/measures/registry.ts";
import { inOrder } from "#scenario/order.ts";
import type { Measure, MeasureGeometry } from "#scenario/types.ts";
import { currentScenario, dispatch } from "./document.ts";
import { offerUndo } from "./offerUndo.ts";
import { addPlan } from "./planActions.ts";
import { baselinePlanId, planById } from "./plans.ts";
import { announce, focusStage, sessionStore, setSession } from "./session.ts";
import { setView } from "./view.ts";

/** What people do with measures, as one undoable step each. */

let sketchCount = 0;

/** Picks up the pencil for a kind. On the baseline a first plan is made, because there is nothing to draw into. */
export function startSketch(kind: RegisteredKind): void {
  if (sessionStore.getState().activePlanId === baselinePlanId && addPlan() === null) return;
  pickUp(kind, []);
}

/** The measure whose streets are chosen anew, and the tool that does it. */
let rechosen: { readonly measureId: string; readonly toolId: string } | null = null;

/** Goes back to choosing the streets of a measure, with those it has. */
export function changeSections(kind: RegisteredKind, { id, geometry }: Measure): void {
  if (geometry.type !== "sections") return;
  const toolId = pickUp(kind, geometry.sectionIds);
  rechosen = { measureId: id, toolId };
}

/** The id of the tool that is in the hand then. */
function pickUp(kind: RegisteredKind, sectionIds: readonly string[]): string {
  sketchCount += 1;
  const id = `sketch-${kind.id}-${sketchCount}`;
  rechosen = null;
  setSession({
    tool: {
      type: "sketch",
      geometry: kind.geometry,
      style: kind.sketch,
      id,
      ...(kind.geometry === "sections" ? { choose: { ...kind.choose, ids: sectionIds } } : {}),
    },
    sketchKind: kind.id,
    sketch: null,
    profile: null,
    selectedMeasureId: null,
    selectedBuildingId: null,
    pick: null,
    compareMode: "single",
    comparePlanId: null,
  });
  setView({ paletteOpen: false, sheet: "none" });
  focusStage();
  return id;
}

export function cancelSketch(): void {
  setSession({ tool: { type: "select" }, sketchKind: null, sketch: null });
}

/** The scene gave a drawing up by itself (Esc in the canvas). */
export function sketchCancelled(toolId: string): void {
  const { tool } = sessionStore.getState();
  if (tool.type === "sketch" && tool.id !== toolId) return;
  if (tool.type !== "select")
    setSession({ tool: { type: "select" }, sketchKind: null, sketch: null, profile: null });
}

/** "Mulde 3": the kind's name with the next free number in this plan. */
function nameFor(kind: RegisteredKind, measures: readonly Measure[]): string {
  const base = i18next.t(`measures:${kind.id}.name`);
  const taken = new Set(measures.map((measure) => measure.name));
  let number = measures.filter((measure) => measure.kind === kind.id).length + 1;
  while (taken.has(`${base} ${number}`)) number += 1;
  return `${base} ${number}`;
}

function addDrawn(kind: RegisteredKind, geometry: MeasureGeometry): void {
  const scenario = currentScenario();
  const { activePlanId } = sessionStore.getState();
  const plan = planById(scenario, activePlanId);
  if (scenario === null || plan === null) return;
  const id = nextMeasureId(scenario);
  const name = nameFor(kind, plan.measures);
  dispatch({
    type: "addMeasure",
    planId: activePlanId,
    measure: { kind: kind.id, name, geometry, parameters: kind.starting(scenario.year), enabled: true },
  });
  announce(i18next.t("workspace:measures.added", { name }));
  // Points are usually set in rows: the pencil stays in the hand until Esc.
  if (kind.geometry === "point") {
    startSketch(kind);
    setSession({ selectedMeasureId: id });
  } else {
    setSession({ tool: { type: "select" }, sketchKind: null, sketch: null, selectedMeasureId: id });
  }
}

/** A drawing or an edit was finished in the scene. */
export function completeGeometry(toolId: string, geometry: MeasureGeometry): void {
  const session = sessionStore.getState();
  if (session.tool.type === "sketch") {
    const kind = session.sketchKind === null ? null : kindOf(session.sketchKind);
    if (rechosen?.toolId === toolId) {
      const { measureId } = rechosen;
      selectMeasure(measureId);
      alterMeasure(measureId, { geometry });
      return;
    }
    if (kind !== null && session.tool.id === toolId) addDrawn(kind, geometry);
    return;
  }
  const measureId = session.selectedMeasureId;
  if (measureId !== null) alterMeasure(measureId, { geometry });
}

export type MeasureChange = Partial<Pick<Measure, "name" | "geometry" | "parameters" | "enabled">>;

export function alterMeasure(measureId: string, change: MeasureChange, gesture?: string): void {
  const planId = sessionStore.getState().activePlanId;
  dispatch({
    type: "alterMeasure",
    planId,
    measureId,
    change,
    ...(gesture === undefined ? {} : { gesture }),
  });
}

/** Deletes at once; the notice holds the way back. */
export function deleteMeasure(measureId: string): void {
  const planId = sessionStore.getState().activePlanId;
  const measure = planById(currentScenario(), planId)?.measures.find((other) => other.id === measureId);
  if (measure === undefined) return;
  dispatch({ type: "removeMeasure", planId, measureId });
  if (sessionStore.getState().selectedMeasureId === measureId) setSession({ selectedMeasureId: null });
  offerUndo("workspace:measures.deleted", { name: measure.name });
}

/** Moves a measure in the order in which measures act: −1 = earlier, +1 = later. */
export function shiftMeasure(measureId: string, by: -1 | 1): void {
  const planId = sessionStore.getState().activePlanId;
  const measures = inOrder(planById(currentScenario(), planId)?.measures ?? []);
  const at = measures.findIndex((measure) => measure.id === measureId);
  if (at >= 0) dispatch({ type: "reorderMeasure", planId, measureId, to: at + by });
}

export function selectMeasure(measureId: string | null): void {
  setSession({
    selectedMeasureId: measureId,
    selectedBuildingId: null,
    pick: null,
    sketchKind: null,
    sketch: null,
    tool: { type: "select" },
  });
}

const gesturePauseMs = 1500;
let lastGesture = { key: "", at: 0, number: 0 };

/** One id for quick changes of the same thing (a slider, a stepper), a new one after a pause. */
export function gestureFor(key: string, nowMs = performance.now()): string {
  const same = lastGesture.key === key && nowMs - lastGesture.at < gesturePauseMs;
  lastGesture = { key, at: nowMs, number: same ? lastGesture.number : lastGesture.number + 1 };
  return `${key} ${lastGesture.number}`;
}
