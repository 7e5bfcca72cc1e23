/** How layers look on the outline map: a colour of the theme, a pattern and a dash each, so that no colour stands alone. */
export type Pattern = "dots" | "rising" | "falling" | "cross" | "level" | "upright" | "rings" | "none";

export type LayerLook = { readonly colour: string; readonly pattern: Pattern; readonly dash: string };

const looks: Readonly<Record<string, LayerLook>> = {
  terrain: { colour: "var(--ink-soft)", pattern: "dots", dash: "" },
  buildings: { colour: "var(--problem)", pattern: "rising", dash: "" },
  footprints: { colour: "var(--problem)", pattern: "cross", dash: "6 3" },
  trees: { colour: "var(--success)", pattern: "rings", dash: "" },
  landCover: { colour: "var(--success)", pattern: "level", dash: "8 4" },
  streets: { colour: "var(--ink)", pattern: "falling", dash: "10 4" },
  places: { colour: "var(--warning)", pattern: "upright", dash: "2 3" },
  population: { colour: "var(--accent)", pattern: "level", dash: "" },
  addresses: { colour: "var(--accent)", pattern: "dots", dash: "2 3" },
  planAreas: { colour: "var(--warning)", pattern: "cross", dash: "" },
  timetable: { colour: "var(--accent)", pattern: "falling", dash: "6 3" },
};
const plain: LayerLook = { colour: "var(--ink-soft)", pattern: "none", dash: "4 4" };

export const lookOf = (layer: string): LayerLook => looks[layer] ?? plain;

/** Layers in the order in which they are drawn and listed: what covers most lies lowest. */
const order = Object.keys(looks);
export const byOrder = (a: string, b: string): number => {
  const rank = (layer: string) => (order.includes(layer) ? order.indexOf(layer) : order.length);
  return rank(a) - rank(b);
};
