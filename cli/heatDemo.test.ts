import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareIndicators, headline } from "#indicators/compare.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import { applyPlan, baselineTwin } from "#scenario/applyPlan.ts";
import { readScenario } from "#scenario/document.ts";
import { openDemo } from "#tools/demoScenario.ts";
import type { Twin } from "#twin/twin.ts";
import { defaultHeatConditions, type HeatConditions } from "#workers/heat/conditions.ts";
import { heatModel } from "#workers/heat/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";

const text = readFileSync(new URL("../scenarios/demo/heat.planfall.json", import.meta.url), "utf8");
const built = existsSync(new URL("../public/demo/wiesenbrueck/twin.json", import.meta.url));

/** `npm test` builds the demo city first; without it there is no ground to stand on. */
describe.skipIf(!built)("the heat scenario of the demo city", { timeout: 120_000 }, () => {
  it("is told apart from the town as it is on a day on which it is hot everywhere", async () => {
    const read = readScenario(text);
    if (!read.ok) throw new Error("refused");
    const { scenario } = read;
    const base = baselineTwin(await openDemo());
    const conditions = { ...defaultHeatConditions(), ...scenario.conditions.heat } as HeatConditions;
    const of = async (twin: Twin): Promise<readonly IndicatorValue[]> =>
      heatModel.indicators(await heatModel.run(twin, conditions, unwatched(4)), twin);
    const before = await of(base);
    const value = (id: string): number => before.find((one) => one.id === id)?.value ?? Number.NaN;
    // 35 °C and hardly a cloud: everybody feels more than 32 °C, but the shade of houses tells places apart.
    expect(value("heatResidents32")).toBeGreaterThan(8000);
    expect(value("heatResidents38")).toBeLessThan(0.9 * value("heatResidents32"));
    expect(value("heatPersonHours38")).toBeLessThan(value("heatPersonHours32"));
    const after = await of(applyPlan(base, scenario.plans[0], scenario.year));
    const said = headline(compareIndicators(before, after));
    // A row of trees and a sail over 120 m² on a square where few people live.
    expect(said).toMatchObject({ indicatorId: "heatGround38", direction: "fewer", verdict: "better" });
    expect(said?.high).toBeGreaterThan(100);
    expect(said?.high).toBeLessThan(1000);
  });
});
