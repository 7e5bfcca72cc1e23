import { readdirSync, readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { zipPackage } from "#twin/package/zip.ts";
import { samplePbf } from "./osm/samplePbf.ts";
import { memorySource } from "./source.ts";
import { diskSource, importAll } from "./testing.ts";

/** The texts that the page shows: every key that an import can give must have one in both languages. */
const texts = (["de", "en"] as const).map(
  (language) =>
    (
      JSON.parse(
        readFileSync(new URL(`../../src/app/i18n/${language}/intake.json`, import.meta.url), "utf8"),
      ) as { findings: Record<string, string> }
    ).findings,
);

/** Imports bytes and checks what must hold for any file whatever: no exception, a report in words, sound numbers. */
async function survives(name: string, bytes: Uint8Array): Promise<Awaited<ReturnType<typeof importAll>>> {
  const outcome = await importAll([memorySource(name, bytes)]);
  const { data, report } = outcome;
  const findings = [...report.twin, ...report.files.flatMap((file) => file.findings)];
  for (const { key, level } of findings) {
    expect(key, name).not.toBe("readerFailed");
    for (const language of texts) expect(language[key], key).toBeTruthy();
    expect(["info", "repaired", "dropped", "problem"]).toContain(level);
  }
  if (data === null)
    expect(
      findings.some(({ level }) => level === "problem"),
      name,
    ).toBe(true);
  else {
    const { buildings, trees } = data;
    for (const values of [buildings.trianglesXYZ, buildings.footprintXY, buildings.groundZ, trees.xy]) {
      expect(values.every(Number.isFinite), name).toBe(true);
    }
    expect(new Set(buildings.ids).size).toBe(buildings.count);
  }
  return outcome;
}

/** Small files of every format that are right. */
const valid: Readonly<Record<string, Uint8Array>> = (() => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const wall = (a: string, b: string): string => `${a} 40 ${b} 40 ${b} 46 ${a} 46 ${a} 40`;
  const corners = ["556010 5612010", "556020 5612010", "556020 5612016", "556010 5612016"];
  const polygon = (list: string): string =>
    `<g:surfaceMember><g:Polygon g:id="p"><g:exterior><g:LinearRing><g:posList>${list}</g:posList></g:LinearRing></g:exterior></g:Polygon></g:surfaceMember>`;
  const flat = (order: readonly number[], z: number): string =>
    [...order, order[0]].map((i) => `${corners[i]} ${z}`).join(" ");
  const gml = `<?xml version="1.0"?><c:CityModel xmlns:c="c" xmlns:b="b" xmlns:g="g"><g:boundedBy><g:Envelope srsName="EPSG:25832"/></g:boundedBy><c:cityObjectMember><b:Building g:id="a"><b:function>31001_1010</b:function><b:lod1Solid><g:Solid><g:exterior><g:CompositeSurface>${
    polygon(flat([0, 3, 2, 1], 40)) +
    polygon(flat([0, 1, 2, 3], 46)) +
    [0, 1, 2, 3].map((i) => polygon(wall(corners[i], corners[(i + 1) % 4]))).join("")
  }</g:CompositeSurface></g:exterior></g:Solid></b:lod1Solid></b:Building></c:cityObjectMember></c:CityModel>`;
  const vertices = [40, 46].flatMap((z) => corners.map((corner) => [...corner.split(" ").map(Number), z]));
  const boundaries = [
    [
      [0, 3, 2, 1],
      [4, 5, 6, 7],
      [0, 1, 5, 4],
      [1, 2, 6, 5],
      [2, 3, 7, 6],
      [3, 0, 4, 7],
    ].map((ring) => [ring]),
  ];
  return {
    "a.gml": encode(gml),
    "a.city.json": encode(
      JSON.stringify({
        type: "CityJSON",
        version: "2.0",
        metadata: { referenceSystem: "EPSG:25832" },
        CityObjects: { a: { type: "Building", geometry: [{ type: "Solid", lod: "2", boundaries }] } },
        vertices,
      }),
    ),
    "a.asc": encode(
      "ncols 3\nnrows 2\nxllcorner 556000\nyllcorner 5612000\ncellsize 1\nNODATA_value -9999\n1 2 3\n4 5 6\n",
    ),
    "baum.geojson": encode(
      '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:25832"}},"features":[{"type":"Feature","properties":{"baumart":"Linde","baumhoehe":8.5},"geometry":{"type":"Point","coordinates":[556010.5,5612010]}}]}',
    ),
    "a.osm": encode(
      '<?xml version="1.0"?><osm><node id="1" lat="50.65" lon="9.8"/><node id="2" lat="50.651" lon="9.8"/><way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way></osm>',
    ),
    "a.osm.pbf": samplePbf({
      nodes: [
        { id: 1, lat: 50.65, lon: 9.8, tags: { natural: "tree" } },
        { id: 2, lat: 50.65, lon: 9.801 },
        { id: 3, lat: 50.651, lon: 9.801 },
      ],
      ways: [
        { id: 4, nodes: [1, 2, 3, 1], tags: { building: "house", "building:levels": "2" } },
        { id: 5, nodes: [1, 3], tags: { highway: "residential" } },
      ],
    }),
    "feed.zip": zipSync({
      "stops.txt": encode("stop_id,stop_name,stop_lat,stop_lon\nA,Am Tor,50.65,9.8\nB,Markt,50.66,9.8\n"),
      "routes.txt": encode("route_id,route_short_name,route_type\nR,4,0\n"),
      "trips.txt": encode("route_id,service_id,trip_id\nR,S,T\n"),
      "stop_times.txt": encode(
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,8:00:00,8:00:00,A,1\nT,8:03:00,8:03:00,B,2\n",
      ),
      "calendar_dates.txt": encode("service_id,date,exception_type\nS,20260105,1\n"),
      "agency.txt": encode("agency_name,agency_timezone\nV,Europe/Berlin\n"),
    }),
    "a.csv": encode("gebaeude_id;bewohner;unter18\na;4;1\nb;3;0\n"),
    "haus.geojson": encode(
      '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:25832"}},"features":[{"type":"Feature","id":"way/1","properties":{"building":"house","building:levels":"2","roof:shape":"hipped","roof:angle":"35","addr:street":"Am Wall","addr:housenumber":"3"},"geometry":{"type":"Polygon","coordinates":[[[556010,5612010],[556022,5612010],[556022,5612018],[556010,5612018],[556010,5612010]],[[556012,5612012],[556014,5612012],[556014,5612014],[556012,5612012]]]}},{"type":"Feature","properties":{"Einwohner":12,"unter18":3},"geometry":{"type":"MultiPolygon","coordinates":[[[[556000,5612000],[556100,5612000],[556100,5612100],[556000,5612100],[556000,5612000]]]]}}]}',
    ),
    "baeume.csv": encode(
      'nr;baumart;hoeheM;krone_cm;wkt\n1;"Linde; Winter-";12,5;600;POINT (556010.5 5612010)\n2;Ahorn;0;;"POINT(556011 5612011)"\n',
    ),
    "zensus.csv": encode(
      "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\nCRS3035RES100mN3043500E4287600;4287650;3043550;12\nCRS3035RES100mN3043600E4287600;4287650;3043650;–\n",
    ),
    "a.zip": zipPackage(sampleTwin()),
  };
})();

/** mulberry32: a seeded generator, so that a failure comes again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe("valid files", () => {
  it.each(Object.keys(valid))("%s is read without a problem", async (name) => {
    const { report } = await survives(name, valid[name]);
    expect(report.files[0].findings.filter(({ level }) => level !== "info")).toEqual([]);
    expect(Object.values(report.files[0].objects).some((count) => count > 0)).toBe(true);
  });
});

describe("mutated files", () => {
  const splices = [
    "",
    "\0",
    "<",
    ">",
    '"',
    "{",
    "]",
    "1e308",
    "-",
    "NaN",
    ",",
    "&amp;",
    "<!--",
    "]]>",
    "\uFFFD",
    "9".repeat(400),
  ];
  it.each(Object.keys(valid))("%s survives bytes changed, cut and put in", async (name) => {
    const random = seeded(20_260_711);
    const base = valid[name];
    for (let round = 0; round < 150; round++) {
      let bytes = [...base];
      for (let change = 0; change <= random() * 4; change++) {
        const at = Math.floor(random() * bytes.length);
        const kind = random();
        if (kind < 0.4) bytes[at] = Math.floor(random() * 256);
        else if (kind < 0.6) bytes.splice(at, Math.floor(random() * 40));
        else if (kind < 0.75) bytes = bytes.slice(0, at);
        else
          bytes.splice(
            at,
            Math.floor(random() * 4),
            ...new TextEncoder().encode(splices[Math.floor(random() * splices.length)]),
          );
        if (bytes.length === 0) bytes = [0];
      }
      await survives(`${round}-${name}`, Uint8Array.from(bytes));
    }
  });
});

describe.skipIf(sharedData("city") === null)("the bad-input corpus (needs ../shared/data/city)", () => {
  const root = sharedData("city/bad-input") ?? "";
  const files =
    root === ""
      ? []
      : ["generated", "citygml", "cityjson-cjval", "raster"].flatMap((folder) =>
          readdirSync(`${root}/${folder}`).map((name) => `${folder}/${name}`),
        );

  it.each(files)("%s neither hangs nor crashes, and is spoken of", async (path) => {
    await survives(path, readFileSync(`${root}/${path}`));
  });

  // What the corpus' README asks for: the defect is named, and the good objects stay.
  it.each([
    ["gml_00_valid_3buildings.gml", 3, []],
    ["gml_02_no_srsname.gml", 3, ["crs-guessed"]],
    ["gml_06_dangling_xlink.gml", 3, ["xlinkDangling"]],
    ["gml_08_utf16le_bom.gml", 3, []],
    ["gml_10_external_entity.gml", 0, ["xmlBroken"]],
    ["gml_12_zone_prefix_32.gml", 3, ["crs-zonePrefixRemoved"]],
    ["gml_14_unclosed_ring.gml", 3, ["ringOpen"]],
    ["gml_16_not_xml.gml", 0, ["archiveCutShort"]],
    ["gml_18_utf8_bom.gml", 3, []],
    ["cityjson_01_bad_index_missing_child_old_crs_form.city.json", 1, ["childMissing", "vertexIndexWrong"]],
    ["cityjson_03_not_json.city.json", 0, ["jsonBroken"]],
    ["geojson_01_latlon_swapped.geojson", 0, ["crs-axesSwapped"]],
    [
      "geojson_03_null_geometry_mixed.geojson",
      0,
      ["featureWithoutGeometry", "polygonWithoutClass", "coordinateNotFinite"],
    ],
    ["asc_06_all_nodata.asc", 0, ["rasterWithoutValues"]],
    ["tif_01_truncated.tif", 0, ["tiffBroken"]],
    ["osm_01_truncated.osm.pbf", 0, ["osmCutShort", "streetDefaults"]],
    [
      "gtfs_02_times_over_24h_and_blank.zip",
      0,
      ["gtfsEndsWithoutTime", "gtfsTripTooShort", "gtfsWithoutTrips"],
    ],
    ["zip_01_path_traversal.zip", 0, ["archivePathUnsafe"]],
  ])("%s", async (name, buildings, keys) => {
    const { data, report } = await importAll([diskSource(`${root}/generated/${name}`)]);
    expect(data?.buildings.count ?? 0).toBe(buildings);
    const found = report.files[0].findings
      .map(({ key }) => key)
      .filter((key) => key !== "addressLeftOut" && key !== "facesTurned");
    expect(found).toEqual(keys);
  });

  it("reads the three good grids alike", async () => {
    const read = async (name: string) =>
      (await importAll([diskSource(`${root}/generated/${name}`)], { crs: "EPSG:25833" })).data;
    const plain = await read("asc_00_valid.asc");
    for (const name of ["asc_02_decimal_comma.asc", "asc_04_xllcenter_uppercase.asc"]) {
      const other = await read(name);
      expect(other?.baseHashes.terrain).toBe(plain?.baseHashes.terrain);
      expect(other?.frame).toEqual(plain?.frame);
    }
  });
});
