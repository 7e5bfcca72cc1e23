import { kindOf } from "#scenario/measures/registry.ts";
import type { Measure, Plan } from "#scenario/types.ts";
import type { SceneEvents, SceneHandle, SceneSide, SceneState, Tool } from "#scene/contract.ts";
import { currentScenario, documentStore } from "./state/document.ts";
import { completeGeometry, sketchCancelled } from "./state/measureActions.ts";
import { overlayStore } from "./state/overlay.ts";
import { planById } from "./state/plans.ts";
import { notify, sessionStore, setSession, shownPlans } from "./state/session.ts";
import { currentTwinOfPlan, twinStore } from "./state/twin.ts";
import { setView } from "./state/view.ts";

/**
 * The one place where the stores become the scene's state, and the scene's events become changes of the stores.
 * Every value keeps its identity while nothing behind it changed, so that the scene's controllers can compare cheaply.
 */

type Memo<Key, Value> = (key: Key, make: () => Value) => Value;

function memo<Key extends readonly unknown[], Value>(): Memo<Key, Value> {
  let last: { readonly key: Key; readonly value: Value } | null = null;
  return (key, make) => {
    if (last !== null && last.key.length === key.length && last.key.every((part, i) => part === key[i])) {
      return last.value;
    }
    last = { key, value: make() };
    return last.value;
  };
}

const leftMemo = memo<readonly unknown[], SceneSide | null>();
const rightMemo = memo<readonly unknown[], SceneSide | null>();
const toolMemo = memo<readonly unknown[], Tool>();
const sunMemo = memo<readonly unknown[], SceneState["sun"]>();
const selectionMemo = memo<readonly unknown[], SceneState["selection"]>();

function side(planId: string | null, remember: typeof leftMemo): SceneSide | null {
  const twin = planId === null ? null : currentTwinOfPlan(planId);
  const plan: Plan | null = planId === null ? null : planById(currentScenario(), planId);
  return remember([planId, twin, plan], () =>
    planId === null || twin === null ? null : { planId, twin, plan },
  );
}

/** The selected measure of the active plan, or null. */
function selectedMeasure(): Measure | null {
  const { activePlanId, selectedMeasureId } = sessionStore.getState();
  if (selectedMeasureId === null) return null;
  const plan = planById(currentScenario(), activePlanId);
  return plan?.measures.find((measure) => measure.id === selectedMeasureId) ?? null;
}

/** While nothing else is going on, a selected measure has handles. */
function tool(): Tool {
  const session = sessionStore.getState();
  const measure = selectedMeasure();
  return toolMemo([session.tool, measure, session.compareMode], () => {
    if (session.tool.type !== "select" || measure === null || session.compareMode !== "single") {
      return session.tool;
    }
    const kind = kindOf(measure.kind);
    if (kind === null) return session.tool;
    return { type: "edit", measureId: measure.id, geometry: measure.geometry, style: kind.sketch };
  });
}

const reducedMotion =
  typeof matchMedia === "undefined" ? null : matchMedia("(prefers-reduced-motion: reduce)");

/** The scene's state as the stores stand now. */
export function sceneState(): SceneState {
  const session = sessionStore.getState();
  const overlay = overlayStore.getState();
  const shown = shownPlans(session);
  const { selectedMeasureId, selectedBuildingId } = session;
  return {
    left: side(shown.left, leftMemo),
    right: side(shown.right, rightMemo),
    swipe: shown.right === null ? 1 : session.swipe,
    leftOverlay: overlay.cover?.left ?? overlay.left,
    rightOverlay: overlay.cover?.right ?? overlay.right,
    sun: sunMemo([session.sun, overlay.sun], () => ({ ...session.sun, ...overlay.sun })),
    layers: session.layers,
    language: session.language,
    theme: session.theme,
    selection: selectionMemo([selectedMeasureId, selectedBuildingId], () => {
      if (selectedMeasureId !== null) return { type: "measure", id: selectedMeasureId };
      return selectedBuildingId === null ? null : { type: "building", id: selectedBuildingId };
    }),
    tool: tool(),
    reducedMotion: reducedMotion?.matches ?? false,
  };
}

function changed(before: SceneState, after: SceneState): Partial<SceneState> {
  const entries = Object.entries(after).filter(([key, value]) => before[key as keyof SceneState] !== value);
  return Object.fromEntries(entries) as Partial<SceneState>;
}

/** Keeps a scene in step with the stores until the returned function is called. */
export function connectScene(handle: SceneHandle): () => void {
  let sent = sceneState();
  handle.set(sent);
  let queued = false;
  let stopped = false;
  const push = () => {
    queued = false;
    if (stopped) return;
    const next = sceneState();
    const change = changed(sent, next);
    sent = next;
    if (Object.keys(change).length > 0) handle.set(change);
  };
  // Several stores change in one user action: one push for all of them, still before the next frame.
  const queue = () => {
    if (queued) return;
    queued = true;
    queueMicrotask(push);
  };
  const stops = [
    sessionStore.subscribe(queue),
    documentStore.subscribe(queue),
    twinStore.subscribe(queue),
    overlayStore.subscribe(queue),
  ];
  reducedMotion?.addEventListener("change", queue);
  return () => {
    stopped = true;
    for (const stop of stops) stop();
    reducedMotion?.removeEventListener("change", queue);
  };
}

/** What the app does when the scene tells it something. */
export function sceneEvents(): SceneEvents {
  return {
    onReady: () => setView({ sceneStatus: "ready" }),
    onPick: (pick) => {
      if (pick === null) {
        setSession({ pick: null, selectedBuildingId: null, selectedMeasureId: null });
      } else if (pick.type === "measure") {
        setSession({ pick: null, selectedBuildingId: null, selectedMeasureId: pick.id });
      } else {
        setSession({
          pick,
          selectedMeasureId: null,
          selectedBuildingId: pick.type === "building" ? pick.id : null,
        });
      }
    },
    onSketch: (sketch) => setSession({ sketch }),
    onGeometry: completeGeometry,
    onSketchCancelled: sketchCancelled,
    onNoBuilding: () => notify({ tone: "info", key: "workspace:draw.noBuilding" }),
    onNoStreet: () => notify({ tone: "info", key: "workspace:draw.noStreet" }),
    onProfile: (profile) => setSession({ profile }),
    onCamera: (camera) => setSession({ camera }),
    onContextLost: () => {
      setView({ sceneStatus: "lost" });
      notify({ tone: "info", key: "errors:contextLost" });
    },
    onContextRestored: () => {
      setView({ sceneStatus: "ready" });
      notify({ tone: "success", key: "errors:contextRestored" });
    },
    onError: (key, detail) => {
      if (key === "noWebgl2") setView({ sceneStatus: "unsupported" });
      else notify({ tone: "problem", key: "errors:scene", values: { detail } });
    },
  };
}
