import { expect, it } from "vitest";
import { isConifer, isEvergreen } from "./treeSpecies.ts";

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

it("tells conifers from broad-leaved trees, whether they are bare in winter or not", () => {
  for (const name of [
    "Pinus nigra",
    "Larix decidua",
    "metasequoia",
    "Taxus baccata",
    "Cupressus sempervirens",
  ])
    expect(isConifer(name), name).toBe(true);
  for (const name of ["Ilex aquifolium", "Quercus ilex", "Tilia cordata", "Pinusia", ""])
    expect(isConifer(name), name).toBe(false);
});
