import { describe, expect, it } from "vitest";
import type { StreetLayer, Turn } from "../objects.ts";
import type { StreetGraph } from "./contract.ts";
import { streetGraphOf } from "./graph.ts";
import { madeStreet } from "./testing.ts";

/** A crossing at 0,0 with arms to the west, east, north and south. */
const cross = (
  changes: Record<string, Parameters<typeof madeStreet>[2]> = {},
  turns: Turn[] = [],
): StreetLayer => ({
  sections: [
    madeStreet(
      "w",
      [
        [-100, 0],
        [0, 0],
      ],
      changes.w,
    ),
    madeStreet(
      "e",
      [
        [0, 0],
        [50, 0],
        [100, 0],
      ],
      changes.e,
    ),
    madeStreet(
      "n",
      [
        [0, 0],
        [0, 100],
      ],
      changes.n,
    ),
    madeStreet(
      "s",
      [
        [0, -100],
        [0, 0],
      ],
      changes.s,
    ),
  ],
  turns,
});

/** Arcs as "section>" along the line and "section<" against it. */
const arcsOf = (streets: StreetLayer, graph: StreetGraph): string[] =>
  Array.from(graph.arcStep, (step) => streets.sections[step >> 1].id + (step & 1 ? "<" : ">")).sort();

function bansOf(streets: StreetLayer, graph: StreetGraph): string[] {
  const name = (arc: number): string => streets.sections[graph.arcStep[arc] >> 1].id;
  return Array.from(graph.arcStep, (_, arc) =>
    Array.from(
      graph.banned.subarray(graph.bannedStart[arc], graph.bannedStart[arc + 1]),
      (after) => `${name(arc)}→${name(after)}`,
    ),
  ).flat();
}

describe("streetGraphOf", () => {
  it("joins sections at shared ends, sorted by tail, with lengths of their lines", () => {
    const streets = cross();
    const graph = streetGraphOf(streets, "car");
    expect(graph.nodeCount).toBe(5);
    expect(arcsOf(streets, graph)).toEqual(["e<", "e>", "n<", "n>", "s<", "s>", "w<", "w>"]);
    expect(Array.from(graph.arcTail)).toEqual(Array.from(graph.arcTail).sort((a, b) => a - b));
    for (let node = 0; node < graph.nodeCount; node += 1)
      for (let arc = graph.arcStart[node]; arc < graph.arcStart[node + 1]; arc += 1)
        expect(graph.arcTail[arc]).toBe(node);
    expect(Array.from(graph.arcLengthM)).toEqual(new Array(8).fill(100));
  });

  it("keeps apart what crosses without a shared end", () => {
    const streets: StreetLayer = {
      sections: [
        madeStreet("ground", [
          [-50, 0],
          [50, 0],
        ]),
        madeStreet(
          "bridge",
          [
            [0, -50],
            [0, 50],
          ],
          { level: 1 },
        ),
      ],
      turns: [],
    };
    expect(streetGraphOf(streets, "car").nodeCount).toBe(4);
  });

  it("lets each mode where access says so, and trains nowhere", () => {
    const streets = cross({
      w: { access: { car: false, bike: true, foot: true, bus: true } },
      n: { class: "rail" },
      s: { class: "footway", access: { car: false, bike: false, foot: true, bus: false } },
    });
    expect(arcsOf(streets, streetGraphOf(streets, "car"))).toEqual(["e<", "e>"]);
    expect(arcsOf(streets, streetGraphOf(streets, "bus"))).toEqual(["e<", "e>", "w<", "w>"]);
    expect(arcsOf(streets, streetGraphOf(streets, "foot"))).toEqual(["e<", "e>", "s<", "s>", "w<", "w>"]);
  });

  it("numbers nodes alike for every mode", () => {
    const streets = cross({
      s: { class: "footway", access: { car: false, bike: false, foot: true, bus: false } },
    });
    expect(streetGraphOf(streets, "car").nodeXY).toEqual(streetGraphOf(streets, "foot").nodeXY);
  });

  it("follows one-ways, lets people on foot both ways and bikes where tags say so", () => {
    const streets = cross({
      w: { oneway: "forward" },
      e: { oneway: "backward", tags: { "oneway:bicycle": "no" } },
      n: { oneway: "forward", tags: { "cycleway:left": "opposite_lane" } },
      s: { oneway: "forward", tags: { "oneway:psv": "no" } },
    });
    expect(arcsOf(streets, streetGraphOf(streets, "car"))).toEqual(["e<", "n>", "s>", "w>"]);
    expect(arcsOf(streets, streetGraphOf(streets, "bike"))).toEqual(["e<", "e>", "n<", "n>", "s>", "w>"]);
    expect(arcsOf(streets, streetGraphOf(streets, "bus"))).toEqual(["e<", "n>", "s<", "s>", "w>"]);
    expect(arcsOf(streets, streetGraphOf(streets, "foot"))).toHaveLength(8);
  });

  it("has no arc through a filter for those whom it stops", () => {
    const bollard = { at: [50, 0], passes: { car: false, bike: true, foot: true, bus: false } } as const;
    const streets = cross({ e: { filter: bollard } });
    expect(arcsOf(streets, streetGraphOf(streets, "car"))).not.toContain("e>");
    expect(arcsOf(streets, streetGraphOf(streets, "bike"))).toContain("e>");
    expect(streetGraphOf(streets, "car").nodeCount).toBe(5);
  });

  it("forbids turns, but not those whom the rule excepts nor people on foot", () => {
    const streets = cross({}, [{ from: "w", via: [0, 0], to: "n", allowed: false, except: ["bike"] }]);
    expect(bansOf(streets, streetGraphOf(streets, "car"))).toEqual(["w→n"]);
    expect(bansOf(streets, streetGraphOf(streets, "bus"))).toEqual(["w→n"]);
    expect(bansOf(streets, streetGraphOf(streets, "bike"))).toEqual([]);
    expect(bansOf(streets, streetGraphOf(streets, "foot"))).toEqual([]);
  });

  it("forbids all but the prescribed turns, and joins rules for one approach", () => {
    const only = (to: string): Turn => ({ from: "w", via: [0, 0], to, allowed: true });
    const one = cross({}, [only("e")]);
    expect(bansOf(one, streetGraphOf(one, "car")).sort()).toEqual(["w→n", "w→s"]);
    const two = cross({}, [only("e"), only("s")]);
    expect(bansOf(two, streetGraphOf(two, "car"))).toEqual(["w→n"]);
  });

  it("drops a prescribed turn into a street that is closed, and rules for what is not there", () => {
    const closed = { access: { car: false, bike: true, foot: true, bus: true } };
    const streets = cross({ e: closed }, [
      { from: "w", via: [0, 0], to: "e", allowed: true },
      { from: "w", via: [0, 0], to: "gone", allowed: false },
    ]);
    expect(bansOf(streets, streetGraphOf(streets, "car"))).toEqual([]);
  });

  it("takes streets without any section", () => {
    const graph = streetGraphOf({ sections: [], turns: [] }, "car");
    expect([graph.nodeCount, graph.arcStep.length]).toEqual([0, 0]);
  });
});
