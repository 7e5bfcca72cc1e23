import { describe, expect, it } from "vitest";
import { addressHits, folded, type SearchHit, searchHits } from "./searchIndex.ts";

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

describe("addressHits", () => {
  const table = {
    count: 6,
    streets: ["Wallstraße", "Am Wall"],
    streetIndex: Uint32Array.of(0, 0, 0, 0, 1, 1),
    houseNumbers: ["1", "12", "1 a", "2", "1", "3A"],
    xy: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  };
  const names = (query: string) => addressHits(table, query).map(({ name }) => name);

  it("finds a house number of a street, however both are written", () => {
    expect(names("wallstr. 1")).toEqual(["Wallstraße 1", "Wallstraße 1 a"]);
    expect(names("Wallstrasse 12")).toEqual(["Wallstraße 12"]);
    expect(names("am wall 3a")).toEqual(["Am Wall 3A"]);
    expect(names("1, am wall")).toEqual(["Am Wall 1"]);
    expect(addressHits(table, "Am Wall 1")[0]).toMatchObject({ type: "address", at: [9, 10] });
  });

  it("says nothing without a number, without a street, and without addresses", () => {
    expect([names("Wallstraße"), names("12"), names("Nirgendwo 1"), addressHits(null, "Am Wall 1")]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});
