import { describe, expect, it } from "vitest";
import type { LayerOperation } from "#twin/operations.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { chunkExtent, groundKeys, groundRequest, planGround } from "./groundPlan.ts";

const place = { extent: { minX: 0, minY: 0, maxX: 1000, maxY: 600 }, cellSizeM: 4 };
const basin: LayerOperation = {
  layer: "terrain",
  op: "add",
  shape: {
    type: "polygon",
    rings: [
      [
        [300, 300],
        [340, 300],
        [340, 340],
        [300, 340],
      ],
    ],
  },
  heightM: -2,
  sideSlope: 2,
};

describe("groundPlan", () => {
  const base = handmadeTwin(place);
  const plan = planGround(base.data);

  it("covers the place with squares", () => {
    expect([plan.columns, plan.rows]).toEqual([4, 3]);
    expect(chunkExtent(plan, 5)).toEqual({ minX: 256, minY: 256, maxX: 512, maxY: 512 });
  });

  it("changes only the squares that a basin touches", () => {
    const before = groundKeys(plan, base, "light", true);
    const after = groundKeys(plan, handmadeTwin(place, [basin]), "light", true);
    const changed = before.flatMap((key, index) => (key === after[index] ? [] : [index]));
    expect(changed).toEqual([5]);
  });

  it("rebuilds both squares where it reaches over a border", () => {
    const wide: LayerOperation = {
      ...basin,
      shape: { type: "circle", centre: [511, 300], radiusM: 3 },
    } as LayerOperation;
    const keys = groundKeys(plan, handmadeTwin(place, [wide]), "light", true);
    const untouched = groundKeys(plan, base, "light", true);
    expect(keys.flatMap((key, index) => (key === untouched[index] ? [] : [index]))).toEqual([5, 6]);
  });

  it("is equal for equal operations made anew, and differs by theme", () => {
    const copy = JSON.parse(JSON.stringify(basin)) as LayerOperation;
    const a = groundKeys(plan, handmadeTwin(place, [basin]), "light", true);
    expect(groundKeys(plan, handmadeTwin(place, [copy]), "light", true)).toEqual(a);
    expect(groundKeys(plan, base, "dark", true)).not.toEqual(groundKeys(plan, base, "light", true));
  });

  it("cuts out planned heights around the square", () => {
    const request = groundRequest(plan, handmadeTwin(place, [basin]), 5, "light", [], 90);
    const { terrain } = request;
    const column = Math.floor((320 - terrain.westX) / terrain.cellSizeM);
    const row = Math.floor((terrain.northY - 320) / terrain.cellSizeM);
    expect(terrain.values[row * terrain.columns + column]).toBeCloseTo(98, 4);
    expect(terrain.values[0]).toBe(100);
    expect(terrain.westX).toBeLessThanOrEqual(256 - 2 * terrain.cellSizeM);
  });
});
