import { createStore } from "zustand/vanilla";
import type { SceneOverlay } from "#scene/contract.ts";

/**
 * What results put on the city, left and right of the swipe. The results panel writes it, the scene bridge hands it
 * on; nothing else needs to know how a model's numbers become a picture.
 */
export type OverlayState = { readonly left: SceneOverlay; readonly right: SceneOverlay };

export const emptyOverlay: SceneOverlay = { field: null, frames: null };

export const overlayStore = createStore<OverlayState>(() => ({ left: emptyOverlay, right: emptyOverlay }));

export function setOverlay(change: Partial<OverlayState>): void {
  overlayStore.setState(change);
}
