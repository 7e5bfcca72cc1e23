import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeColumns } from "../columns.ts";
import type { LayerOperation } from "../operations.ts";
import { decodeTimetable, encodeTimetable } from "../package/optional.ts";
import type { NewLine, Timetable } from "../timetable.ts";
import type { Twin } from "../twin.ts";
import { handmadeTwin } from "./handmadeTwin.ts";
import { buildPatterns, type Trip, tripsOf } from "./patterns.ts";
import { timetableOf } from "./timetable.ts";

const hour = 3600;

/** Stops a–e at x = 0, 500, 1000, 1500, 2000 m; Monday to Friday (service 0) and the weekend (1). */
const stopNames = ["a", "b", "c", "d", "e"];
const run = (line: number, service: number, stops: readonly number[], startS: number, legS = 120): Trip => {
  const timesS = stops.map((_, i) => startS + i * legS);
  return { line, service, stops, arrivalS: timesS, departureS: timesS };
};

function timetableFrom(trips: readonly Trip[]): Timetable {
  return {
    stops: {
      count: stopNames.length,
      ids: stopNames,
      names: stopNames,
      xy: Float32Array.from(stopNames.flatMap((_, i) => [i * 500, 0])),
    },
    lines: { count: 2, ids: ["L1", "L2"], names: ["1", "2"], routeType: Uint16Array.of(3, 0) },
    ...buildPatterns(trips),
    services: {
      count: 2,
      ids: ["week", "weekend"],
      firstDate: "2026-01-05",
      days: 7,
      runs: Uint8Array.of(1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1),
    },
    timezone: "Europe/Berlin",
  };
}

const there = [0, 1, 2, 3, 4];
const back = [4, 3, 2, 1, 0];
const everyHalfHour = Array.from({ length: 36 }, (_, i) => 5 * hour + i * 1800);
const base = timetableFrom([
  ...everyHalfHour.flatMap((s) => [run(0, 0, there, s), run(0, 0, back, s + 600)]),
  ...everyHalfHour.filter((_, i) => i % 2 === 0).map((s) => run(0, 1, there, s)),
  ...everyHalfHour.map((s) => run(1, 0, [0, 2], s)),
]);

const twinWith = (timetable: Timetable | null, ...operations: LayerOperation[]): Twin => {
  const twin = handmadeTwin({}, operations);
  return { ...twin, data: { ...twin.data, timetable } };
};
const changed = (timetable: Timetable | null, ...operations: LayerOperation[]): Timetable => {
  const result = timetableOf(twinWith(timetable, ...operations));
  if (result === null) throw new Error("no timetable");
  return result;
};

const newLine: NewLine = {
  id: "m1-line",
  name: "X1",
  routeType: 3,
  stops: [
    { id: "m1-1", name: "Erste", at: [0, 300] },
    { id: "c", name: "already there", at: [1000, 0] },
    { id: "m1-3", name: "Dritte", at: [2000, 300] },
  ],
  minutes: [0, 3, 7.5],
  headwayMin: 20,
  firstS: 5 * hour,
  lastS: 25 * hour,
};
const insert: LayerOperation = { layer: "timetable", op: "insert", line: newLine };

/** Departures of one line at the first stop on a day, by the stops that are served. */
function departuresOn(timetable: Timetable, lineId: string, day: number): Map<string, number[]> {
  const line = timetable.lines.ids.indexOf(lineId);
  const found = new Map<string, number[]>();
  for (const trip of tripsOf(timetable, line)) {
    if (timetable.services.runs[trip.service * timetable.services.days + day] === 0) continue;
    const key = Array.from(trip.stops, (stop) => timetable.stops.ids[stop]).join(">");
    found.set(
      key,
      [...(found.get(key) ?? []), trip.departureS[0]].sort((a, b) => a - b),
    );
  }
  return found;
}

/** What round-based routing relies on: columns fit each other, times never go back, later trips of a pattern never overtake. */
function expectSound(timetable: Timetable): void {
  expect(() => decodeTimetable(decodeColumns(encodeTimetable(timetable).buffer))).not.toThrow();
  const { patternTripStart, patternLine, tripTimeStart, arrivalS, departureS } = timetable;
  for (let p = 0; p < patternLine.length; p++)
    for (let trip = patternTripStart[p]; trip < patternTripStart[p + 1]; trip++)
      for (let i = 0; i < tripTimeStart[trip + 1] - tripTimeStart[trip]; i++) {
        const at = tripTimeStart[trip] + i;
        if (departureS[at] < arrivalS[at]) throw new Error("leaves before it arrives");
        if (i > 0 && arrivalS[at] < departureS[at - 1]) throw new Error("arrives before it left");
        if (trip === patternTripStart[p]) continue;
        const before = tripTimeStart[trip - 1] + i;
        if (arrivalS[at] < arrivalS[before] || departureS[at] < departureS[before])
          throw new Error("overtakes");
      }
}

describe("timetableOf", () => {
  it("is the base itself where nothing changed, or where a change means a line of another city", () => {
    expect(timetableOf(twinWith(base))).toBe(base);
    expect(timetableOf(twinWith(null))).toBeNull();
    const stop = { id: "n", name: "N", at: [1, 1] as const };
    const foreign: LayerOperation[] = [
      { layer: "timetable", op: "serve", lineId: "nowhere", stop, delayS: 30 },
      { layer: "timetable", op: "headway", lineId: "nowhere", headwayMin: 5, fromS: 0, untilS: hour },
    ];
    expect(timetableOf(twinWith(base, ...foreign))).toBe(base);
    expect(timetableOf(twinWith(null, ...foreign))).toBeNull();
  });

  it("adds a line to and fro on every day, past midnight, at stops that are there or new", () => {
    const result = changed(base, insert);
    expectSound(result);
    expect(result.stops.ids).toEqual([...stopNames, "m1-1", "m1-3"]);
    for (let day = 0; day < 7; day++) {
      const found = departuresOn(result, "m1-line", day);
      const all = Array.from({ length: 61 }, (_, i) => 5 * hour + i * 1200);
      expect(found.get("m1-1>c>m1-3")).toEqual(all);
      expect(found.get("m1-3>c>m1-1")).toEqual(all);
    }
    const trips = [...tripsOf(result, 2)];
    expect(Array.from(trips[0].arrivalS)).toEqual([18000, 18180, 18450]);
    expect(trips.some((trip) => trip.arrivalS[1] === 18000 + 270)).toBe(true);
    // What it does not touch stays, trip for trip.
    expect([...tripsOf(result, 0)]).toEqual([...tripsOf(base, 0)]);
  });

  it("gives a place without timetable a week of its own", () => {
    const result = changed(null, insert);
    expectSound(result);
    expect(result.services).toMatchObject({ count: 1, days: 7 });
    expect([...result.services.runs]).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("serves a stop more both ways: time between its neighbours shared by distance, all later by the delay", () => {
    const stop = { id: "new", name: "Neu", at: [1125, 0] as const };
    const result = changed(base, { layer: "timetable", op: "serve", lineId: "L1", stop, delayS: 30 });
    expectSound(result);
    const on = [...tripsOf(result, 0)];
    const names = (trip: Trip) => Array.from(trip.stops, (row) => result.stops.ids[row]).join("");
    expect(new Set(on.map(names))).toEqual(new Set(["abcnewde", "ednewcba"]));
    const first = on.find((trip) => names(trip) === "abcnewde");
    expect(Array.from(first?.arrivalS ?? [], (s) => s - 5 * hour)).toEqual([0, 120, 240, 270, 390, 510]);
    expect(Array.from(first?.departureS ?? [], (s) => s - 5 * hour)).toEqual([0, 120, 240, 300, 390, 510]);
    expect([...tripsOf(result, 1)]).toEqual([...tripsOf(base, 1)]);
  });

  it("leaves short runs that do not come by a new stop as they are", () => {
    const short = timetableFrom([run(0, 0, there, hour), run(0, 0, [0, 1], 2 * hour)]);
    const stop = { id: "new", name: "Neu", at: [1700, 20] as const };
    const result = changed(short, { layer: "timetable", op: "serve", lineId: "L1", stop, delayS: 20 });
    expect([...tripsOf(result, 0)].map((trip) => Array.from(trip.stops))).toEqual([
      [0, 1, 2, 3, 5, 4],
      [0, 1],
    ]);
  });

  it("spaces departures evenly within the span, each direction and kind of day by itself, and only there", () => {
    const headway: LayerOperation = {
      layer: "timetable",
      op: "headway",
      lineId: "L1",
      headwayMin: 10,
      fromS: 7 * hour,
      untilS: 9 * hour,
    };
    const result = changed(base, headway);
    expectSound(result);
    const dense = Array.from({ length: 12 }, (_, i) => 7 * hour + i * 600);
    const outside = (s: number) => s < 7 * hour || s >= 9 * hour;
    const monday = departuresOn(result, "L1", 0);
    expect(monday.get("a>b>c>d>e")).toEqual(
      [...everyHalfHour.filter(outside), ...dense].sort((a, b) => a - b),
    );
    expect(monday.get("e>d>c>b>a")?.filter((s) => !outside(s))).toEqual(dense);
    const sunday = departuresOn(result, "L1", 6);
    expect(sunday.get("a>b>c>d>e")?.filter((s) => !outside(s))).toEqual(dense);
    expect(sunday.has("e>d>c>b>a")).toBe(false);
    expect(departuresOn(result, "L2", 0)).toEqual(departuresOn(base, "L2", 0));
  });

  it("keeps the shares of branches, and counts them where they meet", () => {
    // The branch starts 120 s further up the line; two of three trips take it.
    const trips = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 0
        ? run(0, 0, [1, 2, 3], 6 * hour + i * 1200 + 120)
        : run(0, 0, [0, 1, 2], 6 * hour + i * 1200),
    );
    const result = changed(timetableFrom(trips), {
      layer: "timetable",
      op: "headway",
      lineId: "L1",
      headwayMin: 5,
      fromS: 6 * hour,
      untilS: 9 * hour,
    });
    expectSound(result);
    const found = departuresOn(result, "L1", 1);
    const atB = [...(found.get("a>b>c") ?? []).map((s) => s + 120), ...(found.get("b>c>d") ?? [])].filter(
      (s) => s < 9 * hour,
    );
    expect(atB.sort((a, b) => a - b)).toEqual(Array.from({ length: 36 }, (_, i) => 6 * hour + 120 + i * 300));
    expect((found.get("b>c>d") ?? []).filter((s) => s < 9 * hour)).toHaveLength(12);
  });

  it("tells directions apart that share a loop at the end, and platforms of one place together", () => {
    // There by a, b, c and the loop d > e; back by the loop d > e as well, then c, b, a.
    const loop = timetableFrom(
      Array.from({ length: 20 }, (_, i) => 6 * hour + i * 1200).flatMap((s) => [
        run(0, 0, [0, 1, 2, 3, 4], s),
        run(0, 0, [3, 4, 2, 1, 0], s + 300),
      ]),
    );
    const result = changed(loop, {
      layer: "timetable",
      op: "headway",
      lineId: "L1",
      headwayMin: 10,
      fromS: 6 * hour,
      untilS: 12 * hour,
    });
    const monday = departuresOn(result, "L1", 0);
    expect(monday.get("a>b>c>d>e")?.filter((s) => s < 12 * hour)).toHaveLength(36);
    expect(monday.get("d>e>c>b>a")?.filter((s) => s < 12 * hour)).toHaveLength(36);
  });

  it("stays sound under any changes, in any order", () => {
    const stopAt = fc.record({
      id: fc.constantFrom("n1", "n2", "b"),
      name: fc.constant("N"),
      at: fc.tuple(fc.integer({ min: -500, max: 2500 }), fc.integer({ min: -400, max: 400 })),
    });
    const lineId = fc.constantFrom("L1", "L2", "m1-line");
    const change = fc.oneof(
      fc.constant(insert),
      fc.record({
        layer: fc.constant("timetable" as const),
        op: fc.constant("serve" as const),
        lineId,
        stop: stopAt,
        delayS: fc.integer({ min: 0, max: 120 }),
      }),
      fc.record({
        layer: fc.constant("timetable" as const),
        op: fc.constant("headway" as const),
        lineId,
        headwayMin: fc.integer({ min: 2, max: 120 }),
        fromS: fc.integer({ min: 0, max: 12 * hour }),
        untilS: fc.integer({ min: 0, max: 30 * hour }),
      }),
    );
    // Running times vary, so that taking them over at other times makes trips overtake.
    const trips = fc.array(
      fc
        .tuple(
          fc.constantFrom(there, back, [0, 1, 2], [1, 2, 3], [0, 2, 4]),
          fc.integer({ min: 0, max: 26 * hour }),
          fc.integer({ min: 30, max: 600 }),
          fc.constantFrom(0, 1),
          fc.constantFrom(0, 1),
        )
        .map(([stops, startS, legS, line, service]) => run(line, service, stops, startS, legS)),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(trips, fc.array(change, { maxLength: 4 }), (some, changes) => {
        expectSound(changed(timetableFrom(some), ...changes));
      }),
      { numRuns: 150 },
    );
  });
});
