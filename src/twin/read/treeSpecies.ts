import type { TreeTable } from "../objects.ts";

/**
 * Trees and tall shrubs of Central European towns that keep their leaves in winter, by the beginning of the botanical name. Larch,
 * dawn redwood and swamp cypress are conifers that do not.
 */
const evergreens =
  /^(abies|araucaria|calocedrus|cedrus|chamaecyparis|cryptomeria|cupressus|x ?cuprocyparis|juniperus|picea|pinus|platycladus|pseudotsuga|sciadopitys|sequoia|sequoiadendron|taxus|thuja|thujopsis|tsuga|buxus|ilex aquifolium|prunus laurocerasus|prunus lusitanica|quercus ilex|magnolia grandiflora|olea)\b/i;

/** Whether a tree of this botanical name has leaves all year; false where the name is not known. */
export const isEvergreen = (species: string): boolean => evergreens.test(species.trim());

/** Which trees of a table are evergreen. */
export function evergreenTrees({ species, speciesIndex }: TreeTable): (tree: number) => boolean {
  const bySpecies = species.map(isEvergreen);
  return (tree) => bySpecies[speciesIndex[tree]] ?? false;
}
