import type { KeyboardEvent } from "react";
import { twinStore } from "#app/state/twin.ts";
import { viewStore } from "#app/state/view.ts";
import type { CameraPose, SceneHandle, Tool } from "#scene/contract.ts";
import { groundAt } from "#twin/read/terrain.ts";

const radiansPerDegree = Math.PI / 180;
/** A step is a share of the height above ground, so that it looks alike at every zoom. */
const stepShare = 0.18;
const turnDeg = 12;

function heightAbove(pose: CameraPose): number {
  const { base } = twinStore.getState();
  const ground = base === null ? 0 : groundAt(base, [pose.x, pose.y]);
  return Math.max(20, pose.z - (Number.isFinite(ground) ? ground : 0));
}

function panned(pose: CameraPose, right: number, forward: number): CameraPose {
  const step = heightAbove(pose) * stepShare;
  const heading = pose.headingDeg * radiansPerDegree;
  const dx = right * Math.cos(heading) + forward * Math.sin(heading);
  const dy = -right * Math.sin(heading) + forward * Math.cos(heading);
  return { ...pose, x: pose.x + dx * step, y: pose.y + dy * step };
}

/** Towards the point that is looked at, or away from it. */
function zoomed(pose: CameraPose, inward: number): CameraPose {
  const step = heightAbove(pose) * stepShare * inward;
  const heading = pose.headingDeg * radiansPerDegree;
  const pitch = pose.pitchDeg * radiansPerDegree;
  return {
    ...pose,
    x: pose.x + Math.sin(heading) * Math.cos(pitch) * step,
    y: pose.y + Math.cos(heading) * Math.cos(pitch) * step,
    z: pose.z + Math.sin(pitch) * step,
  };
}

const moves: Readonly<Record<string, (pose: CameraPose) => CameraPose>> = {
  ArrowUp: (pose) => panned(pose, 0, 1),
  ArrowDown: (pose) => panned(pose, 0, -1),
  ArrowRight: (pose) => panned(pose, 1, 0),
  ArrowLeft: (pose) => panned(pose, -1, 0),
  "+": (pose) => zoomed(pose, 1),
  "=": (pose) => zoomed(pose, 1),
  "-": (pose) => zoomed(pose, -1),
};
const turns: Readonly<Record<string, (pose: CameraPose) => CameraPose>> = {
  ArrowRight: (pose) => ({ ...pose, headingDeg: (pose.headingDeg + turnDeg) % 360 }),
  ArrowLeft: (pose) => ({ ...pose, headingDeg: (pose.headingDeg + 360 - turnDeg) % 360 }),
  ArrowUp: (pose) => ({ ...pose, pitchDeg: Math.min(-5, pose.pitchDeg + turnDeg / 2) }),
  ArrowDown: (pose) => ({ ...pose, pitchDeg: Math.max(-90, pose.pitchDeg - turnDeg / 2) }),
};

const cursorStepsM = { fine: 0.5, normal: 5 } as const;

/** Arrow keys move the drawing cursor along the axes of the map; Shift makes the steps small. */
function sketchKey(event: KeyboardEvent, scene: SceneHandle): boolean {
  const step = event.shiftKey ? cursorStepsM.fine : cursorStepsM.normal;
  const actions: Record<string, () => void> = {
    ArrowUp: () => scene.sketch.moveCursor(0, step),
    ArrowDown: () => scene.sketch.moveCursor(0, -step),
    ArrowRight: () => scene.sketch.moveCursor(step, 0),
    ArrowLeft: () => scene.sketch.moveCursor(-step, 0),
    " ": () => scene.sketch.placeVertex(),
    Enter: () => scene.sketch.finish(),
    Backspace: () => scene.sketch.removeVertex(),
  };
  const action = actions[event.key];
  action?.();
  return action !== undefined;
}

type EditTool = Extract<Tool, { readonly type: "edit" }>;

/** The edit that keys have begun and not yet finished; the scene makes a new tool of every finished one. */
let begun: EditTool | null = null;

/**
 * The selected measure: arrow keys move its active corner, Space goes to the next, Backspace and Delete take it away, Enter
 * keeps the change, Esc drops it. What has no meaning here is left to the rest of the app: Esc then deselects, and Delete
 * deletes a measure that has no corners.
 */
function editKey(event: KeyboardEvent, scene: SceneHandle, tool: EditTool): boolean {
  const { type } = tool.geometry;
  if (type === "building" || type === "sections" || type === "transitLine") return false;
  switch (event.key) {
    case "Escape":
    case "Enter": {
      if (begun !== tool) return false;
      begun = null;
      if (event.key === "Enter") scene.sketch.finish();
      else scene.sketch.cancel();
      return true;
    }
    case "Backspace":
    case "Delete":
      if (type === "point") return false;
      scene.sketch.removeVertex();
      begun = tool;
      return true;
    default: {
      if (!sketchKey(event, scene)) return false;
      if (event.key !== " ") begun = tool;
      return true;
    }
  }
}

function drawsByCursor(tool: Tool): boolean {
  if (tool.type === "sketch") return tool.geometry !== "building" && tool.geometry !== "transitLine";
  return ["distance", "area", "profile", "route"].includes(tool.type);
}

/** Keys on the focused city: the camera, or the cursor while something is drawn or measured. */
export function onStageKey(event: KeyboardEvent): void {
  const { scene } = viewStore.getState();
  if (scene === null || event.ctrlKey || event.metaKey || event.altKey) return;
  // The scene's own tool: a selected measure is being edited there.
  const { tool } = scene.state();
  if (drawsByCursor(tool)) {
    if (sketchKey(event, scene)) event.preventDefault();
    return;
  }
  const asksMiddle = tool.type === "select" || (tool.type === "sketch" && tool.geometry === "building");
  if (asksMiddle && event.key === " ") {
    scene.sketch.placeVertex();
    event.preventDefault();
    return;
  }
  if (tool.type === "edit" && editKey(event, scene, tool)) {
    event.preventDefault();
    return;
  }
  const move = (event.shiftKey ? turns[event.key] : undefined) ?? moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  scene.camera.flyTo(move(scene.camera.pose()), 0.12);
}
