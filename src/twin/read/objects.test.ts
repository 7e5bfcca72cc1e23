import { describe, expect, it } from "vitest";
import type { StreetSection, Tree } from "../objects.ts";
import { handmadeTwin } from "./handmadeTwin.ts";
import { barriersOf, linksOf, streetsOf, treesOf } from "./objects.ts";

const tree = (id: string, species: string): Tree => ({
  id,
  at: [id.length, 2],
  heightM: 8,
  crownDiameterM: 4,
  species,
});
const street: StreetSection = {
  id: "way/1",
  name: "Hauptstraße",
  class: "residential",
  line: [
    [0, 0],
    [9, 0],
  ],
  widthM: 6,
  lanes: 2,
  speedKmh: 50,
  oneway: "no",
  access: { car: true, bike: true, foot: true, bus: true },
  level: 0,
  tags: {},
};
const place = { trees: [tree("a", "Tilia cordata"), tree("bb", "")], streets: [street] };

describe("object layers", () => {
  it("are the base itself where nothing changed", () => {
    const twin = handmadeTwin(place);
    expect(treesOf(twin)).toBe(twin.data.trees);
    expect(streetsOf(twin)).toBe(twin.data.streets);
    expect(barriersOf(twin)).toBe(twin.data.barriers);
    expect(linksOf(twin)).toBe(twin.data.links);
  });

  it("trees: removed ones go, inserted ones come with their species, known or new", () => {
    const table = treesOf(
      handmadeTwin(place, [
        { layer: "trees", op: "remove", id: "a" },
        { layer: "trees", op: "insert", tree: tree("ccc", "Tilia cordata") },
        { layer: "trees", op: "insert", tree: tree("dddd", "Acer campestre") },
        { layer: "trees", op: "insert", tree: tree("eeeee", "Acer campestre") },
        { layer: "trees", op: "remove", id: "eeeee" },
      ]),
    );
    expect(table.ids).toEqual(["bb", "ccc", "dddd"]);
    expect(table.count).toBe(3);
    expect([...table.xy]).toEqual([2, 2, 3, 2, 4, 2]);
    expect([...table.speciesIndex].map((index) => table.species[index])).toEqual([
      "",
      "Tilia cordata",
      "Acer campestre",
    ]);
  });

  it("streets: later changes stand on earlier ones, the id stays", () => {
    const layer = streetsOf(
      handmadeTwin(place, [
        { layer: "streets", op: "alter", id: "way/1", change: { speedKmh: 30, widthM: 5 } },
        { layer: "streets", op: "alter", id: "way/1", change: { speedKmh: 20 } },
        { layer: "streets", op: "alter", id: "gone", change: { speedKmh: 10 } },
      ]),
    );
    expect(layer.sections).toEqual([{ ...street, speedKmh: 20, widthM: 5 }]);
  });
});
