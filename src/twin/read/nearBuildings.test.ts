import { describe, expect, it } from "vitest";
import { landCoverCodes } from "../landCover.ts";
import { buildingById } from "./buildingIndex.ts";
import { handmadeBox, handmadeTwin } from "./handmadeTwin.ts";
import { landCoverLookup } from "./landCoverAt.ts";
import { distanceToBuilding, wallArea } from "./nearBuildings.ts";

const twin = handmadeTwin({
  landCover: (x) => (x < 32 ? "asphalt" : "lawn"),
  buildings: [{ id: "house", ring: handmadeBox(10, 10, 10, 20), heightM: 6, roof: "flat" }],
});

describe("near buildings", () => {
  it("measures to the wall, 0 inside, Infinity beyond the reach", () => {
    expect(distanceToBuilding(twin, [15, 20], 5)).toBe(0);
    expect(distanceToBuilding(twin, [23, 20], 5)).toBeCloseTo(3, 9);
    expect(distanceToBuilding(twin, [23, 34], 6)).toBeCloseTo(5, 9);
    expect(distanceToBuilding(twin, [26, 20], 5)).toBe(Number.POSITIVE_INFINITY);
    const gone = { ...twin, operations: [{ layer: "buildings", op: "remove", id: "house" } as const] };
    expect(distanceToBuilding(gone, [23, 20], 5)).toBe(Number.POSITIVE_INFINITY);
  });

  it("adds up the walls", () => {
    const house = buildingById(twin, "house");
    expect(house && wallArea(house)).toBeCloseTo(2 * (10 + 20) * 6, 3);
  });
});

describe("landCoverLookup", () => {
  it("answers by point, with the plan's changes, and 0 where nothing is known", () => {
    const planned = {
      ...twin,
      operations: [
        {
          layer: "landCover",
          op: "set",
          shape: { type: "polygon", rings: [handmadeBox(0, 0, 8, 8)] },
          class: "water",
        } as const,
      ],
    };
    const at = landCoverLookup(planned, { minX: -50, minY: 0, maxX: 60, maxY: 60 });
    expect(at([4, 4])).toBe(landCoverCodes.water);
    expect(at([12, 4])).toBe(landCoverCodes.asphalt);
    expect(at([50, 4])).toBe(landCoverCodes.lawn);
    expect(at([-40, 4])).toBe(0);
    expect(at([500, 4])).toBe(0);
  });
});
