import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import type { StreetSection } from "#twin/objects.ts";
import { type RibbonTile, ribbonTiles } from "./streetRibbons.ts";
import { valuesARow } from "./streetShader.ts";
import { streetStations } from "./streetStations.ts";
import { rowValues, widthScale } from "./streetValues.ts";

const section = (id: string, line: readonly Point[], level = 0): StreetSection => ({
  id,
  name: "",
  class: "residential",
  line,
  widthM: 6,
  lanes: 2,
  speedKmh: 30,
  oneway: "no",
  access: { car: true, bike: true, foot: true, bus: true },
  level,
  tags: {},
});
const tilesOf = (...about: Parameters<typeof ribbonTiles>): (RibbonTile | null)[] =>
  ribbonTiles(...about).map((make) => make());
const noDeck = (): number => Number.NaN;

describe("stations of a street", () => {
  it("are few where the ground is a plane and lean with it", () => {
    const plane = (x: number, y: number): number => 100 + 0.1 * x + 0.05 * y;
    const stations = streetStations(
      [
        [0, 0],
        [60, 0],
      ],
      0,
      { groundAt: plane, deckAt: noDeck },
    );
    expect(stations.map(({ x }) => x)).toEqual([0, 60]);
    expect(stations[0].tilt).toBeCloseTo(0.05, 6);
    expect([stations[0].leftX, stations[0].leftY]).toEqual([-0, 1]);
  });

  it("follow a hump that both ends know nothing of", () => {
    const hump = (x: number): number => 100 + Math.max(0, 3 - Math.abs(x - 30) / 5);
    const stations = streetStations(
      [
        [0, 0],
        [60, 0],
      ],
      0,
      { groundAt: hump, deckAt: noDeck },
    );
    for (let x = 0; x <= 60; x += 1) {
      const next = stations.findIndex((station) => station.x >= x);
      const [a, b] = [stations[Math.max(0, next - 1)], stations[next]];
      const share = b.x === a.x ? 0 : (x - a.x) / (b.x - a.x);
      // Steps of 6 m cannot meet the hump's foot and top exactly.
      expect(Math.abs(a.z + (b.z - a.z) * share - hump(x))).toBeLessThan(0.65);
    }
  });

  it("lie on the deck where the street is a bridge", () => {
    const heights = { groundAt: () => 90, deckAt: (x: number) => (x > 10 && x < 50 ? 100 : Number.NaN) };
    const on = (level: number) =>
      streetStations(
        [
          [0, 0],
          [60, 0],
        ],
        level,
        heights,
      ).map(({ z }) => z);
    expect(Math.max(...on(1))).toBe(100);
    expect(Math.max(...on(0))).toBe(90);
  });

  it("keep the distance of the edges at a bend and bound it where it is sharp", () => {
    const flat = { groundAt: () => 0, deckAt: noDeck };
    const right = streetStations(
      [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
      0,
      flat,
    ).find(({ x, y }) => x === 10 && y === 0);
    expect(right?.leftX).toBeCloseTo(-1, 6);
    expect(right?.leftY).toBeCloseTo(1, 6);
    const hairpin = streetStations(
      [
        [0, 0],
        [10, 0],
        [0, 0.5],
      ],
      0,
      flat,
    ).find(({ x }) => x === 10);
    expect(Math.hypot(hairpin?.leftX ?? 9, hairpin?.leftY ?? 9)).toBeLessThanOrEqual(1.8 + 1e-9);
  });
});

describe("ribbons", () => {
  it("hold two strips a wanted section, each vertex with the row of its value", () => {
    const sections = [
      section("a", [
        [0, 0],
        [20, 0],
      ]),
      section("b", [
        [0, 50],
        [20, 50],
      ]),
    ];
    const tiles = tilesOf(sections, { groundAt: () => 5, deckAt: noDeck }, (index) => index === 1);
    expect(tiles.length).toBe(1);
    const codes = tiles[0]?.frame.filter((_, i) => i % 4 === 3);
    expect([...(codes ?? [])]).toEqual([4, 5, 4, 5, 6, 7, 6, 7]);
    expect(tiles[0]?.indices.length).toBe(2 * 6);
    expect(Math.max(...(tiles[0]?.indices ?? []))).toBe(7);
  });

  it("are left out where nobody knows the ground", () => {
    const tiles = tilesOf(
      [
        section("a", [
          [0, 0],
          [20, 0],
        ]),
      ],
      { groundAt: noDeck, deckAt: noDeck },
      () => true,
    );
    expect(tiles).toEqual([null]);
  });

  it("take their values by id, whatever the order, and have none where the result has none", () => {
    const sections = [section("a", []), section("b", []), section("new", [])];
    const values = rowValues(sections, {
      sectionIds: ["b", "a", "gone"],
      values: Float32Array.of(1, 2, 3, Number.NaN, 9, 9),
      classEdges: [],
      colours: [],
      widthsPx: [],
    });
    expect(values.length).toBe(valuesARow);
    expect([...values.subarray(0, 6)].map((value) => (value < -1e29 ? null : value))).toEqual([
      3,
      null,
      1,
      2,
      null,
      null,
    ]);
  });

  it("have no width below the first class unless one is given for it", () => {
    expect(widthScale([10, 50], [2, 4])).toEqual([0, 2, 4, 4, 4, 4, 4, 4, 4]);
    expect(widthScale([-5, 5], [3, 0, 3])).toEqual([3, 0, 3, 3, 3, 3, 3, 3, 3]);
  });
});
