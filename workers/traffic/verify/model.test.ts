import { describe, expect, it } from "vitest";
import { cases as counts } from "./modelCounts.cases.ts";
import { cases as demo } from "./modelDemo.cases.ts";
import { cases as input } from "./modelInput.cases.ts";
import { cases as town } from "./modelTown.cases.ts";
import { demoIsBuilt } from "./place.ts";

/** The cases of `npm run -s verify -- traffic` that concern the model hold in every test run, too. */
describe("verification cases of the traffic model", () => {
  for (const one of [...town, ...counts, ...input, ...demo]) {
    const skipped = demo.includes(one) && !demoIsBuilt();
    it.skipIf(skipped)(`${one.id}: ${one.title}`, { timeout: 120_000 }, async () => {
      const { figures } = await one.run();
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.filter(({ pass }) => !pass)).toEqual([]);
    });
  }
});
