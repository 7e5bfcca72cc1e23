import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { plannedBuildings } from "#twin/read/buildings.ts";
import { gridFor } from "#twin/read/grid.ts";
import { type HandmadePlace, handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { barriersOf, linksOf, treesOf } from "#twin/read/objects.ts";
import { shapeArea } from "#twin/read/shapes.ts";
import { landCoverOn, surfaceOn, surfaceOverrideOn } from "#twin/read/surface.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";
import { applyPlan, operationsOf } from "../applyPlan.ts";
import type { Measure, MeasureGeometry } from "../types.ts";
import { kindOf, measureKinds } from "./registry.ts";
import { hollowVolume } from "./shapes.ts";
import { trafficGeometry, trafficKinds, trafficPlace } from "./trafficPlace.ts";

const extent = { minX: 0, minY: 0, maxX: 64, maxY: 64 };
const grid = gridFor(extent, 1);
const area = (ring: readonly Point[]): MeasureGeometry => ({ type: "area", ring });
const line = (...points: Point[]): MeasureGeometry => ({ type: "line", points });

function measure(
  kind: string,
  geometry: MeasureGeometry,
  parameters: Measure["parameters"] = {},
  id = "m1",
): Measure {
  return { id, kind, name: "", geometry, parameters, enabled: true, order: 0 };
}

const place: HandmadePlace = {
  landCover: () => "asphalt",
  buildings: [
    { id: "house", ring: handmadeBox(40, 40, 12, 10), roof: "gable" },
    { id: "hall", ring: handmadeBox(4, 50, 10, 10), roof: "flat" },
  ],
};
const planned = (...measures: Measure[]): Twin => applyPlan(handmadeTwin(place), { measures }, 2030);
const zeros = (): Float32Array => new Float32Array(grid.columns * grid.rows);
const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);
const cell = (x: number, y: number): number => (63 - Math.floor(y)) * 64 + Math.floor(x);

/** Air below a level within the whole area, m³: what a hollow in flat ground at 100 m holds. */
const hollow = (twin: Twin): number => sum(terrainOn(twin, grid).map((z) => Math.max(0, 100 - z)));

const geometryOf: Record<MeasureGeometry["type"], MeasureGeometry> = {
  ...trafficGeometry,
  area: area(handmadeBox(10, 10, 20, 16)),
  line: line([10, 10], [40, 12], [48, 30]),
  point: { type: "point", at: [20, 20] },
  building: { type: "building", buildingId: "hall" },
};

describe("every kind of measure", () => {
  for (const kind of measureKinds) {
    it(`${kind.id} changes something, in defaults, and says so in numbers`, () => {
      // What is about traffic stands in a place with streets and a timetable.
      const traffic = trafficKinds.has(kind.id);
      const twin = handmadeTwin(traffic ? trafficPlace : place);
      const drawn = measure(
        kind.id,
        (traffic ? trafficGeometry : geometryOf)[kind.geometry] ?? geometryOf.area,
      );
      expect(kind.refuses(drawn, twin)).toBeNull();
      expect(operationsOf(drawn, 2030, twin).length).toBeGreaterThan(0);
      for (const value of Object.values(kind.sentence(drawn))) {
        if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
      }
      const shape = kind.shape(drawn);
      // Buildings, streets and lines have their shape from the twin.
      const chosen = ["building", "sections", "transitLine"].includes(kind.geometry);
      expect(shape === null).toBe(chosen);
      if (shape) expect(shapeArea(shape)).toBeGreaterThan(0);
      expect(kind.cost.lowEur).toBeLessThan(kind.cost.highEur);
      expect(kind.cost.source).not.toBe("");
    });

    it(`${kind.id} is refused when drawn as something else, or outside the place`, () => {
      const other = kind.geometry === "point" ? geometryOf.area : geometryOf.point;
      expect(kind.refuses(measure(kind.id, other), handmadeTwin(place))?.key).toBe("wrongGeometry");
      expect(() => kind.operations(measure(kind.id, other), 2030, handmadeTwin(place))).toThrow(RangeError);
      if (["building", "sections", "transitLine"].includes(kind.geometry)) return;
      const far: Record<string, MeasureGeometry> = {
        area: area(handmadeBox(500, 10, 20, 16)),
        line: line([10, 10], [400, 12]),
        point: { type: "point", at: [-1, 5] },
      };
      expect(kind.refuses(measure(kind.id, far[kind.geometry]), handmadeTwin(place))?.key).toBe(
        "outsideArea",
      );
    });
  }
});

describe("desealing", () => {
  it("changes land cover, conductivity, storage and roughness in its area only", () => {
    const twin = planned(
      measure("desealing", area(handmadeBox(10, 10, 8, 6)), {
        cover: "meadow",
        conductivityMmPerH: 50,
        storageMm: 6,
      }),
    );
    expect(landCoverOn(twin, grid)[cell(12, 12)]).toBe(landCoverCodes.meadow);
    expect(landCoverOn(twin, grid)[cell(30, 12)]).toBe(landCoverCodes.asphalt);
    const none = new Float32Array(256);
    expect(sum(surfaceOn(twin, grid, "conductivityMmPerH", none))).toBeCloseTo(50 * 48, 3);
    expect(sum(surfaceOn(twin, grid, "depressionStorageMm", none))).toBeCloseTo(6 * 48, 3);
    expect(sum(surfaceOn(twin, grid, "manningN", none))).toBeCloseTo(0.06 * 48, 3);
    expect(terrainOn(twin, grid)).toEqual(terrainOn(handmadeTwin(place), grid));
  });

  it("refuses ground that is open already, but not ground that nobody knows", () => {
    const drawn = measure("desealing", geometryOf.area);
    const refused = (cover: "lawn" | "unknown") =>
      kindOf("desealing")?.refuses(drawn, handmadeTwin({ landCover: () => cover }))?.key;
    expect(refused("lawn")).toBe("notSealed");
    expect(refused("unknown")).toBeUndefined();
  });
});

describe("rain garden and retention basin", () => {
  it("hold the volume that they say", () => {
    for (const sideSlope of [0, 1, 2]) {
      const basin = measure("retentionBasin", area(handmadeBox(10, 10, 24, 16)), { depthM: 1.5, sideSlope });
      const said = kindOf("retentionBasin")?.sentence(basin).volumeM3;
      expect(hollow(planned(basin)) / Number(said)).toBeCloseTo(1, 2);
    }
    const swale = measure("rainGarden", area(handmadeBox(10, 10, 10, 8)), { depthM: 0.3, bedStorageMm: 100 });
    const twin = planned(swale);
    const bed = sum(surfaceOverrideOn(twin, grid, "retentionMm", zeros())) / 1000;
    expect(bed).toBeCloseTo(8, 3);
    expect(Math.round(hollow(twin) + bed)).toBe(kindOf("rainGarden")?.sentence(swale).volumeM3);
  });

  it("hold their volume below the lowest rim on a slope, too", () => {
    const twin = applyPlan(
      handmadeTwin({ groundZ: (x) => 100 + 0.03 * x }),
      {
        measures: [measure("retentionBasin", area(handmadeBox(20, 20, 10, 10)), { depthM: 1, sideSlope: 0 })],
      },
      2030,
    );
    const heights = terrainOn(twin, grid);
    // The lowest cell of the rim lies at x = 20.5.
    let volume = 0;
    for (let x = 20; x < 30; x++)
      for (let y = 20; y < 30; y++) volume += 100 + 0.03 * 20.5 - heights[cell(x, y)];
    expect(volume).toBeCloseTo(100, 2);
  });

  it("a throttle leads out of the basin's middle to the sewer", () => {
    const ring = handmadeBox(10, 10, 24, 16);
    const closed = planned(measure("retentionBasin", area(ring)));
    expect(linksOf(closed)).toEqual([]);
    const twin = planned(
      measure("retentionBasin", area(ring), { outlet: "throttle", throttleDiameterM: 0.4 }),
    );
    const [link] = linksOf(twin);
    expect(link).toMatchObject({ to: null, kind: { type: "throttle", areaM2: Math.PI * 0.04 } });
    expect(terrainOn(twin, grid)[cell(link.from[0], link.from[1])]).toBeCloseTo(98.5, 4);
  });

  it("the volume formula is exact for boxes and circles and stops where the slopes meet", () => {
    // Prismatoid formula for a 20 × 12 m top, 12 × 4 m floor, 2 m depth.
    expect(hollowVolume(240, 64, 2, 2)).toBeCloseTo((2 / 6) * (240 + 4 * 128 + 48), 9);
    // Cone frustum, radii 10 and 6, depth 2.
    expect(hollowVolume(Math.PI * 100, Math.PI * 20, 2, 2)).toBeCloseTo(
      ((Math.PI * 2) / 3) * (100 + 60 + 36),
      9,
    );
    // A cone of radius 4 and slope 1 : 2 is 2 m deep, however deep it was meant to be.
    expect(hollowVolume(Math.PI * 16, Math.PI * 8, 5, 2)).toBeCloseTo((Math.PI / 3) * 16 * 2, 9);
  });

  it("are refused under buildings, in water, on steep ground, too small or crossing themselves", () => {
    const refused = (ring: Point[], on: HandmadePlace = place) =>
      kindOf("retentionBasin")?.refuses(measure("retentionBasin", area(ring)), handmadeTwin(on));
    expect(refused(handmadeBox(36, 36, 10, 10))).toMatchObject({
      key: "inBuilding",
      values: { percent: 36 },
    });
    // Wall to wall is no overlap.
    expect(refused(handmadeBox(30, 40, 10, 10))).toBeNull();
    expect(refused(handmadeBox(10, 10, 20, 16), { landCover: () => "water" })?.key).toBe("inWater");
    expect(refused(handmadeBox(10, 10, 20, 16), { groundZ: (x) => 100 + 0.4 * x })?.key).toBe("tooSteep");
    expect(refused(handmadeBox(10, 10, 4, 4))).toMatchObject({
      key: "tooSmall",
      values: { areaM2: 16, minM2: 20 },
    });
    expect(
      refused([
        [10, 10],
        [20, 20],
        [20, 10],
        [10, 20],
      ])?.key,
    ).toBe("crossesItself");
    expect(refused(handmadeBox(10, 10, 20, 16), { groundZ: (x) => (x < 15 ? Number.NaN : 100) })?.key).toBe(
      "noGround",
    );
  });
});

describe("tree pit", () => {
  it("plants a tree over an open, lowered pit that holds its pores", () => {
    const twin = planned(
      measure(
        "treePit",
        { type: "point", at: [20, 20] },
        { pitAreaM2: 12, pitDepthM: 1.5, poreShare: 0.25, loweredM: 0.1 },
      ),
    );
    expect(treesOf(twin)).toMatchObject({ count: 1, ids: ["m1-tree"], species: ["Tilia cordata"] });
    expect(sum(surfaceOverrideOn(twin, grid, "retentionMm", zeros())) / 1000).toBeCloseTo(4.5, 4);
    expect(hollow(twin)).toBeCloseTo(1.2, 3);
  });

  it("cannot stand in a building, in water or next to another tree", () => {
    const refused = (at: Point, twin: Twin) =>
      kindOf("treePit")?.refuses(measure("treePit", { type: "point", at }), twin)?.key;
    expect(refused([45, 45], handmadeTwin(place))).toBe("inBuilding");
    expect(refused([20, 20], handmadeTwin({ landCover: () => "water" }))).toBe("inWater");
    const twin = planned(measure("treePit", { type: "point", at: [20, 20] }));
    expect(refused([21, 20], twin)).toBe("nearTree");
    expect(refused([23, 20], twin)).toBeUndefined();
  });
});

describe("walls and flow paths", () => {
  it("a flood wall is a barrier of its height above the ground", () => {
    const twin = planned(measure("floodWall", line([5, 5], [25, 5]), { heightM: 1.2 }));
    expect(barriersOf(twin)).toEqual([
      {
        id: "m1",
        line: [
          [5, 5],
          [25, 5],
        ],
        crest: { above: "ground", heightM: 1.2 },
      },
    ]);
    const refused = (geometry: MeasureGeometry) =>
      kindOf("floodWall")?.refuses(measure("floodWall", geometry), handmadeTwin(place))?.key;
    expect(refused(line([5, 5], [6, 5]))).toBe("tooShort");
    expect(refused(line([40, 42], [52, 48]))).toBe("inBuilding");
    // Up to the façade is what walls are for.
    expect(refused(line([20, 45], [40.1, 45]))).toBeUndefined();
  });

  it("a lowered street takes its depth out along its whole width, smooth and sealed", () => {
    const twin = planned(measure("loweredStreet", line([10, 20], [50, 20]), { widthM: 6, depthM: 0.2 }));
    expect(hollow(twin)).toBeCloseTo(40 * 6 * 0.2, 2);
    expect(surfaceOn(twin, grid, "manningN", new Float32Array(256))[cell(30, 20)]).toBeCloseTo(0.016, 6);
  });
});

describe("pipes and pumps", () => {
  it("a culvert runs from the first to the last point, and not uphill", () => {
    const slope = { groundZ: (x: number) => 100 - 0.05 * x };
    const down = measure("culvert", line([10, 10], [20, 10], [20, 20]), { diameterM: 1 });
    const twin = applyPlan(handmadeTwin(slope), { measures: [down] }, 2030);
    expect(linksOf(twin)).toEqual([
      {
        id: "m1",
        from: [10, 10],
        to: [20, 20],
        kind: { type: "culvert", diameterM: 1, lengthM: 20, manningN: 0.013 },
      },
    ]);
    const up = measure("culvert", line([40, 10], [10, 10]));
    expect(kindOf("culvert")?.refuses(up, handmadeTwin(slope))).toEqual({
      key: "uphill",
      values: { riseM: 1.5 },
    });
    expect(
      kindOf("underpassPump")?.refuses(measure("underpassPump", up.geometry), handmadeTwin(slope)),
    ).toBeNull();
  });

  it("a pump lifts litres per second as cubic metres", () => {
    const twin = planned(measure("underpassPump", line([10, 10], [30, 10]), { capacityLPerS: 250 }));
    expect(linksOf(twin)[0].kind).toEqual({ type: "pump", capacityM3PerS: 0.25, startDepthM: 0.1 });
  });
});

describe("buildings", () => {
  it("a green roof on a part of the roof holds that part's storage", () => {
    const twin = planned(
      measure("greenRoof", geometryOf.building, { storageMm: 40, runoffCoefficient: 0.5, greenShare: 0.5 }),
    );
    expect(plannedBuildings(twin).roofs.get("hall")).toEqual({ storageMm: 20, runoffCoefficient: 0.75 });
  });

  it("a green roof needs a roof that is flat enough, on a building that stands", () => {
    const refused = (buildingId: string, twin: Twin = handmadeTwin(place)) =>
      kindOf("greenRoof")?.refuses(measure("greenRoof", { type: "building", buildingId }), twin)?.key;
    expect(refused("house")).toBe("roofTooSteep");
    expect(refused("gone")).toBe("noBuilding");
    expect(refused("hall", planned(measure("demolition", geometryOf.building)))).toBe("buildingGone");
  });

  it("a new building stands, seals its ground, and cannot stand in another until that is gone", () => {
    const ring = handmadeBox(2, 48, 10, 10);
    const drawn = measure("newBuilding", area(ring), { roofStorageMm: 30 }, "m2");
    const kind = kindOf("newBuilding");
    expect(kind?.refuses(drawn, handmadeTwin(place))?.key).toBe("inBuilding");
    const demolition = measure("demolition", geometryOf.building, { ground: "lawn" });
    expect(kind?.refuses(drawn, planned(demolition))).toBeNull();
    const twin = planned(demolition, { ...drawn, order: 1 });
    expect(plannedBuildings(twin)).toMatchObject({ removed: new Set(["hall"]), inserted: { ids: ["m2"] } });
    expect(plannedBuildings(twin).roofs.get("m2")).toEqual({ storageMm: 30, runoffCoefficient: 0.5 });
    expect(landCoverOn(twin, grid)[cell(5, 50)]).toBe(landCoverCodes.building);
    expect(landCoverOn(twin, grid)[cell(13, 59)]).toBe(landCoverCodes.lawn);
  });

  it("a new building fells the trees on its ground, and says how many", () => {
    const tree = (id: string, at: Point) => ({ id, at, heightM: 9, crownDiameterM: 6, species: "" });
    const wooded = handmadeTwin({ trees: [tree("in", [22, 22]), tree("out", [35, 22])] });
    const drawn = measure("newBuilding", area(handmadeBox(20, 20, 10, 10)), {}, "m2");
    const twin = applyPlan(wooded, { measures: [drawn] }, 2030);
    expect(treesOf(twin).ids).toEqual(["out"]);
    expect(kindOf("newBuilding")?.sentence(drawn, { year: 2030, twin })).toMatchObject({
      context: "felling",
      trees: 1,
    });
    const planted = { ...measure("tree", { type: "point", at: [25, 25] }, { plantedYear: 2030 }), order: -1 };
    expect(treesOf(applyPlan(wooded, { measures: [planted, drawn] }, 2030)).ids).toEqual(["out"]);
  });

  it("what one measure builds another can take down", () => {
    const built = measure("newBuilding", area(handmadeBox(20, 20, 10, 10)), {}, "m2");
    const down = { ...measure("demolition", { type: "building", buildingId: "m2" }, {}, "m3"), order: 1 };
    const twin = planned(built, down);
    expect(plannedBuildings(twin).inserted.count).toBe(0);
    expect(landCoverOn(twin, grid)[cell(25, 25)]).toBe(landCoverCodes.bareSoil);
  });
});
