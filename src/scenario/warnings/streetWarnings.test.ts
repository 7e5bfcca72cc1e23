import { describe, expect, it } from "vitest";
import type { Place, StreetSection } from "#twin/objects.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import type { Twin } from "#twin/twin.ts";
import { handmadeMeasure } from "../handmadePlan.ts";
import { handmadeStreet, trafficPlace } from "../measures/trafficPlace.ts";
import type { Measure, MeasureGeometry } from "../types.ts";
import { warningsInSlices, warningsOf } from "./streetWarnings.ts";

/** The crossing of `trafficPlace` with a fire station in the west, a hospital in the east and four houses; a lane leads on from the east. */
const place = (kind: Place["kind"], name: string, x: number, y: number): Place => ({
  id: name,
  name,
  kind,
  at: [x, y],
  buildingId: "",
  critical: true,
});
const houses = [
  [20, 210],
  [300, 210],
  [210, 300],
  [390, 260],
] as const;

function town(
  places: readonly Place[],
  streets: readonly StreetSection[] = trafficPlace.streets ?? [],
): Twin {
  const lane = handmadeStreet(
    "lane",
    [
      [400, 200],
      [400, 300],
    ],
    { name: "Gasse" },
  );
  const twin = handmadeTwin({ ...trafficPlace, streets: [...streets, lane], places });
  const count = houses.length;
  const none = new Float32Array(count);
  const population = {
    count,
    buildingIds: houses.map(() => ""),
    xy: Float32Array.from(houses.flat()),
    residents: none,
    under18: none,
    over65: none,
    method: "delivered" as const,
  };
  return { ...twin, data: { ...twin.data, population } };
}
const station = place("fireStation", "Feuerwache", 30, 195);
const hospital = place("hospital", "Klinik", 350, 205);
const twin = town([station, hospital]);

const sections = (...sectionIds: string[]): MeasureGeometry => ({ type: "sections", sectionIds });
const plan = (...measures: Measure[]) => ({
  measures: measures.map((measure, i) => ({ ...measure, id: `m${i + 1}`, order: i })),
});
const keys = (base: Twin, ...measures: Measure[]) =>
  Object.fromEntries(
    [...warningsOf(base, plan(...measures), 2030)].map(([id, all]) => [id, all.map(({ key }) => key)]),
  );

describe("warnings of a plan", () => {
  it("are none where all stays within reach", () => {
    expect(keys(twin)).toEqual({});
    expect(keys(twin, handmadeMeasure("speedLimit", sections("west", "east")))).toEqual({});
    // Buses pass a bus gate, and its street is reached from both ends, if there is a way round; here there is none for cars.
    expect(
      keys(twin, handmadeMeasure("modalFilter", { type: "point", at: [150, 200] }, { passes: "bus" })).m1,
    ).toEqual(["hospitalCut", "fireCut"]);
  });

  it("tell of a bus line through a closed street, once for each street", () => {
    const found = warningsOf(twin, plan(handmadeMeasure("streetClosure", sections("east"))), 2030).get("m1");
    expect(found?.[0]).toEqual({ key: "busCut", values: { street: "east-Straße", lines: "7" } });
    const filter = handmadeMeasure("modalFilter", { type: "point", at: [300, 200] });
    expect(keys(twin, filter).m1?.[0]).toBe("busCut");
    const oneWay = handmadeMeasure("oneWay", sections("west"), { busesBothWays: false });
    expect(keys(twin, oneWay).m1).toContain("busCut");
    expect(
      keys(twin, handmadeMeasure("oneWay", sections("west"), { busesBothWays: true })).m1 ?? [],
    ).not.toContain("busCut");
    // The line ends at 390 m: a filter beyond its last stop does not stop it.
    expect(
      keys(twin, handmadeMeasure("modalFilter", { type: "point", at: [397, 200] })).m1 ?? [],
    ).not.toContain("busCut");
    const turn = handmadeMeasure("turnBan", sections("west", "east"));
    expect(keys(twin, turn).m1?.[0]).toBe("busCut");
    expect(
      keys(twin, handmadeMeasure("turnBan", sections("west", "east"), { busesExempt: true })).m1 ?? [],
    ).not.toContain("busCut");
  });

  it("tell of houses that no fire engine gets to, and of what can be reached on either side of a filter", () => {
    const filter = handmadeMeasure("modalFilter", { type: "point", at: [250, 200] });
    const found = warningsOf(twin, plan(filter), 2030).get("m1") ?? [];
    // Beyond the filter: the house at 300 m, the one in the lane, and the hospital.
    expect(found.find(({ key }) => key === "fireCut")?.values).toEqual({
      houses: 2,
      housesForm: "other",
      street: "east-Straße",
    });
    expect(found.find(({ key }) => key === "hospitalCut")?.values).toEqual({ name: "Klinik" });
    const behind = handmadeMeasure("modalFilter", { type: "point", at: [395, 200] });
    expect(warningsOf(twin, plan(behind), 2030).get("m1")).toEqual([
      { key: "fireCut", values: { houses: 1, housesForm: "one", street: "Gasse" } },
    ]);
    // With a way round, nothing is cut.
    const round = handmadeStreet("round", [
      [200, 0],
      [400, 300],
    ]);
    const ring = town([station, hospital], [...(trafficPlace.streets ?? []), round]);
    expect(
      keys(ring, handmadeMeasure("modalFilter", { type: "point", at: [250, 200] }, { passes: "bus" })),
    ).toEqual({});
  });

  it("blame the measure that does it, and the order decides which one that is", () => {
    const round = handmadeStreet("round", [
      [200, 0],
      [400, 300],
    ]);
    const ring = town([station, hospital], [...(trafficPlace.streets ?? []), round]);
    const here = handmadeMeasure("modalFilter", { type: "point", at: [250, 200] }, { passes: "bus" });
    const there = handmadeMeasure("modalFilter", { type: "point", at: [200, 60] }, { passes: "bus" });
    expect(Object.keys(keys(ring, here, there))).toEqual(["m2"]);
    expect(keys(ring, here, { ...there, enabled: false })).toEqual({});
  });

  it("tell of a station that cannot get out", () => {
    const shut = handmadeMeasure("modalFilter", { type: "point", at: [60, 200] });
    expect(keys(town([station]), shut).m1).toContain("fireCut");
    const alone = town([place("fireStation", "Feuerwache", 395, 250)]);
    expect(
      keys(alone, handmadeMeasure("streetClosure", sections("lane"), { closedTo: "cars" })).m1,
    ).toContain("stationCut");
  });

  it("start from the edge of the data where no station is known", () => {
    const none = town([hospital]);
    // West and east end at the edge: a filter between them leaves both sides within reach.
    expect(
      keys(none, handmadeMeasure("modalFilter", { type: "point", at: [250, 200] }, { passes: "bus" })),
    ).toEqual({});
    expect(keys(none, handmadeMeasure("streetClosure", sections("lane"), { closedTo: "cars" })).m1).toEqual([
      "fireCut",
    ]);
  });

  it("tell of a new bus line over a street that the plan closes", () => {
    const line = handmadeMeasure(
      "busLine",
      {
        type: "line",
        points: [
          [200, 390],
          [200, 10],
        ],
      },
      { spacingM: 190 },
    );
    const filter = handmadeMeasure("modalFilter", { type: "point", at: [200, 100] });
    expect(keys(twin, filter, line).m2).toEqual(["busOverClosed"]);
    expect(keys(twin, line).m1).toBeUndefined();
    const gate = handmadeMeasure("modalFilter", { type: "point", at: [200, 100] }, { passes: "bus" });
    expect(keys(twin, gate, line).m2).toBeUndefined();
  });

  it("are the same in slices, and end when asked to", async () => {
    const filter = handmadeMeasure("modalFilter", { type: "point", at: [250, 200] });
    expect(await warningsInSlices(twin, plan(filter), 2030)).toEqual(warningsOf(twin, plan(filter), 2030));
    const stop = new AbortController();
    stop.abort();
    await expect(warningsInSlices(twin, plan(filter), 2030, stop.signal)).rejects.toThrow();
  });
});
