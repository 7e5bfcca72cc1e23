import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import type { StreetSection } from "#twin/objects.ts";
import { bridgeDecks, deckHeightAt } from "./bridgeDecks.ts";
import { bridgeMesh } from "./bridgeMesh.ts";

const section = (id: string, line: readonly Point[], more: Partial<StreetSection> = {}): StreetSection => ({
  id,
  name: "",
  class: "secondary",
  line,
  widthM: 6,
  lanes: 2,
  speedKmh: 50,
  oneway: "no",
  access: { car: true, bike: true, foot: true, bus: true },
  level: 1,
  tags: {},
  ...more,
});
/** A valley 8 m deep between x = 10 and x = 50; the western bank at 100 m, the eastern at 102 m. */
const valley = (x: number): number => (x <= 10 ? 100 : x >= 50 ? 102 : 92);
const crossing = section("a", [
  [10, 0],
  [50, 0],
]);

describe("decks of bridges", () => {
  it("run straight from bank to bank, over the valley", () => {
    const [deck] = bridgeDecks([crossing], valley);
    const heights = deck?.stations.map(({ z }) => z) ?? [];
    expect(heights[0]).toBeCloseTo(100.12, 5);
    expect(heights[heights.length - 1]).toBeCloseTo(102.12, 5);
    expect(deckHeightAt(deck ? [deck] : [], 30, 2)).toBeCloseTo(101.12, 5);
    expect(deckHeightAt(deck ? [deck] : [], 30, 8)).toBeNaN();
  });

  it("do not sag where one bridge is delivered in pieces", () => {
    const pieces = [
      section("a", [
        [10, 0],
        [20, 0],
      ]),
      section("b", [
        [20, 0],
        [50, 0],
      ]),
    ];
    expect(deckHeightAt(bridgeDecks(pieces, valley), 20, 0)).toBeCloseTo(100.5 + 0.12, 3);
  });

  it("are lifted where the ground would come through", () => {
    const hump = (x: number): number => (Math.abs(x - 30) < 2 ? 105 : 100);
    const [deck] = bridgeDecks([crossing], hump);
    for (const { z, groundZ } of deck?.stations ?? []) expect(z).toBeGreaterThanOrEqual(groundZ + 0.11);
  });

  it("leave out what stays on the ground or has no ground", () => {
    expect(bridgeDecks([section("a", crossing.line, { level: 0 })], valley)).toEqual([]);
    expect(bridgeDecks([crossing], () => Number.NaN)).toEqual([]);
  });
});

describe("the mesh of bridges", () => {
  const decks = bridgeDecks([crossing], valley);
  const { top, structure } = bridgeMesh(decks, [30, 0, 90]);

  it("faces outwards everywhere", () => {
    for (const { position, normal, indices } of [top, structure]) {
      for (let i = 0; i < indices.length; i += 3) {
        const [a, b, c] = [0, 1, 2].map((k) => indices[i + k] * 3);
        const side = (from: number, to: number) =>
          [0, 1, 2].map((k) => position[to + k] - position[from + k]);
        const [u, v] = [side(a, b), side(a, c)];
        const cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
        const n = (a / 3) * 4;
        expect(cross[0] * normal[n] + cross[1] * normal[n + 1] + cross[2] * normal[n + 2]).toBeGreaterThan(0);
      }
    }
  });

  it("looks up on top, and left on the outermost left face", () => {
    expect([...top.normal.subarray(0, 3)]).toEqual([0, 0, 127]);
    let found = 0;
    for (let v = 0; v < structure.position.length / 3; v++) {
      if (structure.position[v * 3 + 1] < 3.59 || Math.abs(structure.normal[v * 4 + 1]) < 100) continue;
      found++;
      expect(structure.normal[v * 4 + 1]).toBe(127);
    }
    expect(found).toBeGreaterThan(0);
  });

  it("has no parapet between two tracks that lie side by side", () => {
    const track = (y: number) =>
      section(
        `r${y}`,
        [
          [10, y],
          [50, y],
        ],
        { class: "rail", widthM: 4 },
      );
    const one = bridgeMesh(bridgeDecks([track(0)], valley), [0, 0, 0]).structure.indices.length;
    const two = bridgeMesh(bridgeDecks([track(0), track(4.2)], valley), [0, 0, 0]).structure.indices.length;
    expect(two).toBeLessThan(2 * one);
  });
});
