import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import { streetGraphOf } from "#twin/network/graph.ts";
import { streetNodes } from "#twin/network/nodes.ts";
import { madeStreet } from "#twin/network/testing.ts";
import type { ModalFilter, Place, StreetLayer, StreetSection, Turn } from "#twin/objects.ts";
import { cellsOf } from "./cells.ts";
import { neighbourhoodOf, neighbourhoodsOf, neighbourhoodWithin } from "./choose.ts";
import { shortcutsOf } from "./shortcuts.ts";
import { tempo30Arguments } from "./tempo30.ts";
import { junctionsOf } from "./topology.ts";

const everyone = { car: true, bike: true, foot: true, bus: true };
const noCars: ModalFilter = { at: [150, 100], passes: { ...everyone, car: false } };

/**
 * A ring of main streets, 200 m by 200 m, with a cross of residential streets in it:
 *
 *     n0 ─ top0 ─ n1 ─ top1 ─ n2
 *     │           │ north      │
 *     │   west    │    east    │
 *     n3 ───────  n4  ──────── n5
 *     │           │ south      │
 *     n6 ─────── n7 ────────  n8
 */
function ringAndCross(
  changes: Readonly<Record<string, Partial<StreetSection>>> = {},
  turns: readonly Turn[] = [],
): StreetLayer {
  const at = (n: number): Point => [(n % 3) * 100, 200 - Math.floor(n / 3) * 100];
  const main = { class: "secondary", speedKmh: 50 } as const;
  const street = (id: string, from: number, to: number, how: Partial<StreetSection> = {}): StreetSection =>
    madeStreet(id, [at(from), at(to)], { ...how, ...changes[id] });
  return {
    sections: [
      street("top0", 0, 1, main),
      street("top1", 1, 2, main),
      street("left0", 0, 3, main),
      street("left1", 3, 6, main),
      street("right0", 2, 5, main),
      street("right1", 5, 8, main),
      street("bottom0", 6, 7, main),
      street("bottom1", 7, 8, main),
      street("north", 1, 4),
      street("west", 3, 4),
      street("east", 4, 5),
      street("south", 4, 7),
    ],
    turns,
  };
}

const cross = [8, 9, 10, 11];
const junctions = (streets: StreetLayer) => junctionsOf(streetNodes(streets));
const cells = (streets: StreetLayer) => cellsOf(streets, junctions(streets), { sections: cross });

function shortcuts(streets: StreetLayer) {
  const graph = streetGraphOf(streets, "car");
  const seconds = Float64Array.from(
    graph.arcStep,
    (step, arc) => graph.arcLengthM[arc] / (streets.sections[step >> 1].speedKmh / 3.6),
  );
  return shortcutsOf(streets.sections, graph, { sections: cross }, seconds);
}

describe("choosing a neighbourhood", () => {
  it("takes the local streets between the main streets around one of them", () => {
    const streets = ringAndCross();
    expect(neighbourhoodOf(streets.sections, junctions(streets), 9)).toEqual({ sections: cross });
  });

  it("is none where a main street was chosen", () => {
    const streets = ringAndCross();
    expect(neighbourhoodOf(streets.sections, junctions(streets), 0)).toBeNull();
  });

  it("ends at a main street that runs through", () => {
    const streets = ringAndCross({ west: { class: "tertiary" }, east: { class: "tertiary" } });
    expect(neighbourhoodsOf(streets.sections, junctions(streets)).map(({ sections }) => sections)).toEqual([
      [8],
      [11],
    ]);
  });

  it("can be drawn", () => {
    const ring: Point[] = [
      [50, 80],
      [210, 80],
      [210, 220],
      [50, 220],
    ];
    expect(neighbourhoodWithin(ringAndCross().sections, ring)).toEqual({ sections: [8, 9, 10] });
  });
});

describe("cells", () => {
  it("are one where cars get everywhere, with a gate at each main street", () => {
    expect(cells(ringAndCross())).toEqual({
      count: 1,
      halves: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      gates: [4],
    });
  });

  it("are parted by a filter, the street's halves on either side of it", () => {
    const { count, halves, gates } = cells(ringAndCross({ east: { filter: noCars } }));
    expect(count).toBe(2);
    expect(halves[2]).toEqual([0, 1]);
    expect(gates).toEqual([3, 1]);
  });

  it("are not parted by a bus gate's twin that lets cars through", () => {
    expect(cells(ringAndCross({ east: { filter: { at: [150, 100], passes: everyone } } })).count).toBe(1);
  });

  it("are parted by a diagonal filter, which forbids turns alone", () => {
    const ban = (from: string, to: string): Turn => ({ from, to, via: [100, 100], allowed: false });
    const between = (some: string[], others: string[]): Turn[] =>
      some.flatMap((a) => others.flatMap((b) => [ban(a, b), ban(b, a)]));
    const diagonal = ringAndCross({}, between(["north", "east"], ["south", "west"]));
    expect(cells(diagonal).halves.map(([half]) => half)).toEqual([0, 1, 0, 1]);
  });

  it("hang together along a one-way street, whichever way it leads", () => {
    expect(cells(ringAndCross({ east: { oneway: "forward" }, west: { oneway: "backward" } })).count).toBe(1);
  });

  it("leave out streets without cars", () => {
    const walk = { access: { ...everyone, car: false } };
    expect(cells(ringAndCross({ north: walk })).halves[0]).toEqual([-1, -1]);
  });
});

describe("shortcuts", () => {
  it("are the ways through that are quicker than the main streets", () => {
    // 200 m at 30 km/h are 24 s; around to the next gate are 200 m at 50 km/h, 14.4 s, to the opposite one 28.8 s.
    const { routes, counts } = shortcuts(ringAndCross());
    expect(routes).toHaveLength(4);
    expect(routes.every(({ throughS }) => Math.abs(throughS - 24) < 1e-3)).toBe(true);
    expect(routes.every(({ aroundS }) => Math.abs(aroundS - 28.8) < 1e-3)).toBe(true);
    expect(counts).toEqual([2, 2, 2, 2]);
  });

  it("drive straight on over the streets in order", () => {
    const { routes } = shortcuts(ringAndCross());
    expect(routes.map(({ steps }) => steps.join())).toContain([2 * 9, 2 * 10].join());
  });

  it("end with a filter", () => {
    expect(shortcuts(ringAndCross({ east: { filter: noCars } })).counts).toEqual([2, 0, 0, 2]);
  });

  it("end with walking pace", () => {
    const slow = { speedKmh: 7 };
    const { routes } = shortcuts(ringAndCross({ north: slow, west: slow, east: slow, south: slow }));
    expect(routes).toEqual([]);
  });

  it("do not use a turn that is forbidden, nor one out of the main street", () => {
    const ban: Turn[] = [
      { from: "west", to: "east", via: [100, 100], allowed: false },
      { from: "top0", to: "north", via: [100, 200], allowed: false },
      { from: "top1", to: "north", via: [100, 200], allowed: false },
    ];
    expect(shortcuts(ringAndCross({}, ban)).counts).toEqual([1, 1, 1, 1]);
  });

  it("are counted apart where nobody can drive around", () => {
    const cut = { access: { ...everyone, car: false } };
    const streets = ringAndCross({ top0: cut, bottom0: cut });
    expect(shortcuts(streets).onlyThrough).toBeGreaterThan(0);
  });
});

describe("where Tempo 30 can be argued", () => {
  const place = (kind: Place["kind"], at: Point): Place => ({
    id: kind,
    name: `a ${kind}`,
    kind,
    at,
    buildingId: "",
    critical: true,
  });
  const argue = (streets: StreetLayer, places: readonly Place[] = []) =>
    tempo30Arguments(streets.sections, junctions(streets), places);

  it("names the facility that lies on a street, and how far from it", () => {
    expect(argue(ringAndCross(), [place("school", [50, 230])])).toEqual([
      {
        section: 0,
        speedKmh: 50,
        reasons: [{ key: "facility", kind: "school", name: "a school", distanceM: 30 }],
      },
    ]);
  });

  it("says nothing of streets that have Tempo 30, nor of other places", () => {
    expect(argue(ringAndCross(), [place("school", [75, 110]), place("supermarket", [50, 230])])).toEqual([]);
  });

  it("closes a gap of up to 500 m between two sections of Tempo 30", () => {
    const slow = { speedKmh: 30, name: "Ring" };
    const name = { name: "Ring" };
    const streets = ringAndCross({ left0: slow, top0: name, top1: name, right0: slow });
    const gap = argue(streets).filter(({ section }) => section < 2);
    expect(gap.map(({ reasons }) => reasons)).toEqual([
      [{ key: "gap", lengthM: 200 }],
      [{ key: "gap", lengthM: 200 }],
    ]);
  });

  it("takes a zebra crossing for a reason", () => {
    const streets = ringAndCross();
    const zebra = madeStreet(
      "zebra",
      [
        [50, 190],
        [50, 210],
      ],
      {
        class: "footway",
        access: { ...everyone, car: false },
        tags: { footway: "crossing", crossing: "zebra" },
      },
    );
    expect(argue({ ...streets, sections: [...streets.sections, zebra] })).toEqual([
      { section: 0, speedKmh: 50, reasons: [{ key: "crossing" }] },
    ]);
  });
});
