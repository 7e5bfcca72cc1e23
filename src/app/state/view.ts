import { createStore } from "zustand/vanilla";
import type { SceneHandle } from "#scene/contract.ts";
import { hookOf } from "./hook.ts";

/** What is open on the screen besides the workspace; gone after a reload on purpose. */
export type OpenDialog =
  | { readonly type: "help"; readonly section?: "shortcuts" | "browsers" | "card" }
  | { readonly type: "sources" }
  | { readonly type: "renameScenario" }
  | { readonly type: "renamePlan"; readonly planId: string }
  | { readonly type: "picture" }
  | { readonly type: "link" };

export type SheetName = "measures" | "simulation" | "none";

/** Which page is shown; "opening" while a city is read. */
export type Screen = "start" | "opening" | "workspace";

export type ViewState = {
  readonly dialog: OpenDialog | null;
  /** The measures panel shows the palette instead of the list. */
  readonly paletteOpen: boolean;
  readonly searchOpen: boolean;
  /** Which bottom sheet is up on a phone. */
  readonly sheet: SheetName;
  /** The living scene, once it stands. */
  readonly scene: SceneHandle | null;
  /** Everything is on disk. */
  readonly saved: boolean;
  readonly screen: Screen;
  readonly sceneStatus: "loading" | "ready" | "lost" | "unsupported" | "failed";
};

export const viewStore = createStore<ViewState>(() => ({
  dialog: null,
  paletteOpen: false,
  searchOpen: false,
  sheet: "none",
  scene: null,
  saved: true,
  screen: "start",
  sceneStatus: "loading",
}));
export const useView = hookOf(viewStore);

export function setView(change: Partial<ViewState>): void {
  viewStore.setState(change);
}

export function openDialog(dialog: OpenDialog): void {
  viewStore.setState({ dialog });
}

export function closeDialog(): void {
  viewStore.setState({ dialog: null });
}
