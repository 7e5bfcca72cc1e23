import { describe, expect, it } from "vitest";
import { addInflow, createEdgeInflows, hydrographVolumeM3 } from "./inflow.ts";

const hydrograph = [
  [60, 0],
  [120, 2],
  [240, 2],
] as const;

describe("inflow", () => {
  it("integrates a hydrograph exactly, 0 outside it", () => {
    expect(hydrographVolumeM3(hydrograph, 0, 60)).toBe(0);
    expect(hydrographVolumeM3(hydrograph, 0, 120)).toBeCloseTo(60, 9);
    expect(hydrographVolumeM3(hydrograph, 90, 110)).toBeCloseTo(((1 + 5 / 3) / 2) * 20, 9);
    expect(hydrographVolumeM3(hydrograph, 200, 900)).toBeCloseTo(80, 9);
    let sum = 0;
    for (let t = 0; t < 300; t += 7) sum += hydrographVolumeM3(hydrograph, t, t + 7);
    expect(sum).toBeCloseTo(300, 9);
  });

  it("spreads a source over its cells", () => {
    const delta = new Float32Array(4);
    const source = { cells: Uint32Array.of(1, 2), edge: null, hydrograph };
    expect(addInflow(source, 120, 10, 5, delta)).toBeCloseTo(20, 9);
    expect([...delta]).toEqual([0, 2, 2, 0]);
  });

  it("sets unit discharge on an edge's cells and clears it when the water ends", () => {
    const set: (readonly [string, number[] | null])[] = [];
    const grid = { columns: 3, rows: 4, cellSizeM: 2, westX: 0, northY: 8 };
    const step = createEdgeInflows([{ cells: Uint32Array.of(3, 6), edge: "west", hydrograph }], grid, {
      setEdgeInflow: (edge, flow) => {
        set.push([edge, flow ? [...flow] : null]);
      },
    });
    step(120, 5);
    step(300, 5);
    expect(set).toEqual([
      ["west", [0, 0.5, 0.5, 0]],
      ["west", null],
    ]);
  });
});
