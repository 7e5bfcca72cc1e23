import { focusStage, setSession } from "#app/state/session.ts";

export type MapTool = "distance" | "area" | "profile" | "walk";

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
