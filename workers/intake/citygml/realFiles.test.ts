import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { diskSource, quiet, reading } from "../testing.ts";
import { readCityGml } from "./read.ts";
import { leak, volume } from "./sampleCityGml.ts";

const plain = { crs: null, preferredCrs: null };

describe.skipIf(sharedData("city") === null)("real files (need ../shared/data/city)", () => {
  // Counts of the README beside the data.
  it.each([
    ["nrw-selfkant/LoD2_32_280_5657_1_NW.gml", 83, 50, "EPSG:25832"],
    ["nrw-selfkant/LoD1_32_280_5657_1_NW.gml", 83, 50, "EPSG:25832"],
    ["berlin-tiergarten/lod2/3900_5817.gml", 18, 0, "EPSG:25833"],
    ["berlin-tiergarten/lod2/3910_5817.gml", 166, 15, "EPSG:25833"],
    ["berlin-misc-citygml/Berlin_Moabit_1Bldg_v2.gml", 1, 0, "EPSG:25833"],
    ["berlin-misc-citygml/Berlin_Moabit_1Bldg_v3.gml", 1, 0, "EPSG:25833"],
    ["berlin-misc-citygml/Potsdam_LoD1.gml", 97, 0, "EPSG:25833"],
    ["berlin-misc-citygml/ShadowMapR_example.xml", 43, 56, "EPSG:25833"],
    ["berlin-misc-citygml/Block020023.gml", 4, 0, "EPSG:25833"],
    ["citygml-njam/zurich-lod2-citygml1.xml", 4, 6, "EPSG:21781"],
    ["citygml-njam/delft-citygml2.xml", 3, 0, "EPSG:28992"],
    ["citygml3-ogc/Building_LOD3-EPSG25832.gml", 1, 0, "EPSG:25832"],
  ])("%s", async (path, buildings, parts, crs) => {
    const file = sharedData(`city/${path}`) ?? "";
    const { result, findings } = await reading((collector) =>
      readCityGml(diskSource(file), plain, quiet, collector),
    );
    expect(result.objects).toEqual({ buildings, buildingParts: parts });
    expect(result.crs).toMatchObject({ crs, how: "stated" });
    expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
    expect([...result.table.trianglesXYZ].every(Number.isFinite)).toBe(true);
    for (let i = 0; i < buildings; i++) {
      expect(result.table.ridgeZ[i]).toBeGreaterThanOrEqual(result.table.eavesZ[i]);
      expect(result.table.ringStart[i + 1]).toBeGreaterThan(result.table.ringStart[i]);
    }
  });

  it("has 432 buildings and 15 parts in the eight tiles of Berlin Tiergarten", async () => {
    const folder = sharedData("city/berlin-tiergarten/lod2") ?? "";
    let [buildings, parts] = [0, 0];
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".gml"))) {
      const { result } = await reading((collector) =>
        readCityGml(diskSource(join(folder, name)), plain, quiet, collector),
      );
      buildings += result.objects.buildings;
      parts += result.objects.buildingParts;
    }
    expect([buildings, parts]).toEqual([432, 15]);
  });

  it("builds the LoD3 house of the OGC from outside: windows in its walls, no rooms, all references found", async () => {
    const file = sharedData("city/citygml3-ogc/Building_LOD3-EPSG25832.gml") ?? "";
    const { result, keys } = await reading((collector) =>
      readCityGml(diskSource(file), plain, quiet, collector),
    );
    expect(keys).not.toContain("xlinkDangling");
    const attributes = JSON.parse(result.table.attributes[0]);
    expect(attributes).toMatchObject({ measuredHeightM: 5, lod: 3 });
    // 10 m × 5 m, 5 m high at the ridge; the furniture inside has 900 faces more.
    expect([result.table.groundZ[0], result.table.ridgeZ[0]]).toEqual([112, 117]);
    expect(result.table.surfaceKind.length).toBeLessThan(100);
    expect([...result.table.footprintXY].map(Math.round).sort((x, y) => x - y)).toEqual([
      350, 350, 355, 355, 875, 875, 885, 885,
    ]);
  });

  it("places the AdV tile where it lies, to the millimetre", async () => {
    const file = sharedData("city/nrw-selfkant/LoD2_32_280_5657_1_NW.gml") ?? "";
    const { result } = await reading((findings) => readCityGml(diskSource(file), plain, quiet, findings));
    const { table, frame } = result;
    expect(frame).toEqual({ crs: "EPSG:25832", originEastM: 280_000, originNorthM: 5_657_000 });
    expect(table.ids[0]).toBe("DENW43AL00001j2W");
    expect(table.footprintXY[0]).toBeCloseTo(925.716, 3);
    expect(table.footprintXY[1]).toBeCloseTo(506.705, 3);
    expect([table.groundZ[0], table.ridgeZ[0]].map((z) => Number(z.toFixed(3)))).toEqual([38.198, 39.68]);
    // 1144 polygons, each in one solid and one thematic surface: their triangles close every building, one side out.
    for (let i = 0; i < table.count; i++) {
      const triangles = table.trianglesXYZ.subarray(
        table.triangleStart[i] * 9,
        table.triangleStart[i + 1] * 9,
      );
      expect(volume(triangles)).toBeGreaterThan(0);
      expect(leak(triangles)).toBeLessThan(1e-3);
    }
  });

  it("leaves the Berlin solids as they were delivered: closed, with arcades and recesses", async () => {
    for (const tile of ["3900_5820", "3910_5820"]) {
      const file = sharedData(`city/berlin-tiergarten/lod2/${tile}.gml`) ?? "";
      const { result, keys } = await reading((findings) =>
        readCityGml(diskSource(file), plain, quiet, findings),
      );
      expect(keys).not.toContain("facesTurned");
      const { table } = result;
      for (let i = 0; i < table.count; i++) {
        expect(
          leak(table.trianglesXYZ.subarray(table.triangleStart[i] * 9, table.triangleStart[i + 1] * 9)),
          table.ids[i],
        ).toBeLessThan(5e-3);
      }
    }
  });
});
