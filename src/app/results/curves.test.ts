import { describe, expect, it } from "vitest";
import type { RunOutcome } from "#runs/contract.ts";
import type { BuildingTable } from "#twin/buildings.ts";
import { cellOf, curvePoints, facadeDepth, figuresAt, labelHeights, openCellOf } from "./curves.ts";
import { outcomeOf } from "./testing.ts";

/** 5 × 5 cells of 2 m; a house over the middle cell, water deepest west of it. */
function outcome(): RunOutcome {
  const values = new Float32Array(25).fill(Number.NaN);
  values[11] = 0.4;
  values[13] = 0.2;
  values[0] = 3;
  const base = outcomeOf("a", 1, 0);
  return {
    ...base,
    result: {
      ...base.result,
      grid: { columns: 5, rows: 5, cellSizeM: 2, westX: 0, northY: 10 },
      fields: [{ id: "maxDepth", values }],
    },
  };
}

const house = {
  ids: ["b1"],
  ringStart: Uint32Array.of(0, 1),
  vertexStart: Uint32Array.of(0, 4),
  // Counter-clockwise, as in every twin.
  footprintXY: Float32Array.of(4, 4, 6, 4, 6, 6, 4, 6),
} as unknown as BuildingTable;

describe("what a click asks about", () => {
  it("is the cell under the pointer, or nothing outside the grid", () => {
    expect(cellOf(outcome(), { type: "ground", at: [3, 5], groundZ: 0 }, null)).toBe(11);
    expect(cellOf(outcome(), { type: "ground", at: [-1, 5], groundZ: 0 }, null)).toBeNull();
  });

  it("is the deepest cell at the walls of a building, however deep it is elsewhere", () => {
    const pick = { type: "building", id: "b1", at: [5, 5], groundZ: 0 } as const;
    expect(cellOf(outcome(), pick, house)).toBe(11);
    expect(cellOf(outcome(), { ...pick, id: "unknown" }, house)).toBe(12);
  });

  it("is a roof for whoever clicks on one, and the ground for all others, where a wall runs through a cell, too", () => {
    const base = outcome();
    const roofs = new Uint8Array(25);
    roofs[12] = 1;
    const run = {
      ...base,
      result: { ...base.result, roofs, fields: [{ id: "utciMax", values: new Float32Array(25).fill(30) }] },
    };
    const pick = { type: "building", id: "b1", at: [5, 5], groundZ: 0, onRoof: true } as const;
    expect(openCellOf(run, pick)).toBe(12);
    // The roof reaches into the next cell.
    expect(openCellOf(run, { ...pick, at: [6.2, 5] })).toBe(12);
    expect(openCellOf(run, { ...pick, type: "measure", at: [6.2, 5] })).toBe(12);
    // Where the result knows no roof, the planned one's place is all that can be asked.
    expect(openCellOf(run, { ...pick, type: "measure", at: [1, 9] })).toBe(0);
    expect(openCellOf(run, { ...pick, onRoof: false })).not.toBe(12);
    expect(openCellOf(run, { type: "ground", at: [5.9, 5], groundZ: 0 })).not.toBe(12);
    expect(openCellOf(run, { type: "ground", at: [7, 5], groundZ: 0 })).toBe(13);
  });

  it("gives what the run has there, and null where it has nothing", () => {
    expect(figuresAt(outcome(), 11)).toEqual({
      cell: 11,
      maxDepthM: expect.closeTo(0.4, 6),
      arrivalMin: null,
      hazard: null,
    });
    expect(figuresAt(outcome(), null).maxDepthM).toBeNull();
    expect(facadeDepth(outcome(), "b1")).toBeCloseTo(0.34, 6);
    expect(facadeDepth(outcome(), "unknown")).toBeNull();
  });
});

describe("curves", () => {
  it("are minutes and centimetres", () => {
    expect(curvePoints([0, 90], Float32Array.of(0, 0.25))).toEqual([
      { x: 0, y: 0 },
      { x: 1.5, y: 25 },
    ]);
  });

  it("keep their letters apart, in the order of the ends", () => {
    const heights = labelHeights([10, 10.5, 40], 100);
    expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeGreaterThanOrEqual(8);
    expect(heights[2]).toBe(40);
  });
});
