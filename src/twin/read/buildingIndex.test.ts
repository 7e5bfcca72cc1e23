import { describe, expect, it } from "vitest";
import type { Point } from "../frame.ts";
import type { LayerOperation } from "../operations.ts";
import { buildingAt, buildingById, buildingsNear } from "./buildingIndex.ts";
import { handmadeTwin } from "./handmadeTwin.ts";

const box = (x: number, y: number): Point[] => [
  [x, y],
  [x + 8, y],
  [x + 8, y + 8],
  [x, y + 8],
];
const place = {
  buildings: [
    { id: "a", ring: box(2, 2) },
    { id: "b", ring: box(30, 30) },
  ],
};
const insert: LayerOperation = {
  layer: "buildings",
  op: "insert",
  building: { id: "new", ring: box(12, 2), heightM: 6, roof: "flat", storeys: 2, functionCode: "" },
};
const remove: LayerOperation = { layer: "buildings", op: "remove", id: "a" };
const roof = { storageMm: 30, runoffCoefficient: 0.5 };

describe("finding buildings", () => {
  it("by place, with planned ones and without those that are gone", () => {
    const extent = { minX: 0, minY: 0, maxX: 20, maxY: 20 };
    const ids = (operations: LayerOperation[]) =>
      buildingsNear(handmadeTwin(place, operations), extent).map(({ id, index }) => [id, index]);
    expect(ids([])).toEqual([["a", 0]]);
    expect(ids([insert])).toEqual([
      ["a", 0],
      ["new", 2],
    ]);
    expect(ids([insert, remove])).toEqual([["new", 2]]);
    expect(buildingsNear(handmadeTwin(), extent)).toEqual([]);
  });

  it("by a point under them", () => {
    const twin = handmadeTwin(place, [insert]);
    expect(buildingAt(twin, [5, 5])?.id).toBe("a");
    expect(buildingAt(twin, [15, 5])).toMatchObject({ id: "new", planned: true });
    expect(buildingAt(twin, [11, 5])).toBeNull();
  });

  it("by id, with the roof as planned", () => {
    const twin = handmadeTwin(place, [remove, insert, { layer: "buildings", op: "alter", id: "b", roof }]);
    expect(buildingById(twin, "a")).toBeNull();
    expect(buildingById(twin, "b")).toMatchObject({ row: 1, roof });
    expect(buildingById(twin, "new")).toMatchObject({ index: 2, planned: true, roof: null });
    expect(buildingById(twin, "gone")).toBeNull();
  });
});
