import { describe, expect, it } from "vitest";
import { handmadeMeasure, withMeasure } from "#scenario/handmadePlan.ts";
import type { Measure, MeasureGeometry } from "#scenario/types.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { treesOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import { defaultFloodConditions } from "#workers/flood/conditions.ts";
import { floodModel } from "#workers/flood/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";

/** What the measures against heat do to heavy rain: 100 mm in an hour on a flat, closed, sealed square of 64 × 64 m. */

const base = handmadeTwin({ landCover: () => "asphalt" });

const planned = (kind: string, geometry: MeasureGeometry, parameters: Measure["parameters"] = {}): Twin =>
  withMeasure(base, handmadeMeasure(kind, geometry, parameters), 2030);

async function inRain(twin: Twin) {
  const result = await floodModel.run(
    twin,
    { ...defaultFloodConditions(), storm: "extremeBkg", afterRainMin: 15, boundary: "closed" },
    unwatched(2),
  );
  const depth = result.fields.find(({ id }) => id === "maxDepth");
  if (depth === undefined) throw new Error("no depth");
  const { columns } = result.grid;
  return {
    rainM3: result.ledger.rainM3 ?? 0,
    infiltratedM3: result.ledger.infiltratedM3 ?? 0,
    /** Deepest water at a point, m. */
    depthAt: (x: number, y: number) =>
      depth.values[Math.floor((64 - y) / 2) * columns + Math.floor(x / 2)] ?? Number.NaN,
  };
}

const square: MeasureGeometry = {
  type: "area",
  ring: [
    [20, 20],
    [40, 20],
    [40, 40],
    [20, 40],
  ],
};

describe("measures against heat in heavy rain", () => {
  it("a lawn drinks what its soil takes, asphalt nothing", { timeout: 60_000 }, async () => {
    const sealed = await inRain(base);
    expect(sealed.rainM3).toBeCloseTo(409.6, 1);
    expect(sealed.infiltratedM3).toBeLessThan(0.01);
    const lawn = await inRain(planned("lawn", square, { conductivityMmPerH: 36 }));
    // 400 m² at 36 mm/h for an hour and a quarter, and more while the ground is still dry.
    expect(lawn.infiltratedM3).toBeGreaterThan(400 * 0.036);
    expect(lawn.infiltratedM3).toBeLessThan(400 * 0.036 * 1.25 * 3);
    const harder = await inRain(planned("lawn", square, { conductivityMmPerH: 9 }));
    expect(harder.infiltratedM3).toBeLessThan(lawn.infiltratedM3);
  });

  it("the beds of a row of trees drink, too", { timeout: 60_000 }, async () => {
    const twin = planned(
      "treeRow",
      {
        type: "line",
        points: [
          [8, 32],
          [56, 32],
        ],
      },
      { spacingM: 8, pitAreaM2: 10, conductivityMmPerH: 36 },
    );
    expect(treesOf(twin).count).toBe(7);
    const row = await inRain(twin);
    expect(row.infiltratedM3).toBeGreaterThan(70 * 0.036);
    expect(row.infiltratedM3).toBeLessThan(70 * 0.036 * 1.25 * 3);
  });

  it("a filled basin takes only its freeboard and lets nothing in", { timeout: 60_000 }, async () => {
    const sealed = await inRain(base);
    const basin = await inRain(planned("waterSurface", square, { freeboardM: 0.1 }));
    expect(basin.infiltratedM3).toBeLessThan(0.01);
    // 40 m³ less on 4096 m²: a centimetre.
    const lowered = sealed.depthAt(60, 60) - basin.depthAt(60, 60);
    expect(lowered).toBeGreaterThan(0.007);
    expect(lowered).toBeLessThan(0.012);
    expect(basin.depthAt(30, 30) - basin.depthAt(60, 60)).toBeCloseTo(0.1, 2);
  });

  it("sails and pergolas change nothing that the rain model reads", () => {
    for (const kind of ["shadeSail", "pergola"]) {
      const twin = planned(kind, square);
      expect(twin.layerHashes.shades).not.toBe(base.layerHashes.shades);
      for (const layer of floodModel.reads) expect(twin.layerHashes[layer]).toBe(base.layerHashes[layer]);
    }
  });
});
