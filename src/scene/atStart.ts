import type { SceneState } from "./contract.ts";

/** What a city is shown with until somebody chooses otherwise. */
export const layersAtStart: SceneState["layers"] = {
  buildings: true,
  trees: true,
  streets: true,
  labels: true,
  imagery: null,
  tiles3d: true,
  basemap: null,
};

export const sunAtStart: SceneState["sun"] = { date: "2026-06-21", minutesOfDay: 14 * 60, shadows: true };
