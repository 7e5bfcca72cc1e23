import type { CameraBookmark, CompareMode, SessionState } from "#app/state/session.ts";
import { initialSession } from "#app/state/session.ts";
import type { History } from "#scenario/history.ts";
import type { CameraPose } from "#scene/contract.ts";

/** What of the session comes back after a reload. */
export type ViewSnapshot = Pick<
  SessionState,
  | "activePlanId"
  | "comparePlanId"
  | "compareMode"
  | "swipe"
  | "selectedMeasureId"
  | "panelsFolded"
  | "sun"
  | "layers"
  | "camera"
  | "bookmarks"
>;

export function snapshotOf(state: SessionState): ViewSnapshot {
  const { activePlanId, comparePlanId, compareMode, swipe, selectedMeasureId } = state;
  const { panelsFolded, sun, layers, camera, bookmarks } = state;
  return {
    activePlanId,
    comparePlanId,
    compareMode,
    swipe,
    selectedMeasureId,
    panelsFolded,
    sun,
    layers,
    camera,
    bookmarks,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function poseOf(value: unknown): CameraPose | null {
  if (!isRecord(value)) return null;
  const { x, y, z, headingDeg, pitchDeg } = value;
  for (const part of [x, y, z, headingDeg, pitchDeg]) {
    if (typeof part !== "number" || !Number.isFinite(part)) return null;
  }
  return value as unknown as CameraPose;
}

const modes: readonly CompareMode[] = ["single", "swipe", "difference", "table"];

/**
 * Reads a kept view. It may come from an older version of the app: what does not fit is replaced by the default, so
 * that a stale view never keeps a city from opening.
 */
export function readSnapshot(value: unknown): ViewSnapshot {
  const kept = isRecord(value) ? value : {};
  const sun = isRecord(kept.sun) ? kept.sun : {};
  const folded = isRecord(kept.panelsFolded) ? kept.panelsFolded : {};
  const layers = isRecord(kept.layers) ? kept.layers : {};
  const flag = (record: Record<string, unknown>, key: string, fallback: boolean) =>
    typeof record[key] === "boolean" ? record[key] : fallback;
  const text = (candidate: unknown) => (typeof candidate === "string" ? candidate : null);
  const bookmarks = Array.isArray(kept.bookmarks) ? kept.bookmarks : [];
  const { sun: usualSun } = initialSession;
  return {
    activePlanId: text(kept.activePlanId) ?? initialSession.activePlanId,
    comparePlanId: text(kept.comparePlanId),
    compareMode: modes.find((mode) => mode === kept.compareMode) ?? "single",
    swipe: typeof kept.swipe === "number" ? Math.min(1, Math.max(0, kept.swipe)) : 0.5,
    selectedMeasureId: text(kept.selectedMeasureId),
    panelsFolded: {
      measures: flag(folded, "measures", false),
      simulation: flag(folded, "simulation", false),
      time: flag(folded, "time", false),
    },
    sun: {
      date: /^\d{4}-\d{2}-\d{2}$/.test(text(sun.date) ?? "") ? (text(sun.date) ?? "") : usualSun.date,
      minutesOfDay: typeof sun.minutesOfDay === "number" ? sun.minutesOfDay : usualSun.minutesOfDay,
      shadows: flag(sun, "shadows", usualSun.shadows),
    },
    layers: {
      buildings: flag(layers, "buildings", true),
      trees: flag(layers, "trees", true),
      streets: flag(layers, "streets", true),
      labels: flag(layers, "labels", true),
      tiles3d: flag(layers, "tiles3d", true),
      imagery: typeof layers.imagery === "number" ? Math.min(1, Math.max(0, layers.imagery)) : null,
      basemap: null,
    },
    camera: poseOf(kept.camera),
    bookmarks: bookmarks.flatMap((entry): CameraBookmark[] => {
      if (!isRecord(entry)) return [];
      const pose = poseOf(entry.pose);
      const id = text(entry.id);
      return pose === null || id === null ? [] : [{ id, name: text(entry.name) ?? id, pose }];
    }),
  };
}

/** A kept undo history as it went in; steps that do not look like steps are left behind. */
export function readSteps(value: unknown): Pick<History, "past" | "future"> {
  const steps = (list: unknown) =>
    (Array.isArray(list) ? list : []).filter(
      (step) => isRecord(step) && typeof step.type === "string" && Array.isArray(step.patches),
    ) as History["past"];
  return isRecord(value)
    ? { past: steps(value.past), future: steps(value.future) }
    : { past: [], future: [] };
}
