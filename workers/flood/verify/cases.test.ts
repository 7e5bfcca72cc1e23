import { describe, expect, it } from "vitest";
import { cases as badInput } from "./badInput.cases.ts";
import { cases as balance } from "./balance.cases.ts";
import { cases as infiltration } from "./infiltration.cases.ts";
import { cases as links } from "./links.cases.ts";
import { cases as measures } from "./measures.cases.ts";

/** The small cases of `npm run verify -- flood` hold in every test run, too. */
describe("small verification cases", () => {
  it.each([...balance, ...infiltration, ...links, ...measures, ...badInput])("$id: $title", async (one) => {
    const { figures } = await one.run();
    expect(figures.length).toBeGreaterThan(0);
    expect(figures.filter(({ pass }) => !pass)).toEqual([]);
  });
});
