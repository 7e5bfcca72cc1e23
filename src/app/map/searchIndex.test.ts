import { describe, expect, it } from "vitest";
import { folded, type SearchHit, searchHits } from "./searchIndex.ts";

const hit = (name: string): SearchHit => ({
  id: name,
  name,
  type: "street",
  placeKind: null,
  at: [0, 0],
  distanceM: 100,
});
const index = ["Alter Markt", "Marktstraße", "Grünmarkt", "Bäckerei Öz", "Am Bach"].map(hit);

describe("searchHits", () => {
  it("finds without regard to case, umlauts' dots and ß", () => {
    expect(folded("GRÜNE Straße")).toBe("grune strasse");
    expect(searchHits(index, "marktSTRASSE").map((found) => found.name)).toEqual(["Marktstraße"]);
    expect(searchHits(index, "oz").map((found) => found.name)).toEqual(["Bäckerei Öz"]);
  });

  it("puts beginnings of names first, then beginnings of words", () => {
    expect(searchHits(index, "markt").map((found) => found.name)).toEqual([
      "Marktstraße",
      "Alter Markt",
      "Grünmarkt",
    ]);
  });

  it("gives nothing for nothing, and no more than asked", () => {
    expect(searchHits(index, "  ")).toEqual([]);
    expect(searchHits(index, "a", 2)).toHaveLength(2);
  });
});
