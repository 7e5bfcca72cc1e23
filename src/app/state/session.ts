import { createStore } from "zustand/vanilla";
import { layersAtStart, sunAtStart } from "#scene/atStart.ts";
import type { CameraPose, Pick, SceneState, SketchProgress, Tool } from "#scene/contract.ts";
import { hookOf } from "./hook.ts";
import { baselinePlanId } from "./plans.ts";

export type Language = "de" | "en";
export type Theme = "light" | "dark" | "contrast";
/** How two plans are set beside each other; "single" = one plan fills the screen. */
export type CompareMode = "single" | "swipe" | "difference" | "table";
export type PanelName = "measures" | "simulation" | "time";

/** Something the user should know. Text is `key` (with its namespace) and its values. */
export type Notice = {
  readonly id: string;
  readonly tone: "info" | "success" | "problem";
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** A way back or forward, shown as a button. */
  readonly action: { readonly labelKey: string; readonly run: () => void } | null;
  /** Problems stay until dismissed. */
  readonly sticky: boolean;
};

export type CameraBookmark = { readonly id: string; readonly name: string; readonly pose: CameraPose };

/**
 * What this person looks at right now; none of it belongs to the scenario document. While comparing
 * (`compareMode` other than "single"), `comparePlanId` stands left and `activePlanId` right.
 */
export type SessionState = {
  /** "baseline" or a plan's id: the plan whose measures are listed and drawn. */
  readonly activePlanId: string;
  readonly comparePlanId: string | null;
  readonly compareMode: CompareMode;
  /** 0–1 of the canvas width. */
  readonly swipe: number;
  /** B is held: the scene shows the baseline until it is let go. */
  readonly baselineHeld: boolean;
  readonly selectedMeasureId: string | null;
  readonly selectedBuildingId: string | null;
  /** What was clicked last, for the card "what is here"; null = card closed. */
  readonly pick: Pick | null;
  readonly tool: Tool;
  /** A kind being drawn (`tool` is its sketch), or null. */
  readonly sketchKind: string | null;
  readonly sketch: SketchProgress | null;
  readonly profile: readonly (readonly [number, number])[] | null;
  readonly panelsFolded: Readonly<Record<PanelName, boolean>>;
  readonly language: Language;
  readonly theme: Theme;
  readonly sun: SceneState["sun"];
  readonly layers: SceneState["layers"];
  readonly camera: CameraPose | null;
  readonly bookmarks: readonly CameraBookmark[];
  readonly notices: readonly Notice[];
  /** What screen readers hear next (polite live region). */
  readonly announcement: string;
};

export const initialSession: SessionState = {
  activePlanId: baselinePlanId,
  comparePlanId: null,
  compareMode: "single",
  swipe: 0.5,
  baselineHeld: false,
  selectedMeasureId: null,
  selectedBuildingId: null,
  pick: null,
  tool: { type: "select" },
  sketchKind: null,
  sketch: null,
  profile: null,
  panelsFolded: { measures: false, simulation: false, time: false },
  language: "de",
  theme: "light",
  sun: sunAtStart,
  layers: layersAtStart,
  camera: null,
  bookmarks: [],
  notices: [],
  announcement: "",
};

export const sessionStore = createStore<SessionState>(() => initialSession);
export const useSession = hookOf(sessionStore);

/** Shallow change of the session; the only way in for other parts. */
export function setSession(change: Partial<SessionState>): void {
  sessionStore.setState(change);
}

let noticeCount = 0;

/** Shows a notice and returns its id. Notices of the same key replace each other. */
export function notify(notice: {
  readonly tone: Notice["tone"];
  readonly key: string;
  readonly values?: Notice["values"];
  readonly action?: Notice["action"];
  /** Stays until dismissed; problems always do. */
  readonly sticky?: boolean;
}): string {
  noticeCount += 1;
  const added: Notice = {
    id: `notice-${noticeCount}`,
    tone: notice.tone,
    key: notice.key,
    values: notice.values ?? {},
    action: notice.action ?? null,
    sticky: notice.sticky ?? notice.tone === "problem",
  };
  sessionStore.setState((state) => ({
    notices: [...state.notices.filter((other) => other.key !== added.key), added].slice(-4),
  }));
  return added.id;
}

export function dismissNotice(id: string): void {
  sessionStore.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Says a translated sentence to screen readers. */
export function announce(sentence: string): void {
  sessionStore.setState({ announcement: sentence });
}

/** Which plans stand left and right. `right` is null when one plan fills the screen. */
export function shownPlans(state: SessionState): { readonly left: string; readonly right: string | null } {
  if (state.baselineHeld) return { left: baselinePlanId, right: null };
  if (state.compareMode === "swipe") {
    return { left: state.comparePlanId ?? baselinePlanId, right: state.activePlanId };
  }
  return { left: state.activePlanId, right: null };
}

/** Longer than a closing menu takes to give the focus back to its button. */
const afterMenuMs = 150;

/** Puts the keyboard into the city: whoever picked up a tool goes on with arrows, Space and Enter. */
export function focusStage(): void {
  setTimeout(() => document.getElementById("stage")?.focus(), afterMenuMs);
}
