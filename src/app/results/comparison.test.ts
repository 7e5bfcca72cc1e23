import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { planEntries } from "#app/state/plans.ts";
import { idleRun, initialResults, type ResultsState } from "#app/state/results.ts";
import type { IndicatorDefinition, IndicatorValue } from "#indicators/indicator.ts";
import { changeOf, comparisonOf } from "./comparison.ts";
import { comparisonCsv, formatIndicator, rangeText, signedRangeText } from "./comparisonTexts.ts";
import { baselineSentence, planSentence } from "./Headline.tsx";
import { outcomeOf, testScenario } from "./testing.ts";

const buildings: IndicatorDefinition = {
  id: "wetBuildings",
  unit: "1",
  better: "lower",
  digits: 3,
  type: "count",
  source: "test",
};
const value = (middle: number | null, low: number | null, high: number | null): IndicatorValue => ({
  id: "wetBuildings",
  value: middle,
  low,
  high,
  unit: "1",
});
/** Key and values, so that a test sees what would be said. */
const t = ((key: string | string[], values?: object) =>
  `${Array.isArray(key) ? key[0] : key}${values === undefined ? "" : JSON.stringify(values)}`) as unknown as TFunction;

describe("change of an indicator", () => {
  it("subtracts like from like, so that a common doubt is not counted twice", () => {
    expect(changeOf(value(100, 80, 130), value(62, 46, 89), buildings)).toEqual({
      value: -38,
      low: -41,
      high: -34,
      verdict: "better",
    });
  });

  it("is unclear where the range has both signs, the same where nothing changes, unknown where one is", () => {
    expect(changeOf(value(10, 8, 12), value(10, 7, 13), buildings)?.verdict).toBe("unclear");
    expect(changeOf(value(10, 8, 12), value(10, 8, 12), buildings)?.verdict).toBe("same");
    expect(changeOf(value(null, null, null), value(10, 8, 12), buildings)).toBeNull();
    expect(changeOf(value(10, null, null), value(12, null, null), buildings)).toMatchObject({
      low: 2,
      high: 2,
      verdict: "worse",
    });
  });

  it("knows which way is better", () => {
    const higher = { ...buildings, better: "higher" } as const;
    const neutral = { ...buildings, better: "neutral" } as const;
    expect(changeOf(value(10, 8, 12), value(20, 18, 22), higher)?.verdict).toBe("better");
    expect(changeOf(value(10, 8, 12), value(20, 18, 22), neutral)?.verdict).toBe("neutral");
  });
});

describe("numbers as text", () => {
  const area = { ...buildings, id: "floodedArea10", unit: "m²", digits: 2, type: "amount" } as const;

  it("shows no more digits than mean something", () => {
    expect(formatIndicator(123_456, area, "de")).toBe("120.000");
    expect(formatIndicator(1234.4, buildings, "de")).toBe("1.234");
    expect(formatIndicator(0.0123, area, "de")).toBe("0,012");
  });

  it("shows ranges with signs, and one number where both ends read the same", () => {
    expect(signedRangeText(t, { value: -38, low: -41, high: -34, verdict: "better" }, buildings, "de")).toBe(
      'results:compare.range{"low":"−41","high":"−34"}',
    );
    expect(signedRangeText(t, { value: 5, low: 5.2, high: 5.4, verdict: "worse" }, buildings, "de")).toBe(
      "+5",
    );
    expect(rangeText(t, value(3, 3, 3), buildings, "de")).toBe("");
    expect(rangeText(t, value(3, null, null), buildings, "de")).toBe("");
  });
});

describe("comparison of plans", () => {
  const entries = planEntries(testScenario);
  const state = (planRuns: ResultsState["runs"]): ResultsState => ({ ...initialResults, runs: planRuns });
  const done = (hash: string, wet: number) => ({ ...idleRun, outcome: outcomeOf(hash, wet, 0.5) });

  it("needs the baseline, and names plans that have no result", () => {
    expect(comparisonOf(state({ p1: done("a", 5) }), entries)).toBeNull();
    const onlyBaseline = comparisonOf(state({ baseline: done("0", 9) }), entries);
    expect(onlyBaseline?.missing.map((entry) => entry.id)).toEqual(["p1"]);
  });

  it("does not compare results of different grids", () => {
    const other = { ...idleRun, outcome: { ...outcomeOf("a", 5, 0.5), resolutionM: 8 } };
    expect(comparisonOf(state({ baseline: done("0", 9), p1: other }), entries)?.plans).toEqual([]);
  });

  it("says the change in one sentence, and writes it as CSV", () => {
    const comparison = comparisonOf(state({ baseline: done("0", 40), p1: done("a", 12) }), entries);
    if (comparison === null) throw new Error("no comparison");
    expect(planSentence(comparison, "p1", t, "de")).toBe(
      'results:sentences.wetBuildings.less{"plan":"Schwammstraße","amount":"28"}',
    );
    expect(baselineSentence(comparison, t, "de")).toContain('"low":"38","high":"43"'.replaceAll('"', '\\"'));
    const lines = comparisonCsv(comparison, t, "de").split("\r\n");
    expect(lines[0]).toContain("results:compare.indicator");
    expect(lines.find((line) => line.includes("wetBuildings.title;1;Schwammstraße"))).toContain(
      "12;10;15;-28;-28;-28;",
    );
  });
});
