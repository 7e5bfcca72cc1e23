import { finished, type Growable, growableDoubles, growableFloats, push } from "../buildings/growable.ts";
import type { FindingCollector } from "../report.ts";

/** Trees as delivered, coordinates still in the file's system. */
export type RawTrees = {
  readonly ids: string[];
  readonly coordinates: Growable<Float64Array>;
  readonly heightM: Growable<Float32Array>;
  readonly crownDiameterM: Growable<Float32Array>;
  readonly speciesIndex: number[];
  readonly species: string[];
  readonly speciesRows: Map<string, number>;
};

export const createRawTrees = (): RawTrees => ({
  ids: [],
  coordinates: growableDoubles(256),
  heightM: growableFloats(256),
  crownDiameterM: growableFloats(256),
  speciesIndex: [],
  species: [],
  speciesRows: new Map(),
});

export type Properties = Readonly<Record<string, unknown>>;

/** Column names of German tree cadastres (Berlin, Hamburg, Konstanz, Köln …) and of OSM, in order of trust. */
const idNames = ["gisid", "baumid", "baum_id", "baumnummer", "baumnr", "baum_nr", "id", "objectid", "fid"];
const heightNames = ["baumhoehe", "hoehe", "baumhöhe", "höhe", "hoehe_m", "height", "tree_height"];
const crownNames = [
  "kronedurch",
  "kronendurchmesser",
  "kronendurch",
  "kronenbreite",
  "krone",
  "krone_m",
  "crown_diameter",
  "diameter_crown",
  "crown",
];
const speciesNames = [
  "art_bot",
  "art_botanisch",
  "baumart_botanisch",
  "botanischer_name",
  "species",
  "gattung_art",
  "baumart",
  "art",
  "gattung",
  "genus",
  "art_dtsch",
];
const treeHints = new Set([
  ...heightNames.slice(0, 5),
  ...crownNames,
  ...speciesNames.slice(0, 7),
  "stammumfg",
  "stammumfang",
  "pflanzjahr",
  "gattung",
  "art_dtsch",
  "baumid",
  "baumnummer",
]);

const lowered = (properties: Properties): Map<string, unknown> =>
  new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]));

/** Whether the properties of a point are those of a tree. */
export function looksLikeTree(properties: Properties): boolean {
  if (properties.natural === "tree") return true;
  return Object.keys(properties).some((name) => treeHints.has(name.toLowerCase()));
}

function textOf(fields: ReadonlyMap<string, unknown>, names: readonly string[]): string {
  for (const name of names) {
    const value = fields.get(name);
    if (typeof value === "string" && value.trim() !== "") return value.trim().slice(0, 200);
    if (typeof value === "number" && Number.isFinite(value)) return String(value);
  }
  return "";
}

/** A measure in metres from "8,5", "8.5 m" or 8.5; NaN where it is missing, 0 (= unknown in cadastres), or no tree's. */
function metresOf(
  fields: ReadonlyMap<string, unknown>,
  names: readonly string[],
  most: number,
  place: { readonly objectId: string; readonly line: number },
  findings: FindingCollector,
): number {
  const text = textOf(fields, names);
  if (text === "") return Number.NaN;
  const value = Number.parseFloat(text.replace(",", "."));
  if (value === 0) return Number.NaN;
  if (value > 0 && value <= most) return value;
  findings.add("dropped", "treeValueUnusable", { value: text.slice(0, 40), most }, place);
  return Number.NaN;
}

/** Appends one tree; its point was checked to be finite. */
export function pushTree(
  trees: RawTrees,
  featureId: unknown,
  at: readonly [number, number],
  properties: Properties,
  line: number,
  findings: FindingCollector,
): void {
  const fields = lowered(properties);
  const stated =
    typeof featureId === "string" || typeof featureId === "number"
      ? String(featureId)
      : textOf(fields, idNames);
  const id = stated === "" ? `tree-${trees.ids.length + 1}` : stated.slice(0, 200);
  const place = { objectId: id, line };
  trees.ids.push(id);
  push(trees.coordinates, at[0]);
  push(trees.coordinates, at[1]);
  push(trees.heightM, metresOf(fields, heightNames, 80, place, findings));
  push(trees.crownDiameterM, metresOf(fields, crownNames, 50, place, findings));
  const species = textOf(fields, speciesNames);
  let row = trees.speciesRows.get(species);
  if (row === undefined) {
    // A column of 16 bits: the 65,536th species onwards is "not known".
    row = trees.species.length < 65535 ? trees.species.push(species) - 1 : 0;
    trees.speciesRows.set(species, row);
  }
  trees.speciesIndex.push(row);
}

/** The columns, cut to length; coordinates still in the file's system. */
export const finishedTrees = (trees: RawTrees) => ({
  count: trees.ids.length,
  ids: trees.ids,
  coordinates: finished(trees.coordinates),
  heightM: finished(trees.heightM),
  crownDiameterM: finished(trees.crownDiameterM),
  speciesIndex: Uint16Array.from(trees.speciesIndex),
  species: trees.species,
});
