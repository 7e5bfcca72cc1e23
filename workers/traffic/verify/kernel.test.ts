import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { cases as edges } from "./kernelEdges.cases.ts";
import { cases as optima } from "./kernelOptima.cases.ts";

/** The cases of `npm run -s verify -- traffic` that concern the equilibrium alone hold in every test run, too. */
describe("verification cases of the equilibrium", () => {
  for (const one of [...edges, ...optima.filter(({ id }) => !id.includes("chicago"))]) {
    const absent = one.needs !== undefined && sharedData(one.needs) === null;
    it.skipIf(absent)(`${one.id}: ${one.title}`, { timeout: 60_000 }, async () => {
      const { figures } = await one.run();
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.filter(({ pass }) => !pass)).toEqual([]);
    });
  }
});
