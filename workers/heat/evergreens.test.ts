import { describe, expect, it } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { defaultHeatConditions } from "./conditions.ts";
import { heatModel } from "./model.ts";

/** Sun at noon under the middle of a crown, as a share of the light, on a day of a month. */
async function sunUnder(species: string, month: number): Promise<number> {
  const twin = handmadeTwin({
    extent: { minX: 0, minY: 0, maxX: 60, maxY: 60 },
    landCover: () => "asphalt",
    trees: [{ id: "t", at: [30, 30], heightM: 14, crownDiameterM: 12, species }],
  });
  const conditions = { ...defaultHeatConditions(), month, hourFrom: 12, hourTo: 12, statedHour: 12 };
  const { grid, fields } = await heatModel.run(twin, conditions, unwatched(1));
  const sun = fields.find(({ id }) => id === "sunStated")?.values ?? new Float32Array(0);
  // Whatever the sun's height, the middle of the crown's shadow is the darkest cell.
  expect(sun.length).toBe(grid.columns * grid.rows);
  return sun.reduce((least, share) => Math.min(least, share), 1);
}

describe("crowns in winter", () => {
  it("let half of the light through where they are bare, and none more than in summer where they are evergreen", async () => {
    expect(await sunUnder("Tilia cordata", 7)).toBeCloseTo(0.03, 2);
    expect(await sunUnder("Tilia cordata", 3)).toBeCloseTo(0.5, 2);
    expect(await sunUnder("Picea abies", 3)).toBeCloseTo(0.03, 2);
    expect(await sunUnder("Picea abies", 7)).toBeCloseTo(0.03, 2);
    // A larch is a conifer that is bare.
    expect(await sunUnder("Larix decidua", 3)).toBeCloseTo(0.5, 2);
  });
});
