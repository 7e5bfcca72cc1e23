import type {
  Barrier,
  HydraulicLink,
  ShadeStructure,
  StreetLayer,
  StreetSection,
  Tree,
  TreeTable,
  Turn,
} from "../objects.ts";
import type { Twin } from "../twin.ts";

export function barriersOf(twin: Twin): readonly Barrier[] {
  const inserted = twin.operations.flatMap((operation) =>
    operation.layer === "barriers" ? [operation.barrier] : [],
  );
  return inserted.length === 0 ? twin.data.barriers : [...twin.data.barriers, ...inserted];
}

export function linksOf(twin: Twin): readonly HydraulicLink[] {
  const inserted = twin.operations.flatMap((operation) =>
    operation.layer === "links" ? [operation.link] : [],
  );
  return inserted.length === 0 ? twin.data.links : [...twin.data.links, ...inserted];
}

/** Shade structures; only measures make them. */
export function shadesOf(twin: Twin): readonly ShadeStructure[] {
  return twin.operations.flatMap((operation) => (operation.layer === "shades" ? [operation.shade] : []));
}

/** Base trees without the removed ones, then the inserted ones; the base table itself where nothing changed. */
export function treesOf(twin: Twin): TreeTable {
  const base = twin.data.trees;
  const removed = new Set<string>();
  let inserted: Tree[] = [];
  for (const operation of twin.operations) {
    if (operation.layer !== "trees") continue;
    if (operation.op === "insert") {
      inserted.push(operation.tree);
      continue;
    }
    removed.add(operation.id);
    inserted = inserted.filter((tree) => tree.id !== operation.id);
  }
  if (removed.size === 0 && inserted.length === 0) return base;
  const kept: number[] = [];
  base.ids.forEach((id, row) => {
    if (!removed.has(id)) kept.push(row);
  });
  const count = kept.length + inserted.length;
  const species = [...base.species];
  const indexBySpecies = new Map(species.map((name, index) => [name, index]));
  const table = {
    count,
    ids: [...kept.map((row) => base.ids[row]), ...inserted.map((tree) => tree.id)],
    xy: new Float32Array(count * 2),
    heightM: new Float32Array(count),
    crownDiameterM: new Float32Array(count),
    speciesIndex: new Uint16Array(count),
    species,
  };
  kept.forEach((row, at) => {
    table.xy[at * 2] = base.xy[row * 2];
    table.xy[at * 2 + 1] = base.xy[row * 2 + 1];
    table.heightM[at] = base.heightM[row];
    table.crownDiameterM[at] = base.crownDiameterM[row];
    table.speciesIndex[at] = base.speciesIndex[row];
  });
  inserted.forEach((tree, index) => {
    const at = kept.length + index;
    table.xy.set(tree.at, at * 2);
    table.heightM[at] = tree.heightM;
    table.crownDiameterM[at] = tree.crownDiameterM;
    let speciesIndex = indexBySpecies.get(tree.species);
    if (speciesIndex === undefined) {
      speciesIndex = species.push(tree.species) - 1;
      indexBySpecies.set(tree.species, speciesIndex);
    }
    table.speciesIndex[at] = speciesIndex;
  });
  return table;
}

/** Streets with altered sections and added rules for turns; the base layer itself where nothing changed. */
export function streetsOf(twin: Twin): StreetLayer {
  const changes = new Map<string, Partial<StreetSection>>();
  const turns: Turn[] = [];
  for (const operation of twin.operations) {
    if (operation.layer !== "streets") continue;
    if (operation.op === "turn") turns.push(operation.turn);
    else changes.set(operation.id, { ...changes.get(operation.id), ...operation.change });
  }
  const base = twin.data.streets;
  if (changes.size === 0 && turns.length === 0) return base;
  const sections = base.sections.map((section) => {
    const change = changes.get(section.id);
    return change ? { ...section, ...change, id: section.id } : section;
  });
  return { sections, turns: [...base.turns, ...turns] };
}
