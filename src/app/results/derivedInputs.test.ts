import { expect, it } from "vitest";
import type { LayerSource } from "#twin/twin.ts";
import { derivedInputs } from "./DerivedInputs.tsx";

const source = (derivation: LayerSource["derivation"]): LayerSource => ({
  title: "",
  licence: "",
  attribution: "",
  date: "",
  derivation,
});

it("names what a model reads and no file gave, and nothing else", () => {
  const sources = {
    terrain: source({ derivedBy: "terrainFlat" }),
    buildings: source("delivered"),
    population: source({ derivedBy: "residentsFromDwellingArea" }),
  };
  expect(derivedInputs(["terrain", "buildings", "landCover"], sources)).toEqual([
    { layer: "terrain", derivation: { derivedBy: "terrainFlat" } },
  ]);
});
