import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyPlan, baselineTwin } from "#scenario/applyPlan.ts";
import { costOfPlan } from "#scenario/cost.ts";
import { readScenario, writeScenario } from "#scenario/document.ts";
import { twinHash } from "#twin/package/write.ts";
import { demoScenario, demoScenarioPath, openDemo, refusedIn } from "./demoScenario.ts";

const text = readFileSync(new URL(`../${demoScenarioPath}`, import.meta.url), "utf8");
const built = existsSync(new URL("../public/demo/wiesenbrueck/twin.json", import.meta.url));

describe("the demo scenario", () => {
  it("reads without notes and is written as it is", () => {
    const read = readScenario(text);
    expect(read.ok && read.notes).toEqual([]);
    expect(read.ok && writeScenario(read.scenario)).toBe(text);
  });

  // `npm test` builds the demo city first; without it there is no ground to stand on.
  describe.skipIf(!built)("on the demo city (npm run demo)", () => {
    it("is the one that its maker gives for the city as built (npx tsx tools/demoScenario.ts)", async () => {
      const data = await openDemo();
      expect(text).toBe(writeScenario(demoScenario(data)));
      expect(JSON.parse(text).twin.hash).toBe(twinHash(data.baseHashes));
    });

    it("every measure of both plans stands, changes the twin and has a cost", async () => {
      const data = await openDemo();
      const scenario = demoScenario(data);
      expect(refusedIn(scenario, data)).toEqual([]);
      expect(scenario.plans.map((plan) => plan.name)).toEqual(["A Schwammstraße", "B Becken und Mulden"]);
      const base = baselineTwin(data);
      for (const plan of scenario.plans) {
        const planned = applyPlan(base, plan, scenario.year);
        expect(planned.layerHashes.terrain).not.toBe(base.layerHashes.terrain);
        const cost = costOfPlan(plan, base);
        expect(cost.unknown).toBe(0);
        expect(cost.lowEur).toBeGreaterThan(100_000);
        for (const measure of plan.measures) {
          const without = { measures: plan.measures.filter((other) => other !== measure) };
          expect(applyPlan(base, without, scenario.year).operations.length, measure.name).toBeLessThan(
            planned.operations.length,
          );
        }
      }
    });
  });
});
