import { describe, expect, it } from "vitest";
import type { FileDescription } from "#workers/intake/session.ts";
import {
  boxBetween,
  cityBox,
  distanceKm,
  naturalBox,
  overlapBox,
  scaleBarM,
  sizeOf,
  wholeBox,
} from "./area.ts";
import { nameFromPaths } from "./cityName.ts";

type Box = readonly [west: number, south: number, east: number, north: number];

function file(
  id: number,
  layer: "terrain" | "buildings" | "trees",
  [west, south, east, north]: Box,
  objects: number,
  { used = true, km = 0 }: { used?: boolean; km?: number } = {},
): FileDescription {
  return {
    id,
    choice: { used },
    companionOf: null,
    licences: [],
    report: {
      name: `${layer}.x`,
      format: "cityGml",
      bytes: 1,
      objects: {},
      crs: null,
      table: null,
      findings:
        km === 0 ? [] : [{ level: "problem", key: "fileFarAway", values: { km }, count: 1, places: [] }],
    },
    outlines: [
      {
        layer,
        objects,
        outline: [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
        ],
      },
    ],
  };
}

const terrain = file(1, "terrain", [0, 0, 2000, 1000], 2_000_000);
const houses = file(2, "buildings", [1000.4, -500, 3000, 500], 100);
const far = file(3, "trees", [480_000, 0, 481_000, 10], 5, { km: 480 });

describe("the area of a city", () => {
  it("is that of the terrain, else that of the buildings, of files in use", () => {
    expect(naturalBox([houses, terrain])).toEqual({ west: 0, south: 0, east: 2000, north: 1000 });
    expect(naturalBox([houses])?.west).toBe(1000.4);
    expect(naturalBox([{ ...terrain, choice: { used: false } }])).toBeNull();
    const coarse = file(5, "terrain", [-50_000, -50_000, 50_000, 50_000], 1_442_401);
    const srtm: FileDescription = { ...coarse, report: { ...coarse.report, format: "srtmHgt" } };
    expect(naturalBox([srtm, houses])?.west).toBe(1000.4);
    expect(naturalBox([srtm, houses, terrain])?.east).toBe(2000);
    expect(naturalBox([srtm])?.west).toBe(-50_000);
    // On the outline map a town is no dot in a degree of coarse heights.
    expect(cityBox([srtm, houses])?.west).toBe(1000.4);
    expect(cityBox([srtm])?.west).toBe(-50_000);
    const beside = { ...srtm, outlines: file(6, "terrain", [60_000, 0, 160_000, 100_000], 9).outlines };
    expect(cityBox([beside, houses])?.east).toBe(160_000);
    expect(wholeBox([srtm, houses])?.west).toBe(-50_000);
  });

  it("can be where terrain and buildings overlap, on whole metres inside both", () => {
    expect(overlapBox([terrain, houses])).toEqual({ west: 1001, south: 0, east: 2000, north: 500 });
    expect(overlapBox([terrain])).toBeNull();
    expect(overlapBox([terrain, file(4, "buildings", [5000, 0, 6000, 10], 3)])).toBeNull();
    expect(overlapBox([terrain, { ...houses, choice: { used: false } }])).toBeNull();
  });

  it("is looked at without files that lie far away, unless there are no others", () => {
    expect(cityBox([terrain, far])?.east).toBe(2000);
    expect(cityBox([terrain, { ...far, choice: { used: false } }])?.east).toBe(2000);
    expect(wholeBox([terrain, far])?.east).toBe(481_000);
    expect(cityBox([far])?.west).toBe(480_000);
    expect(distanceKm(far)).toBe(480);
    expect(distanceKm(terrain)).toBe(0);
  });

  it("is drawn between two corners in any order and never without extent", () => {
    expect(boxBetween([10.4, 900], [500, 20])).toEqual({ west: 10, south: 20, east: 500, north: 900 });
    expect(boxBetween([10, 10], [10, 10])).toEqual({ west: 10, south: 10, east: 60, north: 60 });
  });

  it("tells cells by the terrain's own cell size and what is too large", () => {
    const box = { west: 0, south: 0, east: 2000, north: 1000 };
    expect(sizeOf(box, [terrain])).toMatchObject({
      km2: 2,
      cellSizeM: 1,
      terrainCells: 2_000_000,
      verdict: "fits",
    });
    // Terrain of buildings: cells of at least 2 m.
    expect(sizeOf(box, [houses])).toMatchObject({ cellSizeM: 2, terrainCells: 500_000 });
    const land = { west: 0, south: 0, east: 14_000, north: 14_000 };
    expect(sizeOf(land, [terrain]).verdict).toBe("large");
    expect(sizeOf({ ...land, east: 480_000 }, [terrain, far]).verdict).toBe("tooLarge");
  });

  it("has a scale bar of a round length", () => {
    expect([999, 1000, 2600, 7, 0.4].map(scaleBarM)).toEqual([500, 1000, 2000, 5, 0.2]);
  });
});

describe("a city's first name", () => {
  it("comes from the folder or from what file names share", () => {
    expect(nameFromPaths(["Musterstadt/dgm.tif", "Musterstadt/lod2/a.gml"])).toBe("Musterstadt");
    expect(nameFromPaths(["Bad_Musterstadt_dgm.tif", "Bad_Musterstadt_lod2.gml"])).toBe("Bad Musterstadt");
    expect(nameFromPaths(["trees.csv", "dgm.tif"])).toBe("");
    expect(nameFromPaths(["berlin.osm.gz"])).toBe("berlin");
    expect(nameFromPaths([])).toBe("");
    // The number of a tile is no name.
    expect(nameFromPaths(["LoD2_32_280_5657_1_NW.gml"])).toBe("");
  });
});
