import { createStore } from "zustand/vanilla";
import { type BasemapConfig, noBasemaps, readBasemapConfig } from "#app/config/basemaps.ts";
import { hookOf } from "./hook.ts";

/** The map services that this installation allows; empty until the layers panel is opened for the first time. */
const basemapStore = createStore<BasemapConfig>(() => noBasemaps);
export const useBasemaps = hookOf(basemapStore);

let asked = false;

/** Asks this installation, not any service, which maps there are. Without a configuration there are none. */
export async function loadBasemaps(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    const response = await fetch("./config.json", { credentials: "same-origin" });
    if (response.ok) basemapStore.setState(readBasemapConfig(await response.text()));
  } catch {
    // Offline or no such file: the city stands without a map, as it does by default.
    asked = false;
  }
}
