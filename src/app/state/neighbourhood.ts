import { createStore } from "zustand/vanilla";
import type { Point } from "#twin/frame.ts";
import { hookOf } from "./hook.ts";

/** Which streets are spoken of: those around one of them, or those within a drawn boundary. */
export type NeighbourhoodChoice =
  | { readonly type: "street"; readonly sectionId: string }
  | { readonly type: "area"; readonly ring: readonly Point[] };

export type NeighbourhoodView = "cells" | "shortcuts" | "tempo30";

/** What this person looks at among the neighbourhood's tools; none of it belongs to the document. */
export type NeighbourhoodState = {
  readonly open: boolean;
  readonly view: NeighbourhoodView;
  readonly choice: NeighbourhoodChoice | null;
  /** How the next click on the city is meant: it names a street, or it is a corner of the boundary. */
  readonly choosing: "street" | "area" | null;
  /** A cell, a shortcut, a row of the table that is pointed out; null = all alike. */
  readonly marked: number | null;
};

export const closedNeighbourhood: NeighbourhoodState = {
  open: false,
  view: "cells",
  choice: null,
  choosing: null,
  marked: null,
};

export const neighbourhoodStore = createStore<NeighbourhoodState>(() => closedNeighbourhood);
export const useNeighbourhood = hookOf(neighbourhoodStore);

export function setNeighbourhood(change: Partial<NeighbourhoodState>): void {
  neighbourhoodStore.setState(change);
}
