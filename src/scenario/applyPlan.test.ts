import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import { gridFor } from "#twin/read/grid.ts";
import { handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { treesOf } from "#twin/read/objects.ts";
import { surfaceOn } from "#twin/read/surface.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import { type Twin, type TwinLayerName, twinLayerNames } from "#twin/twin.ts";
import { applyPlan, baselineTwin } from "./applyPlan.ts";
import { refusalOf, refusalsInSlices, refusalsOf } from "./checkPlan.ts";
import { costOf, costOfPlan, quantityOf, roundedCost } from "./cost.ts";
import type { Measure, MeasureGeometry } from "./types.ts";

const grid = gridFor({ minX: 0, minY: 0, maxX: 64, maxY: 64 }, 2);
const base = handmadeTwin({
  landCover: () => "asphalt",
  buildings: [{ id: "hall", ring: handmadeBox(50, 50, 10, 10) }],
});

let count = 0;
function measure(kind: string, geometry: MeasureGeometry, more: Partial<Measure> = {}): Measure {
  count += 1;
  return { id: `m${count}`, kind, name: "", geometry, parameters: {}, enabled: true, order: 0, ...more };
}
const inArea = (kind: string, ring: readonly Point[], more: Partial<Measure> = {}) =>
  measure(kind, { type: "area", ring }, more);
const apply = (...measures: Measure[]): Twin => applyPlan(base, { measures }, 2030);
const changedLayers = (twin: Twin): TwinLayerName[] =>
  twinLayerNames.filter((name) => twin.layerHashes[name] !== base.layerHashes[name]);

describe("applyPlan", () => {
  it("leaves the twin as it is for an empty plan and for measures that are switched off", () => {
    expect(apply()).toBe(base);
    expect(apply(inArea("desealing", handmadeBox(1, 1, 9, 9), { enabled: false }))).toBe(base);
    expect(baselineTwin(base.data).layerHashes).toEqual(base.data.baseHashes);
  });

  it("changes nothing for kinds it does not know", () => {
    expect(apply(inArea("windTurbine", handmadeBox(1, 1, 9, 9)))).toBe(base);
    expect(apply(measure("desealing", { type: "point", at: [1, 1] }))).toBe(base);
  });

  it("copies no data", () => {
    expect(apply(inArea("retentionBasin", handmadeBox(1, 1, 9, 9))).data).toBe(base.data);
  });

  it("changes the hashes of the touched layers and of no other", () => {
    expect(changedLayers(apply(inArea("desealing", handmadeBox(1, 1, 9, 9))))).toEqual([
      "landCover",
      "surface",
    ]);
    expect(
      changedLayers(
        apply(
          measure("floodWall", {
            type: "line",
            points: [
              [1, 1],
              [9, 9],
            ],
          }),
        ),
      ),
    ).toEqual(["barriers"]);
    expect(changedLayers(apply(measure("greenRoof", { type: "building", buildingId: "hall" })))).toEqual([
      "buildings",
    ]);
    expect(changedLayers(apply(measure("treePit", { type: "point", at: [9, 9] })))).toEqual([
      "terrain",
      "landCover",
      "surface",
      "trees",
    ]);
  });

  it("gives the same hashes for the same plan, and others for other parameters, places and orders", () => {
    const one = inArea("rainGarden", handmadeBox(1, 1, 9, 9), { id: "m1" });
    const two = inArea("rainGarden", handmadeBox(5, 5, 9, 9), { id: "m2", order: 1 });
    const hashes = apply(one, two).layerHashes;
    expect(apply(two, one).layerHashes).toEqual(hashes);
    expect(apply({ ...one, name: "renamed" }, two).layerHashes).toEqual(hashes);
    // Below the step of the depth and below a millimetre there is no other measure.
    const hair: Point[] = handmadeBox(1.0001, 1, 9, 9);
    expect(
      apply({ ...one, parameters: { depthM: 0.2001 }, geometry: { type: "area", ring: hair } }, two)
        .layerHashes,
    ).toEqual(hashes);
    const others = [
      apply({ ...one, parameters: { depthM: 0.3 } }, two),
      apply({ ...one, order: 2 }, two),
      apply(one, { ...two, geometry: { type: "area", ring: handmadeBox(6, 5, 9, 9) } }),
    ];
    for (const other of others) expect(other.layerHashes.terrain).not.toBe(hashes.terrain);
  });

  it("the surface hash knows what stands between its overrides in land cover", () => {
    const ring = handmadeBox(10, 10, 20, 20);
    const deseal = inArea("desealing", ring, { id: "m1", order: 0 });
    const build = inArea("newBuilding", ring, { id: "m2", order: 1 });
    const later = apply(deseal, build);
    const earlier = apply(deseal, { ...build, order: -1 });
    expect(later.layerHashes.surface).not.toBe(earlier.layerHashes.surface);
    const conductivity = (twin: Twin) => surfaceOn(twin, grid, "conductivityMmPerH", new Float32Array(256));
    // What is built over does not infiltrate, whatever was planned there before.
    expect(Math.max(...conductivity(later))).toBe(0);
    expect(Math.max(...conductivity(earlier))).toBe(36);
  });

  it("acts in the order of the plan, ids deciding ties", () => {
    const ring = handmadeBox(10, 10, 20, 20);
    const shallow = inArea("retentionBasin", ring, { id: "m2", parameters: { depthM: 1, sideSlope: 0 } });
    const lowered = measure(
      "loweredStreet",
      {
        type: "line",
        points: [
          [10, 20],
          [30, 20],
        ],
      },
      { id: "m10", parameters: { widthM: 20, depthM: 0.5 } },
    );
    const lowest = (twin: Twin) => Math.min(...terrainOn(twin, grid));
    // Basin first: the street is lowered within it. Street first: the basin counts from the lowered ground. Here the same.
    expect(lowest(apply(shallow, lowered))).toBeCloseTo(98.5, 4);
    const tied = apply(shallow, lowered).operations.map(({ layer }) => layer);
    expect(tied[0]).toBe("terrain");
    expect(apply(lowered, shallow).operations).toEqual(apply(shallow, lowered).operations);
    expect(apply({ ...shallow, order: 5 }, lowered).operations).not.toEqual(
      apply(shallow, lowered).operations,
    );
  });

  it("disjoint measures commute", () => {
    const kinds = ["desealing", "rainGarden", "retentionBasin", "newBuilding"];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...kinds), { minLength: 2, maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 }),
        (chosen, orders) => {
          const measures = chosen.map((kind, i) =>
            inArea(kind, handmadeBox(2 + 15.3 * (i % 2), 2.7 + 15.1 * Math.floor(i / 2), 12, 11), {
              id: `m${i}`,
            }),
          );
          const there = apply(...measures.map((each, i) => ({ ...each, order: i })));
          const back = apply(...measures.map((each, i) => ({ ...each, order: orders[i] })));
          expect(terrainOn(back, grid)).toEqual(terrainOn(there, grid));
          const values = Float32Array.from({ length: 256 }, (_, code) => code * 3);
          for (const parameter of ["conductivityMmPerH", "retentionMm"] as const)
            expect(surfaceOn(back, grid, parameter, values)).toEqual(
              surfaceOn(there, grid, parameter, values),
            );
        },
      ),
      { numRuns: 40 },
    );
  });

  it("applies on top of an already planned twin", () => {
    const first = apply(measure("treePit", { type: "point", at: [9, 9] }, { id: "m1" }));
    const second = applyPlan(
      first,
      { measures: [measure("treePit", { type: "point", at: [19, 9] }, { id: "m2" })] },
      2030,
    );
    expect(treesOf(second).ids).toEqual(["m1-tree", "m2-tree"]);
  });
});

describe("refusals of a plan", () => {
  it("see a measure on the ground that earlier ones leave, and never stumble over itself", () => {
    const hall = { type: "building", buildingId: "hall" } as const;
    const building = inArea("newBuilding", handmadeBox(50, 50, 10, 10), { id: "m1", order: 1 });
    const demolition = measure("demolition", hall, { id: "m2", order: 0 });
    const roof = measure("greenRoof", hall, { id: "m3", order: 2 });
    expect(refusalsOf(base, { measures: [building, demolition] }, 2030).size).toBe(0);
    expect([...refusalsOf(base, { measures: [building, { ...demolition, order: 2 }] }, 2030)]).toEqual([
      ["m1", expect.objectContaining({ key: "inBuilding" })],
    ]);
    const all = { measures: [building, demolition, roof] };
    expect(refusalsOf(base, all, 2030).get("m3")?.key).toBe("buildingGone");
    expect(refusalOf(base, all, roof, 2030)?.key).toBe("buildingGone");
    expect(refusalOf(base, all, building, 2030)).toBeNull();
    expect(refusalOf(base, all, measure("windTurbine", hall), 2030)?.key).toBe("unknownKind");
  });

  it("come out the same in slices, and stop when asked to", async () => {
    const measures = Array.from({ length: 30 }, (_, i) =>
      inArea("retentionBasin", handmadeBox(1 + 1.5 * i, 45, 9, 9), { order: i }),
    );
    const sliced = await refusalsInSlices(base, { measures }, 2030);
    expect(sliced).toEqual(refusalsOf(base, { measures }, 2030));
    expect(sliced.size).toBeGreaterThan(0);
    const abort = new AbortController();
    const many = Array.from({ length: 40 }, () => measures).flat();
    const stopped = refusalsInSlices(base, { measures: many }, 2030, abort.signal);
    abort.abort(new Error("stopped"));
    await expect(stopped).rejects.toThrow("stopped");
  });

  it("leave switched-off measures alone", () => {
    const off = inArea("retentionBasin", handmadeBox(48, 48, 10, 10), { enabled: false });
    expect(refusalsOf(base, { measures: [off] }, 2030).size).toBe(0);
  });
});

describe("cost", () => {
  it("follows from area, length, volume, floors, footprint or pieces", () => {
    const quantity = (each: Measure) => quantityOf(each, base);
    expect(quantity(inArea("desealing", handmadeBox(1, 1, 10, 5)))).toBe(50);
    expect(
      quantity(
        measure("floodWall", {
          type: "line",
          points: [
            [1, 1],
            [4, 5],
          ],
        }),
      ),
    ).toBe(5);
    expect(
      quantity(
        inArea("retentionBasin", handmadeBox(1, 1, 10, 5), { parameters: { depthM: 2, sideSlope: 0 } }),
      ),
    ).toBe(100);
    expect(quantity(inArea("newBuilding", handmadeBox(1, 1, 10, 5), { parameters: { storeys: 4 } }))).toBe(
      200,
    );
    expect(quantity(measure("greenRoof", { type: "building", buildingId: "hall" }))).toBe(100);
    expect(quantity(measure("treePit", { type: "point", at: [1, 1] }))).toBe(1);
    expect(
      quantity(
        measure("underpassPump", {
          type: "line",
          points: [
            [1, 1],
            [40, 5],
          ],
        }),
      ),
    ).toBe(1);
    expect(quantity(measure("greenRoof", { type: "building", buildingId: "gone" }))).toBeNull();
    expect(costOf(inArea("desealing", handmadeBox(1, 1, 10, 5)), base)).toEqual({
      lowEur: 2500,
      highEur: 7500,
    });
  });

  it("of a plan is the sum of what is switched on, and counts what cannot be said", () => {
    const measures = [
      inArea("desealing", handmadeBox(1, 1, 10, 5)),
      inArea("desealing", handmadeBox(21, 1, 10, 5)),
      inArea("desealing", handmadeBox(41, 1, 10, 5), { enabled: false }),
      measure("greenRoof", { type: "building", buildingId: "gone" }),
    ];
    expect(costOfPlan({ measures }, base)).toEqual({ lowEur: 5000, highEur: 15_000, unknown: 1 });
  });

  it("is said in two digits, outwards", () => {
    expect(roundedCost({ lowEur: 12_345, highEur: 98_765 })).toEqual({ lowEur: 12_000, highEur: 99_000 });
    expect(roundedCost({ lowEur: 0, highEur: 100_000 })).toEqual({ lowEur: 0, highEur: 100_000 });
  });
});
