import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import type { StreetMode } from "#twin/network/contract.ts";
import { expandTurns } from "#twin/network/expansion.ts";
import { streetGraphOf } from "#twin/network/graph.ts";
import { madeStreet } from "#twin/network/testing.ts";
import type { StreetLayer, Turn } from "#twin/objects.ts";
import { createStreetReach, type ReachNetwork } from "./index.ts";

const secondsByLength = (streets: StreetLayer): Float32Array =>
  Float32Array.from({ length: streets.sections.length * 2 }, (_, step) => {
    const [a, b] = streets.sections[step >> 1].line;
    return Math.hypot(a[0] - b[0], a[1] - b[1]) / 10;
  });

/** A network of the streets for a mode, and its graph. */
function networkOf(
  streets: StreetLayer,
  mode: StreetMode = "car",
  stepSeconds = secondsByLength(streets),
): ReachNetwork & { readonly nodeXY: Float32Array } {
  const graph = streetGraphOf(streets, mode);
  return { ...graph, expanded: expandTurns(graph), stepSeconds };
}

/** Crossing streets, 100 m apart: `h<row>-<column>` eastwards, `v<row>-<column>` northwards. */
function town(size: number, turns: readonly Turn[] = [], oneways: readonly string[] = []): StreetLayer {
  const at = (column: number, row: number): Point => [column * 100, row * 100];
  const sections = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const h = `h${row}-${column}`;
      const v = `v${row}-${column}`;
      const oneway = (id: string) => (oneways.includes(id) ? "forward" : "no");
      if (column + 1 < size)
        sections.push(madeStreet(h, [at(column, row), at(column + 1, row)], { oneway: oneway(h) }));
      if (row + 1 < size)
        sections.push(madeStreet(v, [at(column, row), at(column, row + 1)], { oneway: oneway(v) }));
    }
  }
  return { sections, turns };
}

const nodeAt = (graph: { readonly nodeXY: Float32Array }, x: number, y: number): number => {
  for (let node = 0; 2 * node < graph.nodeXY.length; node += 1)
    if (graph.nodeXY[2 * node] === x && graph.nodeXY[2 * node + 1] === y) return node;
  throw new Error(`No node at ${x}, ${y}`);
};

describe("reach on streets", () => {
  it("says which of several starts a node is nearest to, and forgets it with the next search", () => {
    const graph = networkOf(town(5));
    const reach = createStreetReach(graph);
    const [west, east] = [nodeAt(graph, 0, 0), nodeAt(graph, 400, 0)];
    const both = reach.search({ nodes: [west, east], seconds: [0, 5] }, 1000);
    expect(both.source[nodeAt(graph, 100, 300)]).toBe(0);
    expect(both.source[nodeAt(graph, 200, 0)]).toBe(0);
    expect(both.source[nodeAt(graph, 300, 400)]).toBe(1);
    const turned = reach.search({ nodes: [east, west], seconds: [0, 0] }, 1000);
    expect(turned.source[nodeAt(graph, 100, 300)]).toBe(1);
  });

  it("takes the city-block way", () => {
    const graph = networkOf(town(5));
    const { seconds, count } = createStreetReach(graph).search(
      { nodes: [nodeAt(graph, 0, 0)], seconds: [3] },
      1000,
    );
    expect(count).toBe(25);
    expect(seconds[nodeAt(graph, 400, 300)]).toBeCloseTo(73, 5);
  });

  it("stops at its limit and forgets the search before", () => {
    const graph = networkOf(town(5));
    const reach = createStreetReach(graph);
    reach.search({ nodes: [nodeAt(graph, 0, 0)], seconds: [0] }, 1000);
    const { seconds, count } = reach.search({ nodes: [nodeAt(graph, 400, 400)], seconds: [0] }, 10);
    expect(count).toBe(3);
    expect(seconds[nodeAt(graph, 0, 0)]).toBe(Number.POSITIVE_INFINITY);
  });

  it("goes around a forbidden turn by car, not on foot", () => {
    const turns: Turn[] = [{ from: "h0-0", via: [100, 0], to: "v0-1", allowed: false }];
    const whole = town(3, turns);
    const streets = { sections: whole.sections.filter(({ id }) => id !== "v0-0"), turns };
    const seconds = (["car", "foot"] as const).map((mode) => {
      const graph = networkOf(streets, mode);
      const reach = createStreetReach(graph);
      return reach.search({ nodes: [nodeAt(graph, 0, 0)], seconds: [0] }, 1000).seconds[
        nodeAt(graph, 100, 100)
      ];
    });
    // By car straight on to the next corner and around the block.
    expect(seconds[0]).toBeCloseTo(40, 5);
    expect(seconds[1]).toBeCloseTo(20, 5);
  });

  it("gives the same times backwards as forwards, with one-ways and rules for turns", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.boolean()), { maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.boolean(), fc.boolean()), { maxLength: 8 }),
        (oneways, rules) => {
          const turns = rules.map(
            ([row, column, up, allowed]): Turn => ({
              from: `h${row}-${column}`,
              via: [(column + 1) * 100, row * 100],
              to: up ? `v${row}-${column + 1}` : `h${row}-${column + 1}`,
              allowed,
            }),
          );
          const streets = town(
            4,
            turns,
            oneways.map(([row, column, h]) => `${h ? "h" : "v"}${row}-${column}`),
          );
          const seconds = secondsByLength(streets).map((s, step) => s + (step % 7));
          const graph = networkOf(streets, "car", seconds);
          const forth = createStreetReach(graph);
          const back = createStreetReach(graph, "to");
          for (const [a, b] of [
            [0, graph.nodeCount - 1],
            [3, 7],
            [9, 1],
          ]) {
            const there = forth.search({ nodes: [a], seconds: [0] }, 1e6).seconds[b];
            expect(back.search({ nodes: [b], seconds: [0] }, 1e6).seconds[a]).toBeCloseTo(there, 3);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("refuses a section without a travel time", () => {
    const network = networkOf(town(2), "car", new Float32Array(8).fill(Number.NaN));
    expect(() => createStreetReach(network)).toThrow(RangeError);
  });
});
