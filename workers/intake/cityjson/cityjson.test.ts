import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { diskSource, quiet, reading, textSource } from "../testing.ts";
import { readCityJson } from "./read.ts";

const plain = { crs: null, preferredCrs: null };
const read = (document: unknown, chunkSize = 97) =>
  reading((findings) =>
    readCityJson(
      textSource(typeof document === "string" ? document : JSON.stringify(document), "test", chunkSize),
      plain,
      quiet,
      findings,
    ),
  );

/** A box of 10 × 6 × 6 m as vertices in millimetres and outward faces. */
const vertices = [
  [0, 0, 40_000],
  [10_000, 0, 40_000],
  [10_000, 6000, 40_000],
  [0, 6000, 40_000],
  [0, 0, 46_000],
  [10_000, 0, 46_000],
  [10_000, 6000, 46_000],
  [0, 6000, 46_000],
];
const faces = [
  [[0, 3, 2, 1]],
  [[4, 5, 6, 7]],
  [[0, 1, 5, 4]],
  [[1, 2, 6, 5]],
  [[2, 3, 7, 6]],
  [[3, 0, 4, 7]],
];
const semantics = {
  surfaces: [{ type: "GroundSurface" }, { type: "RoofSurface" }, { type: "WallSurface" }],
  values: [[0, 1, 2, 2, 2, 2]],
};
const solid = { type: "Solid", lod: "2.2", boundaries: [faces], semantics };
const document = (objects: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: "CityJSON",
  version: "2.0",
  transform: { scale: [0.001, 0.001, 0.001], translate: [556_000, 5_612_000, 0] },
  metadata: { referenceSystem: "https://www.opengis.net/def/crs/EPSG/0/25832" },
  CityObjects: objects,
  vertices,
  ...more,
});
const house = { type: "Building", geometry: [solid] };

describe("readCityJson", () => {
  it("reads a solid with semantics, attributes and the coordinate system", async () => {
    const { result, keys } = await read(
      document({
        a: {
          ...house,
          attributes: {
            function: "31001_1010",
            roofType: "1000",
            storeysAboveGround: 2,
            owner: { name: "x" },
            measuredHeight: 6,
          },
          address: [{ Street: "Geheimweg" }],
        },
      }),
    );
    const { table, frame } = result;
    expect(frame).toEqual({ crs: "EPSG:25832", originEastM: 556_000, originNorthM: 5_612_000 });
    expect(table.ids).toEqual(["a"]);
    expect([table.groundZ[0], table.eavesZ[0], table.ridgeZ[0], table.storeys[0]]).toEqual([40, 46, 46, 2]);
    expect([table.functionCode[0], table.roofTypeCode[0]]).toEqual(["31001_1010", "1000"]);
    expect([...table.surfaceKind].sort().join("")).toBe("000000001122");
    expect(table.attributes[0]).not.toContain("Geheimweg");
    expect(keys).toEqual(["addressLeftOut"]);
  });

  it("takes the highest level that shows the whole building", async () => {
    const lower = { ...solid, lod: 1, boundaries: [[...faces].slice(0, 5)] };
    const higher = { ...solid, lod: "3.1" };
    const { result } = await read(document({ a: { type: "Building", geometry: [lower, higher, solid] } }));
    expect(JSON.parse(result.table.attributes[0]).lod).toBe(3.1);
    expect(result.table.surfaceKind.length).toBe(12);
    // A single wall in LoD3 does not stand for the house.
    const wall = { type: "MultiSurface", lod: "3", boundaries: [[[0, 1, 5, 4]]] };
    const rest = await read(document({ a: { type: "Building", geometry: [wall, solid] } }));
    expect(JSON.parse(rest.result.table.attributes[0]).lod).toBe(2.2);
    expect(rest.result.table.surfaceKind.length).toBe(12);
  });

  it("merges parts, drops nothing silently, and survives links in a circle", async () => {
    const { result, findings } = await read(
      document({
        a: { type: "Building", children: ["p", "missing"] },
        p: { type: "BuildingPart", parents: ["a"], children: ["a", "p"], geometry: [solid] },
        lone: { type: "BuildingPart", geometry: [solid] },
        lamp: { type: "CityFurniture" },
      }),
    );
    expect(result.table.ids).toEqual(["a", "lone"]);
    expect(result.objects).toEqual({ buildings: 2, buildingParts: 1 });
    expect(findings.map(({ key }) => key).sort()).toEqual([
      "childMissing",
      "objectsNotRead",
      "partWithoutBuilding",
    ]);
  });

  it("reads MultiSurface, CompositeSolid and a document without transform (1.0)", async () => {
    const plainVertices = vertices.map(([x, y, z]) => [556_000 + x / 1000, 5_612_000 + y / 1000, z / 1000]);
    for (const geometry of [
      { type: "MultiSurface", lod: 2, boundaries: faces },
      { type: "CompositeSolid", lod: 2, boundaries: [[faces]] },
    ]) {
      const { result } = await read({
        type: "CityJSON",
        version: "1.0",
        metadata: { referenceSystem: "urn:ogc:def:crs:EPSG::25832" },
        CityObjects: { a: { type: "Building", geometry: [geometry] } },
        vertices: plainVertices,
      });
      expect(result.table.surfaceKind.length).toBe(12);
      expect([result.table.groundZ[0], result.table.ridgeZ[0]]).toEqual([40, 46]);
    }
  });

  it("reads a sequence line by line, and drops only the line that is broken", async () => {
    const { vertices: _own, CityObjects: _none, ...head } = document({});
    const feature = (id: string) =>
      JSON.stringify({ type: "CityJSONFeature", id, CityObjects: { [id]: house }, vertices });
    const text = [
      JSON.stringify({ ...head, CityObjects: {}, vertices: [] }),
      feature("a"),
      '{"type":',
      feature("b"),
    ].join("\n");
    for (const chunkSize of [7, 1 << 20]) {
      const { result, findings } = await read(text, chunkSize);
      expect(result.table.ids).toEqual(["a", "b"]);
      expect(findings).toMatchObject([{ level: "dropped", key: "jsonBroken", places: [{ line: 3 }] }]);
    }
  });

  it("drops faces whose vertices do not exist", async () => {
    for (const index of [8, -1, 1.5, "constructor", null]) {
      const { result, keys } = await read(
        document({
          a: {
            type: "Building",
            geometry: [{ ...solid, boundaries: [[...faces.slice(0, 5), [[0, 1, index]]]] }],
          },
        }),
      );
      expect(keys).toContain("vertexIndexWrong");
      expect(result.table.surfaceKind.length).toBe(10);
    }
  });

  it("refuses what is no CityJSON by a key", async () => {
    for (const [text, key] of [
      ["{", "jsonBroken"],
      ["[]", "cityJsonIncomplete"],
      ['{"type":"CityJSON","version":"2.0"}', "cityJsonIncomplete"],
      ['{"type":"FeatureCollection"}', "notCityJson"],
      [JSON.stringify({ ...document({}), transform: { scale: [1] } }), "cityJsonTransformBroken"],
    ] as const) {
      await expect(read(text)).rejects.toMatchObject({ key });
    }
  });

  it("does not fall over shapes that the schema does not allow", async () => {
    const shapes: unknown[] = [
      null,
      3,
      "x",
      [],
      {},
      [[[[[[0]]]]]],
      [{ type: "Solid", lod: "2", boundaries: {} }],
      [{ type: "Solid", lod: "2", boundaries: [[[0, 1, 2]]] }],
    ];
    for (const geometry of shapes) {
      const { result } = await read(
        document({
          a: { type: "Building", geometry, children: 7, attributes: [] },
          b: house,
          __proto__: null,
          c: 5,
        }),
      );
      expect(result.table.ids).toEqual(["b"]);
    }
  });
});

describe.skipIf(sharedData("city") === null)("real files (need ../shared/data/city)", () => {
  it.each([
    ["cityjson-cjio/delft.json", 160, 0, "EPSG:28992"],
    ["cityjson-cjio/zurich/zurich_subset_lod2.json", 49, 161, "EPSG:2056"],
    ["cityjson-cjio/DH_01_subs.city.json", 4, 8, "EPSG:28992"],
    ["cityjson-cjio/rotterdam/rotterdam_subset.json", 16, 0, "EPSG:28992"],
    ["cityjson-seq-flatcitybuf/small.city.jsonl", 3, 3, "EPSG:28992"],
  ])("%s", async (path, buildings, parts, crs) => {
    const { result, findings } = await reading((collector) =>
      readCityJson(diskSource(sharedData(`city/${path}`) ?? ""), plain, quiet, collector),
    );
    expect(result.objects).toEqual({ buildings, buildingParts: parts });
    expect(result.crs?.crs).toBe(crs);
    expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
  });
});
