import { focusStage, sessionStore, setSession } from "#app/state/session.ts";
import { viewStore } from "#app/state/view.ts";

export type MapTool = "distance" | "area" | "profile" | "route" | "walk";

/** Starts measuring or walking; a drawing in progress is given up, what stands is kept. */
export function startTool(type: MapTool): void {
  setSession({
    tool: { type },
    sketchKind: null,
    sketch: null,
    profile: null,
    selectedMeasureId: null,
    selectedBuildingId: null,
    pick: null,
  });
  focusStage();
}

export function stopTool(): void {
  setSession({ tool: { type: "select" }, sketchKind: null, sketch: null, profile: null });
}

/** Whoever goes somewhere by name or by a saved view leaves the walk: the goal is seen from above. */
export function leaveWalk(): void {
  if (sessionStore.getState().tool.type !== "walk") return;
  stopTool();
  viewStore.getState().scene?.set({ tool: { type: "select" } });
}
