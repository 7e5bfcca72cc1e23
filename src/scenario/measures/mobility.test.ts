import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StreetMode } from "#twin/network/contract.ts";
import { streetGraphOf } from "#twin/network/graph.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { streetsOf, treesOf } from "#twin/read/objects.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import { transitLinesOf, usualHeadwayMin } from "#twin/read/transitLines.ts";
import type { Twin } from "#twin/twin.ts";
import { applyPlan } from "../applyPlan.ts";
import { costOf } from "../cost.ts";
import { readScenario, writeScenario } from "../document.ts";
import { handmadeMeasure, withMeasure } from "../handmadePlan.ts";
import type { Measure, MeasureGeometry } from "../types.ts";
import { kindOf } from "./registry.ts";
import { junctionNear } from "./streetPlaces.ts";
import { handmadeStreet, trafficGeometry, trafficKinds, trafficPlace } from "./trafficPlace.ts";

const base = handmadeTwin(trafficPlace);
const sections = (...sectionIds: string[]): MeasureGeometry => ({ type: "sections", sectionIds });
const point = (x: number, y: number): MeasureGeometry => ({ type: "point", at: [x, y] });
const planned = (kind: string, geometry: MeasureGeometry, parameters: Measure["parameters"] = {}): Twin =>
  withMeasure(base, handmadeMeasure(kind, geometry, parameters), 2030);
const street = (twin: Twin, id: string) => {
  const found = streetsOf(twin).sections.find((section) => section.id === id);
  if (!found) throw new Error(id);
  return found;
};
const refusal = (
  kind: string,
  geometry: MeasureGeometry,
  parameters: Measure["parameters"] = {},
  twin = base,
) => kindOf(kind)?.refuses(handmadeMeasure(kind, geometry, parameters), twin)?.key ?? null;

/** Ways "from>to" that a mode can take over the crossing. */
function turns(twin: Twin, mode: StreetMode): Set<string> {
  const graph = streetGraphOf(streetsOf(twin), mode);
  const ids = streetsOf(twin).sections.map(({ id }) => id);
  const found = new Set<string>();
  for (let arc = 0; arc < graph.arcStep.length; arc++) {
    const node = graph.arcHead[arc];
    const banned = new Set(graph.banned.subarray(graph.bannedStart[arc], graph.bannedStart[arc + 1]));
    for (let next = graph.arcStart[node]; next < graph.arcStart[node + 1]; next++) {
      const [from, to] = [graph.arcStep[arc] >> 1, graph.arcStep[next] >> 1];
      if (from !== to && !banned.has(next)) found.add(`${ids[from]}>${ids[to]}`);
    }
  }
  return found;
}

describe("a modal filter", () => {
  it("stands on the nearest street, which stays open from both ends but for cars", () => {
    const twin = planned("modalFilter", point(60, 208));
    expect(street(twin, "west").filter).toEqual({
      at: [60, 200],
      passes: { car: false, bike: true, foot: true, bus: false },
    });
    expect(street(twin, "west").access.car).toBe(true);
    expect(turns(twin, "car")).not.toContain("west>east");
    expect(turns(twin, "car")).toContain("north>east");
    expect(turns(twin, "bike")).toEqual(turns(base, "bike"));
    expect(turns(planned("modalFilter", point(60, 208), { passes: "bus" }), "bus")).toEqual(
      turns(base, "bus"),
    );
  });

  it("is refused off the streets, on paths and where there is one", () => {
    expect(refusal("modalFilter", point(60, 260))).toBe("noStreetHere");
    expect(refusal("modalFilter", point(300, 2))).toBe("noStreetHere");
    expect(refusal("modalFilter", point(90, 200), {}, planned("modalFilter", point(60, 200)))).toBe(
      "alreadyFiltered",
    );
  });
});

describe("a diagonal filter", () => {
  it("parts the streets of a junction in two, both ways, for cars and not for bikes", () => {
    // From north-west to south-east: north and east on one side.
    const twin = planned("diagonalFilter", point(205, 196), { bearingDeg: 135 });
    expect([...turns(twin, "car")].sort()).toEqual(["east>north", "north>east", "south>west", "west>south"]);
    expect(turns(twin, "bike")).toEqual(turns(base, "bike"));
    expect(turns(twin, "bus")).toEqual(turns(twin, "car"));
    const other = planned("diagonalFilter", point(205, 196), { bearingDeg: 45, busesPass: true });
    expect([...turns(other, "car")].sort()).toEqual(["east>south", "north>west", "south>east", "west>north"]);
    expect(turns(other, "bus")).toEqual(turns(base, "bus"));
  });

  it("is refused where no junction is, and where it would part nothing", () => {
    expect(refusal("diagonalFilter", point(100, 200))).toBe("noJunctionHere");
    const fork = handmadeTwin({
      ...trafficPlace,
      streets: [
        handmadeStreet("a", [
          [200, 200],
          [300, 200],
        ]),
        handmadeStreet("b", [
          [200, 200],
          [280, 280],
        ]),
        handmadeStreet("c", [
          [200, 200],
          [280, 120],
        ]),
      ],
    });
    expect(junctionNear(fork, [200, 200])?.arms.map(({ section }) => section.id)).toEqual(["b", "a", "c"]);
    expect(refusal("diagonalFilter", point(200, 200), { bearingDeg: 0 }, fork)).toBe("separatesNothing");
    expect(refusal("diagonalFilter", point(200, 200), { bearingDeg: 70 }, fork)).toBeNull();
  });
});

describe("streets in one direction", () => {
  it("follow the way in which they were chosen, however they are drawn", () => {
    const twin = planned("oneWay", sections("south", "north"));
    expect([street(twin, "south").oneway, street(twin, "north").oneway]).toEqual(["backward", "backward"]);
    expect(turns(twin, "car")).toContain("south>north");
    expect(turns(twin, "car")).not.toContain("north>south");
    expect(turns(twin, "bike")).toEqual(turns(base, "bike"));
    const against = planned("oneWay", sections("south", "north"), {
      direction: "against",
      bikesBothWays: false,
    });
    expect(turns(against, "car")).not.toContain("south>north");
    expect(turns(against, "bike")).not.toContain("south>north");
    expect(refusal("oneWay", sections("south", "north"), {}, twin)).toBe("alreadyOneWay");
  });
});

describe("a turn ban", () => {
  it("forbids the one turn, and spares whom it exempts", () => {
    const twin = planned("turnBan", sections("west", "north"));
    const missing = [...turns(base, "car")].filter((turn) => !turns(twin, "car").has(turn));
    expect(missing).toEqual(["west>north"]);
    expect(turns(twin, "bike")).toEqual(turns(base, "bike"));
    const both = planned("turnBan", sections("west", "north"), { bothWays: true, bikesExempt: false });
    expect(turns(both, "bike").has("north>west")).toBe(false);
  });

  it("is refused for other than two sections that meet", () => {
    expect(refusal("turnBan", sections("west"))).toBe("needsTwoSections");
    expect(refusal("turnBan", sections("west", "elsewhere"))).toBe("sectionsUnknown");
    const apart = handmadeTwin({
      ...trafficPlace,
      streets: [
        handmadeStreet("a", [
          [0, 0],
          [9, 0],
        ]),
        handmadeStreet("b", [
          [50, 0],
          [90, 0],
        ]),
      ],
    });
    expect(refusal("turnBan", sections("a", "b"), {}, apart)).toBe("notJoined");
  });
});

describe("limits, closures and lanes", () => {
  it("never make a street faster", () => {
    const slow = planned("speedLimit", sections("west"), { limit: "walk" });
    expect(street(slow, "west").speedKmh).toBe(7);
    const twice = applyPlan(
      slow,
      { measures: [handmadeMeasure("speedLimit", sections("west", "east"))] },
      2030,
    );
    expect([street(twice, "west").speedKmh, street(twice, "east").speedKmh]).toEqual([7, 30]);
    expect(refusal("speedLimit", sections("west"), {}, slow)).toBe("alreadySlow");
  });

  it("close a street to whom they say, and open nothing", () => {
    expect(street(planned("streetClosure", sections("west")), "west").access).toEqual({
      car: false,
      bike: true,
      foot: true,
      bus: false,
    });
    const school = planned("streetClosure", sections("west"), { closedTo: "school" });
    expect(street(school, "west").access).toEqual({ car: false, bike: true, foot: true, bus: true });
    const on = handmadeMeasure("streetClosure", sections("west"), { closedTo: "allButFoot" });
    const all = applyPlan(school, { measures: [on] }, 2030);
    expect(street(all, "west").access).toEqual({ car: false, bike: false, foot: true, bus: false });
    expect(refusal("streetClosure", sections("west"), { closedTo: "cars" }, all)).toBe("alreadyClosed");
    expect(refusal("streetClosure", sections("path"))).toBe("noMotorStreet");
  });

  it("take lanes only where enough are left", () => {
    const twin = planned("bikeLane", sections("west"), { lanes: 2, type: "track" });
    expect(street(twin, "west")).toMatchObject({ lanes: 2, cycleway: "track", oneway: "no" });
    expect(refusal("bikeLane", sections("west"), { lanes: 3 })).toBe("tooFewLanesBothWays");
    expect(refusal("bikeLane", sections("west"), { lanes: 4 })).toBe("tooFewLanes");
    const oneWay = { lanes: 3, oneWay: "asChosen" };
    expect(refusal("bikeLane", sections("west"), oneWay)).toBeNull();
    expect(street(planned("bikeLane", sections("west"), oneWay), "west")).toMatchObject({
      lanes: 1,
      oneway: "forward",
    });
  });

  it("plant trees where cars were parked, which heat and rain see too", () => {
    const parked = handmadeTwin({
      ...trafficPlace,
      streets: [
        handmadeStreet("west", [
          [0, 200],
          [200, 200],
        ]),
      ],
    });
    const measure = handmadeMeasure("parkingTrees", sections("west"), {
      spacingM: 20,
      side: "right",
      plantedYear: 2028,
    });
    const before = withMeasure(parked, measure, 2027);
    expect(before.operations).toEqual([]);
    const twin = withMeasure(parked, measure, 2030);
    expect(treesOf(twin).count).toBe(10);
    // Right of a street to the east is south of it, a metre within its edge.
    for (let row = 0; row < 10; row++) expect(treesOf(twin).xy[row * 2 + 1]).toBeCloseTo(197, 5);
    expect(twin.operations.some(({ layer }) => layer === "landCover")).toBe(true);
    expect(costOf(measure, parked)?.lowEur).toBe(50_000);
  });
});

describe("transit", () => {
  it("gets a line with stops at equal distances, and uses stops that are there", () => {
    const along: MeasureGeometry = {
      type: "line",
      points: [
        [20, 300],
        [380, 300],
      ],
    };
    const measure = handmadeMeasure("busLine", along, {
      spacingM: 180,
      speedKmh: 18,
      headwayMin: 15,
      firstHour: 6,
      lastHour: 7,
    });
    const timetable = timetableOf(withMeasure(base, measure, 2030));
    const line = timetable && transitLinesOf(timetable).find(({ id }) => id === "m1");
    expect(line?.ways.map((way) => way.length)).toEqual([3, 3]);
    expect(timetable && usualHeadwayMin(timetable, "m1", 6 * 3600, 7 * 3600)).toBe(15);
    expect(kindOf("busLine")?.quantity(measure, base)).toBe(3);
    const atStops: MeasureGeometry = {
      type: "line",
      points: [
        [12, 205],
        [200, 380],
        [388, 190],
      ],
    };
    const reused = handmadeMeasure("busLine", atStops, { stopsAt: "corners" });
    expect(kindOf("busLine")?.quantity(reused, base)).toBe(1);
    expect(timetableOf(withMeasure(base, reused, 2030))?.stops.count).toBe(4);
    expect(
      refusal("busLine", {
        type: "line",
        points: [
          [20, 300],
          [90, 300],
        ],
      }),
    ).toBe("tooShort");
    expect(refusal("busLine", along, { firstHour: 9, lastHour: 7 })).toBe("emptySpan");
  });

  it("serves a new stop, or says why it cannot", () => {
    const twin = planned("newStop", point(260, 205));
    const timetable = timetableOf(twin);
    expect(timetable && transitLinesOf(timetable)[0].ways.map((way) => way.length)).toEqual([4, 4]);
    const kind = kindOf("newStop");
    expect(kind?.sentence(handmadeMeasure("newStop", point(260, 205)), { year: 2030, twin })).toMatchObject({
      lines: "7",
    });
    expect(refusal("newStop", point(120, 210))).toBe("nearStop");
    expect(refusal("newStop", point(200, 399))).toBe("noLineHere");
    expect(
      refusal(
        "newStop",
        point(260, 205),
        {},
        handmadeTwin({ ...trafficPlace, timetable: undefined } as never),
      ),
    ).toBe("noTimetable");
  });

  it("leaves more often, and counts the vehicles that takes", () => {
    const line: MeasureGeometry = { type: "transitLine", lineId: "line-7" };
    const timetable = timetableOf(planned("denserHeadway", line, { headwayMin: 5 }));
    expect(timetable && usualHeadwayMin(timetable, "line-7", 7 * 3600, 20 * 3600)).toBeCloseTo(5, 5);
    // Two minutes there and back again with rests are under five: one vehicle, as now.
    expect(
      kindOf("denserHeadway")?.quantity(handmadeMeasure("denserHeadway", line, { headwayMin: 5 }), base),
    ).toBe(0);
    expect(
      kindOf("denserHeadway")?.quantity(handmadeMeasure("denserHeadway", line, { headwayMin: 2 }), base),
    ).toBe(2);
    expect(refusal("denserHeadway", line, { headwayMin: 30 })).toBe("notDenser");
    expect(refusal("denserHeadway", { type: "transitLine", lineId: "x" })).toBe("lineUnknown");
    expect(refusal("denserHeadway", line, { fromHour: 20, untilHour: 9 })).toBe("emptySpan");
  });
});

describe("plans of another city", () => {
  it("are reported and change nothing", () => {
    for (const kind of trafficKinds) {
      const geometry = kindOf(kind)?.geometry;
      if (geometry !== "sections" && geometry !== "transitLine") continue;
      const foreign =
        geometry === "sections" ? sections("way/9", "way/10") : ({ type: geometry, lineId: "9" } as const);
      expect(refusal(kind, foreign), kind).not.toBeNull();
      const twin = planned(kind, foreign);
      expect(streetsOf(twin), kind).toBe(base.data.streets);
      expect(timetableOf(twin), kind).toBe(base.data.timetable);
    }
  });
});

describe("measures of traffic in a file", () => {
  const scenario = (measures: readonly object[]): string =>
    JSON.stringify({
      format: "planfall-scenario",
      version: 1,
      id: "s",
      title: "",
      createdAt: "2026-01-01T00:00:00Z",
      changedAt: "2026-01-01T00:00:00Z",
      twin: { id: "t", name: "T", hash: "h", href: "", crs: "EPSG:25832", originEastM: 0, originNorthM: 0 },
      year: 2030,
      nextId: 9,
      conditions: {},
      outcomes: [],
      plans: [{ id: "p1", name: "A", look: { colour: "#112233", letter: "A", dash: [] }, measures }],
    });

  it("come back as they were written", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...trafficKinds),
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 20 }),
        (id, ids) => {
          const kind = kindOf(id);
          if (!kind) throw new Error(id);
          const geometry =
            kind.geometry === "sections"
              ? sections(...ids)
              : kind.geometry === "transitLine"
                ? { type: "transitLine", lineId: ids[0] }
                : trafficGeometry[kind.geometry];
          const read = readScenario(scenario([handmadeMeasure(id, geometry as MeasureGeometry)]));
          if (!read.ok) throw new Error(JSON.stringify(read.issues));
          const again = readScenario(writeScenario(read.scenario));
          expect(again).toEqual(read);
          expect(read.scenario.plans[0].measures[0].geometry).toEqual(geometry);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("are refused where they hold more than a file may", () => {
    const many = Array.from({ length: 1001 }, (_, i) => `way/${i}`);
    for (const geometry of [
      sections(...many),
      sections(),
      sections(""),
      { type: "transitLine", lineId: "x".repeat(200) },
    ])
      expect(readScenario(scenario([handmadeMeasure("speedLimit", geometry as MeasureGeometry)])).ok).toBe(
        false,
      );
  });
});
