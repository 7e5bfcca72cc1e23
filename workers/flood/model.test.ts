import { describe, expect, it } from "vitest";
import { floodIndicators } from "#indicators/flood.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { RunContext } from "#workers/runtime/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { defaultFloodConditions } from "./conditions.ts";
import { hazardClass } from "./hazard.ts";
import { floodModel } from "./model.ts";
import { rectangle, type TwinRules, twinOf } from "./verify/testTwin.ts";

const street: StreetSection = {
  id: "s",
  name: "Talstraße",
  class: "residential",
  line: [
    [2, 32],
    [94, 32],
  ],
  widthM: 6,
  lanes: 2,
  speedKmh: 50,
  oneway: "no",
  access: { car: true, bike: true, foot: true, bus: false },
  level: 0,
  tags: {},
};

/** A dell with a house in its middle and another on the rim. */
const dell: TwinRules = {
  columns: 48,
  rows: 32,
  cellSizeM: 2,
  heightM: (x, y) => 40 + 0.001 * ((x - 48) ** 2 + (y - 32) ** 2),
  landCover: (x) => (x < 48 ? "asphalt" : "lawn"),
  buildings: [
    { id: "low", ring: rectangle(44, 36, 54, 44) },
    { id: "high", ring: rectangle(2, 2, 12, 10) },
  ],
  streets: [street],
  residents: [
    { buildingId: "low", count: 12 },
    { buildingId: "high", count: 5 },
  ],
  places: [{ id: "h", name: "Klinik", kind: "hospital", at: [49, 40], buildingId: "low", critical: true }],
};

const rain = { ...defaultFloodConditions(), afterRainMin: 15, boundary: "closed" } as const;

const contextWith = (changes: Partial<RunContext> = {}): RunContext => unwatched(4, changes);

describe("flood model", () => {
  it("gives fields, frames, façades and a closed ledger", async () => {
    const written: string[] = [];
    const said: number[] = [];
    const result = await floodModel.run(
      twinOf(dell),
      rain,
      contextWith({
        progress: (fraction) => said.push(fraction),
        frames: {
          write: async (series, timeS, codes) => {
            expect(codes.length).toBe(24 * 16);
            written.push(`${series} ${timeS}`);
          },
        },
      }),
    );
    expect(result.fields.map(({ id }) => id)).toEqual([
      "maxDepth",
      "maxSpeed",
      "maxDepthVelocity",
      "hazard",
      "arrival",
    ]);
    for (const { values } of result.fields) {
      expect(values.length).toBe(24 * 16);
      for (const value of values) expect(Number.isNaN(value) || (value >= 0 && value < 1e4)).toBe(true);
    }
    expect(result.ledger.massErrorRelative).toBeLessThan(5e-6);
    expect(result.ledger.rainM3).toBeCloseTo(96 * 64 * 0.1, 3);
    expect(result.frameTimesS).toHaveLength(76);
    expect(written).toHaveLength(2 * 76);
    expect(said.every((fraction, i) => i === 0 || fraction >= said[i - 1])).toBe(true);
    expect(said.at(-1)).toBe(1);
    expect(result.buildingIds).toEqual(["low", "high"]);
    const [low, high] = result.buildingColumns.facadeDepthM;
    expect(low).toBeGreaterThan(0.1);
    expect(high).toBeLessThan(0.1);
  });

  it("answers with every indicator it defines, ranges around values", async () => {
    const twin = twinOf(dell);
    const values = floodModel.indicators(await floodModel.run(twin, rain, contextWith()), twin);
    expect(values.map(({ id }) => id)).toEqual(floodIndicators.map(({ id }) => id));
    for (const { id, value, low, high, unit } of values) {
      expect(unit).toBe(floodIndicators.find((definition) => definition.id === id)?.unit);
      if (value === null || low === null || high === null) continue;
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
    const of = (id: string) => values.find((one) => one.id === id)?.value;
    expect(of("wetBuildings")).toBe(1);
    expect(of("wetResidents")).toBe(12);
    expect(of("wetCriticalPlaces")).toBe(1);
    const passable = of("passableStreets") ?? 0;
    expect(passable).toBeGreaterThan(0);
    expect(passable).toBeLessThan(92);
    const kept = (of("runoffVolume") ?? 0) + (of("retainedVolume") ?? 0) + (of("infiltratedVolume") ?? 0);
    expect(kept).toBeCloseTo(96 * 64 * 0.1, 1);
  });

  it("says not known where the twin has nothing to count", async () => {
    const bare = twinOf({ ...dell, buildings: [], streets: [], residents: [], places: [] });
    const values = floodModel.indicators(await floodModel.run(bare, rain, contextWith()), bare);
    for (const id of ["wetBuildings", "wetResidents", "wetCriticalPlaces", "passableStreets"]) {
      expect(values.find((one) => one.id === id)?.value).toBeNull();
    }
  });

  it("repeats bit for bit", async () => {
    const one = await floodModel.run(twinOf(dell), rain, contextWith());
    const two = await floodModel.run(twinOf(dell), rain, contextWith());
    expect(two.fields).toEqual(one.fields);
  });

  it("runs at preview and finer resolutions from the same code", async () => {
    const volumes: number[] = [];
    for (const resolutionM of [8, 4, 2]) {
      const { ledger, grid } = await floodModel.run(twinOf(dell), rain, contextWith({ resolutionM }));
      expect(grid.cellSizeM).toBe(resolutionM);
      expect(ledger.massErrorRelative).toBeLessThan(5e-6);
      volumes.push(ledger.rainM3);
    }
    expect(Math.max(...volumes) - Math.min(...volumes)).toBeLessThan(1e-3);
  });

  it("stops within 200 ms of an abort", async () => {
    const abort = new AbortController();
    let abortedMs = 0;
    setTimeout(() => {
      abortedMs = performance.now();
      abort.abort(new DOMException("enough", "AbortError"));
    }, 30);
    const long = { ...rain, rainDurationMin: 720, afterRainMin: 720 };
    const run = floodModel.run(twinOf(dell), long, contextWith({ resolutionM: 1, signal: abort.signal }));
    await expect(run).rejects.toThrow("enough");
    expect(performance.now() - abortedMs).toBeLessThan(200);
  });

  it("refuses sizes that cannot be run", async () => {
    const run = (resolutionM: number) => floodModel.run(twinOf(dell), rain, contextWith({ resolutionM }));
    await expect(run(0)).rejects.toMatchObject({ key: "resolutionInvalid" });
    await expect(run(Number.NaN)).rejects.toMatchObject({ key: "resolutionInvalid" });
    await expect(run(50)).rejects.toMatchObject({ key: "areaTooSmall" });
    await expect(
      floodModel.run(twinOf(dell), { ...rain, inflowAt: "point", inflowX: 900 }, contextWith()),
    ).rejects.toMatchObject({ key: "inflowOutside" });
  });
});

describe("hazard classes", () => {
  it("follow depth, speed and their product", () => {
    expect(hazardClass(0.2, 0.5, 0.1)).toBe(1);
    expect(hazardClass(0.4, 0.5, 0.2)).toBe(2);
    expect(hazardClass(1, 0.1, 0.1)).toBe(3);
    expect(hazardClass(0.4, 2.5, 1)).toBe(5);
    expect(hazardClass(5, 0, 0)).toBe(6);
  });
});
