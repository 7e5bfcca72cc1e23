import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { kostraHundredYears, kostraThirtyYears, kostraUncertaintyPercent, stormOf } from "./stormPresets.ts";
import {
  blockStorm,
  type DepthDurationTable,
  depthAtDurationMm,
  eulerTypeTwoStorm,
  incrementsNonIncreasing,
  intensityLPerSHa,
  rainBetweenMm,
  scaledStorm,
  stormDepthMm,
} from "./storms.ts";

const custom = {
  storm: "customEulerTypeTwo",
  rainDepthMm: 0,
  rainDurationMin: 60,
  depthDuration: kostraThirtyYears,
  depthUncertainty: kostraUncertaintyPercent,
  band: "central",
  rainFactorPercent: 100,
} as const;

describe("Euler Type II", () => {
  it("mirrors what precedes the peak and starts the peak at 0.3 D rounded down to 5 min", () => {
    const storm = eulerTypeTwoStorm(kostraThirtyYears, 60);
    const expected = [2.2, 3, 4.7, 17.2, 1.65, 1.65, 3.5 / 3, 3.5 / 3, 3.5 / 3, 0.9, 0.9, 0.9];
    expect(storm.depthsMm.length).toBe(12);
    expected.forEach((value, i) => {
      expect(storm.depthsMm[i]).toBeCloseTo(value, 9);
    });
    expect(stormDepthMm(storm)).toBeCloseTo(36.6, 9);
  });

  const fixture = sharedData("flood/kostra_euler/kostra_117111.json");
  it.skipIf(!fixture)("gives the KOSTRA fixture exactly (needs ../shared/data)", () => {
    const data: {
      hN_mm: Record<string, number[]>;
      eulerII_5min_mm: Record<string, number[]>;
    } = JSON.parse(readFileSync(fixture as string, "utf8"));
    const durations = data.hN_mm.D_min as number[];
    for (const [name, expected] of Object.entries(data.eulerII_5min_mm)) {
      const [, years, duration] = /^T(\d+)_D(\d+)$/.exec(name) as RegExpExecArray;
      const column = data.hN_mm[`HN_${(years as string).padStart(3, "0")}A`];
      const table: DepthDurationTable = durations.map((d, i) => [d, column[i]]);
      const storm = eulerTypeTwoStorm(table, Number(duration));
      expect([...storm.depthsMm].map((v) => Math.round(v * 10_000) / 10_000)).toEqual(expected);
    }
  });

  it("refuses tables that cannot be a depth–duration curve", () => {
    expect(() => eulerTypeTwoStorm([], 60)).toThrow(/stormTableInvalid/);
    expect(() => eulerTypeTwoStorm(kostraThirtyYears, 62)).toThrow(/duration/);
    expect(() => eulerTypeTwoStorm(kostraThirtyYears, 240)).toThrow(/tooShort/);
    expect(() =>
      eulerTypeTwoStorm(
        [
          [5, 10],
          [60, 8],
        ],
        60,
      ),
    ).toThrow(/notAscending/);
  });

  it("checks that increments do not rise", () => {
    expect(incrementsNonIncreasing(kostraHundredYears, 240)).toBe(true);
    expect(
      incrementsNonIncreasing(
        [
          [5, 2],
          [10, 10],
        ],
        10,
      ),
    ).toBe(false);
  });
});

describe("storms", () => {
  it("rain between two times adds up and is exact across intervals", () => {
    const storm = eulerTypeTwoStorm(kostraThirtyYears, 60);
    expect(rainBetweenMm(storm, 14 * 60, 16 * 60)).toBeCloseTo(4.7 / 5 + 17.2 / 5, 9);
    let sum = 0;
    for (let t = 0; t < 4000; t += 7) sum += rainBetweenMm(storm, t, t + 7);
    expect(sum).toBeCloseTo(36.6, 9);
    expect(rainBetweenMm(blockStorm(100, 60), 0, 36)).toBeCloseTo(1, 12);
  });

  it("keeps the KOSTRA band and the units of the intensity", () => {
    expect(intensityLPerSHa(55.6, 240)).toBeCloseTo(38.6, 1);
    expect(stormDepthMm(stormOf(custom))).toBeCloseTo(36.6, 9);
    expect(stormDepthMm(stormOf({ ...custom, band: "lower" }))).toBeCloseTo(36.6 * 0.77, 9);
    expect(stormDepthMm(stormOf({ ...custom, band: "upper", rainFactorPercent: 120 }))).toBeCloseTo(
      36.6 * 1.23 * 1.2,
      9,
    );
    expect(stormDepthMm(stormOf({ ...custom, storm: "extremeBkg", band: "upper" }))).toBe(100);
    expect(stormDepthMm(scaledStorm(blockStorm(50, 30), 0.5))).toBe(25);
    expect(depthAtDurationMm(kostraThirtyYears, 25)).toBeCloseTo(28.75, 9);
    expect(depthAtDurationMm(kostraThirtyYears, 181)).toBeNaN();
  });
});
