import type { LayerOutline } from "#workers/intake/describe/outline.ts";

/** How layers look on the outline map: a colour of the theme, a pattern and a dash each, so that no colour stands alone. */
export type Pattern = "dots" | "rising" | "falling" | "cross" | "level" | "upright" | "rings" | "none";

export type LayerLook = { readonly colour: string; readonly pattern: Pattern; readonly dash: string };
type OutlinedLayer = LayerOutline["layer"];

/** In the order in which they are drawn and listed: what covers most lies lowest. */
const looks: Readonly<Record<OutlinedLayer, LayerLook>> = {
  imagery: { colour: "var(--ink-soft)", pattern: "none", dash: "" },
  terrain: { colour: "var(--ink-soft)", pattern: "dots", dash: "" },
  coverRasters: { colour: "var(--success)", pattern: "level", dash: "" },
  landCover: { colour: "var(--success)", pattern: "level", dash: "8 4" },
  vegetationHeights: { colour: "var(--success)", pattern: "rings", dash: "6 3" },
  buildingHeights: { colour: "var(--problem)", pattern: "dots", dash: "2 3" },
  buildings: { colour: "var(--problem)", pattern: "rising", dash: "" },
  footprints: { colour: "var(--problem)", pattern: "cross", dash: "6 3" },
  trees: { colour: "var(--success)", pattern: "rings", dash: "" },
  streets: { colour: "var(--ink)", pattern: "falling", dash: "10 4" },
  places: { colour: "var(--warning)", pattern: "upright", dash: "2 3" },
  population: { colour: "var(--accent)", pattern: "level", dash: "" },
  addresses: { colour: "var(--accent)", pattern: "dots", dash: "2 3" },
  planAreas: { colour: "var(--warning)", pattern: "cross", dash: "" },
  tiles3d: { colour: "var(--ink)", pattern: "upright", dash: "12 3 2 3" },
  timetable: { colour: "var(--accent)", pattern: "falling", dash: "6 3" },
};

export const lookOf = (layer: OutlinedLayer): LayerLook => looks[layer];

const order = Object.keys(looks);
export const byOrder = (a: OutlinedLayer, b: OutlinedLayer): number => order.indexOf(a) - order.indexOf(b);
