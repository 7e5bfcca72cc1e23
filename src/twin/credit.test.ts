import { expect, it } from "vitest";
import { creditsOf } from "./credit.ts";
import type { LayerSource } from "./twin.ts";

const source = (attribution: string, licence: string): LayerSource => ({
  title: "x",
  attribution,
  licence,
  date: "",
  derivation: "delivered",
});

it("credits each publisher with its licence once, and nobody where nothing is stated", () => {
  expect(
    creditsOf({
      terrain: source("Geobasis NRW", "dl-de/zero-2-0"),
      buildings: source("Geobasis NRW", "dl-de/zero-2-0"),
      streets: source("© OpenStreetMap contributors", "ODbL 1.0"),
      trees: source("Stadt X, CC BY 4.0", "CC BY 4.0"),
      places: source("", "CC0 1.0"),
      population: source("", ""),
    }),
  ).toEqual([
    "Geobasis NRW (dl-de/zero-2-0)",
    "© OpenStreetMap contributors (ODbL 1.0)",
    "Stadt X, CC BY 4.0",
    "CC0 1.0",
  ]);
  expect(creditsOf({})).toEqual([]);
});
