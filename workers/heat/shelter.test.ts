import { describe, expect, it } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { defaultHeatConditions, heatConditions } from "./conditions.ts";
import { heatModel } from "./model.ts";

const row = Array.from({ length: 8 }, (_, i) => ({
  id: `t${i}`,
  at: [20 + 8 * i, 50] as const,
  heightM: 12,
  crownDiameterM: 8,
  species: "",
}));

/** What a row of trees changes at 15 h on the hot day, °C UTCI: 1 m south of the crowns in the sun, and in their shade. */
async function changes(shelterPercent: number): Promise<{ readonly sunny: number; readonly shade: number }> {
  const at = async (trees: typeof row): Promise<(x: number, y: number) => number> => {
    const twin = handmadeTwin({
      extent: { minX: 0, minY: 0, maxX: 96, maxY: 96 },
      landCover: () => "asphalt",
      trees,
    });
    const conditions = { ...defaultHeatConditions(), hourFrom: 9, hourTo: 15, shelterPercent };
    const { grid, fields } = await heatModel.run(twin, conditions, unwatched(1));
    const utci = fields.find(({ id }) => id === "utciStated")?.values ?? new Float32Array(0);
    return (x, y) =>
      utci[Math.floor(grid.northY - y) * grid.columns + Math.floor(x - grid.westX)] ?? Number.NaN;
  };
  const [bare, planted] = [await at([]), await at(row)];
  return { sunny: planted(48, 45) - bare(48, 45), shade: planted(52, 54) - bare(52, 54) };
}

describe("the shelter from wind", { timeout: 60_000 }, () => {
  it("gives a third less wind in a street as wide as it is high, as was measured", () => {
    // Sky of an endless street's middle: cos(atan 2). Ai and Mak (2015), table 1: 33 and 37 % less.
    const hidden = 1 - Math.cos(Math.atan(2));
    const less = (heatConditions.shelterPercent.default / 100) * hidden;
    expect(less).toBeGreaterThan(0.3);
    expect(less).toBeLessThan(0.37);
  });

  it("moves what a tree row does by far less than the tolerance of the indicators", async () => {
    const [open, usual, calm] = [await changes(0), await changes(60), await changes(85)];
    // The sunny side gets warmer: a little less wind, the heat of the crowns, the sun they throw back.
    expect(usual.sunny).toBeGreaterThan(0);
    expect(usual.sunny).toBeLessThan(1);
    expect(usual.shade).toBeLessThan(-4);
    expect(calm.sunny - open.sunny).toBeLessThan(0.75);
    expect(Math.abs(calm.shade - open.shade)).toBeLessThan(0.75);
  });
});
