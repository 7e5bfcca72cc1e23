import { describe, expect, it } from "vitest";
import type { StreetLayer } from "../objects.ts";
import { strongParts } from "./components.ts";
import { connectorLegs, streetFinder } from "./connectors.ts";
import { type ExpandedGraph, expandTurns } from "./expansion.ts";
import { streetGraphOf } from "./graph.ts";
import { streetNodes } from "./nodes.ts";
import { madeStreet } from "./testing.ts";

const layer = (sections: StreetLayer["sections"], turns: StreetLayer["turns"] = []): StreetLayer => ({
  sections,
  turns,
});

describe("streetFinder", () => {
  const streets = layer([
    madeStreet("a", [
      [0, 0],
      [100, 0],
    ]),
    madeStreet(
      "b",
      [
        [0, 400],
        [60, 400],
        [200, 400],
      ],
      { oneway: "forward" },
    ),
    madeStreet("c", [
      [0, 401],
      [200, 401],
    ]),
  ]);
  const find = streetFinder(streets, (row) => streets.sections[row].id !== "c");

  it("finds the nearest usable section, where on it and how far", () => {
    expect(find([30, 12], 100)).toEqual({ section: 0, at: [30, 0], alongM: 30, lengthM: 100, distanceM: 12 });
    expect(find([80, 420], 100)).toMatchObject({ section: 1, alongM: 80, distanceM: 20 });
    expect(find([40, 180], 1000)?.section).toBe(0);
    expect(find([40, 220], 1000)?.section).toBe(1);
  });

  it("finds nothing beyond its reach", () => {
    expect(find([30, 120], 100)).toBeNull();
  });

  it("goes along a one-way street only as it is open, and on a filtered one to the end on one's side", () => {
    const nodes = streetNodes(streets);
    const at = find([80, 420], 100);
    if (at === null) throw new Error("nothing found");
    const legs = (way: "leave" | "reach", mode: "car" | "foot", of = streets) =>
      connectorLegs(of, nodes, { mode }, at, way).map(({ node, metres }) => [nodes.xy[2 * node], metres]);
    expect(legs("leave", "car")).toEqual([[200, 120]]);
    expect(legs("reach", "car")).toEqual([[0, 80]]);
    expect(legs("leave", "foot")).toEqual([
      [200, 120],
      [0, 80],
    ]);
    const filter = { at: [100, 400], passes: { car: false, bike: true, foot: true, bus: true } } as const;
    const filtered = layer(streets.sections.map((one) => (one.id === "b" ? { ...one, filter } : one)));
    expect(legs("leave", "car", filtered)).toEqual([[0, 80]]);
    expect(legs("reach", "car", filtered)).toEqual([[0, 80]]);
    const beyond = layer(
      filtered.sections.map((one) =>
        one.id === "b" ? { ...one, filter: { ...filter, at: [60, 400] } } : one,
      ),
    );
    expect(legs("leave", "car", beyond)).toEqual([[200, 120]]);
    expect(legs("leave", "foot", beyond)).toEqual([
      [200, 120],
      [0, 80],
    ]);
  });
});

describe("strongParts", () => {
  it("tells the largest part with a way back from islands and one-way dead ends", () => {
    const streets = layer([
      madeStreet("a", [
        [0, 0],
        [100, 0],
      ]),
      madeStreet("b", [
        [100, 0],
        [200, 0],
      ]),
      madeStreet(
        "trap",
        [
          [200, 0],
          [300, 0],
        ],
        { oneway: "forward" },
      ),
      madeStreet("island", [
        [0, 500],
        [100, 500],
      ]),
    ]);
    const graph = streetGraphOf(streets, "car");
    const { part, largest } = strongParts(graph);
    const inside = Array.from(part, (one, node) =>
      one === largest ? [graph.nodeXY[2 * node], graph.nodeXY[2 * node + 1]] : null,
    );
    expect(inside.filter((one) => one !== null)).toEqual([
      [0, 0],
      [100, 0],
      [200, 0],
    ]);
  });

  it("has no largest part where there is no street", () => {
    expect(strongParts(streetGraphOf(layer([]), "car")).largest).toBe(-1);
  });
});

/** Fewest links from a node to all others. */
function hops({ nodeCount, tail, head }: ExpandedGraph, from: number): number[] {
  const found = new Array<number>(nodeCount).fill(Number.POSITIVE_INFINITY);
  found[from] = 0;
  for (let round = 0; round < nodeCount; round += 1)
    for (let link = 0; link < tail.length; link += 1)
      found[head[link]] = Math.min(found[head[link]], found[tail[link]] + 1);
  return found;
}

describe("expandTurns", () => {
  const sections = [
    madeStreet("w", [
      [-100, 0],
      [0, 0],
    ]),
    madeStreet("e", [
      [0, 0],
      [100, 0],
    ]),
    madeStreet("n", [
      [0, 0],
      [0, 100],
    ]),
    madeStreet("n2", [
      [0, 100],
      [100, 100],
    ]),
  ];
  const nodeAt = (x: number, y: number): number => {
    const { xy, count } = streetNodes(layer(sections));
    return Array.from({ length: count }, (_, node) => node).findIndex(
      (node) => xy[2 * node] === x && xy[2 * node + 1] === y,
    );
  };
  const [west, north, east] = [nodeAt(-100, 0), nodeAt(0, 100), nodeAt(100, 0)];

  it("leaves a graph without rules as it is", () => {
    const graph = streetGraphOf(layer(sections), "car");
    const expanded = expandTurns(graph);
    expect(Array.from(expanded.tail)).toEqual(Array.from(graph.arcTail));
    expect(Array.from(expanded.leave)).toEqual(Array.from(expanded.arrive));
  });

  it("makes a forbidden turn impossible but by turning round in a dead end, and keeps the others", () => {
    const turn = { from: "w", via: [0, 0], to: "n", allowed: false } as const;
    const expanded = expandTurns(streetGraphOf(layer(sections, [turn]), "car"));
    const fromWest = hops(expanded, expanded.leave[west]);
    expect(fromWest[expanded.arrive[east]]).toBeLessThan(Number.POSITIVE_INFINITY);
    // Straight on, round in the dead end in the east, then right into n.
    const arcsOnTheWay = fromWest[expanded.arrive[north]] - fromWest[expanded.arrive[east]];
    expect(arcsOnTheWay).toBeGreaterThan(2);
    const dead = layer(
      [
        ...sections,
        madeStreet("e2", [
          [100, 0],
          [200, 0],
        ]),
        madeStreet(
          "e3",
          [
            [100, 0],
            [100, 50],
          ],
          { oneway: "forward" },
        ),
      ],
      [turn],
    );
    const longer = expandTurns(streetGraphOf(dead, "car"));
    expect(hops(longer, longer.leave[west])[longer.arrive[north]]).toBeGreaterThan(
      fromWest[expanded.arrive[north]],
    );
  });

  it("lets trips begin and end at a junction with a rule", () => {
    const turn = { from: "w", via: [0, 0], to: "n", allowed: false } as const;
    const expanded = expandTurns(streetGraphOf(layer(sections, [turn]), "car"));
    const middle = nodeAt(0, 0);
    expect(hops(expanded, expanded.leave[middle])[expanded.arrive[north]]).toBeLessThan(
      Number.POSITIVE_INFINITY,
    );
    expect(hops(expanded, expanded.leave[west])[expanded.arrive[middle]]).toBeLessThan(
      Number.POSITIVE_INFINITY,
    );
  });
});
