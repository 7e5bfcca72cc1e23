import type { ResultLayer } from "#workers/runtime/model.ts";

export type RampName = ResultLayer["ramp"];

/**
 * Colours from the first class to the last. Amounts get darker as they grow, so that they read the same for
 * colour-blind eyes, on a weak projector and in a black-and-white print; "time", "minutes" and "sun" run the other way: early and near are
 * dark, and so is shade.
 */
const rampColours: Readonly<Record<Exclude<RampName, "difference">, readonly string[]>> = {
  depth: ["#c6dff0", "#94c3e2", "#5b9ccd", "#2c70ae", "#134a86", "#0a2a5c", "#051536"],
  velocity: ["#e6d3ee", "#c9a3da", "#a56dbe", "#7c3c9a", "#561a73", "#350a4c", "#1d032c"],
  hazard: ["#fde6a4", "#fbb94e", "#e8842a", "#bf5415", "#8a2f0c", "#561706", "#2b0901"],
  heat: ["#fdf0b2", "#f8c771", "#ea8f5a", "#cc5a62", "#97356f", "#5d2268", "#2b1248"],
  sun: ["#1d2740", "#35456a", "#5f6b8c", "#97948f", "#cbb37c", "#edd070", "#fdf0b8"],
  flow: ["#dbe3ea", "#b3c3d1", "#869fb5", "#5d7a97", "#3c5878", "#233b57", "#0f2135"],
  share: ["#dbe3ea", "#b3c3d1", "#869fb5", "#5d7a97", "#3c5878", "#233b57", "#0f2135"],
  noise: ["#e3e0f3", "#c6bce6", "#a795d6", "#8a6cc0", "#6d459f", "#4f2578", "#300c4e"],
  minutes: ["#04332f", "#0b544c", "#1c776b", "#459a8b", "#7cbcad", "#b1d9cd", "#dceee8"],
  time: ["#04332f", "#0b544c", "#1c776b", "#459a8b", "#7cbcad", "#b1d9cd", "#dceee8"],
};

/** From "less" to "more"; the middle, where nothing changes, is not drawn. Never red and green. */
const brown = ["#6b3d0c", "#a8702b", "#dbb47c"] as const;
const blue = ["#a5cbe3", "#4a8ebf", "#114c80"] as const;
const differenceColours = { less: brown, more: blue };
/** Cooler, shadier, quieter, nearer is blue, and so are fewer cars: the other way round would be read wrongly. */
const burdenColours = { less: [...blue].reverse(), more: [...brown].reverse() };

const burdens: ReadonlySet<RampName> = new Set(["heat", "sun", "flow", "noise", "minutes"]);

/** `count` colours spread evenly over the ramp, its first and last but two at least. */
export function rampOf(name: Exclude<RampName, "difference">, count: number): readonly string[] {
  const all = rampColours[name];
  // Few classes need no near-black: over the first part of the ramp they are told apart best.
  const end = count >= all.length ? all.length - 1 : Math.min(all.length - 1, Math.max(count, 4));
  return Array.from({ length: count }, (_, index) =>
    between(all, count === 1 ? end : (index * end) / (count - 1)),
  );
}

/** The colour at a position between two neighbours of a list. */
function between(colours: readonly string[], position: number): string {
  const low = Math.min(Math.floor(position), colours.length - 1);
  const from = channels(colours[low] ?? "#000000");
  const to = channels(colours[Math.min(low + 1, colours.length - 1)] ?? "#000000");
  const share = position - low;
  const mixed = from.map((value, i) => Math.round(value + share * ((to[i] ?? value) - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
}

/** Class edges as data with their source; a town chooses what its own maps use. */
export type ClassScheme = {
  readonly id: string;
  readonly edges: readonly number[];
  readonly source: string;
};

/** Depth classes, metres. The first edge is where drawing begins. */
export const depthSchemes: readonly ClassScheme[] = [
  {
    id: "indicators",
    edges: [0.05, 0.1, 0.3, 0.5, 1],
    source: "Grenzen der Kennzahlen: vereinigt LUBW (2016) und DWA-M 119 (2016)",
  },
  {
    id: "lubw",
    edges: [0.05, 0.1, 0.5, 1],
    source: "LUBW (2016): Leitfaden Kommunales Starkregenrisikomanagement in Baden-Württemberg",
  },
  { id: "dwa", edges: [0.1, 0.3, 0.5], source: "DWA-M 119 (2016): Überflutungsgefährdung" },
  {
    id: "wuppertal",
    edges: [0.1, 0.2, 0.4, 0.75, 1],
    source: "Stadt Wuppertal: Starkregengefahrenkarte, Klassen der Wassertiefe",
  },
];

/** Velocity classes, m/s. */
export const velocitySchemes: readonly ClassScheme[] = [
  {
    id: "lubw",
    edges: [0.2, 0.5, 2],
    source: "LUBW (2016): Leitfaden Kommunales Starkregenrisikomanagement in Baden-Württemberg",
  },
  {
    id: "wuppertal",
    edges: [0.5, 2, 4, 6],
    source: "Stadt Wuppertal: Starkregengefahrenkarte, Klassen der Fließgeschwindigkeit",
  },
];

/** Layers whose classes are chosen together, and what there is to choose from. */
export type SchemeGroup = { readonly id: string; readonly schemes: readonly ClassScheme[] };

/**
 * Stress classes of heat are so wide that a hot afternoon has one colour: halved, they show where it is less hot. What is
 * below the first edge, no heat stress, is not drawn.
 */
const heatGroups: readonly (SchemeGroup & { readonly edges: string })[] = [
  {
    id: "utci",
    edges: "9 26 32 38 46",
    schemes: [
      {
        id: "halves",
        edges: [26, 29, 32, 35, 38, 42, 46],
        source: "Klassen des UTCI (Bröde u. a. 2012), jede in zwei Stufen",
      },
    ],
  },
  {
    id: "pet",
    edges: "18 23 29 35 41",
    schemes: [
      {
        id: "halves",
        edges: [23, 26, 29, 32, 35, 38, 41],
        source: "Klassen der PET (VDI 3787 Blatt 2), jede in zwei Stufen",
      },
    ],
  },
];

/** Schemes to choose from for a layer; where there are none, the model's own edges hold. */
export function schemeGroupOf(layer: ResultLayer): SchemeGroup {
  if (layer.ramp === "depth") return { id: "depth", schemes: depthSchemes };
  if (layer.ramp === "velocity") return { id: "velocity", schemes: velocitySchemes };
  const edges = layer.classEdges.join(" ");
  const heat = layer.ramp === "heat" ? heatGroups.find((group) => group.edges === edges) : undefined;
  return heat ?? { id: layer.ramp, schemes: [] };
}

/** How a layer is coloured: `colours[i]`, with or without opacity, belongs to values from `edges[i]` up to the next edge. */
export type Classes = {
  readonly edges: readonly number[];
  readonly colours: readonly string[];
  readonly source: string | null;
};

/** The classes of a layer as they are chosen now. */
export function chosenClasses(layer: ResultLayer, schemes: Readonly<Record<string, string>>): Classes {
  return classesOf(layer, schemes[schemeGroupOf(layer).id] ?? null);
}

/** The classes of a layer, by the chosen scheme or else by the model. */
export function classesOf(layer: ResultLayer, schemeId: string | null): Classes {
  const scheme = schemeGroupOf(layer).schemes.find((candidate) => candidate.id === schemeId);
  const edges = scheme?.edges ?? layer.classEdges;
  if (layer.ramp === "difference") return differenceClasses(edges);
  const colours = rampOf(layer.ramp, edges.length);
  return {
    edges,
    colours: coversAll(layer) ? colours.map((colour) => `${colour}${thinAlpha}`) : colours,
    source: scheme?.source ?? null,
  };
}

/** Opacity of maps that cover a whole town in their darkest classes: streets and ground are to be read through them. */
const thinAlpha = "a6";

/** Near and plenty are the rule in a town, unlike deep water or great heat; on streets a colour covers nothing. */
const coversAll = ({ ramp, on }: ResultLayer): boolean =>
  on === undefined && ["minutes", "flow", "share"].includes(ramp);

/**
 * Classes of a difference, symmetric about zero: edges are −c, −b, −a, +a, +b, +c for steps a < b < c. What lies
 * between −a and +a is no change (or less than the method can tell) and is not drawn. A very low first edge takes in
 * everything below −c.
 *
 * @param steps three ascending, positive steps in the unit of the field
 */
export function differenceClasses(
  steps: readonly number[],
  { less, more }: { readonly less: readonly string[]; readonly more: readonly string[] } = differenceColours,
): Classes {
  const [a = 0.01, b = a * 5, c = b * 2] = steps;
  return {
    edges: [-lowest, -c, -b, -a, a, b, c],
    colours: [...less, "transparent", ...more],
    source: null,
  };
}

/** Classes of a difference of a layer with this ramp. */
export function differenceClassesOf(ramp: RampName, steps: readonly number[]): Classes {
  return differenceClasses(steps, burdens.has(ramp) ? burdenColours : differenceColours);
}

/** Stands for "everything below"; larger than any value a field can have. */
export const lowest = 1e6;

/** Steps of a layer's difference map, in its unit; the first is the tolerance. */
export function differenceStepsOf(layer: ResultLayer): readonly [number, number, number] {
  return layer.differenceSteps ?? differenceSteps[layer.ramp];
}

const differenceSteps: Readonly<Record<RampName, readonly [number, number, number]>> = {
  depth: [0.02, 0.1, 0.3],
  velocity: [0.05, 0.2, 0.5],
  hazard: [0.5, 1.5, 2.5],
  time: [1, 5, 15],
  sun: [0.25, 1, 3],
  heat: [0.5, 2, 5],
  // Below 10 vehicles an hour a difference is not told from where equal routes happened to be parted.
  flow: [10, 50, 200],
  share: [5, 10, 25],
  noise: [0.5, 1, 3],
  minutes: [1, 3, 6],
  difference: [0.02, 0.1, 0.3],
};

/** Relative luminance of a `#rrggbb` colour (WCAG 2.2), 0–1. */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
