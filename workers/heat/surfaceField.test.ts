import { describe, expect, it } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { defaultHeatConditions, type HeatConditions } from "./conditions.ts";
import { heatModel } from "./model.ts";
import { surfaceField, surfacesFor } from "./surfaceField.ts";
import { defaultSurfaces } from "./surfaces.ts";

const twin = handmadeTwin({ extent: { minX: 0, minY: 0, maxX: 40, maxY: 40 }, landCover: () => "asphalt" });

/** Mean radiant temperature around midday in the middle of an asphalt square, °C. */
async function midday(surfaces: HeatConditions["surfaces"]): Promise<number> {
  const conditions = { ...defaultHeatConditions(), hourFrom: 12, hourTo: 14, surfaces };
  const { grid, fields } = await heatModel.run(twin, conditions, unwatched(2));
  const values = fields.find(({ id }) => id === "tmrtMean")?.values;
  return values?.[(grid.rows >> 1) * grid.columns + (grid.columns >> 1)] ?? Number.NaN;
}

describe("surfaces as a condition", () => {
  it("untouched are the model's own, to the last digit", () => {
    expect(surfacesFor({})).toEqual(defaultSurfaces);
  });

  it("keep within their bounds, and ground of no known cover goes with paving", () => {
    const table = surfacesFor({ paved: { albedo: 0.4 }, roof: { emissivity: 7 } });
    expect(table.unknown.albedo).toBe(0.4);
    expect(table.paved.referenceAlbedo).toBe(defaultSurfaces.paved.referenceAlbedo);
    expect(table.roof.emissivity).toBe(1);
    expect(table.asphalt).toEqual(defaultSurfaces.asphalt);
  });

  it("have no warming of their own for water", () => {
    expect(Object.keys(surfaceField.cells.water)).toEqual(["albedo", "emissivity"]);
  });

  it("change what people feel: lighter ground throws more sun at them, cooler ground less heat", async () => {
    const before = await midday({});
    const light = (await midday({ asphalt: { albedo: 0.45 } })) - before;
    // Middel et al. (2020): some +4 K for cool pavement.
    expect(light).toBeGreaterThan(2);
    expect(light).toBeLessThan(10);
    expect(await midday({ asphalt: { perDegreeK: 0.2 } })).toBeLessThan(before - 2);
    expect(await midday({ lawn: { albedo: 0.45 } })).toBe(before);
  });

  it("that are no numbers are refused by a run that nobody settled", async () => {
    const broken = { asphalt: { albedo: "dark" } } as unknown as HeatConditions["surfaces"];
    await expect(midday(broken)).rejects.toMatchObject({ name: "HeatInputError" });
  });
});
