import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BuildingTable, surfaceKinds } from "../buildings.ts";
import type { Point } from "../frame.ts";
import { ringArea } from "../geometry/planar.ts";
import type { LayerOperation } from "../operations.ts";
import {
  buildingCoverageOn,
  buildingsOf,
  footprintArea,
  footprintRings,
  plannedBuildings,
} from "./buildings.ts";
import { gridFor } from "./grid.ts";
import { handmadeBox, handmadeTwin } from "./handmadeTwin.ts";

const extent = { minX: 0, minY: 0, maxX: 64, maxY: 64 };
const insert = (ring: Point[], roof: "flat" | "gable" = "flat"): LayerOperation => ({
  layer: "buildings",
  op: "insert",
  building: { id: "planned-1", ring, heightM: 9, roof, storeys: 3, functionCode: "1000" },
});

/** Volume that a closed triangulated surface encloses (divergence theorem), m³. */
function enclosedVolume(table: BuildingTable, row: number): number {
  let six = 0;
  for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t++) {
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = table.trianglesXYZ.subarray(t * 9, t * 9 + 9);
    six += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return six / 6;
}

describe("plannedBuildings", () => {
  const twin = (operations: LayerOperation[]) =>
    handmadeTwin(
      {
        groundZ: (x) => 100 + 0.1 * x,
        buildings: [
          { id: "a", ring: handmadeBox(2, 2, 10, 8) },
          { id: "b", ring: handmadeBox(12, 2, 10, 8) },
        ],
      },
      operations,
    );

  it("is the base where nothing changed", () => {
    const planned = plannedBuildings(twin([]));
    expect(planned.inserted.count).toBe(0);
    expect(planned.removed.size).toBe(0);
    expect([...buildingsOf(twin([]))].map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("removes, inserts and alters", () => {
    const roof = { storageMm: 30, runoffCoefficient: 0.3 };
    const changed = twin([
      { layer: "buildings", op: "remove", id: "a" },
      insert(handmadeBox(30, 30, 12, 10)),
      { layer: "buildings", op: "alter", id: "b", roof },
    ]);
    const rows = [...buildingsOf(changed)];
    expect(rows.map(({ id, index, planned }) => [id, index, planned])).toEqual([
      ["b", 1, false],
      ["planned-1", 2, true],
    ]);
    expect(rows[0].roof).toEqual(roof);
    expect(rows[1].roof).toBeNull();
    expect(plannedBuildings(changed).inserted.groundZ[0]).toBeCloseTo(103, 1);
  });

  it("takes down what an earlier measure built", () => {
    const changed = twin([
      insert(handmadeBox(30, 30, 12, 10)),
      { layer: "buildings", op: "remove", id: "planned-1" },
    ]);
    expect(plannedBuildings(changed).inserted.count).toBe(0);
  });

  it("stands on planned ground", () => {
    const changed = handmadeTwin({}, [
      {
        layer: "terrain",
        op: "add",
        shape: { type: "polygon", rings: [handmadeBox(20, 20, 30, 30)] },
        heightM: -2,
        sideSlope: 0,
      },
      insert(handmadeBox(30, 30, 12, 10)),
    ]);
    expect(plannedBuildings(changed).inserted.groundZ[0]).toBeCloseTo(98, 4);
  });

  it("builds closed prisms with flat and gable roofs over any footprint", () => {
    const shape: Point[] = [
      [5, 5],
      [25, 5],
      [25, 17],
      [15, 17],
      [15, 25],
      [5, 25],
    ];
    for (const ring of [handmadeBox(10, 10, 20, 10), shape, [...shape].reverse()]) {
      const flat = plannedBuildings(handmadeTwin({}, [insert(ring)])).inserted;
      expect(enclosedVolume(flat, 0) / (ringArea(ring) * 9)).toBeCloseTo(1, 4);
      const gable = plannedBuildings(handmadeTwin({}, [insert(ring, "gable")])).inserted;
      expect(enclosedVolume(gable, 0)).toBeGreaterThan(ringArea(ring) * 9);
      expect(gable.ridgeZ[0]).toBeGreaterThan(gable.eavesZ[0]);
    }
    const gable = plannedBuildings(handmadeTwin({}, [insert(handmadeBox(10, 10, 20, 10), "gable")])).inserted;
    // A gable of 0.7 rise per run over half of 10 m: 3.5 m; the roof holds half of a box of that height.
    expect(gable.ridgeZ[0]).toBeCloseTo(112.5, 4);
    expect(enclosedVolume(gable, 0) / (200 * 9 + 200 * 1.75)).toBeCloseTo(1, 4);
    expect(new Set(gable.surfaceKind)).toEqual(
      new Set([surfaceKinds.wall, surfaceKinds.roof, surfaceKinds.ground]),
    );
  });
});

describe("buildingCoverageOn", () => {
  it("holds footprint areas at every resolution and names the owner of the largest share", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 10, noNaN: true }),
        fc.double({ min: 2, max: 18, noNaN: true }),
        fc.double({ min: 2, max: 18, noNaN: true }),
        (x, w, h) => {
          const twin = handmadeTwin({
            buildings: [
              { id: "a", ring: handmadeBox(x, 3.3, w, h) },
              { id: "b", ring: handmadeBox(x + w, 3.3, w, h / 2) },
            ],
          });
          for (const size of [1, 2, 4, 8]) {
            const { share, owner } = buildingCoverageOn(twin, gridFor(extent, size));
            const area = share.reduce((sum, value) => sum + value, 0) * size ** 2;
            expect(area / (w * h * 1.5)).toBeCloseTo(1, 4);
            owner.forEach((row, cell) => {
              expect(row >= 0).toBe(share[cell] > 0);
            });
          }
          const fine = gridFor(extent, 1);
          const { owner } = buildingCoverageOn(twin, fine);
          const at = (px: number, py: number) => owner[(63 - Math.floor(py)) * 64 + Math.floor(px)];
          expect(at(x + w / 2, 3.3 + h / 2)).toBe(0);
          if (w > 4 && h > 6) expect(at(x + 1.5 * w, 3.3 + h / 4)).toBe(1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps courtyards free and skips removed buildings", () => {
    const table = handmadeTwin({ buildings: [{ id: "a", ring: handmadeBox(10, 10, 20, 20) }] }).data
      .buildings;
    const withYard: BuildingTable = {
      ...table,
      ringStart: Uint32Array.from([0, 2]),
      vertexStart: Uint32Array.from([0, 4, 8]),
      footprintXY: Float32Array.from([...table.footprintXY, 15, 15, 15, 25, 25, 25, 25, 15]),
    };
    const base = handmadeTwin();
    const twin = { ...base, data: { ...base.data, buildings: withYard } };
    expect(footprintRings(withYard, 0)).toHaveLength(2);
    expect(footprintArea(withYard, 0)).toBe(300);
    const { share } = buildingCoverageOn(twin, gridFor(extent, 4));
    expect(share.reduce((sum, value) => sum + value, 0) * 16).toBeCloseTo(300, 4);
    const without = { ...twin, operations: [{ layer: "buildings", op: "remove", id: "a" }] as const };
    expect(buildingCoverageOn(without, gridFor(extent, 4)).share.every((value) => value === 0)).toBe(true);
  });
});
