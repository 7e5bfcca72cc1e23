import { describe, expect, it } from "vitest";
import { accessIndicatorId, type FacilityType, nearestFieldId } from "#indicators/access.ts";
import type { Point } from "#twin/frame.ts";
import type { Place, PopulationTable } from "#twin/objects.ts";
import type { LayerOperation } from "#twin/operations.ts";
import { cellAt } from "#twin/read/grid.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import {
  type AccessConditions,
  accessConditions,
  type ReachConditions,
  reachConditions,
} from "./conditions.ts";
import { facilitiesOf, facilityNames } from "./facilities.ts";
import { accessModel } from "./model.ts";
import { reachModel } from "./reachModel.ts";
import { desertStreets, desertTimetable } from "./verify/desert.ts";

const extent = { minX: 0, minY: 0, maxX: 4000, maxY: 4000 };
const defaultsOf = <Values>(schema: Readonly<Record<string, { readonly default: unknown }>>): Values =>
  Object.fromEntries(Object.entries(schema).map(([key, field]) => [key, field.default])) as Values;
const access = defaultsOf<AccessConditions>(accessConditions);
const reach = defaultsOf<ReachConditions>(reachConditions);

const place = (id: string, kind: Place["kind"], at: Point): Place => ({
  id,
  name: id,
  kind,
  at,
  buildingId: "",
  critical: false,
});

function town(
  operations: readonly LayerOperation[] = [],
  timetable = true,
  residents: readonly Point[] = [],
): Twin {
  const twin = handmadeTwin(
    {
      extent,
      cellSizeM: 100,
      streets: desertStreets().sections,
      places: [place("market", "supermarket", [1000, 1000]), place("books", "library", [3000, 3000])],
      ...(timetable ? { timetable: desertTimetable() } : {}),
    },
    operations,
  );
  const population: PopulationTable = {
    count: residents.length,
    buildingIds: residents.map(() => ""),
    xy: Float32Array.from(residents.flat()),
    residents: new Float32Array(residents.length).fill(100),
    under18: new Float32Array(residents.length),
    over65: new Float32Array(residents.length),
    method: "delivered",
  };
  return { ...twin, data: { ...twin.data, population } };
}

const runReach = (twin: Twin, changes: Partial<ReachConditions>): Promise<ModelResult> =>
  reachModel.run(twin, { ...reach, ...changes }, unwatched(20));
const minutesAt = ({ grid, fields }: ModelResult, [x, y]: Point, id = "minutes"): number =>
  fields.find((field) => field.id === id)?.values[cellAt(grid, x, y)] ?? Number.NaN;

describe("reach", () => {
  it("walks along the blocks, children slower, and says nothing beyond half an hour", async () => {
    const from = { fromX: 1000, fromY: 1000 };
    const adult = await runReach(town(), { mode: "foot", ...from });
    const child = await runReach(town(), { mode: "childFoot", ...from });
    // 500 m east and 300 m north at 4.8 and 3.6 km/h, to within a cell of 20 m.
    expect(minutesAt(adult, [1500, 1300])).toBeCloseTo(10, 0);
    expect(minutesAt(child, [1500, 1300])).toBeCloseTo(13.3, 0);
    expect(minutesAt(adult, [3900, 3900])).toBeNaN();
    const own = adult.streets?.fields[0].values ?? new Float32Array(0);
    const row = adult.streets?.sectionIds.indexOf("e1500-1300") ?? -1;
    expect(own[2 * row]).toBeCloseTo(10.6, 1);
    expect(own[2 * row + 1]).toBe(own[2 * row]);
  });

  it("drives around a modal filter and walks through it", async () => {
    const filter = { at: [950, 1000] as Point, passes: { car: false, bike: true, foot: true, bus: false } };
    const filtered = town([{ layer: "streets", op: "alter", id: "e900-1000", change: { filter } }]);
    const from = { fromX: 890, fromY: 1000 };
    const before = await runReach(town(), { mode: "car", ...from });
    const after = await runReach(filtered, { mode: "car", ...from });
    const beyond = (result: ModelResult): number => {
      const row = result.streets?.sectionIds.indexOf("e1000-1000") ?? -1;
      return result.streets?.fields[0].values[2 * row] ?? Number.NaN;
    };
    // Around the block: 200 m more at 21 km/h.
    expect(beyond(after) - beyond(before)).toBeCloseTo(0.571, 2);
    // Up to the filter nothing changes.
    expect(minutesAt(after, [930, 1000])).toBeCloseTo(minutesAt(before, [930, 1000]), 3);
    const onFoot = await Promise.all(
      [filtered, town()].map((twin) => runReach(twin, { mode: "foot", ...from })),
    );
    expect(beyond(onFoot[0])).toBeCloseTo(beyond(onFoot[1]), 3);
  });

  it("goes farther by a plan's new line, and sooner with more departures on it", async () => {
    const from = { fromX: 600, fromY: 600, mode: "transit" as const, departureH: 8 };
    const target: Point = [3400, 700];
    const line = (headwayMin: number): LayerOperation => ({
      layer: "timetable",
      op: "insert",
      line: {
        id: "new",
        name: "New",
        routeType: 3,
        stops: [
          { id: "n0", name: "West", at: [600, 700] },
          { id: "n1", name: "East", at: [3400, 700] },
        ],
        minutes: [0, 7],
        headwayMin,
        firstS: 5 * 3600,
        lastS: 23 * 3600,
      },
    });
    const [without, seldom, often] = await Promise.all([
      runReach(town(), from),
      runReach(town([line(30)]), from),
      runReach(town([line(5)]), from),
    ]);
    expect(minutesAt(without, target)).toBeNaN();
    // Walk 1.3 min, ride 7 min, and on the median half of the headway.
    expect(minutesAt(seldom, target)).toBeGreaterThan(20);
    expect(minutesAt(often, target)).toBeLessThan(12);
    expect(minutesAt(seldom, target, "spread")).toBeGreaterThan(minutesAt(often, target, "spread") + 10);
  });

  it("counts residents and places within 15 minutes", async () => {
    const twin = town([], true, [
      [1050, 1000],
      [1400, 1400],
      [3500, 3500],
    ]);
    const result = await runReach(twin, { mode: "foot", fromX: 1000, fromY: 1000 });
    const values = new Map(reachModel.indicators(result, twin).map((one) => [one.id, one]));
    expect(values.get("reachResidents")).toMatchObject({ value: 200, low: 200, high: 200 });
    expect(values.get("reachSupermarket")?.value).toBe(1);
    expect(values.get("reachLibrary")?.value).toBe(0);
    // Nobody delivered one: not known, never 0.
    expect(values.get("reachBakery")?.value).toBeNull();
  });

  it("takes the middle of the residents where no place was chosen, and refuses one outside", async () => {
    const twin = town([], true, [
      [1000, 1000],
      [1200, 1000],
    ]);
    const { warnings, ledger } = await runReach(twin, { mode: "foot" });
    expect(warnings.map(({ key }) => key)).toContain("placeAssumed");
    expect(ledger.fromX).toBe(1100);
    await expect(runReach(twin, { mode: "foot", fromX: 9000, fromY: 1 })).rejects.toThrow(
      "reach.errors.placeOutside",
    );
    await expect(
      runReach(twin, {
        mode: "transit",
        fromX: 600,
        fromY: 600,
        serviceDay: "date",
        year: 2026,
        month: 2,
        day: 30,
      }),
    ).rejects.toThrow("reach.errors.noSuchDay");
    await expect(
      runReach(twin, {
        mode: "transit",
        fromX: 600,
        fromY: 600,
        serviceDay: "date",
        year: 2030,
        month: 1,
        day: 1,
      }),
    ).rejects.toThrow("reach.errors.noService");
  });
});

describe("access", () => {
  it("gives minutes to the nearest of each known type, on foot or by bike, and leaves unknown types out", async () => {
    const twin = town([], true, [
      [1000, 1400],
      [2500, 1000],
    ]);
    const result = await accessModel.run(twin, access, unwatched(100));
    expect(minutesAt(result, [1000, 1399], "supermarket")).toBeCloseTo(5, 1);
    expect(minutesAt(result, [2500, 1000], "supermarket")).toBeCloseTo(18.75, 1);
    // 2000 m east and 1600 m north by bike at 15 km/h.
    expect(minutesAt(result, [1000, 1399], "library")).toBeCloseTo(14.4, 1);
    expect(result.fields.some(({ id }) => id === "bakery")).toBe(false);
    // And which one it is, by the names that people know.
    const timetable = timetableOf(twin);
    const nearestAt = (at: Point, type: FacilityType): string | undefined =>
      facilityNames(twin, type, timetable)[minutesAt(result, at, nearestFieldId(type))];
    expect(nearestAt([1000, 1399], "supermarket")).toBe("market");
    expect(nearestAt([1000, 1399], "library")).toBe("books");
    const [near, far] = [nearestAt([1000, 1399], "stop"), nearestAt([2500, 1000], "stop")];
    const stops = facilitiesOf(twin, "stop", timetable);
    const names = facilityNames(twin, "stop", timetable);
    const blocksTo = ([x, y]: Point): number[] => stops.map(([a, b]) => Math.abs(a - x) + Math.abs(b - y));
    expect(blocksTo([1000, 1400])[names.indexOf(near ?? "")]).toBe(Math.min(...blocksTo([1000, 1400])));
    expect(blocksTo([2500, 1000])[names.indexOf(far ?? "")]).toBe(Math.min(...blocksTo([2500, 1000])));
    expect(near).not.toBe(far);
    const values = new Map(accessModel.indicators(result, twin).map((one) => [one.id, one]));
    expect(values.get(accessIndicatorId("supermarket"))).toMatchObject({ value: 50, low: 50, high: 50 });
    expect(values.get(accessIndicatorId("library"))?.value).toBe(100);
    expect(values.get(accessIndicatorId("bakery"))?.value).toBeNull();
    expect(result.warnings).toContainEqual({ key: "typesMissing", values: { count: 11, of: 14 } });
  });

  it("counts more places by a plan's line than on foot, never fewer", async () => {
    const result = await accessModel.run(town(), { ...access, within: "30" }, unwatched(200));
    const of = (id: string): Float32Array =>
      result.fields.find((field) => field.id === id)?.values ?? new Float32Array(0);
    const [foot, transit, reliable, lucky] = [
      "placesFoot",
      "placesTransit",
      "placesTransitLow",
      "placesTransitHigh",
    ].map(of);
    let more = 0;
    for (let cell = 0; cell < foot.length; cell += 1) {
      if (Number.isNaN(foot[cell])) continue;
      expect(transit[cell]).toBeGreaterThanOrEqual(foot[cell]);
      expect(reliable[cell]).toBeLessThanOrEqual(transit[cell]);
      expect(lucky[cell]).toBeGreaterThanOrEqual(transit[cell]);
      if (transit[cell] > foot[cell]) more += 1;
    }
    expect(more).toBeGreaterThan(5);
  });

  it("works without a timetable and says so", async () => {
    const result = await accessModel.run(town([], false), access, unwatched(200));
    expect(result.warnings.map(({ key }) => key)).toContain("noTimetable");
    expect(result.fields.some(({ id }) => id === "placesTransit")).toBe(false);
    expect(result.fields.some(({ id }) => id === "placesFoot")).toBe(true);
  });

  it("warns of the edge where somebody lacks something there", async () => {
    const { warnings } = await accessModel.run(town([], true, [[3900, 200]]), access, unwatched(100));
    expect(warnings).toContainEqual({ key: "border", values: { percent: 100 } });
  });

  it("stops when it is cancelled", async () => {
    const abort = new AbortController();
    const progress = (fraction: number): void => {
      if (fraction > 0.2) abort.abort(new Error("enough"));
    };
    await expect(
      accessModel.run(town(), access, unwatched(100, { signal: abort.signal, progress })),
    ).rejects.toThrow("enough");
  });
});
