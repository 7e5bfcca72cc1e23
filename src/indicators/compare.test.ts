import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareIndicators, headline, headlineOf } from "./compare.ts";
import type { IndicatorValue } from "./indicator.ts";
import { endsAsText, formatIndicator, formatRange, rangeOf, roundedRange } from "./range.ts";
import { definitionOf, headlineOrder, indicatorDefinitions } from "./registry.ts";

const value = (id: string, v: number | null, low = v, high = v, unit = "1"): IndicatorValue => ({
  id,
  value: v,
  low,
  high,
  unit,
});

describe("the registry", () => {
  it("has every id once, and every indicator that a sentence is made of", () => {
    const ids = indicatorDefinitions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of headlineOrder) expect(definitionOf(id), id).not.toBeNull();
    expect(definitionOf("gone")).toBeNull();
  });
});

describe("ranges", () => {
  it("round outwards to the digits that mean something", () => {
    expect(roundedRange({ value: 12_345, low: 11_920, high: 13_480 }, { digits: 2, type: "amount" })).toEqual(
      {
        value: 12_000,
        low: 11_000,
        high: 14_000,
      },
    );
    // 57.7 to 71.7 m of street: the decimetres are noise beside 14 m.
    const street = roundedRange({ value: 64.7, low: 57.7, high: 71.7 }, { digits: 3, type: "amount" });
    expect(formatRange(street, "de")).toBe("57–72");
    const single = roundedRange({ value: 57.68, low: 57.68, high: 57.68 }, { digits: 3, type: "amount" });
    expect(formatRange(single, "de")).toBe("58");
    const small = roundedRange({ value: 1.4, low: 1.23, high: 1.61 }, { digits: 3, type: "amount" });
    expect(formatRange(small, "de")).toBe("1,23–1,61");
    expect(roundedRange({ value: 4_100, low: 3_962, high: 4_263 }, { digits: 3, type: "amount" })).toEqual({
      value: 4_100,
      low: 3_960,
      high: 4_270,
    });
    expect(roundedRange({ value: 0.1234, low: 0.12, high: 0.13 }, { digits: 2, type: "share" })).toEqual({
      value: 0.12,
      low: 0.12,
      high: 0.13,
    });
  });

  it("keep counts whole and a single number single", () => {
    expect(roundedRange({ value: 3.4, low: 2.6, high: 3.9 }, { digits: 3, type: "count" })).toEqual({
      value: 3,
      low: 2,
      high: 4,
    });
    expect(roundedRange({ value: 7, low: 7, high: 7 }, { digits: 1, type: "count" })).toEqual({
      value: 7,
      low: 7,
      high: 7,
    });
  });

  it("always hold what they were made of", () => {
    const finite = fc.double({ min: -1e7, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(
        finite,
        finite,
        finite,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom("amount", "count", "share"),
        (a, b, c, digits, type) => {
          const [low, middle, high] = [a, b, c].sort((x, y) => x - y);
          const rounded = roundedRange({ value: middle, low, high }, { digits, type: type as "amount" });
          const hair = 1e-6 * Math.max(1, Math.abs(low), Math.abs(high));
          if (low !== high) {
            expect(rounded.low).toBeLessThanOrEqual(low + hair);
            expect(rounded.high).toBeGreaterThanOrEqual(high - hair);
          }
          expect(rounded.low).toBeLessThanOrEqual(rounded.value);
          expect(rounded.value).toBeLessThanOrEqual(rounded.high);
        },
      ),
    );
  });

  it("are written as people write them", () => {
    expect(formatRange({ low: 34, high: 41 }, "de")).toBe("34–41");
    expect(formatRange({ low: 12_300, high: 13_500 }, "de")).toBe("12.300–13.500");
    expect(formatRange({ low: 12_300, high: 13_500 }, "en")).toBe("12,300–13,500");
    expect(formatRange({ low: 0, high: 0 }, "de")).toBe("0");
    expect(endsAsText({ low: -41, high: 3 }, "de", { signed: true })).toEqual(["−41", "+3"]);
    const wet = definitionOf("wetBuildings");
    if (!wet) throw new Error("wetBuildings");
    const to = (low: string, high: string) => `${low} bis ${high}`;
    expect(formatIndicator(value("wetBuildings", 37, 34, 41), wet, "de", to)).toBe("34–41");
    expect(formatIndicator(value("wetBuildings", -3, -5, -2), wet, "de", to)).toBe("−5 bis −2");
    expect(formatIndicator(value("wetBuildings", null), wet, "de", to)).toBeNull();
  });

  it("put swapped ends right and treat a missing end as the value", () => {
    expect(rangeOf({ value: 2, low: 3, high: 1 })).toEqual({ value: 2, low: 1, high: 3 });
    expect(rangeOf({ value: 2, low: null, high: 5 })).toEqual({ value: 2, low: 2, high: 5 });
    expect(rangeOf({ value: Number.NaN, low: 0, high: 1 })).toBeNull();
  });
});

describe("compareIndicators", () => {
  it("pairs the ends of the ranges, which err together", () => {
    const [difference] = compareIndicators(
      [value("wetBuildings", 120, 110, 131)],
      [value("wetBuildings", 83, 76, 90)],
    );
    expect(difference.change).toEqual({ value: -37, low: -41, high: -34 });
    expect(difference.verdict).toBe("better");
    expect(headlineOf(difference)).toEqual({
      indicatorId: "wetBuildings",
      direction: "fewer",
      verdict: "better",
      low: 34,
      high: 41,
      unit: "1",
    });
  });

  it("takes what nobody could notice for no change", () => {
    const change = (id: string, before: number, after: number, unit: string) =>
      compareIndicators([value(id, before, before, before, unit)], [value(id, after, after, after, unit)])[0];
    expect(change("heatResidents38", 8425, 8424.7, "1")).toMatchObject({
      verdict: "same",
      change: { value: 0, low: 0, high: 0 },
    });
    expect(change("heatResidents38", 8425, 8424.4, "1").verdict).toBe("better");
    expect(change("feltAtHomes", 40.4, 40.399, "°C").verdict).toBe("same");
    expect(change("feltAtHomes", 40.4, 40.38, "°C").verdict).toBe("better");
    expect(change("heatArea38", 40.4, 40.399, "%").verdict).toBe("better");
  });

  it("judges by which way is better", () => {
    const verdict = (id: string, before: number, after: number) =>
      compareIndicators([value(id, before)], [value(id, after)])[0].verdict;
    expect(verdict("wetBuildings", 5, 9)).toBe("worse");
    expect(verdict("passableStreets", 500, 900)).toBe("better");
    expect(verdict("passableStreets", 500, 500)).toBe("same");
    expect(verdict("fromAnotherVersion", 5, 9)).toBe("changed");
  });

  it("says unclear where the change has both signs, and unknown where a number is missing", () => {
    const [unclear] = compareIndicators(
      [value("wetBuildings", 10, 5, 20)],
      [value("wetBuildings", 9, 7, 12)],
    );
    expect(unclear.verdict).toBe("unclear");
    expect(headlineOf(unclear)).toMatchObject({ direction: "unclear", low: 8, high: 2 });
    expect(compareIndicators([value("wetBuildings", null)], [value("wetBuildings", 3)])[0]).toMatchObject({
      change: null,
      verdict: "unknown",
    });
    expect(compareIndicators([], [value("wetBuildings", 3)])[0].verdict).toBe("unknown");
    expect(
      compareIndicators([value("runoffVolume", 3, 3, 3, "m³")], [value("runoffVolume", 3, 3, 3, "l")])[0]
        .change,
    ).toBeNull();
  });

  it("turned round, says the opposite", () => {
    const number = fc.integer({ min: 0, max: 900 });
    fc.assert(
      fc.property(number, number, number, number, (a, b, c, d) => {
        const one = [value("wetBuildings", a, Math.max(0, a - c), a + c)];
        const two = [value("wetBuildings", b, Math.max(0, b - d), b + d)];
        const there = compareIndicators(one, two)[0];
        const back = compareIndicators(two, one)[0];
        expect(back.change?.low).toBe(0 - (there.change?.high ?? Number.NaN));
        const opposite = { better: "worse", worse: "better" } as Record<string, string>;
        expect(back.verdict).toBe(opposite[there.verdict] ?? there.verdict);
      }),
    );
  });
});

describe("headline", () => {
  const compared = (before: [string, number | null][], after: [string, number | null][]) =>
    headline(
      compareIndicators(
        before.map(([id, v]) => value(id, v)),
        after.map(([id, v]) => value(id, v)),
      ),
    );

  it("takes the first indicator with a clear change", () => {
    expect(
      compared(
        [
          ["floodedArea30", 900],
          ["wetResidents", 80],
          ["wetBuildings", 12],
        ],
        [
          ["floodedArea30", 700],
          ["wetResidents", 60],
          ["wetBuildings", 12],
        ],
      ),
    ).toMatchObject({ indicatorId: "wetResidents", direction: "fewer", low: 20, high: 20 });
  });

  it("passes over a change that is hardly one, for one that tells plans apart", () => {
    const changes = (after: readonly [string, number][]) =>
      compared(
        [
          ["heatResidents38", 8425.4],
          ["heatPersonHours38", 60_000],
          ["heatGround38", 100_000],
          ["shadedWalking", 18],
          ["roofPower", 900],
        ],
        [...after],
      );
    // Less than one person, a few of their hours, little ground: the shade on the ways tells more.
    expect(
      changes([
        ["heatResidents38", 8425],
        ["heatPersonHours38", 59_991],
        ["heatGround38", 99_960],
        ["shadedWalking", 19],
      ]),
    ).toMatchObject({ indicatorId: "shadedWalking", direction: "more" });
    // One person counts, however many there are.
    expect(changes([["heatResidents38", 8420]])).toMatchObject({ indicatorId: "heatResidents38", high: 5 });
    // A hundred square metres tell something, however large the city is.
    expect(changes([["heatGround38", 99_900]])).toMatchObject({ indicatorId: "heatGround38", low: 100 });
    // Where nothing is large, what changes most is told.
    expect(
      changes([
        ["heatPersonHours38", 59_995],
        ["heatGround38", 99_990],
        ["roofPower", 901],
      ]),
    ).toMatchObject({ indicatorId: "roofPower", direction: "more" });
  });

  it("says that nothing changes where nothing does, and nothing where nothing is known", () => {
    expect(compared([["wetBuildings", 4]], [["wetBuildings", 4]])).toMatchObject({ direction: "same" });
    expect(compared([["wetBuildings", null]], [["wetBuildings", null]])).toBeNull();
    expect(headline([])).toBeNull();
  });
});
