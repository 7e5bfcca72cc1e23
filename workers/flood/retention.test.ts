import { describe, expect, it } from "vitest";
import type { LayerOperation } from "#twin/operations.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { floodIndicatorValues } from "./indicators.ts";
import { hollowDepthOn } from "./retention.ts";
import { rectangle, twinOf } from "./verify/testTwin.ts";

const grid = { columns: 20, rows: 20, cellSizeM: 2, westX: 0, northY: 40 };
const ground = { columns: 40, rows: 40, cellSizeM: 1, heightM: (x: number) => 10 + 0.01 * x };
const polygon = (minX: number, minY: number, maxX: number, maxY: number) =>
  ({ type: "polygon", rings: [rectangle(minX, minY, maxX, maxY)] }) as const;

const basin: LayerOperation = {
  layer: "terrain",
  op: "level",
  shape: polygon(10, 10, 20, 20),
  reference: "lowest",
  heightM: -1.5,
  only: "cut",
  sideSlope: 0,
};
const street: LayerOperation = {
  layer: "terrain",
  op: "add",
  shape: polygon(24, 0, 30, 40),
  heightM: -0.3,
  sideSlope: 0,
};
const pit = polygon(32, 4, 36, 8);
const treePit: LayerOperation[] = [
  { layer: "terrain", op: "add", shape: pit, heightM: -0.2, sideSlope: 0 },
  { layer: "surface", op: "set", shape: { ...pit }, parameter: "retentionMm", value: 300 },
];

const at = (x: number, y: number): number => Math.floor((40 - y) / 2) * 20 + Math.floor(x / 2);

/** 1.4 m stand in the basin, 40 cm on the street, 27 cm in the pit; elsewhere nothing. */
function flooded(basinM: number): ModelResult {
  const values = new Float32Array(400).fill(Number.NaN);
  for (let x = 1; x < 40; x += 2)
    for (let y = 1; y < 40; y += 2) {
      if (x > 10 && x < 20 && y > 10 && y < 20) values[at(x, y)] = basinM;
      if (x > 24 && x < 30) values[at(x, y)] = 0.4;
      if (x > 32 && x < 36 && y > 4 && y < 8) values[at(x, y)] = 0.27;
    }
  return {
    grid,
    fields: [{ id: "maxDepth", values }],
    frameTimesS: [],
    buildingIds: [],
    buildingColumns: {},
    ledger: {},
    warnings: [],
  };
}

describe("water in a plan's hollows", () => {
  it("knows basins and lowered tree pits by their operations, not lowered streets", () => {
    expect(hollowDepthOn(twinOf(ground), grid)).toBeNull();
    expect(hollowDepthOn(twinOf(ground, [street]), grid)).toBeNull();
    const hollow = hollowDepthOn(twinOf(ground, [street, basin, ...treePit]), grid) ?? new Float32Array(0);
    // The floor lies 1.5 m below the lowest ground of the basin.
    expect(hollow[at(11, 15)]).toBeCloseTo(1.51, 2);
    expect(hollow[at(19, 15)]).toBeCloseTo(1.59, 2);
    expect(hollow[at(33, 5)]).toBeCloseTo(0.2, 4);
    expect(hollow[at(27, 15)]).toBe(0);
    expect(hollow[at(5, 5)]).toBe(0);
  });

  it("is no flooding up to the former ground", () => {
    const planned = twinOf(ground, [street, basin, ...treePit]);
    const areas = (basinM: number, twin = planned) =>
      Object.fromEntries(floodIndicatorValues(flooded(basinM), twin).map(({ id, value }) => [id, value]));
    const streetM2 = 3 * 20 * 4;
    // The tree pit holds 7 cm more than it is deep; the basin stays below its rim.
    expect(areas(1.4).floodedArea5).toBe(streetM2 + 4 * 4);
    expect(areas(1.4).floodedArea30).toBe(streetM2);
    expect(areas(1.4).floodedArea100).toBe(0);
    // Half a metre above the rim: all of it is under more than 30 cm, none under more than 50 cm.
    expect(areas(2).floodedArea30).toBe(streetM2 + 25 * 4);
    expect(areas(2).floodedArea50).toBe(0);
    // The same water without the measures counts as it stands.
    expect(areas(1.4, twinOf(ground)).floodedArea100).toBe(25 * 4);
  });
});
