import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import { signedArea } from "#twin/geometry/planar.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { plannedBuildings } from "#twin/read/buildings.ts";
import { gridFor } from "#twin/read/grid.ts";
import { type HandmadePlace, handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { shadesOf, treesOf } from "#twin/read/objects.ts";
import { landCoverOn, surfaceOn } from "#twin/read/surface.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";
import { applyPlan } from "../applyPlan.ts";
import { costOf } from "../cost.ts";
import type { Measure, MeasureGeometry } from "../types.ts";
import { kindOf } from "./registry.ts";
import { treeGrowth, treeSize } from "./treeGrowth.ts";

const grid = gridFor({ minX: 0, minY: 0, maxX: 64, maxY: 64 }, 1);
const cell = (x: number, y: number): number => (63 - Math.floor(y)) * 64 + Math.floor(x);
const area = (ring: readonly Point[]): MeasureGeometry => ({ type: "area", ring });
const line = (...points: Point[]): MeasureGeometry => ({ type: "line", points });
const point = (x: number, y: number): MeasureGeometry => ({ type: "point", at: [x, y] });
const hall: MeasureGeometry = { type: "building", buildingId: "hall" };

const place: HandmadePlace = {
  landCover: () => "asphalt",
  buildings: [{ id: "hall", ring: handmadeBox(40, 40, 12, 10), heightM: 8, roof: "flat" }],
};

function measure(
  kind: string,
  geometry: MeasureGeometry,
  parameters: Measure["parameters"] = {},
  id = "m1",
): Measure {
  const planted = { plantedYear: 2030, ...parameters };
  return { id, kind, name: "", geometry, parameters: planted, enabled: true, order: 0 };
}
const in2030 = (...measures: Measure[]): Twin => applyPlan(handmadeTwin(place), { measures }, 2030);
const sums = (twin: Twin, parameter: "conductivityMmPerH" | "albedo"): number =>
  surfaceOn(twin, grid, parameter, new Float32Array(256)).reduce((total, value) => total + value, 0);
const refused = (drawn: Measure, on: Twin = handmadeTwin(place)) =>
  kindOf(drawn.kind)?.refuses(drawn, on)?.key;

describe("tree", () => {
  it("stands as large as it is in the year, and not before it is planted", () => {
    const drawn = measure("tree", point(20, 20), { treeClass: "medium", plantingSize: "strong" });
    const inYear = (year: number) => treesOf(applyPlan(handmadeTwin(place), { measures: [drawn] }, year));
    expect(inYear(2029).count).toBe(0);
    for (const years of [0, 12, 40]) {
      const { count, ids, species, heightM, crownDiameterM } = inYear(2030 + years);
      const size = treeSize("medium", "strong", years);
      expect({ count, ids, species }).toEqual({
        count: 1,
        ids: ["m1-tree-1"],
        species: [treeGrowth.medium.species],
      });
      expect(heightM[0]).toBeCloseTo(size.heightM, 4);
      expect(crownDiameterM[0]).toBeCloseTo(size.crownDiameterM, 4);
    }
  });

  it("opens a bed in sealed ground and leaves open ground as it is", () => {
    const bed = in2030(
      measure("tree", point(20, 20), { pitAreaM2: 9, pitCover: "lawn", conductivityMmPerH: 50 }),
    );
    expect(landCoverOn(bed, grid)[cell(20, 20)]).toBe(landCoverCodes.lawn);
    expect(sums(bed, "conductivityMmPerH")).toBeCloseTo(9 * 50, 1);
    const none = in2030(measure("tree", point(20, 20), { pitAreaM2: 0 }));
    expect(none.operations.map(({ layer }) => layer)).toEqual(["trees"]);
    const meadow = applyPlan(
      handmadeTwin({ landCover: () => "meadow" }),
      { measures: [measure("tree", point(20, 20))] },
      2030,
    );
    expect(meadow.operations.map(({ layer }) => layer)).toEqual(["trees"]);
  });

  it("does not stand in or by a house, in water or by another tree", () => {
    expect(refused(measure("tree", point(45, 45)))).toBe("inBuilding");
    expect(refused(measure("tree", point(39, 45)))).toBe("nearFacade");
    expect(refused(measure("tree", point(38.4, 45)))).toBeUndefined();
    expect(refused(measure("tree", point(20, 20)), handmadeTwin({ landCover: () => "water" }))).toBe(
      "inWater",
    );
    expect(refused(measure("tree", point(21, 20), {}, "m2"), in2030(measure("tree", point(20, 20))))).toBe(
      "nearTree",
    );
  });

  it("says what is true in the year that is shown", () => {
    const drawn = measure("tree", point(20, 20));
    const say = (year: number) => kindOf("tree")?.sentence(drawn, { year, twin: handmadeTwin(place) });
    expect(say(2055)).toMatchObject({ year: "2055", heightM: treeSize("large", "standard", 25).heightM });
    expect(say(2029)).toMatchObject({ context: "before", plantedYear: "2030" });
    expect(kindOf("tree")?.sentence({ ...drawn, parameters: { pitAreaM2: 0 } })).toMatchObject({
      context: "noBed",
    });
  });

  it("is planted in the scenario's year where it is drawn", () => {
    expect(kindOf("tree")?.starting(2041)).toMatchObject({ plantedYear: 2041, treeClass: "large" });
    expect(kindOf("shadeSail")?.starting(2041)).not.toHaveProperty("plantedYear");
  });
});

describe("tree row", () => {
  it("has 7 trees in 48 m at 8 m, and leaves out those too near to a house", () => {
    const free = measure("treeRow", line([8, 10], [56, 10]), { spacingM: 8 });
    expect(treesOf(in2030(free)).count).toBe(7);
    // Along the hall's south wall at 3 m: places at x = 8, 16, 24, 32, 40, 48, 56.
    const along = measure("treeRow", line([8, 37], [56, 37]), { spacingM: 8, facadeM: 4 });
    const { xy, count } = treesOf(in2030(along));
    expect(Array.from({ length: count }, (_, i) => xy[i * 2])).toEqual([8, 16, 24, 32, 56]);
    expect(kindOf("treeRow")?.sentence(along, { year: 2030, twin: in2030(along) })).toMatchObject({
      trees: 5,
      skipped: 2,
      context: "skipped",
    });
    expect(costOf(along, handmadeTwin(place))?.lowEur).toBe(5 * 1500);
  });

  it("is refused where there is room for none, or where it would be a forest", () => {
    const inside = measure("treeRow", line([41, 45], [51, 45]));
    expect(refused(inside)).toBe("noRoomForTrees");
    const wide = handmadeTwin({ extent: { minX: 0, minY: 0, maxX: 4096, maxY: 64 }, cellSizeM: 8 });
    expect(refused(measure("treeRow", line([0, 10], [4000, 10]), { spacingM: 4 }), wide)).toBe(
      "tooManyTrees",
    );
    expect(refused(measure("treeRow", line([10, 10], [11, 10])))).toBe("tooShort");
  });
});

describe("grove", () => {
  it("greens its ground and spreads its trees; with the ground kept each has a bed", () => {
    const drawn = measure("grove", area(handmadeBox(5, 5, 30, 30)), { areaPerTreeM2: 45, ground: "meadow" });
    const twin = in2030(drawn);
    expect(treesOf(twin).count).toBeGreaterThanOrEqual(16);
    expect(treesOf(twin).count).toBeLessThanOrEqual(24);
    expect(landCoverOn(twin, grid)[cell(20, 20)]).toBe(landCoverCodes.meadow);
    expect(sums(twin, "conductivityMmPerH")).toBeCloseTo(900 * 36, 0);
    const kept = in2030({ ...drawn, parameters: { ...drawn.parameters, ground: "keep", pitAreaM2: 4 } });
    expect(treesOf(kept).count).toBe(treesOf(twin).count);
    expect(sums(kept, "conductivityMmPerH")).toBeCloseTo(treesOf(kept).count * 4 * 36, 0);
  });

  it("keeps its trees in a copy of the plan, whose measures have other ids", () => {
    const places = (id: string) => [
      ...treesOf(in2030(measure("grove", area(handmadeBox(5, 5, 30, 30)), {}, id))).xy,
    ];
    expect(places("m9")).toEqual(places("m1"));
  });

  it("is refused on a house, in water, and where it has too many trees", () => {
    expect(refused(measure("grove", area(handmadeBox(38, 38, 16, 14))))).toBe("inBuilding");
    expect(
      refused(measure("grove", area(handmadeBox(5, 5, 30, 30))), handmadeTwin({ landCover: () => "water" })),
    ).toBe("inWater");
    const wide = handmadeTwin({ extent: { minX: 0, minY: 0, maxX: 400, maxY: 400 }, cellSizeM: 4 });
    expect(refused(measure("grove", area(handmadeBox(0, 0, 400, 400))), wide)).toBe("tooManyTrees");
  });
});

describe("lawn", () => {
  it("greens open ground and lets rain in", () => {
    const gravel = handmadeTwin({ landCover: () => "gravel" });
    const twin = applyPlan(
      gravel,
      {
        measures: [
          measure("lawn", area(handmadeBox(10, 10, 8, 6)), { cover: "shrubs", conductivityMmPerH: 20 }),
        ],
      },
      2030,
    );
    expect(landCoverOn(twin, grid)[cell(12, 12)]).toBe(landCoverCodes.shrubs);
    expect(sums(twin, "conductivityMmPerH")).toBeCloseTo(48 * 20, 1);
  });

  it("is refused where all is lawn already", () => {
    const drawn = measure("lawn", area(handmadeBox(10, 10, 8, 6)));
    expect(refused(drawn, handmadeTwin({ landCover: () => "lawn" }))).toBe("alreadyThere");
    expect(refused(drawn, handmadeTwin({ landCover: () => "meadow" }))).toBeUndefined();
  });
});

describe("green façade", () => {
  it("covers its share of the walls after the years that plants need", () => {
    const drawn = measure("greenFacade", hall, { share: 0.6, fullAfterYears: 5 });
    const share = (year: number) =>
      plannedBuildings(applyPlan(handmadeTwin(place), { measures: [drawn] }, year)).facades.get("hall")
        ?.share;
    expect(share(2029)).toBeUndefined();
    expect(share(2030)).toBeCloseTo(0.1, 9);
    expect(share(2035)).toBeCloseTo(0.6, 9);
    expect(share(2090)).toBeCloseTo(0.6, 9);
    // Walls of 12 × 10 m, 8 m high.
    expect(costOf(drawn, handmadeTwin(place))?.lowEur).toBeCloseTo(2 * (12 + 10) * 8 * 0.6 * 30, 0);
    expect(kindOf("greenFacade")?.sentence(drawn, { year: 2035, twin: in2030(drawn) })).toMatchObject({
      percent: 60,
      areaM2: Math.round(352 * 0.6),
    });
  });

  it("needs a building that stands", () => {
    expect(refused(measure("greenFacade", { type: "building", buildingId: "gone" }))).toBe("noBuilding");
    expect(refused(measure("greenFacade", hall), in2030(measure("demolition", hall)))).toBe("buildingGone");
  });
});

describe("shade", () => {
  it("a sail is a flat roof whose ring runs counter-clockwise, however it was drawn", () => {
    const ring = handmadeBox(10, 10, 8, 6);
    for (const drawn of [ring, ring.toReversed()]) {
      const [shade] = shadesOf(
        in2030(measure("shadeSail", area(drawn), { heightM: 4, transmissivity: 0.2 })),
      );
      expect(shade).toMatchObject({ id: "m1", type: "sail", undersideM: 4, topM: 4.05, transmissivity: 0.2 });
      expect(signedArea(shade.ring)).toBeCloseTo(48, 9);
    }
  });

  it("a pergola's shade thickens with its leaves; slats alone stay as they are", () => {
    const through = (year: number, parameters: Measure["parameters"]) =>
      shadesOf(
        applyPlan(
          handmadeTwin(place),
          { measures: [measure("pergola", area(handmadeBox(10, 10, 8, 6)), parameters)] },
          year,
        ),
      )[0]?.transmissivity;
    const leafy = { slatTransmissivity: 0.5, leafTransmissivity: 0.1, fullAfterYears: 3 };
    expect(through(2029, leafy)).toBeUndefined();
    expect([2030, 2031, 2033, 2060].map((year) => through(year, leafy))).toEqual([0.4, 0.3, 0.1, 0.1]);
    expect(through(2029, { ...leafy, planted: false })).toBe(0.5);
    expect(through(2050, { ...leafy, planted: false })).toBe(0.5);
    // Leaves never let through more than the slats they grow on.
    expect(through(2050, { ...leafy, slatTransmissivity: 0.1, leafTransmissivity: 0.4 })).toBe(0.1);
  });

  it("may reach over a wall's edge, not over a house", () => {
    expect(refused(measure("shadeSail", area(handmadeBox(34, 42, 6.4, 6))))).toBeUndefined();
    expect(refused(measure("shadeSail", area(handmadeBox(36, 42, 8, 6))))).toBe("inBuilding");
    expect(refused(measure("pergola", area(handmadeBox(10, 10, 1, 1))))).toBe("tooSmall");
    const steep = handmadeTwin({ groundZ: (x) => 100 + 0.5 * x });
    expect(refused(measure("shadeSail", area(handmadeBox(10, 10, 12, 6))), steep)).toBe("tooSteep");
  });
});

describe("light surface", () => {
  it("sets the albedo of its area and nothing else", () => {
    const twin = in2030(measure("lightSurface", area(handmadeBox(10, 10, 8, 6)), { albedo: 0.5 }));
    expect(sums(twin, "albedo")).toBeCloseTo(48 * 0.5, 3);
    expect(landCoverOn(twin, grid)).toEqual(landCoverOn(handmadeTwin(place), grid));
  });
});

describe("water surface", () => {
  it("is water a freeboard below its rim, and says how much rain that holds", () => {
    const drawn = measure("waterSurface", area(handmadeBox(10, 10, 8, 6)), { freeboardM: 0.2 });
    const twin = in2030(drawn);
    expect(landCoverOn(twin, grid)[cell(12, 12)]).toBe(landCoverCodes.water);
    expect(terrainOn(twin, grid)[cell(12, 12)]).toBeCloseTo(99.8, 4);
    expect(kindOf("waterSurface")?.sentence(drawn)).toMatchObject({ areaM2: 48, volumeM3: 9.6 });
    expect(in2030({ ...drawn, parameters: { freeboardM: 0 } }).operations.map(({ layer }) => layer)).toEqual([
      "landCover",
    ]);
  });

  it("is refused in water", () => {
    const drawn = measure("waterSurface", area(handmadeBox(10, 10, 8, 6)));
    expect(refused(drawn, handmadeTwin({ landCover: () => "water" }))).toBe("alreadyThere");
  });
});

describe("measures that lie apart", () => {
  it("give the same place whatever their order", () => {
    const all = [
      measure("treeRow", line([4, 4], [44, 4]), {}, "m1"),
      measure("grove", area(handmadeBox(4, 12, 20, 20)), {}, "m2"),
      measure("shadeSail", area(handmadeBox(30, 12, 8, 6)), {}, "m3"),
      measure("lightSurface", area(handmadeBox(30, 22, 8, 6)), {}, "m4"),
      measure("waterSurface", area(handmadeBox(50, 12, 8, 6)), {}, "m5"),
      measure("greenFacade", hall, {}, "m6"),
    ];
    const seen = (measures: readonly Measure[]) => {
      const twin = in2030(...measures.map((each, order) => ({ ...each, order })));
      const trees = treesOf(twin);
      return {
        trees: trees.ids
          .map((id, i) => `${id} ${trees.xy[i * 2]} ${trees.xy[i * 2 + 1]} ${trees.heightM[i]}`)
          .sort(),
        shades: shadesOf(twin),
        facades: [...plannedBuildings(twin).facades],
        cover: landCoverOn(twin, grid),
        ground: terrainOn(twin, grid),
        albedo: surfaceOn(twin, grid, "albedo", new Float32Array(256)),
        rate: surfaceOn(twin, grid, "conductivityMmPerH", new Float32Array(256)),
      };
    };
    expect(seen(all.toReversed())).toEqual(seen(all));
  });
});
