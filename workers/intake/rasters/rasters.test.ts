import { writeArrayBuffer } from "geotiff";
import { describe, expect, it } from "vitest";
import { landCoverCodes } from "#twin/landCover.ts";
import type { Raster } from "#twin/raster.ts";
import { headOf, memorySource, type Source } from "../source.ts";
import { importAll, textSource } from "../testing.ts";
import { detectCrowns, expectedCrownM } from "./crowns.ts";
import { polygonise, simplifyRing } from "./polygonise.ts";
import { roleByName } from "./role.ts";
import { parseWorldFile } from "./worldFile.ts";

const rasterOf = (
  columns: number,
  rows: number,
  value: (x: number, y: number) => number,
): Raster<Float32Array> => ({
  columns,
  rows,
  cellSizeM: 1,
  westX: 0,
  northY: rows,
  noData: Number.NaN,
  values: Float32Array.from({ length: columns * rows }, (_, i) =>
    value((i % columns) + 0.5, rows - Math.floor(i / columns) - 0.5),
  ),
});

/** A half ellipsoid of leaves on bare ground. */
const crown = (x: number, y: number, cx: number, cy: number, heightM: number, radiusM: number): number => {
  const d = Math.hypot(x - cx, y - cy) / radiusM;
  return d >= 1 ? Number.NaN : heightM * (0.5 + 0.5 * Math.sqrt(1 - d * d));
};

describe("detectCrowns", () => {
  const trees = [
    [20, 20, 18, 5],
    [29, 21, 14, 4],
    [60, 50, 6, 2.5],
    [70, 20, 25, 7],
  ] as const;
  const grid = rasterOf(100, 80, (x, y) =>
    trees.reduce((top, [cx, cy, h, r]) => {
      const here = crown(x, y, cx, cy, h, r);
      return Number.isNaN(here) ? top : Number.isNaN(top) ? here : Math.max(top, here);
    }, Number.NaN),
  );

  it("finds each tree once, at its top, with its height and about its crown", () => {
    const found = detectCrowns(grid, null);
    expect(found).toHaveLength(trees.length);
    for (const [cx, cy, heightM, radiusM] of trees) {
      const tree = found.find(({ x, y }) => Math.hypot(x - cx, y - cy) < 1.5);
      expect(tree?.heightM).toBeGreaterThan(heightM * 0.95);
      expect(tree?.heightM).toBeLessThanOrEqual(heightM);
      expect(Math.abs((tree?.crownDiameterM ?? 0) - 2 * radiusM)).toBeLessThan(2 * radiusM * 0.2);
    }
  });

  it("finds none on buildings, below three metres, or where nothing grows", () => {
    const blocked = new Uint8Array(grid.values.length);
    for (let i = 0; i < blocked.length; i++) if (i % 100 < 45) blocked[i] = 1;
    expect(detectCrowns(grid, blocked)).toHaveLength(2);
    expect(
      detectCrowns(
        rasterOf(30, 30, (x, y) => crown(x, y, 15, 15, 2.9, 4)),
        null,
      ),
    ).toEqual([]);
    expect(
      detectCrowns(
        rasterOf(30, 30, () => Number.NaN),
        null,
      ),
    ).toEqual([]);
  });

  it("takes a level wood apart no finer than its trees are wide", () => {
    const wood = detectCrowns(
      rasterOf(60, 60, () => 20),
      null,
    );
    // A plateau has one top that is the first of equals.
    expect(wood).toHaveLength(1);
    expect(expectedCrownM(20)).toBeCloseTo(6.68, 2);
  });
});

describe("polygonise", () => {
  const options = { lowest: 2, step: 3, fewestCells: 4, absorbedCells: 6, tolerance: 0.8 };

  it("gives a block its corners, its median, and its court as a hole", () => {
    const block = rasterOf(20, 20, (x, y) =>
      x > 4 && x < 16 && y > 4 && y < 16 && !(x > 8 && x < 12 && y > 8 && y < 12) ? 12 : 0,
    );
    const { patches, tooSmall } = polygonise(block.values, 20, 20, options);
    expect(tooSmall).toBe(0);
    expect(patches).toHaveLength(1);
    const [{ rings, median, cells }] = patches;
    expect([median, cells]).toEqual([12, 144 - 16]);
    expect(rings.map((ring) => ring.length)).toEqual([4, 4]);
    const corners = (ring: readonly (readonly [number, number])[]) =>
      ring.map((point) => point.join()).sort();
    expect(corners(rings[0])).toEqual(["16,16", "16,4", "4,16", "4,4"]);
    expect(corners(rings[1])).toEqual(["12,12", "12,8", "8,12", "8,8"]);
  });

  it("parts neighbours that differ in height, and gives mixed cells between them to one of them", () => {
    const pair = rasterOf(30, 12, (x) => (x < 4 || x > 26 ? 0 : x < 15 ? 8 : x < 16 ? 14 : 20));
    const { patches } = polygonise(pair.values, 30, 12, { ...options, absorbedCells: 20 });
    expect(patches.map(({ median }) => median).sort((a, b) => a - b)).toEqual([8, 20]);
    expect(patches.reduce((sum, { cells }) => sum + cells, 0)).toBe(22 * 12);
  });

  it("straightens the staircase of a slanting wall and survives cells that touch at a corner", () => {
    const slanting = rasterOf(40, 40, (x, y) => (x + y < 36 && x > 2 && y > 2 ? 9 : 0));
    expect(polygonise(slanting.values, 40, 40, options).patches[0].rings[0].length).toBeLessThanOrEqual(5);
    const touching = rasterOf(8, 8, (x, y) => (x < 4 === y < 4 ? 7 : 0));
    expect(polygonise(touching.values, 8, 8, options).patches.map(({ cells }) => cells)).toEqual([16, 16]);
    expect(
      simplifyRing(
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        5,
      ),
    ).toHaveLength(3);
  });
});

describe("roleByName", () => {
  it.each([
    ["Berlin_vegetation_height2020.tif", "vegetationHeight"],
    ["tiles/Berlin_tree_height_3m_DLR.tif", "vegetationHeight"],
    ["baumhöhen.tif", "vegetationHeight"],
    ["chm_2021.asc", "vegetationHeight"],
    ["Berlin_building_height_3m_DLR.tif", "buildingHeight"],
    ["Gebaeudehoehen.tif", "buildingHeight"],
    ["ESA_WorldCover_10m.tif", "landCover"],
    ["dop20_32_388_5818.tif", "picture"],
    ["Luftbild_2023.tif", "picture"],
    ["dom1_32_388.tif", null],
    ["Berlin_building_type_3m_DLR.tif", null],
  ])("%s", (name, role) => {
    expect(roleByName(name, {})?.role).toBe(role);
  });

  it("says nothing of other names, and lets the choice win", () => {
    expect(roleByName("dgm1_32_388_5818.tif", {})).toBeUndefined();
    expect(roleByName("street_level.tif", {})).toBeUndefined();
    expect(roleByName("dom1.tif", { role: "vegetationHeight" })).toEqual({
      role: "vegetationHeight",
      decidedBy: "choice",
    });
  });
});

describe("parseWorldFile", () => {
  it("takes the centre of the first pixel to its corner, and refuses what is turned or no world file", () => {
    expect(parseWorldFile("0,2\n0\n0\n-0.2\n388000.1\n5820999.9\n")).toEqual({
      west: 388_000,
      north: 5_821_000,
      cellX: 0.2,
      cellY: 0.2,
    });
    for (const text of ["1\n0.2\n0.2\n-1\n0\n0", "1 2 3", "a\n0\n0\n-1\n0\n0", "0\n0\n0\n-1\n0\n0", ""])
      expect(parseWorldFile(text)).toBeNull();
  });
});

/** A GeoTIFF in EPSG:25832 whose south-west corner is 556000, 5612000. */
function tiff(
  name: string,
  columns: number,
  rows: number,
  cellM: number,
  values: Float32Array | Uint8Array,
  more: Record<string, unknown> = {},
): Source {
  return memorySource(
    name,
    new Uint8Array(
      writeArrayBuffer(
        values as never,
        {
          width: columns,
          height: rows,
          ModelPixelScale: [cellM, cellM, 0],
          ModelTiepoint: [0, 0, 0, 556_000, 5_612_000 + rows * cellM, 0],
          GTModelTypeGeoKey: 1,
          GTRasterTypeGeoKey: 1,
          ProjectedCSTypeGeoKey: 25_832,
          ...more,
        } as never,
      ),
    ),
  );
}
const ground = (): Source => tiff("dgm1.tif", 60, 60, 1, new Float32Array(3600).fill(50));

describe("rasters in a twin", () => {
  it("raises buildings from heights where there are none, and finds trees beside them", async () => {
    const houses = rasterOf(60, 60, (x, y) => (x > 10 && x < 30 && y > 10 && y < 22 ? 9 : Number.NaN));
    const leaves = rasterOf(60, 60, (x, y) => {
      const tree = crown(x, y, 45, 40, 15, 5);
      // A surface model has the house in it as well: no tree grows on a building.
      return Number.isNaN(tree) ? houses.values[Math.floor(60 - y) * 60 + Math.floor(x)] : tree;
    });
    const { data, report } = await importAll([
      ground(),
      tiff("building_height.tif", 60, 60, 1, houses.values),
      tiff("vegetation_height.tif", 60, 60, 1, leaves.values),
    ]);
    expect(data?.buildings.count).toBe(1);
    expect([data?.buildings.groundZ[0], data?.buildings.ridgeZ[0]]).toEqual([50, 59]);
    expect(data?.sources.buildings?.derivation).toEqual({ derivedBy: "footprintsFromBuildingHeight" });
    expect(data?.trees.count).toBe(1);
    expect(Math.abs((data?.trees.xy[0] ?? 0) - 45)).toBeLessThanOrEqual(1);
    expect(data?.sources.trees?.derivation).toEqual({ derivedBy: "treesFromVegetationHeight" });
    expect(report.twin.map(({ key }) => key)).toContain("treesDetected");
  });

  it("fills a town of which another file has a few houses, and gives those their height", async () => {
    const inRow = (x: number): boolean => x % 20 > 4 && x % 20 < 16;
    const roofs = rasterOf(60, 60, (x, y) => (inRow(x) && y > 10 && y < 22 ? 9 : Number.NaN));
    const outline = (x: number) =>
      `{"type":"Feature","properties":{"building":"yes"},"geometry":{"type":"Polygon","coordinates":[[[${556_004 + x},5612010],[${556_016 + x},5612010],[${556_016 + x},5612022],[${556_004 + x},5612022],[${556_004 + x},5612010]]]}}`;
    const file = (xs: readonly number[]) =>
      textSource(
        `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:25832"}},"features":[${xs.map(outline).join()}]}`,
        "haeuser.geojson",
        65_536,
      );
    const heights = tiff("building_height.tif", 60, 60, 1, roofs.values);
    // One of three houses is known, without its height: the raster has the other two.
    const one = await importAll([ground(), heights, file([0])]);
    expect(one.data?.buildings.count).toBe(3);
    expect([...(one.data?.buildings.ridgeZ ?? [])]).toEqual([59, 59, 59]);
    expect(one.data?.sources.buildings?.derivation).toEqual({ derivedBy: "footprintsAndBuildingHeight" });
    expect(one.report.twin.find(({ key }) => key === "footprintHeightsFromRaster")?.values).toEqual({
      buildings: 1,
    });
    // All are known: the raster only measures them.
    const all = await importAll([ground(), heights, file([0, 20, 40])]);
    expect(all.data?.buildings.count).toBe(3);
    expect([...(all.data?.buildings.ridgeZ ?? [])]).toEqual([59, 59, 59]);
    expect(all.data?.sources.buildings?.derivation).toEqual({ derivedBy: "footprintsOnTerrain" });
    expect(all.report.twin.map(({ key }) => key)).not.toContain("footprintHeightDefault");
  });

  it("keeps delivered trees and adds only crowns that hold none", async () => {
    const leaves = rasterOf(60, 60, (x, y) => {
      const one = crown(x, y, 15, 15, 12, 4);
      return Number.isNaN(one) ? crown(x, y, 45, 45, 12, 4) : one;
    });
    const cadastre = textSource("baumnr;art;baumhoehe;x;y\n7;Linde;11;556015;5612015\n", "baumkataster.csv");
    const { data } = await importAll([ground(), tiff("vegetation.tif", 60, 60, 1, leaves.values), cadastre]);
    expect(data?.trees.count).toBe(2);
    expect(data?.trees.species[data.trees.speciesIndex[0]]).toBe("Linde");
    expect(data?.trees.species[data.trees.speciesIndex[1]]).toBe("");
    expect(data?.sources.trees?.derivation).toEqual({ derivedBy: "treesDeliveredAndFromVegetationHeight" });
  });

  it("takes classes of WorldCover, and names values that are none", async () => {
    const classes = Uint8Array.from({ length: 36 }, (_, i) => (i < 18 ? 80 : i === 35 ? 100 : 10));
    const { data, report } = await importAll([ground(), tiff("worldcover.tif", 6, 6, 10, classes)]);
    const cover = data?.landCover;
    expect(cover?.values[0]).toBe(landCoverCodes.water);
    expect(cover?.values[(cover.rows - 2) * cover.columns]).toBe(landCoverCodes.forest);
    expect(report.files[1].table?.roles[0]).toMatchObject({
      role: "landCover",
      decidedBy: "name",
      columns: { "class=80": "water", "class=10": "forest" },
    });
    // One value that is no class leaves the others what they are; a person can say what it is.
    const mixed = classes.slice();
    mixed[35] = 7;
    const own = await importAll([ground(), tiff("worldcover.tif", 6, 6, 10, mixed)]);
    expect(own.report.files[1].table?.roles[0].columns).toEqual({
      "class=7": "",
      "class=10": "forest",
      "class=80": "water",
    });
    const odd = await importAll([
      ground(),
      tiff(
        "landcover.tif",
        6,
        6,
        10,
        classes.map((value) => value + 100),
      ),
    ]);
    expect(odd.report.files[1].findings.map(({ key }) => key)).toContain("coverClassesUnknown");
  });

  it("decides by values that a picture is a picture and a byte raster has classes", async () => {
    const colours = Uint8Array.from({ length: 60 * 60 * 3 }, (_, i) => [200, 100, 50][i % 3]);
    const picture = tiff("0815.tif", 60, 60, 1, colours, {
      SamplesPerPixel: 3,
      BitsPerSample: [8, 8, 8],
      PhotometricInterpretation: 2,
      PlanarConfiguration: 1,
    });
    const { data } = await importAll([ground(), picture]);
    expect(data?.imagery).toMatchObject({ columns: 60, rows: 60, cellSizeM: 1, westX: 0, northY: 60 });
    expect([...(data?.imagery?.rgba.subarray(0, 4) ?? [])]).toEqual([200, 100, 50, 255]);
    const bytes = Uint8Array.from({ length: 36 }, (_, i) => (i % 3) + 1);
    const { report } = await importAll([ground(), tiff("4711.tif", 6, 6, 10, bytes)]);
    expect(report.files[1].table?.roles[0]).toMatchObject({ role: "landCover", decidedBy: "values" });
  });

  it("calls no file damaged that is only packed in a way that is not read here", async () => {
    const packedBy = async (compression: number) => {
      const bytes = new Uint8Array(
        await headOf(tiff("dgm.tif", 6, 6, 10, new Uint8Array(36), { Compression: 1 }), 1e6),
      );
      // The entry of the tag: 259, one short, its value.
      const view = new DataView(bytes.buffer);
      const at = [...bytes.keys()].find((i) => view.getUint16(i) === 259 && view.getUint16(i + 2) === 3) ?? 0;
      view.setUint16(at + 8, compression);
      const { report } = await importAll([memorySource("dgm.tif", bytes)]);
      return report.files[0].findings[0];
    };
    expect(await packedBy(34925)).toMatchObject({ key: "tiffCompression", values: { name: "LZMA" } });
    expect(await packedBy(50001)).toMatchObject({ key: "tiffCompression", values: { name: "WebP" } });
    expect(await packedBy(4711)).toMatchObject({ key: "tiffCompression", values: { name: "4711" } });
  });

  it("cuts and shrinks a picture to the twin, and says where it has no place or no decoder", async () => {
    const colours = Uint8Array.from(
      { length: 200 * 200 * 3 },
      (_, i) => ((Math.floor(i / 3) % 2) * 200) as number,
    );
    const wide = tiff("ortho.tif", 200, 200, 0.5, colours, {
      SamplesPerPixel: 3,
      BitsPerSample: [8, 8, 8],
      PhotometricInterpretation: 2,
      PlanarConfiguration: 1,
    });
    const { data } = await importAll([ground(), wide]);
    expect(data?.imagery).toMatchObject({ columns: 120, rows: 120, cellSizeM: 0.5 });
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, ...new Array<number>(40).fill(0));
    const alone = await importAll([ground(), memorySource("bild.jpg", jpeg)]);
    expect(alone.report.files[1].findings[0].key).toBe("pictureWithoutPlace");
    const placed = await importAll([
      ground(),
      memorySource("bild.jpg", jpeg),
      textSource("0.2\n0\n0\n-0.2\n556000.1\n5612059.9\n", "bild.jgw"),
    ]);
    const picture = placed.report.files.find(({ name }) => name === "bild.jpg");
    expect(picture?.findings[0].key).toBe("pictureNoDecoder");
  });
});
