import type { TreeTable } from "../objects.ts";

/** Trees and tall shrubs of Central European towns, by the beginning of the botanical name. */
const evergreenConifers =
  /^(abies|araucaria|calocedrus|cedrus|chamaecyparis|cryptomeria|cupressus|x ?cuprocyparis|juniperus|picea|pinus|platycladus|pseudotsuga|sciadopitys|sequoia|sequoiadendron|taxus|thuja|thujopsis|tsuga)\b/i;
/** Larch, dawn redwood and swamp cypress are bare in winter. */
const bareConifers = /^(larix|metasequoia|taxodium)\b/i;
const evergreenLeaved =
  /^(buxus|ilex aquifolium|prunus laurocerasus|prunus lusitanica|quercus ilex|magnolia grandiflora|olea)\b/i;

/** Whether a tree of this botanical name has leaves all year; false where the name is not known. */
export const isEvergreen = (species: string): boolean => {
  const name = species.trim();
  return evergreenConifers.test(name) || evergreenLeaved.test(name);
};

/** Whether a tree of this botanical name has needles or scales, in winter or not; false where the name is not known. */
export const isConifer = (species: string): boolean => {
  const name = species.trim();
  return evergreenConifers.test(name) || bareConifers.test(name);
};

/** Which trees of a table are evergreen. */
export function evergreenTrees({ species, speciesIndex }: TreeTable): (tree: number) => boolean {
  const bySpecies = species.map(isEvergreen);
  return (tree) => bySpecies[speciesIndex[tree]] ?? false;
}
