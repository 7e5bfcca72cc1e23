import { describe, expect, it } from "vitest";
import { addSource, createEdgeInflows, hydrographVolumeM3, sourceSmoothS } from "./inflow.ts";

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
    const depthM = new Float32Array(4);
    const water = {
      depthAt: (cell: number) => depthM[cell],
      addDepthAt: (cells: Uint32Array, deltaM: Float32Array) => {
        let addedM = 0;
        cells.forEach((cell, k) => {
          depthM[cell] += deltaM[k];
          addedM += deltaM[k];
        });
        return { addedM3: addedM * 5, takenM3: 0 };
      },
    };
    const source = { cells: Uint32Array.of(1, 2), edge: null, hydrograph };
    expect(addSource(source, 120, 130, 5, water, new Float32Array(2))).toBeCloseTo(20, 9);
    expect([...depthM]).toEqual([0, 2, 2, 0]);
  });

  it("asks for short steps where a source floods dry ground, and for longer ones where water stands", () => {
    const source = { cells: Uint32Array.of(0), edge: null, hydrograph };
    const standing = (depthM: number) => ({
      depthAt: () => depthM,
      addDepthAt: () => ({ addedM3: 0, takenM3: 0 }),
    });
    // 2 m³/s on 400 m² are 5 mm/s: 1 mm in 0.2 s on dry ground; 5 % of 10 cm in 1 s.
    expect(sourceSmoothS(source, 130, 400, standing(0))).toBeCloseTo(0.2, 9);
    expect(sourceSmoothS(source, 130, 400, standing(0.1))).toBeCloseTo(1, 9);
    expect(sourceSmoothS(source, 300, 400, standing(0))).toBe(2);
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
