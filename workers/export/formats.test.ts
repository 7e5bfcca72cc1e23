import { unzipSync } from "fflate";
import { geojson } from "flatgeobuf";
import { fromArrayBuffer } from "geotiff";
import { describe, expect, it } from "vitest";
import { extensionsDeclared } from "#twin/buildings.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { readCityJson } from "#workers/intake/cityjson/read.ts";
import { createFindings } from "#workers/intake/report.ts";
import { memorySource } from "#workers/intake/source.ts";
import { cityJsonFiles } from "./cityJson.ts";
import { type GeoTiff, geoTiffBytes } from "./geotiff/write.ts";
import { exported } from "./testing.ts";

/** The open formats, read by libraries that had no part in writing them. */

function joined(pieces: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  const all = [...pieces];
  const whole = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const sampleFiles = async () => unzipSync(await exported(sampleTwin()));
const tiff = (values: GeoTiff["values"], columns: number, kind: GeoTiff["kind"]): GeoTiff => ({
  kind,
  values,
  columns,
  rows: values.length / columns / (kind === "colours" ? 4 : 1),
  cellSizeM: 0.5,
  westM: 556_000.5,
  northM: 5_613_500,
  epsg: 25833,
  classColours: [[1, 2, 3]],
  description: "Gelände „Ä“",
  copyright: "© Land",
});
/** Without comparing half a million numbers one by one, and with NaN equal to NaN. */
const sameBytes = (a: Float32Array, b: Float32Array): boolean =>
  Buffer.compare(Buffer.from(a.buffer, a.byteOffset, a.byteLength), Buffer.from(b.buffer)) === 0;
const read = async (bytes: Uint8Array<ArrayBuffer>) => fromArrayBuffer(bytes.buffer);

describe("GeoTIFF", () => {
  it("gives heights back as they were, gaps among them, at their place", async () => {
    const columns = 700;
    const values = Float32Array.from({ length: columns * 530 }, (_, i) =>
      i % 97 === 0 ? Number.NaN : 40 + Math.sin(i / 50) * 3,
    );
    const file = await read(joined(geoTiffBytes(tiff(values, columns, "heights"))));
    const image = await file.getImage();
    expect([image.getWidth(), image.getHeight()]).toEqual([700, 530]);
    expect(image.getOrigin().slice(0, 2)).toEqual([556_000.5, 5_613_500]);
    expect(image.getResolution().slice(0, 2)).toEqual([0.5, -0.5]);
    expect(image.getGeoKeys()).toMatchObject({
      ProjectedCSTypeGeoKey: 25833,
      GTModelTypeGeoKey: 1,
      GTRasterTypeGeoKey: 1,
    });
    expect(image.getGDALNoData()).toBeNaN();
    expect(image.isTiled).toBe(true);
    const raster = (await image.readRasters({ interleave: true })) as unknown as Float32Array;
    expect(sameBytes(raster, values)).toBe(true);
    // Overviews by halves, down to one tile.
    expect(await file.getImageCount()).toBe(2);
    const small = await file.getImage(1);
    expect([small.getWidth(), small.getHeight()]).toEqual([350, 265]);
    const half = (await small.readRasters({ interleave: true })) as unknown as Float32Array;
    const four = [0, 1, 700, 701]
      .map((at) => values[at] ?? Number.NaN)
      .filter((value) => !Number.isNaN(value));
    expect(half[0]).toBeCloseTo(four.reduce((sum, value) => sum + value, 0) / four.length, 5);
  });

  it("gives classes and colours back as they were", async () => {
    const classes = Uint8Array.from({ length: 600 * 520 }, (_, i) => i % 16);
    const cover = await (await read(joined(geoTiffBytes(tiff(classes, 600, "classes"))))).getImage();
    expect(Array.from((await cover.readRasters({ interleave: true })) as unknown as Uint8Array)).toEqual(
      Array.from(classes),
    );
    expect(cover.getGDALNoData()).toBe(0);
    const colours = Uint8Array.from({ length: 40 * 30 * 4 }, (_, i) => (i * 7) & 255);
    const picture = await (await read(joined(geoTiffBytes(tiff(colours, 40, "colours"))))).getImage();
    expect(picture.getSamplesPerPixel()).toBe(4);
    expect(Array.from((await picture.readRasters({ interleave: true })) as unknown as Uint8Array)).toEqual(
      Array.from(colours),
    );
  });

  it("puts the class that most of four cells have into the overview", async () => {
    const columns = 514;
    const classes = new Uint8Array(columns * 2);
    classes.set([1, 2, 3, 3, 4, 5], 0);
    classes.set([2, 2, 4, 3, 5, 6], columns);
    const file = await read(joined(geoTiffBytes(tiff(classes, columns, "classes"))));
    const half = (await (await file.getImage(1)).readRasters({ interleave: true })) as unknown as Uint8Array;
    expect(Array.from(half.subarray(0, 3))).toEqual([2, 3, 5]);
  });

  it("lies in the package with the twin's heights and classes", async () => {
    const files = await sampleFiles();
    const { terrain, landCover, frame } = sampleTwin();
    const image = await (await read((files["terrain.tif"] ?? new Uint8Array()).slice())).getImage();
    expect(await image.readRasters({ interleave: true })).toMatchObject({ 0: terrain.values[0] });
    expect(image.getOrigin()[0]).toBe(frame.originEastM + terrain.westX);
    const cover = await (await read((files["landcover.tif"] ?? new Uint8Array()).slice())).getImage();
    expect(Array.from((await cover.readRasters({ interleave: true })) as unknown as Uint8Array)).toEqual(
      Array.from(landCover.values),
    );
    // GDAL counts the names from zero: their place is their value.
    const names = new TextDecoder().decode(files["landcover.tif.aux.xml"]).match(/<Category>[^<]+/g);
    expect(names).toHaveLength(Object.keys(landCoverCodes).length);
    expect(names?.[landCoverCodes.sportsSurface]).toBe("<Category>sports surface");
  });
});

describe("FlatGeobuf", () => {
  type Feature = {
    geometry: { type: string; coordinates: unknown };
    properties: Record<string, unknown>;
  };
  const featuresOf = async (bytes: Uint8Array | undefined) => {
    const features: Feature[] = [];
    let crs: number | undefined;
    const all = geojson.deserialize(bytes ?? new Uint8Array(), {
      headerMetaFn: (header) => {
        crs = header.crs?.code;
      },
    });
    for await (const feature of all) features.push(feature as unknown as Feature);
    return { features, crs };
  };

  it("gives trees back in the twin's system; what is not known is not there", async () => {
    const { features, crs } = await featuresOf((await sampleFiles())["trees.fgb"]);
    expect(crs).toBe(25832);
    expect(features).toHaveLength(2);
    expect(features[0]?.geometry).toEqual({ type: "Point", coordinates: [556_000.5, 5_612_000.5] });
    expect(features[0]?.properties).toEqual({ id: "t1", species: "Tilia cordata", height_m: 9 });
    expect(features[1]?.properties).toEqual({ id: "t2", crown_diameter_m: 5 });
  });

  it("gives footprints with holes and parts back, and codes verbatim", async () => {
    const data = sampleTwin();
    const rings = [
      [0, 0, 10, 0, 10, 10, 0, 10],
      [20, 0, 30, 0, 30, 10, 20, 10],
      [22, 2, 22, 4, 24, 4, 24, 2],
    ];
    const buildings = {
      ...data.buildings,
      ringStart: Uint32Array.of(0, 3),
      vertexStart: Uint32Array.of(0, 4, 8, 12),
      footprintXY: Float32Array.from(rings.flat()),
    };
    const files = unzipSync(await exported({ ...data, buildings }));
    const { features } = await featuresOf(files["building-footprints.fgb"]);
    const { geometry, properties } = features[0] as Feature;
    expect(geometry.type).toBe("MultiPolygon");
    const polygons = geometry.coordinates as number[][][][];
    expect(polygons.map((polygon) => polygon.map((ring) => ring.length))).toEqual([[5], [5, 5]]);
    expect(polygons[1]?.[1]?.[0]).toEqual([556_022, 5_612_002]);
    expect(properties).toMatchObject({
      gml_id: "DEWB1",
      function: "31001_1010",
      roof_type_code: "3100",
      height_m: 6,
      storeys: 2,
    });
  });

  it("holds streets, addresses and what steers water", async () => {
    const files = await sampleFiles();
    const streets = await featuresOf(files["streets.fgb"]);
    expect(streets.features[0]?.properties).toMatchObject({
      id: "way/1#0",
      name: "Wiesenweg",
      width_m: 5.5,
      car: true,
      bus: false,
      tags: { highway: "residential" },
    });
    const addresses = await featuresOf(files["addresses.fgb"]);
    expect(addresses.features.map(({ properties }) => properties)).toEqual([
      { street: "Wiesenweg", house_number: "1" },
      { street: "Wiesenweg", house_number: "1 a" },
    ]);
    const links = await featuresOf(files["links.fgb"]);
    expect(links.features.map(({ properties }) => properties.type)).toEqual(["culvert", "pump"]);
  });
});

describe("CityJSON", () => {
  type CityJson = {
    version: string;
    transform: { scale: number[]; translate: number[] };
    metadata: { referenceSystem: string; title: string };
    CityObjects: Record<
      string,
      {
        type: string;
        attributes: Record<string, unknown>;
        geometry: {
          type: string;
          lod: string;
          boundaries: unknown[];
          semantics: { surfaces: { type: string }[]; values: unknown[] };
        }[];
      }
    >;
    vertices: number[][];
  };
  const numbersIn = (value: unknown): number[] =>
    Array.isArray(value) ? value.flatMap(numbersIn) : [value as number];
  /** A box of 10 × 10 × 6 m: closed, with walls, roof and ground. */
  const box = () => {
    const faces: [number, number[][]][] = [
      [
        2,
        [
          [0, 0, 40],
          [0, 10, 40],
          [10, 10, 40],
          [10, 0, 40],
        ],
      ],
      [
        1,
        [
          [0, 0, 46],
          [10, 0, 46],
          [10, 10, 46],
          [0, 10, 46],
        ],
      ],
      [
        0,
        [
          [0, 0, 40],
          [10, 0, 40],
          [10, 0, 46],
          [0, 0, 46],
        ],
      ],
      [
        0,
        [
          [10, 0, 40],
          [10, 10, 40],
          [10, 10, 46],
          [10, 0, 46],
        ],
      ],
      [
        0,
        [
          [10, 10, 40],
          [0, 10, 40],
          [0, 10, 46],
          [10, 10, 46],
        ],
      ],
      [
        0,
        [
          [0, 10, 40],
          [0, 0, 40],
          [0, 0, 46],
          [0, 10, 46],
        ],
      ],
    ];
    const data = sampleTwin();
    const triangles = faces.flatMap(([, [a, b, c, d]]) => [a, b, c, a, c, d].flat()) as number[];
    return {
      ...data,
      buildings: {
        ...data.buildings,
        ids: ["DEWB1 „x“"],
        footprintXY: Float32Array.of(0, 0, 10, 0, 10, 10, 0, 10),
        vertexStart: Uint32Array.of(0, 4),
        eavesZ: Float32Array.of(46),
        triangleStart: Uint32Array.of(0, 12),
        trianglesXYZ: Float32Array.from(triangles),
        surfaceKind: Uint8Array.from(faces.flatMap(([kind]) => [kind, kind])),
        attributes: [JSON.stringify({ measuredHeightM: 6, generic: { DatenquelleLage: "1000" }, lod: 2 })],
      },
    };
  };
  const documentOf = (mostTriangles?: number) => {
    const [file] = cityJsonFiles(box(), mostTriangles);
    return { path: file?.path, bytes: joined(file?.content() ?? []) };
  };

  it("is a sound document: indices, transform, semantics, system and codes", () => {
    const { path, bytes } = documentOf();
    expect(path).toBe("buildings.city.json");
    const document = JSON.parse(new TextDecoder().decode(bytes)) as CityJson;
    expect(document.version).toBe("2.0");
    expect(document.metadata.referenceSystem).toBe("https://www.opengis.net/def/crs/EPSG/0/25832");
    expect(document.transform).toEqual({ scale: [0.001, 0.001, 0.001], translate: [556_000, 5_612_000, 0] });
    expect(document.vertices).toHaveLength(8);
    expect(document.vertices.flat().every(Number.isInteger)).toBe(true);
    const object = document.CityObjects["DEWB1 „x“"];
    expect(object?.attributes).toEqual({
      DatenquelleLage: "1000",
      function: "31001_1010",
      roofType: "3100",
      storeysAboveGround: 2,
      measuredHeight: 6,
    });
    const geometry = object?.geometry[0];
    expect(geometry).toMatchObject({ type: "Solid", lod: "2" });
    const used = new Set(numbersIn(geometry?.boundaries));
    expect([...used].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const kinds = numbersIn(geometry?.semantics.values).map(
      (value) => geometry?.semantics.surfaces[value]?.type,
    );
    expect(kinds.filter((kind) => kind === "WallSurface")).toHaveLength(8);
    expect(kinds.slice(0, 4)).toEqual(["GroundSurface", "GroundSurface", "RoofSurface", "RoofSurface"]);
  });

  it("is no solid where an edge is open", () => {
    const [file] = cityJsonFiles(sampleTwin());
    const document = JSON.parse(new TextDecoder().decode(joined(file?.content() ?? []))) as CityJson;
    expect(document.CityObjects.DEWB1?.geometry[0]?.type).toBe("MultiSurface");
  });

  it("declares the extensions that its buildings came with, once and in its head", () => {
    const twin = sampleTwin();
    const declared = { Noise: { url: "https://example.org/noise.json", version: "1" } };
    const generic = { "+noise": '{"day":61}', [extensionsDeclared]: JSON.stringify(declared) };
    const buildings = { ...twin.buildings, attributes: [JSON.stringify({ generic })] };
    const [file] = cityJsonFiles({ ...twin, buildings });
    const text = new TextDecoder().decode(joined(file?.content() ?? []));
    const document = JSON.parse(text) as CityJson & { readonly extensions: unknown };
    expect(document.extensions).toEqual(declared);
    expect(document.CityObjects.DEWB1?.attributes["+noise"]).toBe('{"day":61}');
    expect(text).not.toContain(extensionsDeclared);
  });

  it.each([
    ["a document", undefined, "buildings.city.json"],
    ["a sequence", 3, "buildings.city.jsonl"],
  ])("comes back as %s with the same buildings", async (_name, mostTriangles, name) => {
    const { path, bytes } = documentOf(mostTriangles);
    expect(path).toBe(name);
    const findings = createFindings();
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const options = { crs: null, preferredCrs: null };
    const { table, frame } = await readCityJson(memorySource(name, bytes), options, context, findings);
    expect(findings.list().filter(({ level }) => level !== "info")).toEqual([]);
    expect(frame?.crs).toBe("EPSG:25832");
    const { buildings } = box();
    expect(table.ids).toEqual(buildings.ids);
    expect(table.functionCode).toEqual(["31001_1010"]);
    expect(table.roofTypeCode).toEqual(["3100"]);
    expect(table.surfaceKind.length).toBe(12);
    expect([table.groundZ[0], table.eavesZ[0], table.ridgeZ[0]]).toEqual([40, 46, 46]);
  });
});
