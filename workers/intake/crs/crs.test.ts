import { describe, expect, it } from "vitest";
import { frameCrsFor, rebase, transformBetween } from "./project.ts";
import { settleCrs } from "./settle.ts";
import { resolveSrsName } from "./srsName.ts";

describe("resolveSrsName", () => {
  // Every style seen in real files (notes, data-formats, quirk 2), and what PROJ takes them for.
  it.each([
    ["urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH*GCG2016", "EPSG:25832"],
    ["urn:adv:crs:ETRS89_UTM33*DE_DHHN2016_NH", "EPSG:25833"],
    ["urn:adv:crs:DE_DHDN_3GK3*DE_DHHN92_NH", "EPSG:31467"],
    ["urn:adv:crs:ETRS89_Lat-Lon", "EPSG:4258"],
    ["urn:ogc:def:crs:EPSG::25833", "EPSG:25833"],
    ["urn:ogc:def:crs:EPSG:6.12:25833", "EPSG:25833"],
    ["urn:ogc:def:crs,crs:EPSG:6.12:25833,crs:EPSG:6.12:5783", "EPSG:25833"],
    ["urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783", "EPSG:25832"],
    ["urn:ogc:def,crs::EPSG:31467", "EPSG:31467"],
    ["http://www.opengis.net/def/crs/EPSG/0/25832", "EPSG:25832"],
    ["https://www.opengis.net/def/crs/EPSG/0/7415", "EPSG:28992"],
    ["http://www.opengis.net/gml/srs/epsg.xml#25832", "EPSG:25832"],
    ["EPSG:25832", "EPSG:25832"],
    ["epsg:25832+7837", "EPSG:25832"],
    ["EPSG:5555", "EPSG:25832"],
    ["EPSG:3045", "EPSG:25833"],
    ["EPSG:4647", "EPSG:4647"],
    ["EPSG:4979", "EPSG:4326"],
    ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"],
    ["ETRS89 / UTM zone 32N", "EPSG:25832"],
    ["ETRS 1989 UTM Zone 33N", "EPSG:25833"],
    ["WGS 84 / UTM zone 32N", "EPSG:32632"],
    ["CH1903", "EPSG:21781"],
    ["CH1903+ / LV95", "EPSG:2056"],
    ["WGS84", "EPSG:4326"],
    ["25832", "EPSG:25832"],
  ])("%s", (name, crs) => {
    expect(resolveSrsName(name)).toBe(crs);
  });

  it("says nothing where nothing is known", () => {
    for (const name of ["", "EPSG:99999", "local", "urn:ogc:def:crs:EPSG::5783"])
      expect(resolveSrsName(name)).toBeNull();
  });
});

describe("settleCrs", () => {
  const utm = [388_106.99, 5_819_798.75] as const;

  it("takes what is stated where the coordinates fit", () => {
    const { crs, finding } = settleCrs("EPSG:25833", null, utm, null);
    expect([crs, finding.how, finding.repairs]).toEqual(["EPSG:25833", "stated", []]);
  });

  it("lets the user's choice win", () => {
    expect(settleCrs("EPSG:25832", "EPSG:25833", utm, null).finding).toMatchObject({
      crs: "EPSG:25833",
      how: "chosen",
    });
  });

  it("leaves a file its own statement where that fits its coordinates and the choice does not", () => {
    const degrees = settleCrs("OGC:CRS84", "EPSG:25832", [9.79, 50.65], null);
    expect([degrees.crs, degrees.finding.how, degrees.finding.repairs]).toEqual(["EPSG:4326", "stated", []]);
    // Latitude first, as EPSG prescribes it.
    const swapped = settleCrs("EPSG:4326", "EPSG:25832", [52.51, 13.35], null);
    expect(swapped).toMatchObject({ crs: "EPSG:4326", swapAxes: true, finding: { how: "stated" } });
    // Where neither fits, the coordinates tell.
    const neither = settleCrs("EPSG:31467", "EPSG:25832", [9.93, 50.68], null);
    expect([neither.crs, neither.finding.how]).toEqual(["EPSG:4326", "contradicted"]);
  });

  it("swaps axes back and takes off a zone prefix", () => {
    const swapped = settleCrs("EPSG:25833", null, [utm[1], utm[0]], null);
    expect(swapped).toMatchObject({ crs: "EPSG:25833", swapAxes: true });
    expect(swapped.finding.repairs).toEqual(["axesSwapped"]);
    const prefixed = settleCrs("EPSG:25832", null, [32_280_928.2, 5_657_501.7], null);
    expect(prefixed).toMatchObject({ crs: "EPSG:25832", prefixM: 32_000_000 });
    expect(prefixed.finding.repairs).toEqual(["zonePrefixRemoved"]);
  });

  it("believes the coordinates where the statement cannot be right", () => {
    const degrees = settleCrs("EPSG:31467", null, [9.93, 50.68], null);
    expect([degrees.crs, degrees.finding.how]).toEqual(["EPSG:4326", "contradicted"]);
  });

  it("guesses by range, and takes plain UTM for the zone of the other files", () => {
    expect(settleCrs("", null, [13.35, 52.51], null)).toMatchObject({ crs: "EPSG:4326", swapAxes: false });
    expect(settleCrs("", null, [52.51, 13.35], null)).toMatchObject({ crs: "EPSG:4326", swapAxes: true });
    expect(settleCrs("", null, utm, null).crs).toBe("EPSG:25832");
    expect(settleCrs("", null, utm, "EPSG:25833").crs).toBe("EPSG:25833");
    expect(settleCrs("", null, [33_388_106, 5_819_798], null)).toMatchObject({
      crs: "EPSG:25833",
      prefixM: 33e6,
    });
    expect(settleCrs("", null, [3_500_000, 5_500_000], null).crs).toBe("EPSG:31467");
    expect(settleCrs("", null, [2_684_572, 1_246_323], null).crs).toBe("EPSG:2056");
    expect(settleCrs("", null, [0, 0.5], null).finding.how).toBe("assumed");
  });

  it("does not report latitude first as a defect where EPSG prescribes it", () => {
    expect(settleCrs("urn:ogc:def:crs:EPSG::4326", null, [52.5, 13.3], null).finding.repairs).toEqual([]);
    expect(settleCrs("OGC:CRS84", null, [52.5, 13.3], null).finding.repairs).toEqual(["axesSwapped"]);
  });
});

describe("projection", () => {
  it("agrees with UTM's definition on the central meridian", () => {
    // On the central meridian easting is the false easting; northing of 50° N is the meridian arc times 0.9996 (Snyder 1987, eq. 3-21, 8-9).
    const [east, north] = transformBetween("EPSG:4258", "EPSG:25832")(9, 50);
    expect(east).toBeCloseTo(500_000, 4);
    expect(north).toBeCloseTo(5_538_630.703, 2);
  });

  // Within one datum to a tenth of a millimetre; a shift of datum is only reversible to its own linearisation.
  it.each([
    ["EPSG:25833", 1e-4],
    ["EPSG:4647", 1e-4],
    ["EPSG:3857", 1e-3],
    ["EPSG:31467", 0.01],
    ["EPSG:28992", 0.01],
    ["EPSG:2056", 0.01],
  ])("goes to %s and back", (crs, toleranceM) => {
    const [there, up] = transformBetween("EPSG:25832", crs)(556_123.4, 5_612_345.6);
    const [x, y] = transformBetween(crs, "EPSG:25832")(there, up);
    expect(Math.hypot(x - 556_123.4, y - 5_612_345.6)).toBeLessThan(toleranceM);
  });

  it("chooses the zone that a place lies in, and keeps a UTM zone that it came in", () => {
    expect(frameCrsFor("EPSG:4326", 13.35, 52.5)).toBe("EPSG:25833");
    expect(frameCrsFor("EPSG:25832", 900_000, 5_800_000)).toBe("EPSG:25832");
    expect(frameCrsFor("EPSG:4647", 32_500_000, 5_600_000)).toBe("EPSG:25832");
    expect(frameCrsFor("EPSG:4326", -122.7, 45.5)).toBe("EPSG:32610");
  });

  it("moves offsets between frames of one system without touching their digits", () => {
    const values = Float32Array.of(1.5, 2.25, 7, 100, 200, 9);
    const from = { crs: "EPSG:25832", originEastM: 1000, originNorthM: 2000 };
    rebase(values, 3, from, { ...from, originEastM: 1100 });
    expect([...values]).toEqual([-98.5, 2.25, 7, 0, 200, 9]);
  });
});
