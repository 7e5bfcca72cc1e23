import { expect, it } from "vitest";
import { isEvergreen } from "./treeSpecies.ts";

it("tells trees that keep their leaves from those that do not", () => {
  for (const name of [
    "Pinus nigra",
    "picea abies",
    "Taxus baccata",
    "Ilex aquifolium",
    "Thuja",
    " Quercus ilex ",
  ])
    expect(isEvergreen(name), name).toBe(true);
  // Conifers that are bare in winter, names that only begin alike, and what is not known.
  for (const name of [
    "Larix decidua",
    "Metasequoia glyptostroboides",
    "Quercus robur",
    "Prunus avium",
    "Pinusia",
    "",
  ])
    expect(isEvergreen(name), name).toBe(false);
});
