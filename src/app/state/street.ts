import { createStore } from "zustand/vanilla";
import type { LinkDirection } from "#runs/routes.ts";
import { hookOf } from "./hook.ts";

/** The street that is spoken of, and what of it is on the city. Belongs to nobody but this person. */
export type StreetState = {
  /** Section of the shown twin; null = none. */
  readonly sectionId: string | null;
  /** The city shows where this street's traffic comes from and goes to instead of the chosen layer. */
  readonly linked: boolean;
  readonly direction: LinkDirection;
  /** Vehicles move along the routes of the result. */
  readonly vehicles: boolean;
};

export const noStreet: StreetState = { sectionId: null, linked: false, direction: "both", vehicles: false };

export const streetStore = createStore<StreetState>(() => noStreet);
export const useStreet = hookOf(streetStore);

export function setStreet(change: Partial<StreetState>): void {
  streetStore.setState(change);
}
