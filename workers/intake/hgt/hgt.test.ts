import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { assembleTerrain } from "../assemble/terrain.ts";
import { frameAt } from "../crs/project.ts";
import { expandSources } from "../expand.ts";
import { memorySource } from "../source.ts";
import { type SourceRaster, sampleBilinear } from "../terrain.ts";
import { diskSource, importAll, quiet, reading } from "../testing.ts";
import { readHgt } from "./read.ts";

/** A tile of a slope that continues in its neighbours: metres by degrees. */
function tile(name: string, south: number, west: number): ReturnType<typeof memorySource> {
  const bytes = new Uint8Array(1201 * 1201 * 2);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < 1201; row++) {
    for (let column = 0; column < 1201; column++) {
      const latitude = south + 1 - row / 1200;
      const longitude = west + column / 1200;
      view.setInt16(
        (row * 1201 + column) * 2,
        Math.max(0, Math.round((latitude - 49) * 100 + (longitude - 11) * 40)),
        false,
      );
    }
  }
  // The north-west post has no height.
  view.setInt16(0, -32768, false);
  return memorySource(name, bytes);
}
const read = (source: ReturnType<typeof memorySource>) =>
  reading((findings) => readHgt(source, quiet, findings));

describe("readHgt", () => {
  it("reads big-endian posts on the degree lines, with voids open", async () => {
    const { result, keys } = await read(tile("N49E011.hgt", 49, 11));
    expect(result).toMatchObject({ crs: "EPSG:4326", columns: 1201, rows: 1201 });
    expect(result.values[0]).toBeNaN();
    // The post in the south-west corner is the centre of its cell.
    expect(sampleBilinear(result, 11, 49)).toBe(0);
    expect(sampleBilinear(result, 12, 50)).toBe(140);
    expect(keys).toEqual(["cellsWithoutData", "srtmTerrain"]);
  });

  it("knows south and west, and refuses what is no tile", async () => {
    expect((await read(tile("S01W001.hgt", -1, -1))).result.west).toBeCloseTo(-1 - 0.5 / 1200, 9);
    await expect(read(tile("tile.hgt", 49, 11))).rejects.toMatchObject({ key: "hgtUnknown" });
    await expect(read(memorySource("N49E011.hgt", new Uint8Array(100)))).rejects.toMatchObject({
      key: "hgtUnknown",
    });
  });

  it("gives way to better terrain", async () => {
    const asc = new TextEncoder().encode(
      `ncols 20\nnrows 20\nxllcorner 680000\nyllcorner 5535000\ncellsize 1\n${"7 ".repeat(400)}\n`,
    );
    const { data, report } = await importAll([memorySource("dgm1.asc", asc), tile("N49E011.hgt", 49, 11)], {
      crs: "EPSG:25832",
    } as never);
    expect([data?.terrain.columns, data?.terrain.values[0]]).toEqual([20, 7]);
    expect(report.twin.map(({ key }) => key)).toContain("fallbackTerrainNotNeeded");
  });
});

const folder = sharedData("city/bayreuth-nord");
describe.skipIf(folder === null)("two tiles of Bayreuth (needs ../shared/data/city)", () => {
  const open = async (name: string): Promise<SourceRaster> => {
    const [{ source }] = await expandSources([diskSource(`${folder}/${name}`)], quiet.signal);
    return (await reading((findings) => readHgt(source, quiet, findings))).result;
  };

  it("share the row of posts between them, and make one ground without a seam", async () => {
    const south = await open("N49E011.hgt.zip");
    const north = await open("N50E011.hgt.zip");
    let same = 0;
    for (let column = 0; column < 1201; column++)
      if (south.values[column] === north.values[1200 * 1201 + column]) same += 1;
    expect(same).toBe(1201);
    const frame = frameAt("EPSG:25832", 678_000, 5_535_000);
    const area = { minX: 2000, minY: 500, maxX: 8000, maxY: 9000 };
    const raster = assembleTerrain([south, north], frame, area)?.raster;
    expect(raster?.values.some(Number.isNaN)).toBe(false);
    // Every cell is what the tile that holds it says.
    let worst = 0;
    for (let i = 0; i < (raster?.values.length ?? 0); i += 53) {
      if (raster === undefined) break;
      const single = [south, north].map(
        (one) => assembleTerrain([one], frame, area)?.raster.values[i] ?? Number.NaN,
      );
      const known = single.filter((value) => !Number.isNaN(value));
      worst = Math.max(worst, Math.min(...known.map((value) => Math.abs(value - raster.values[i]))));
      if (i > 53 * 12) break;
    }
    expect(worst).toBe(0);
  });
});
