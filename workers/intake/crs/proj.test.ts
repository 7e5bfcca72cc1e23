import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { memorySource } from "../source.ts";
import { importAll, textSource } from "../testing.ts";
import { setDatumGrid } from "./datumGrid.ts";
import { statesEllipsoidalHeight } from "./definitions.ts";
import { transformBetween } from "./project.ts";
import { settleCrs } from "./settle.ts";
import { resolveSrsName } from "./srsName.ts";
import { zoneOfName } from "./zoneOfName.ts";

afterEach(() => {
  setDatumGrid(null);
});

describe("agreement with PROJ", () => {
  // cs2cs of PROJ 9.1.1, EPSG:4258 (latitude, longitude) to each system, east and north to 0.1 mm.
  it.each([
    ["EPSG:25831", 50.94, 6.96, 778_184.3039, 5_650_622.6968],
    ["EPSG:25832", 52.5, 13.4, 798_609.5209, 5_825_756.242],
    ["EPSG:25832", 48.137, 11.575, 691_567.3264, 5_334_734.3304],
    ["EPSG:25832", 53.55, 9.99, 565_590.9407, 5_933_912.1654],
    ["EPSG:25832", 50.94, 6.96, 356_675.6853, 5_645_134.2868],
    ["EPSG:25833", 52.5, 13.4, 391_390.7313, 5_817_855.2407],
    ["EPSG:25833", 48.137, 11.575, 245_204.0379, 5_337_202.2132],
    ["EPSG:25833", 51.05, 13.74, 411_682.8505, 5_656_140.3734],
    ["EPSG:4647", 50.94, 6.96, 32_356_675.6853, 5_645_134.2868],
    ["EPSG:5650", 52.5, 13.4, 33_391_390.7313, 5_817_855.2407],
    ["EPSG:3035", 52.5, 13.4, 4_551_801.9733, 3_271_028.9832],
    ["EPSG:3035", 50.94, 6.96, 4_107_390.0245, 3_096_506.8251],
    ["EPSG:3857", 53.55, 9.99, 1_112_081.713, 7_085_388.1655],
  ])("%s at %d, %d to a millimetre", (crs, latitude, longitude, east, north) => {
    const [x, y] = transformBetween("EPSG:4258", crs)(longitude, latitude);
    expect(Math.hypot(x - east, y - north)).toBeLessThan(1e-3);
  });

  // cs2cs with +towgs84 of EPSG:1777 and with +nadgrids=BETA2007.gsb.
  const dhdn = [
    [
      "EPSG:31467",
      3_456_789.12,
      5_512_345.67,
      "EPSG:25832",
      [456_731.7179, 5_510_580.883],
      [456_731.233, 5_510_580.5697],
    ],
    [
      "EPSG:31467",
      3_580_000,
      5_900_000,
      "EPSG:25832",
      [579_896.6539, 5_898_078.887],
      [579_897.2123, 5_898_079.2477],
    ],
    [
      "EPSG:31466",
      2_550_000,
      5_680_000,
      "EPSG:25832",
      [340_584.2297, 5_680_402.6189],
      [340_582.6589, 5_680_403.1521],
    ],
    [
      "EPSG:31468",
      4_456_789.12,
      5_412_345.67,
      "EPSG:25833",
      [236_623.6525, 5_416_671.8204],
      [236_623.9958, 5_416_672.2688],
    ],
    [
      "EPSG:31469",
      5_400_000,
      5_650_000,
      "EPSG:25833",
      [399_903.626, 5_648_185.428],
      [399_902.8624, 5_648_185.7985],
    ],
  ] as const;
  it.each(dhdn)("%s %d, %d by mean parameters to a millimetre", (from, x, y, to, [east, north]) => {
    const [e, n] = transformBetween(from, to)(x, y);
    expect(Math.hypot(e - east, n - north)).toBeLessThan(1e-3);
  });

  const gridPath = sharedData("city/geoid-egm96-de/BETA2007.gsb");
  describe.skipIf(gridPath === null)("with the user's grid (needs ../shared/data/city)", () => {
    const bytes = (): Buffer => readFileSync(gridPath ?? "");
    const buffer = (): ArrayBuffer => new Uint8Array(bytes()).buffer;

    it.each(dhdn)("%s %d, %d to a millimetre, and back", (from, x, y, to, _helmert, [east, north]) => {
      expect(setDatumGrid(buffer())).toBe(true);
      const [e, n] = transformBetween(from, to)(x, y);
      expect(Math.hypot(e - east, n - north)).toBeLessThan(1e-3);
      const [backX, backY] = transformBetween(to, from)(e, n);
      expect(Math.hypot(backX - x, backY - y)).toBeLessThan(1e-3);
    });

    it("goes on with mean parameters outside of it", () => {
      const plain = transformBetween("EPSG:31467", "EPSG:25832")(3_500_000, 7_000_000);
      setDatumGrid(buffer());
      expect(transformBetween("EPSG:31467", "EPSG:25832")(3_500_000, 7_000_000)).toEqual(plain);
    });

    it("is taken when it is dropped among the files, whose report says which shift was used", async () => {
      const table = textSource(
        "baumnr;art;rechtswert;hochwert\n1;Linde;3456789.12;5512345.67\n2;Eiche;3456889.12;5512345.67\n",
        "baumkataster.csv",
      );
      const keys = async (more: Parameters<typeof importAll>[0]) =>
        (await importAll([table, ...more])).report.files.flatMap(({ findings }) =>
          findings.map(({ key }) => key),
        );
      expect(await keys([])).toContain("crs-helmert");
      expect(await keys([memorySource("BETA2007.gsb", new Uint8Array(bytes()))])).toContain("crs-grid");
      const broken = await keys([memorySource("BETA2007.gsb", new Uint8Array(bytes()).slice(0, 40_000))]);
      expect(broken).toContain("datumGridBroken");
      expect(broken).toContain("crs-helmert");
    });
  });

  it("takes no grid whose counts do not fit its bytes", () => {
    const made = new Uint8Array(1000);
    const view = new DataView(made.buffer);
    view.setInt32(8, 11, true);
    view.setInt32(40, 1, true);
    for (const [at, value] of [
      [72, 0],
      [88, 1e9],
      [104, 0],
      [120, 1e9],
      [136, 1],
      [152, 1],
    ])
      view.setFloat64(176 + at, value, true);
    view.setInt32(176 + 168, 2_000_000_000, true);
    expect(setDatumGrid(made.buffer)).toBe(false);
    expect(setDatumGrid(new ArrayBuffer(0))).toBe(false);
    expect(setDatumGrid(new Uint8Array(2000).fill(255).buffer)).toBe(false);
  });
});

const trees = sharedData("city/berlin-tiergarten/derived");
describe.skipIf(trees === null)("trees in metres and degrees (needs ../shared/data/city)", () => {
  it("lie at the same places, as far as their digits go", () => {
    type Points = {
      readonly features: readonly { readonly geometry: { readonly coordinates: [number, number] } }[];
    };
    const read = (name: string) => JSON.parse(readFileSync(`${trees}/${name}`, "utf8")) as Points;
    const metres = read("trees_from_chm_25833.geojson").features;
    const degrees = read("trees_from_chm_wgs84.geojson").features;
    expect(degrees.length).toBe(metres.length);
    const transform = transformBetween("EPSG:25833", "EPSG:4326");
    let worst = 0;
    for (const [i, { geometry }] of metres.entries()) {
      const [longitude, latitude] = transform(...geometry.coordinates);
      const [lon, lat] = degrees[i].geometry.coordinates;
      worst = Math.max(worst, Math.abs(longitude - lon), Math.abs(latitude - lat));
    }
    // Metres are rounded to a centimetre (0.74e-7°), degrees to seven digits.
    expect(worst).toBeLessThan(1.25e-7);
  });
});

describe("names of systems", () => {
  // Further styles: of WKT beside rasters, of programs, of AdV.
  it.each([
    ["ETRS_1989_UTM_Zone_32N_8stellen", "EPSG:4647"],
    ["ETRS89 / UTM zone 32N (zE-N)", "EPSG:4647"],
    ["ETRS89 / UTM zone 33N (zE-N)", "EPSG:5650"],
    ["DHDN / 3-degree Gauss-Kruger zone 3", "EPSG:31467"],
    ["DHDN_3_Degree_Gauss_Zone_4", "EPSG:31468"],
    ["Gauß-Krüger Zone 2", "EPSG:31466"],
    ["DE_DHDN_3GK2_NW", "EPSG:31466"],
    ["urn:adv:crs:DE_DHDN_Lat-Lon", "EPSG:4314"],
    ["urn:adv:crs:ETRS89_Lat-Lon-h", "EPSG:4258"],
    ["GCS_ETRS_1989", "EPSG:4258"],
    ["WGS_1984_Web_Mercator_Auxiliary_Sphere", "EPSG:3857"],
    ["WGS 84 / Pseudo-Mercator", "EPSG:3857"],
    ["ETRS89-extended / LAEA Europe", "EPSG:3035"],
    ["DHDN / Soldner Berlin", "EPSG:3068"],
    ["Amersfoort / RD New", "EPSG:28992"],
    ["EPSG:4326+5773", "EPSG:4326"],
    ["EPSG:25832+7837", "EPSG:25832"],
    ["EPSG:4937", "EPSG:4258"],
    ["EPSG:5678", "EPSG:31468"],
    ["http://www.opengis.net/def/crs/EPSG/0/3068", "EPSG:3068"],
    ["http://www.opengis.net/def/crs/EPSG/0/6677", null],
    ["https://www.opengis.net/def/crs/EPSG/0/2355", null],
  ])("%s", (name, crs) => {
    expect(resolveSrsName(name)).toBe(crs);
  });

  it("tell heights above the ellipsoid from those above sea level", () => {
    for (const name of ["EPSG:4979", "urn:ogc:def:crs:EPSG::4937", "urn:adv:crs:ETRS89_Lat-Lon-h"])
      expect(statesEllipsoidalHeight(name), name).toBe(true);
    for (const name of [
      "EPSG:25832",
      "EPSG:4326",
      "EPSG:4326+5773",
      "EPSG:4979+7837",
      "urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH*GCG2016",
      "urn:adv:crs:ETRS89_Lat-Lon",
      "",
    ])
      expect(statesEllipsoidalHeight(name), name).toBe(false);
  });

  it("of tiles tell their zone", () => {
    expect(zoneOfName("a/dgm1_33_388_5819_1_be.xyz")).toBe("EPSG:25833");
    expect(zoneOfName("dgm1_32388_5819.asc")).toBe("EPSG:25832");
    expect(zoneOfName("dgm1_32_280_5657_1_nw.xyz")).toBe("EPSG:25832");
    for (const name of ["dgm1.xyz", "2033_388.xyz", "dgm_12_345_678.asc"])
      expect(zoneOfName(name)).toBeNull();
  });
});

describe("candidates", () => {
  it("are offered where nothing certain is stated, the taken one first", () => {
    const of = (x: number, y: number, preferred: string | null = null) =>
      settleCrs("", null, [x, y], preferred).finding.candidates;
    expect(of(388_106, 5_819_798)).toEqual(["EPSG:25832", "EPSG:25833", "EPSG:25831"]);
    expect(of(388_106, 5_819_798, "EPSG:25833")?.[0]).toBe("EPSG:25833");
    expect(of(13.35, 52.51)).toEqual(["EPSG:4326"]);
    expect(of(3_500_000, 5_500_000)).toEqual(["EPSG:31467"]);
    expect(of(33_388_106, 5_819_798)).toEqual(["EPSG:25833", "EPSG:5650"]);
    expect(of(1_491_681, 6_891_041)).toEqual(["EPSG:3857"]);
    expect(settleCrs("EPSG:25833", null, [388_106, 5_819_798], null).finding.candidates).toBeUndefined();
  });
});
