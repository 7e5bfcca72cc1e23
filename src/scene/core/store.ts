import { createStore, type StoreApi } from "zustand/vanilla";
import { layersAtStart, sunAtStart } from "../atStart.ts";
import type { SceneState } from "../contract.ts";

export const emptySceneState: SceneState = {
  left: null,
  right: null,
  swipe: 1,
  leftOverlay: { field: null, frames: null },
  rightOverlay: { field: null, frames: null },
  sun: sunAtStart,
  layers: layersAtStart,
  language: "de",
  theme: "light",
  selection: null,
  tool: { type: "select" },
  reducedMotion: false,
};

export type SceneStore = StoreApi<SceneState>;

export function createSceneStore(initial: Partial<SceneState>): SceneStore {
  return createStore<SceneState>(() => ({ ...emptySceneState, ...initial }));
}

/** Calls back at once and whenever one of the named parts of the state has changed; returns the way out. */
export function watch<Key extends keyof SceneState>(
  store: SceneStore,
  keys: readonly Key[],
  react: (state: SceneState) => void,
): () => void {
  react(store.getState());
  return store.subscribe((state, before) => {
    if (keys.some((key) => state[key] !== before[key])) react(state);
  });
}
