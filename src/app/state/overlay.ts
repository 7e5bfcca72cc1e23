import { createStore } from "zustand/vanilla";
import type { SceneOverlay } from "#scene/contract.ts";
import { hookOf } from "./hook.ts";

/**
 * What results put on the city, left and right of the swipe. The results panel writes it, the scene bridge hands it
 * on; nothing else needs to know how a model's numbers become a picture.
 */
export type OverlayState = {
  readonly left: SceneOverlay;
  readonly right: SceneOverlay;
  /** Date and time of the result that is shown, where it has a sun: the scene's light follows it. */
  readonly sun: { readonly date: string; readonly minutesOfDay: number } | null;
  /** What another part shows in front of the results while it is open (the neighbourhood's tools); null = nothing. */
  readonly cover: { readonly left: SceneOverlay; readonly right: SceneOverlay } | null;
};

export const emptyOverlay: SceneOverlay = { field: null, frames: null };

export const overlayStore = createStore<OverlayState>(() => ({
  left: emptyOverlay,
  right: emptyOverlay,
  sun: null,
  cover: null,
}));
export const useOverlay = hookOf(overlayStore);

export function setOverlay(change: Partial<OverlayState>): void {
  overlayStore.setState(change);
}
