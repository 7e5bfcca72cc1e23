import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeArrayBuffer } from "geotiff";
import { afterAll, describe, expect, it } from "vitest";
import { readRasterFile } from "#workers/runtime/verify/rasterFile.ts";
import { stormDepthMm } from "../../storms.ts";
import { stepsStorm } from "./caseRain.ts";
import { casesFromFolder } from "./folder.ts";
import { readFootprints } from "./footprints.ts";
import { readSeriesFile } from "./tableFile.ts";

const folder = mkdtempSync(join(tmpdir(), "flood-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const head = "ncols 3\nnrows 2\nxllcorner 10\nyllcorner 20\ncellsize 5\n";

describe("ESRI ASCII grids", () => {
  it("reads commas, byte order mark, CRLF, dx and dy, centres, and any way to say no data", async () => {
    const text =
      "\uFEFFNCOLS 3\r\nNROWS 2\r\nXLLCENTRE 12,5\r\nYLLCENTER 22.5\r\nDX 5\r\nDY 5,0\r\nNODATA_value -1,0\r\n1,5 -1 nan\r\n2.5\t-9999\t* \r\n";
    const raster = await readRasterFile(written("comma.asc", text));
    expect(raster).toMatchObject({ columns: 3, rows: 2, cellSizeM: 5, westX: 10, northY: 30 });
    expect([...raster.values]).toEqual([1.5, Number.NaN, Number.NaN, 2.5, Number.NaN, Number.NaN]);
  });

  it("takes NODATA_value nan and the limits of single precision for no data", async () => {
    const raster = await readRasterFile(
      written("limits.asc", `${head}NODATA_value NaN\n1 2 -3.4028235e38\n3.4028235e38 -32768 6\n`),
    );
    expect([...raster.values].map(Number.isNaN)).toEqual([false, false, true, true, true, false]);
  });

  it.each([
    ["a word among the values", `${head}1 2 3\n4 house 6\n`, /"house" in row 2, column 2/],
    ["too few values", `${head}1 2 3\n4 5\n`, /5 values, 3 × 2 = 6 expected/],
    ["too many values", `${head}1 2 3\n4 5 6 7\n`, /7 values/],
    ["no header", "1 2 3\n4 5 6\n", /neither an ESRI ASCII grid/],
    ["another format", "EHFA_HEADER_TAG\u0000\u0001\u0002", /ASCII grid/],
    ["an empty file", "", /neither/],
    ["cells that are not square", head.replace("cellsize 5", "dx 5\ndy 4"), /expected|square/],
    ["a grid too large to hold", "ncols 100000\nnrows 100000\ncellsize 1\n1\n", /16000000/],
    ["separators of thousands", `${head}1,234.5 2 3\n4 5 6\n`, /"1,234.5" in row 1, column 1/],
  ])("refuses %s and says so", async (_, text, message) => {
    await expect(readRasterFile(written("broken.asc", text))).rejects.toThrow(message);
  });

  it("names a file that is not there", async () => {
    await expect(readRasterFile(join(folder, "missing.asc"))).rejects.toThrow(/no such file/);
  });
});

describe("GeoTIFFs", () => {
  const values = Float32Array.of(1, 2, -9999, 4, -3.4028235e38, 6);
  const place = { width: 3, height: 2, ModelPixelScale: [5, 5, 0], ModelTiepoint: [0, 0, 0, 10, 30, 0] };
  const tiff = (tags: object): Uint8Array =>
    new Uint8Array(writeArrayBuffer(values, { ...place, ...tags } as never) as ArrayBuffer);

  it("reads one without a known reference system, whatever its name, and knows the usual no-data values", async () => {
    const raster = await readRasterFile(
      written("dem.grid", tiff({ GTModelTypeGeoKey: 1, ProjectedCSTypeGeoKey: 32767 })),
    );
    expect(raster).toMatchObject({ columns: 3, rows: 2, cellSizeM: 5, westX: 10, northY: 30 });
    expect([...raster.values].map(Number.isNaN)).toEqual([false, false, true, false, true, false]);
  });

  it("reads one with a projected system, and refuses degrees", async () => {
    const projected = written("utm.tif", tiff({ GTModelTypeGeoKey: 1, ProjectedCSTypeGeoKey: 25832 }));
    expect((await readRasterFile(projected)).westX).toBe(10);
    const small = { ModelPixelScale: [1e-5, 1e-5, 0], GTModelTypeGeoKey: 2, GeographicTypeGeoKey: 4326 };
    const degrees = written("degrees.tif", tiff(small));
    await expect(readRasterFile(degrees)).rejects.toThrow(/degrees/);
  });

  it("refuses a cut file with its name", async () => {
    await expect(readRasterFile(written("cut.tif", tiff({}).slice(0, 60)))).rejects.toThrow(/cut\.tif/);
  });
});

describe("tables", () => {
  it.each([
    ["semicolons and decimal commas", "t;h\n0;0,5\n60;1,25\n"],
    ["tabs and an unnamed first column", "\t\th\n0\tx\t0,5\n60\tx\t1,25\n"],
    ["commas, quotes and an empty cell", '"t","u","h"\n0,,0.5\n60,,1.25\n'],
    ["blanks and decimal commas", "t u h\n0 1 0,5\n60 1 1,25\n"],
    ["blanks after commas", "# made by hand\nt, u, h\n0, 7, 0.5\n60, 7, 1.25\n"],
  ])("reads %s", (_, text) => {
    const path = written("t.csv", `\uFEFF${text}`);
    expect(readSeriesFile(path, { time: 0, value: "h" })).toEqual([
      [0, 0.5],
      [60, 1.25],
    ]);
  });

  it("turns minutes and litres into seconds and cubic metres, and takes a step at one time", () => {
    const path = written("q.txt", "min l/s\n0 0\n10 0\n10 500\n");
    expect(readSeriesFile(path, { time: "min", value: "l/s", timeScale: 60, scale: 0.001 })).toEqual([
      [0, 0],
      [600, 0],
      [600, 0.5],
    ]);
  });

  it("refuses times that go back", () => {
    expect(() => readSeriesFile(written("b.csv", "0,1\n5,2\n4,3\n"), { time: 0, value: 1 })).toThrow(
      /go back/,
    );
  });
});

describe("rain", () => {
  it("keeps the sum of many uneven steps", () => {
    const steps: [number, number][] = [];
    let expected = 0;
    for (let k = 0; k < 5000; k += 1) {
      const timeS = k * 61.37;
      const mmPerH = k === 4999 ? 0 : 20 + 20 * Math.sin(k);
      if (k < 4999) expected += (mmPerH * 61.37) / 3600;
      steps.push([timeS, mmPerH]);
    }
    expect(stormDepthMm(stepsStorm(steps))).toBeCloseTo(expected, 6);
  });
});

describe("footprints", () => {
  it("reads a bare polygon, features with heights and empty geometries", () => {
    const ring = [
      [0, 0, 3],
      [1, 0, 3],
      [1, 1, 3],
      [0, 0, 3],
    ];
    const polygon = { type: "Polygon", coordinates: [ring] };
    expect(readFootprints(written("p.json", JSON.stringify(polygon)))).toHaveLength(1);
    const features = [
      { type: "Feature", geometry: null },
      { type: "Feature", geometry: { type: "MultiPolygon", coordinates: [[ring], [ring]] } },
    ];
    const path = written("f.json", JSON.stringify({ type: "FeatureCollection", features }));
    expect(readFootprints(path)).toHaveLength(2);
  });

  it.each([
    ["no JSON", "<gml/>", /no JSON/],
    ["rings of text", '{"type":"Polygon","coordinates":[["a","b","c"]]}', /polygon 1/],
    ["coordinates left out", '{"type":"Polygon"}', /polygon 1/],
    ["points only", '{"type":"Point","coordinates":[1,2]}', /no Polygon/],
  ])("refuses %s", (_, text, message) => {
    expect(() => readFootprints(written("bad.json", text))).toThrow(message);
  });
});

describe("a case as a stranger hands it in", () => {
  const columns = 24;
  const rows = 16;
  const terrain = (): string => {
    const lines = Array.from({ length: rows }, (_, r) =>
      Array.from({ length: columns }, (_unused, c) =>
        // A corner without data, in the decimal commas of a German office.
        r < 4 && c < 5 ? "-9999" : (40 - 0.1 * c + 0.02 * r).toFixed(3).replace(".", ","),
      ).join(" "),
    );
    return `ncols ${columns}\nnrows ${rows}\nxllcorner 3500000\nyllcorner 5500000\ncellsize 5\nNODATA_value -9999\n${lines.join("\n")}\n`;
  };
  const house = (x: number, y: number): number[][] => [
    [x, y],
    [x + 15, y],
    [x + 15, y + 15],
    [x, y + 15],
    [x, y],
  ];
  const description = {
    format: "planfall-flood-case",
    version: 1,
    id: "office",
    terrain: { file: "dem.asc" },
    manningN: 0.03,
    buildings: { file: "houses.geojson", as: "void" },
    rain: { stepsMmPerH: { file: "rain.csv", time: "min", value: "mm/h", timeScale: 60 } },
    inflows: [
      { at: [3500030, 5500040], hydrographM3PerS: { file: "q.csv", time: 0, value: 1 } },
      {
        edge: "west",
        from: 5500011,
        to: 5500013,
        hydrographM3PerS: [
          [0, 0],
          [0, 0.2],
          [400, 0.2],
          [400, 0],
        ],
      },
    ],
    boundaries: { west: "closed", east: { levelM: 38 }, north: "closed", south: "free" },
    schemes: ["localInertia", "fullShallowWater"],
    durationS: 900,
    gauges: [
      { id: "corner", at: [3500120, 5500000] },
      { id: "inside", at: [3500060, 5500030], quantity: "level" },
    ],
  };

  async function run(changes: object): Promise<{ readonly value: (name: string) => number | undefined }[]> {
    written("case.json", JSON.stringify({ ...description, ...changes }));
    written("dem.asc", terrain());
    written(
      "houses.geojson",
      JSON.stringify({
        type: "FeatureCollection",
        features: [3500040, 3500080].map((x) => ({
          type: "Feature",
          geometry: { type: "Polygon", coordinates: [house(x, 5500020)] },
        })),
      }),
    );
    written("rain.csv", "min;mm/h\n0;36,5\n1,5;72\n10;0\n");
    written("q.csv", "0 0\n300 0,1\n600 0\n");
    const results = [];
    for (const one of await casesFromFolder(folder)) {
      const { figures } = await one.run();
      results.push({ value: (name: string) => figures.find((figure) => figure.name === name)?.value });
    }
    return results;
  }

  it("runs in both schemes with its balance kept", async () => {
    const both = await run({});
    expect(both).toHaveLength(2);
    for (const { value } of both) {
      expect(value("mass error")).toBeLessThan(5e-6);
      expect(value("negative or NaN depths")).toBe(0);
      const rainM = (36.5 * 90 + 72 * 510) / 3600 / 1000;
      expect(value("rain")).toBeCloseTo((columns * rows - 20) * 25 * rainM, 3);
      expect(value("inflow")).toBeGreaterThan(0.1 * 300 + 0.2 * 400 - 0.01);
      expect(value("corner last depth")).toBeGreaterThan(0);
    }
  });

  it("says what is wrong with places and values", async () => {
    const refused: readonly (readonly [object, RegExp])[] = [
      [{ gauges: [{ id: "G", at: [3500001, 5500079] }] }, /Gauge G lies where no water can be/],
      [{ gauges: [{ id: "G", at: [3500045, 5500025] }] }, /Gauge G lies where no water can be/],
      [{ gauges: [{ id: "G", at: [3600000, 5500025] }] }, /Gauge G lies outside/],
      [
        {
          inflows: [
            {
              at: [1, 2],
              hydrographM3PerS: [
                [0, 1],
                [9, 1],
              ],
            },
          ],
        },
        /inflow touches no cell/,
      ],
      [
        {
          inflows: [
            {
              at: [3500030, 5500040],
              hydrographM3PerS: [
                [0, -1],
                [9, 1],
              ],
            },
          ],
        },
        /negative/,
      ],
      [
        {
          inflows: [
            {
              at: [3500030, 5500040],
              hydrographM3PerS: [
                [5, 1],
                [1, 1],
              ],
            },
          ],
        },
        /go back/,
      ],
      [{ manningN: { file: "dem.asc" } }, /\d+ cells of the terrain have no value between 0\.001 and 1/],
      [{ buildings: { file: "q.csv", as: "void" } }, /no JSON/],
      [{ rain: { stepsMmPerH: [[0, 5]] } }, /last step must be 0/],
      [{ rain: { eulerTypeTwo: { depthDuration: [[5, 10]], durationMin: 60 } } }, /eulerTypeTwo/],
    ];
    for (const [changes, message] of refused) await expect(run(changes)).rejects.toThrow(message);
  }, 30_000);

  it("says so where no building touches the terrain", async () => {
    const moved = { type: "Polygon", coordinates: [house(8.5, 50.1)] };
    written("lonlat.json", JSON.stringify(moved));
    await expect(run({ buildings: { file: "lonlat.json", as: "raised" } })).rejects.toThrow(
      /its coordinates/,
    );
  });
});
