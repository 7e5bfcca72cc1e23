import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { idleRun } from "#app/state/results.ts";
import { compareIndicators, headline } from "#indicators/compare.ts";
import { comparisonOf, rowsOf } from "./comparison.ts";
import {
  baselineText,
  changeText,
  comparisonCsv,
  definitionText,
  headlineText,
  indicatorTitle,
  valueText,
} from "./comparisonTexts.ts";
import { outcomeOf, testModel, testScenario } from "./testing.ts";

/** Key and values, so that a test sees what would be said. */
const t = ((key: string | string[], values?: object) =>
  `${Array.isArray(key) ? key[0] : key}${values === undefined ? "" : JSON.stringify(values)}`) as unknown as TFunction;

const done = (hash: string, wet: number) => ({ ...idleRun, outcome: outcomeOf(hash, wet, 0.5) });
const known = (runs: Parameters<typeof comparisonOf>[0]["runs"], addresses: Record<string, string> = {}) => ({
  runs,
  addresses,
  modelId: "flood",
  model: testModel,
});
const both = comparisonOf(known({ baseline: done("0", 40), p1: done("a", 12) }), testScenario);

describe("comparison of plans", () => {
  it("names units as people do, tells shares by points, and judges nothing that nobody notices", () => {
    const one = (id: string, unit: string, value: number, low: number, high: number) => ({
      id,
      unit,
      value,
      low,
      high,
    });
    const differences = compareIndicators(
      [
        one("trafficVehKm", "km/d", 1000, 900, 1100),
        one("trafficShareBike", "%", 10, 7, 13),
        one("trafficTimeWalk", "min", 8, 7, 9),
      ],
      [
        one("trafficVehKm", "km/d", 1200, 1100, 1300),
        one("trafficShareBike", "%", 11, 8, 14),
        one("trafficTimeWalk", "min", 8.01, 7, 9.02),
      ],
    );
    const texts = differences.map((difference) => changeText(t, difference, "en"));
    expect(texts[0]).toMatch(/^\+200\s+results:units\.kmPerDay$/);
    expect(texts[1]).toMatch(/^\+1\s+results:units\.points$/);
    expect(differences[2]?.verdict).toBe("same");
    // Two minus signs and a dash could not be read.
    expect(valueText(t, one("trafficSevere", "%", -3, -4.5, -2.3), "en")).toMatch(
      /^compare:changeRange.*%$/u,
    );
  });

  it("needs the baseline, and names plans that have no result", () => {
    expect(comparisonOf(known({ p1: done("a", 5) }), testScenario)).toBeNull();
    const onlyBaseline = comparisonOf(known({ baseline: done("0", 9) }), testScenario);
    expect(onlyBaseline?.missing.map((entry) => entry.id)).toEqual(["p1"]);
  });

  it("does not compare results of different grids", () => {
    const other = { ...idleRun, outcome: { ...outcomeOf("a", 5, 0.5), resolutionM: 8 } };
    const comparison = comparisonOf(known({ baseline: done("0", 9), p1: other }), testScenario);
    expect(comparison?.plans).toEqual([]);
    expect(comparison?.missing.map((entry) => entry.id)).toEqual(["p1"]);
  });

  it("marks what belongs to an earlier state", () => {
    const runs = { baseline: done("0", 40), p1: done("a", 12) };
    const comparison = comparisonOf(known(runs, { baseline: "0", p1: "b" }), testScenario);
    expect([comparison?.baseline.stale, comparison?.plans[0]?.stale]).toEqual([false, true]);
  });

  it("shows the numbers of a scenario file that was run elsewhere, and says so", () => {
    const outcomes = [
      { planId: "baseline", ...outcomeOf("0", 40, 0) },
      { planId: "p1", ...outcomeOf("a", 12, 0) },
    ];
    const scenario = { ...testScenario, outcomes };
    const comparison = comparisonOf(known({ baseline: done("0", 41) }, { baseline: "0", p1: "a" }), scenario);
    expect(comparison?.baseline).toMatchObject({ recorded: false, stale: false });
    expect(comparison?.plans[0]).toMatchObject({ recorded: true, stale: false });
    expect(comparison?.plans[0]?.differences[0]?.change?.value).toBe(-29);
  });

  it("never takes numbers of another model version for current, and says when they were computed", () => {
    const old = { ...outcomeOf("0", 40, 0), modelVersion: "0.9" };
    const recorded = { planId: "p1", ...outcomeOf("a", 12, 0), computedAtMs: undefined };
    const { computedAtMs: _, ...fromFile } = { ...recorded, computedAt: "2026-11-20T08:30:00.000Z" };
    const comparison = comparisonOf(known({ baseline: { ...idleRun, outcome: old } }), {
      ...testScenario,
      outcomes: [fromFile],
    });
    expect(comparison?.baseline.stale).toBe(true);
    expect(comparison?.plans[0]).toMatchObject({
      stale: false,
      computedAtMs: Date.UTC(2026, 10, 20, 8, 30),
    });
  });

  it("says the change in one sentence, in a cell, and as CSV", () => {
    if (both === null) throw new Error("no comparison");
    const said = headline(both.plans[0]?.differences ?? []);
    if (said === null) throw new Error("nothing to say");
    expect(headlineText(t, said, "A", "de")).toContain("compare:sentences.wetBuildings.fewer");
    const [row] = rowsOf(both);
    const difference = row?.plans[0];
    if (row === undefined || difference == null) throw new Error("no row");
    expect(changeText(t, difference, "de")).toBe("−28");
    expect(valueText(t, row.baseline, "de")).toBe("38–43");
    expect(valueText(t, { ...row.baseline, value: null }, "de")).toBe("compare:verdicts.unknown");
    expect(baselineText(t, both.baseline.indicators, "de")).toContain('"range":"38–43"');
    const lines = comparisonCsv(both, t, "de").split("\r\n");
    expect(lines.find((line) => line.includes("wetBuildings.title;1;Schwammstraße"))).toContain(
      "12;10;15;-28;-28;-28;compare:verdicts.better",
    );
  });

  it("names whom the data have to be credited to below the figures", () => {
    if (both === null) throw new Error("nothing to compare");
    const lines = comparisonCsv(both, t, "de", new Set(), ["A (dl-de/by-2-0)", "B"]).split("\r\n");
    expect(lines.slice(-4)).toEqual(["", "results:compare.sources;A (dl-de/by-2-0)", ";B", ""]);
    expect(comparisonCsv(both, t, "de")).not.toContain("sources");
    const assumed = comparisonCsv(both, t, "de", new Set(), ["B"], ["Boden: angenommen"]).split("\r\n");
    expect(assumed.slice(-3)).toEqual([
      "results:compare.sources;B",
      "results:derived.inputs;Boden: angenommen",
      "",
    ]);
  });

  it("says in every place that residents are estimated", () => {
    const estimated = new Set(["wetResidents"]);
    const value = { id: "wetResidents", value: 40, low: 38, high: 43, unit: "1" };
    expect(indicatorTitle(t, "wetResidents", estimated)).toContain("results:estimated.title");
    expect(indicatorTitle(t, "wetBuildings", estimated)).not.toContain("estimated");
    expect(definitionText(t, "wetResidents", estimated)).toContain("results:estimated.note");
    expect(baselineText(t, [value], "de", estimated)).toContain("results:estimated.note");
    expect(baselineText(t, [value], "de")).not.toContain("estimated");
    const said = headline(compareIndicators([value], [{ ...value, value: 9, low: 8, high: 10 }]));
    if (said === null || both === null) throw new Error("nothing to say");
    expect(headlineText(t, said, "A", "de", estimated)).toContain("results:estimated.note");
    const residents = { ...both, baseline: { ...both.baseline, indicators: [value] }, plans: [] };
    expect(comparisonCsv(residents, t, "de", estimated)).toContain("results:estimated.title");
  });
});
