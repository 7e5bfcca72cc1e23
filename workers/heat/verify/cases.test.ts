import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { cases as badInput } from "./badInput.cases.ts";
import { cases as comfort } from "./comfort.cases.ts";
import { cases as explain } from "./explain.cases.ts";
import { cases as measures } from "./measures.cases.ts";
import { cases as roofs } from "./roofs.cases.ts";
import { cases as sides } from "./sides.cases.ts";

const all = [...badInput, ...comfort, ...explain, ...measures, ...roofs, ...sides];

/** The small cases of `npm run verify -- heat` hold in every test run, too. */
describe("small verification cases", () => {
  for (const one of all) {
    const absent = one.needs !== undefined && sharedData(one.needs) === null;
    it.skipIf(absent)(`${one.id}: ${one.title}`, { timeout: 60_000 }, async () => {
      const { figures } = await one.run();
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.filter(({ pass }) => !pass)).toEqual([]);
    });
  }
});
