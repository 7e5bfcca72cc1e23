import { expect, it } from "vitest";
import { cellAt, gridFor } from "./grid.ts";
import { handmadeBox, handmadeTwin } from "./handmadeTwin.ts";
import { roofsOn } from "./roofs.ts";

it("has no pits in a roof where the seam of a party wall runs through the middles of cells", () => {
  const twin = handmadeTwin({
    buildings: [
      { id: "west", ring: handmadeBox(10, 10, 10.9, 8), heightM: 10, roof: "gable" },
      { id: "east", ring: handmadeBox(21.1, 10, 10.9, 8), heightM: 10, roof: "gable" },
    ],
  });
  const grid = gridFor(twin.data.extent, 2);
  const { built, topM } = roofsOn(twin, grid);
  const heights = new Set<string>();
  for (const y of [11, 13, 15, 17]) {
    const inside = topM[cellAt(grid, 15, y)];
    heights.add(inside.toFixed(1));
    expect(built[cellAt(grid, 21, y)]).toBe(1);
    expect(topM[cellAt(grid, 21, y)]).toBeCloseTo(inside, 2);
  }
  // The roof is steep: its eaves are another height.
  expect(heights.size).toBeGreaterThan(1);
});
