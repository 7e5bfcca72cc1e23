import { writeArrayBuffer } from "geotiff";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { readAsciiGrid } from "./asciiGrid/read.ts";
import { assembleTerrain } from "./assemble/terrain.ts";
import { frameAt } from "./crs/project.ts";
import { expandSources } from "./expand.ts";
import { readGeoTiff } from "./geotiff/read.ts";
import { memorySource } from "./source.ts";
import { rangeOf, roundCellSize, type SourceRaster, sampleBilinear, usualCellSize } from "./terrain.ts";
import { diskSource, quiet, reading, textSource } from "./testing.ts";
import { readXyz } from "./xyz/read.ts";

const plain = { crs: null, preferredCrs: null, stated: "" };
const readText = (text: string) =>
  reading((findings) => readAsciiGrid(textSource(text), plain, quiet, findings));
const header = "ncols 3\nnrows 2\nxllcorner 388041.5\nyllcorner 5819300.5\ncellsize 1\nNODATA_value -9999\n";

describe("readAsciiGrid", () => {
  it("reads values, NoData and the place of the corner", async () => {
    const { result, keys } = await readText(`${header}1 2 3\n4 -9999 6\n`);
    expect([...result.values]).toEqual([1, 2, 3, 4, Number.NaN, 6]);
    expect(result).toMatchObject({
      columns: 3,
      rows: 2,
      west: 388_041.5,
      north: 5_819_302.5,
      cellX: 1,
      cellY: 1,
    });
    expect(keys).toEqual(["cellsWithoutData"]);
  });

  it("takes centres, capitals, decimal commas, CRLF and dx/dy", async () => {
    const { result } = await readText(
      "NCOLS 3\r\nNROWS 2\r\nXLLCENTER 388042\r\nYLLCENTER 5819301\r\nDX 1\r\nDY 2\r\n1,5 2,5 3\r\n4 5 6,25\r\n",
    );
    expect([...result.values]).toEqual([1.5, 2.5, 3, 4, 5, 6.25]);
    expect(result).toMatchObject({ west: 388_041.5, north: 5_819_304, cellX: 1, cellY: 2 });
  });

  it("reports words, absurd heights, missing and extra values with their line", async () => {
    const words = await readText(`${header}1 x 3\n4 99999 6\n`);
    expect([...words.result.values]).toEqual([1, Number.NaN, 3, 4, Number.NaN, 6]);
    expect(words.findings.slice(0, 2)).toMatchObject([
      { key: "valueNotNumber", places: [{ line: 7 }] },
      { key: "heightAbsurd", places: [{ line: 8 }] },
    ]);
    expect((await readText(`${header}1 2 3\n4`)).keys).toContain("gridValuesMissing");
    expect((await readText(`${header}1 2 3 4 5 6 7`)).keys).toEqual(["gridValuesExtra"]);
  });

  it("refuses headers that are incomplete, absurd, or promise what is not there", async () => {
    for (const [text, key] of [
      ["ncols 3\nnrows 2\n1 2 3", "gridHeaderIncomplete"],
      ["ncols 3\nhallo 2\n", "gridHeaderUnknown"],
      [header.replace("ncols 3", "ncols 999999999"), "rasterTooLarge"],
      [`${header.replace("ncols 3", "ncols 9999999")}1 2 3`, "gridShorterThanHeader"],
      [header.replace("cellsize 1", "cellsize 0"), "gridHeaderIncomplete"],
      [header.replace("388041.5", "NaN"), "gridHeaderIncomplete"],
      [`${header}-9999 -9999 -9999 -9999 -9999 -9999`, "rasterWithoutValues"],
      ["", "gridHeaderIncomplete"],
    ]) {
      await expect(readText(text), text.slice(0, 60)).rejects.toMatchObject({ key });
    }
  });
});

/** A small GeoTIFF: 4 × 3 cells of 2 m. */
function tiff(values: Float32Array | Int16Array, more: Record<string, unknown> = {}): Uint8Array {
  return new Uint8Array(
    writeArrayBuffer(
      values as never,
      {
        width: 4,
        height: 3,
        ModelPixelScale: [2, 2, 0],
        ModelTiepoint: [0, 0, 0, 556_000, 5_612_006, 0],
        GTModelTypeGeoKey: 1,
        GTRasterTypeGeoKey: 1,
        ProjectedCSTypeGeoKey: 25_832,
        ...more,
      } as never,
    ),
  );
}
const readTiff = (bytes: Uint8Array) =>
  reading((findings) => readGeoTiff(memorySource("t.tif", bytes), plain, quiet, findings));
const ramp = () => Float32Array.from({ length: 12 }, (_, i) => 40 + i);

describe("readGeoTiff", () => {
  it("reads values, place and coordinate system", async () => {
    const { result, keys } = await readTiff(tiff(ramp()));
    expect([...result.values]).toEqual([...ramp()]);
    expect(result).toMatchObject({
      crs: "EPSG:25832",
      columns: 4,
      rows: 3,
      west: 556_000,
      north: 5_612_006,
      cellX: 2,
      cellY: 2,
    });
    expect(keys).toEqual([]);
  });

  it("takes a tie point at the cell's centre for what it is", async () => {
    const { result } = await readTiff(tiff(ramp(), { GTRasterTypeGeoKey: 2 }));
    expect([result.west, result.north]).toEqual([555_999, 5_612_007]);
  });

  it("takes NoData as the file says it, 0 included, and spikes for no data", async () => {
    const values = ramp();
    values[1] = 0;
    values[2] = 10_000;
    values[3] = Number.NaN;
    const { result, keys } = await readTiff(tiff(values, { GDAL_NODATA: "0" }));
    expect([...result.values.subarray(0, 5)]).toEqual([40, Number.NaN, Number.NaN, Number.NaN, 44]);
    expect(keys).toEqual(["heightsAbsurd", "cellsWithoutData"]);
    expect([...(await readTiff(tiff(values))).result.values.subarray(0, 2)]).toEqual([40, 0]);
  });

  it("refuses every truncation by its own error, never by another", async () => {
    const bytes = tiff(ramp());
    for (let length = 0; length < bytes.length; length += 7) {
      const outcome = await readTiff(bytes.slice(0, length)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: "IntakeError" });
    }
  });

  it("refuses a header that promises more cells than its bytes can hold", async () => {
    const bytes = tiff(ramp());
    const view = new DataView(bytes.buffer);
    const little = bytes[0] === 0x49;
    const directory = view.getUint32(4, little);
    for (let entry = 0; entry < view.getUint16(directory, little); entry++) {
      const at = directory + 2 + entry * 12;
      // Tags 256 and 257 are width and height.
      if (![256, 257].includes(view.getUint16(at, little))) continue;
      if (view.getUint16(at + 2, little) === 3) view.setUint16(at + 8, 60_000, little);
      else view.setUint32(at + 8, 60_000, little);
    }
    await expect(readTiff(bytes)).rejects.toMatchObject({ name: "IntakeError", key: "rasterTooLarge" });
  });
});

describe("assembleTerrain", () => {
  const tile = (west: number, north: number, more: Partial<SourceRaster> = {}): SourceRaster => {
    const values = new Float32Array(100);
    for (let row = 0; row < 10; row++) {
      for (let column = 0; column < 10; column++)
        values[row * 10 + column] = (west + column + 0.5) * 0.1 + (north - row - 0.5) * 0.01;
    }
    const finding = { crs: "EPSG:25832", how: "stated", stated: "", repairs: [] } as const;
    return {
      crs: "EPSG:25832",
      finding,
      columns: 10,
      rows: 10,
      west,
      north,
      cellX: 1,
      cellY: 1,
      values,
      ...more,
    };
  };
  const frame = frameAt("EPSG:25832", 0, 0);
  const plane = (x: number, y: number): number => x * 0.1 + y * 0.01;

  it("copies neighbouring tiles cell by cell into one raster", () => {
    const assembled = assembleTerrain([tile(0, 10), tile(10, 10)], frame, null);
    expect(assembled?.resampled).toBe(0);
    expect(assembled?.raster).toMatchObject({ columns: 20, rows: 10, westX: 0, northY: 10, cellSizeM: 1 });
    expect(assembled?.raster.values[15]).toBeCloseTo(plane(15.5, 9.5), 5);
  });

  it("makes no ground of tiles that lie a country apart, unless an area says which part is meant", () => {
    const far = [tile(0, 10), tile(400_000, 300_000)];
    expect(assembleTerrain(far, frame, null)).toBeNull();
    expect(assembleTerrain(far, frame, { minX: 0, minY: 0, maxX: 10, maxY: 10 })?.raster.columns).toBe(10);
    expect(assembleTerrain([tile(0, 10), tile(1500, 1510)], frame, null)?.raster.columns).toBe(1510);
  });

  it("cuts to an area", () => {
    const raster = assembleTerrain([tile(0, 10)], frame, { minX: 2, minY: 3, maxX: 6, maxY: 9 })?.raster;
    expect(raster).toMatchObject({ columns: 4, rows: 6, westX: 2, northY: 9 });
    expect(raster?.values[0]).toBeCloseTo(plane(2.5, 8.5), 5);
  });

  it("resamples cells that are slightly off square so that a plane stays the plane", () => {
    const cellX = 0.99989;
    const values = Float32Array.from({ length: 100 }, (_, i) =>
      plane(((i % 10) + 0.5) * cellX, 10 - Math.floor(i / 10) - 0.5),
    );
    const assembled = assembleTerrain([tile(0, 10, { cellX, values })], frame, null);
    expect(assembled).toMatchObject({ resampled: 1, raster: { cellSizeM: 1, columns: 10, rows: 10 } });
    // Bilinear is exact on a plane away from the rim, where half cells are extrapolated flat.
    for (let row = 1; row < 9; row++) {
      for (let column = 1; column < 9; column++) {
        expect(assembled?.raster.values[row * 10 + column]).toBeCloseTo(
          plane(column + 0.5, 10 - row - 0.5),
          5,
        );
      }
    }
  });

  it("samples NaN where more than half of the weight has no data", () => {
    const raster = tile(0, 10);
    raster.values[0] = Number.NaN;
    expect(sampleBilinear(raster, 0.6, 9.4)).toBeNaN();
    expect(sampleBilinear(raster, 1.4, 8.6)).not.toBeNaN();
    expect(sampleBilinear(raster, -3, 5)).toBeNaN();
  });

  it("rounds cell sizes only where they mean a round one", () => {
    expect([0.99989, 1.0003, 2, 0.2, 0.68].map(roundCellSize)).toEqual([1, 1, 2, 0.2, 0.68]);
    expect([0.69, 0.86, 2.98, 8.6].map(usualCellSize)).toEqual([0.5, 1, 3, 10]);
  });
});

describe.skipIf(sharedData("city") === null)("real terrain (needs ../shared/data/city)", () => {
  const folder = sharedData("city/berlin-tiergarten") ?? "";
  const open = (name: string) =>
    reading((findings) => readGeoTiff(diskSource(`${folder}/${name}`), plain, quiet, findings));

  it("opens the Berlin terrain whole", async () => {
    const { result } = await open("Berlin_DEM2021.tif");
    expect(result).toMatchObject({
      columns: 2315,
      rows: 2265,
      west: 388_041.5,
      north: 5_820_683.5,
      crs: "EPSG:25833",
    });
    const { lowest, highest, missing } = rangeOf(result.values);
    expect([lowest, highest].map((z) => Number(z.toFixed(2)))).toEqual([22.19, 43.65]);
    expect(missing).toBe(0);
  });

  it("reads the same heights from every packing of the same window", async () => {
    const reference = (await open("derived/dgm1_none.tif")).result.values;
    for (const name of ["33_388042_5819300_500m_deflate_p3", "lzw_p2_strip", "zstd", "lerc", "cog"]) {
      const { values } = (await open(`derived/dgm1_${name}.tif`)).result;
      // LERC was written with a tolerance of 1 cm; the others are lossless.
      const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - reference[i])), 0);
      expect(worst, name).toBeLessThanOrEqual(name === "lerc" ? 0.0101 : 0);
    }
    const scaled = (await open("derived/dgm_int16_scale0.01.tif")).result.values;
    const grid = await reading((findings) =>
      readAsciiGrid(diskSource(`${folder}/derived/dgm1.asc`), plain, quiet, findings),
    );
    for (let i = 0; i < reference.length; i += 97) {
      expect(Math.abs(scaled[i] - reference[i])).toBeLessThan(0.0051);
      expect(Math.abs(grid.result.values[i] - reference[i])).toBeLessThan(0.0051);
    }
  });

  it("reads the same heights from points in every style", async () => {
    const reference = (await open("derived/dgm1_none.tif")).result;
    for (const [name, tolerance] of [
      ["dgm1_33_388_5819_200m.xyz", 0.0051],
      ["dgm1_comma_crlf.csv", 0.0051],
      ["dgm1_zoneprefix_32style_sorted.xyz.gz", 0.0051],
    ] as const) {
      const [{ source }] = await expandSources([diskSource(`${folder}/derived/${name}`)], quiet.signal);
      const { result } = await reading((findings) =>
        readXyz(source, { ...plain, preferredCrs: "EPSG:25833" }, quiet, findings),
      );
      expect(result.crs, name).toBe("EPSG:25833");
      let worst = 0;
      let compared = 0;
      for (let row = 0; row < result.rows; row++) {
        for (let column = 0; column < result.columns; column++) {
          const x = result.west + column + 0.5;
          const y = result.north - row - 0.5;
          const c = Math.floor(x - reference.west);
          const r = Math.floor(reference.north - y);
          const expected = reference.values[r * reference.columns + c];
          worst = Math.max(worst, Math.abs(result.values[row * result.columns + column] - expected));
          compared += 1;
        }
      }
      expect(compared, name).toBeGreaterThanOrEqual(5000);
      expect(worst, name).toBeLessThan(tolerance);
    }
  });

  it("brings the window in degrees back to where it was, within what two resamplings cost", async () => {
    const metric = (await open("derived/dgm1_none.tif")).result;
    const degrees = (await open("derived/dgm_wgs84.tif")).result;
    const raster = assembleTerrain([degrees], frameAt("EPSG:25833", 388_000, 5_819_000), null)?.raster;
    let worst = 0;
    let compared = 0;
    for (let x = 150; x < 450; x += 7) {
      for (let y = 400; y < 700; y += 7) {
        const column = Math.floor((x + 0.5 - (raster?.westX ?? 0)) / (raster?.cellSizeM ?? 1));
        const row = Math.floor(((raster?.northY ?? 0) - y - 0.5) / (raster?.cellSizeM ?? 1));
        const height = raster?.values[row * raster.columns + column] ?? Number.NaN;
        const expected = sampleBilinear(
          metric,
          388_000 + (raster?.westX ?? 0) + (column + 0.5) * (raster?.cellSizeM ?? 1),
          5_819_000 + (raster?.northY ?? 0) - (row + 0.5) * (raster?.cellSizeM ?? 1),
        );
        if (Number.isNaN(height) || Number.isNaN(expected)) continue;
        compared += 1;
        worst = Math.max(worst, Math.abs(height - expected));
      }
    }
    expect(compared).toBeGreaterThan(1000);
    expect(worst).toBeLessThan(0.5);
  });
});
