import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diffScenarios } from "./diff.ts";
import { readScenario } from "./document.ts";
import { createHistory, execute } from "./history.ts";

const read = readScenario(
  readFileSync(new URL("../../scenarios/fixtures/v1.planfall.json", import.meta.url), "utf8"),
);
if (!read.ok) throw new Error("fixture");
const { scenario } = read;

describe("diffScenarios", () => {
  it("finds nothing between equal scenarios, saved at other times", () => {
    expect(diffScenarios(scenario, { ...scenario, changedAt: "2027-01-01T00:00:00Z", outcomes: [] })).toEqual(
      [],
    );
  });

  it("names what was added, removed and altered", () => {
    let history = createHistory(scenario);
    history = execute(history, { type: "setTitle", title: "Neu" });
    history = execute(history, { type: "removeMeasure", planId: "p1", measureId: "m3" });
    history = execute(history, {
      type: "alterMeasure",
      planId: "p5",
      measureId: "m6",
      change: { parameters: { heightM: 1.2 }, enabled: false },
    });
    history = execute(history, {
      type: "setConditions",
      modelId: "flood",
      conditions: { ...scenario.conditions.flood, soil: "clay" },
    });
    const found = diffScenarios(scenario, history.scenario).map(({ subject, id, field, before, after }) => [
      subject,
      id,
      field,
      field ? before : before !== undefined,
      field ? after : after !== undefined,
    ]);
    expect(found).toEqual([
      ["scenario", "", "title", "Fixture of format version 1", "Neu"],
      ["conditions", "flood", "soil", "loam", "clay"],
      ["measure", "m3", "", true, false],
      ["measure", "m6", "enabled", true, false],
      ["measure", "m6", "parameters.heightM", 0.8, 1.2],
    ]);
  });

  it("the other way round is the other way round", () => {
    const other = execute(createHistory(scenario), { type: "removePlan", planId: "p5" }).scenario;
    expect(diffScenarios(other, scenario)).toEqual(
      diffScenarios(scenario, other).map((d) => ({ ...d, before: d.after, after: d.before })),
    );
  });
});
