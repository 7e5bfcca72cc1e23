import { describe, expect, it } from "vitest";
import { landCoverCodes } from "#twin/landCover.ts";
import { memorySource, type Source } from "../source.ts";
import { quiet, reading, textSource } from "../testing.ts";
import { readCityJson } from "./read.ts";

const readSource = (source: Source) =>
  reading((findings) => readCityJson(source, { crs: null, preferredCrs: null }, quiet, findings));
const read = (document: unknown) =>
  readSource(textSource(typeof document === "string" ? document : JSON.stringify(document)));

const corners = [
  [0, 0],
  [10_000, 0],
  [10_000, 6000],
  [0, 6000],
];
const vertices = [40_000, 46_000].flatMap((z) => corners.map(([x, y]) => [x, y, z]));
const faces = [
  [[0, 3, 2, 1]],
  [[4, 5, 6, 7]],
  [[0, 1, 5, 4]],
  [[1, 2, 6, 5]],
  [[2, 3, 7, 6]],
  [[3, 0, 4, 7]],
];
const solid = { type: "Solid", lod: "2", boundaries: [faces] };
const transform = { scale: [0.001, 0.001, 0.001], translate: [556_000, 5_612_000, 0] };
const metadata = { referenceSystem: "https://www.opengis.net/def/crs/EPSG/0/25832" };
const document = (objects: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  type: "CityJSON",
  version: "2.0",
  transform,
  metadata,
  CityObjects: objects,
  vertices,
  ...more,
});
const house = { type: "Building", geometry: [solid] };

describe("templates", () => {
  const templates = {
    templates: [{ type: "MultiSurface", lod: "2", boundaries: [[[0, 1, 2]]] }, solid],
    "vertices-templates": [[-1, 0, 0], [1, 0, 0], [0, 0, 3], ...[0, 0, 0, 0, 0]].slice(0, 3),
  };
  const matrix = [2, 0, 0, 1, 0, 2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1];
  const tree = (more: Readonly<Record<string, unknown>>) => ({
    type: "SolitaryVegetationObject",
    attributes: { species: "Quercus robur" },
    geometry: [
      { type: "GeometryInstance", template: 0, boundaries: [1], transformationMatrix: matrix, ...more },
    ],
  });

  it("places trees by their reference point and takes the height of their shape", async () => {
    const { result, keys } = await read(document({ t: tree({}) }, { "geometry-templates": templates }));
    expect(keys).toEqual([]);
    expect([...(result.trees?.xy ?? [])]).toEqual([10, 0]);
    expect(result.trees?.heightM[0]).toBe(12);
    expect(result.trees?.species[result.trees.speciesIndex[0]]).toBe("Quercus robur");
  });

  it("builds houses from templates where the instance puts them", async () => {
    const shape = {
      templates: [solid],
      "vertices-templates": vertices.map(([x, y, z]) => [x / 1000, y / 1000, (z - 40_000) / 1000]),
    };
    const placed = [1, 0, 0, 100, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const instance = { type: "GeometryInstance", template: 0, boundaries: [0], transformationMatrix: placed };
    const { result, keys } = await read(
      document({ a: { type: "Building", geometry: [instance] } }, { "geometry-templates": shape }),
    );
    expect(keys).toEqual([]);
    expect([...result.table.footprintXY].sort((a, b) => a - b)).toEqual([0, 0, 6, 6, 100, 100, 110, 110]);
    expect([result.table.groundZ[0], result.table.ridgeZ[0]]).toEqual([40, 46]);
  });

  it("drops instances that name no template, point or matrix", async () => {
    for (const broken of [
      { template: 7 },
      { boundaries: [99] },
      { transformationMatrix: [1, 2] },
      { template: -1 },
    ]) {
      const { keys } = await read(
        document({ a: house, t: tree(broken) }, { "geometry-templates": templates }),
      );
      expect(keys).toContain("templateBroken");
    }
  });
});

describe("what a document may hold besides buildings", () => {
  const square = (x0: number, x1: number) => ({
    type: "MultiSurface",
    lod: "1",
    boundaries: [[[x0, x1, x1 + 1, x0 + 1]]],
  });
  it("takes areas with a class for land cover", async () => {
    const strip = [0, 40_000, 48_000, 60_000].flatMap((x) => [
      [x, 0, 0],
      [x, 50_000, 0],
    ]);
    const areas = {
      l: { type: "LandUse", attributes: { function: "Wald" }, geometry: [square(0, 2)] },
      r: { type: "Road", geometry: [{ ...square(0, 0), boundaries: [[[2, 4, 5, 3]]] }] },
      w: { type: "WaterBody", geometry: [{ ...square(0, 0), boundaries: [[[4, 6, 7, 5]]] }] },
      p: { type: "LandUse", geometry: [square(0, 2)] },
    };
    areas.l.geometry[0].boundaries = [[[0, 2, 3, 1]]];
    const { result, findings } = await read(document(areas, { vertices: strip }));
    expect(result.landCover?.codes).toEqual([
      landCoverCodes.forest,
      landCoverCodes.asphalt,
      landCoverCodes.water,
    ]);
    expect(findings).toMatchObject([{ key: "landCoverValuesUnknown", values: { total: 1 } }]);
    expect(result.objects).toEqual({ buildings: 0, buildingParts: 0, landCoverPolygons: 3 });
  });

  it("keeps what extensions add, reads their buildings, and says that textures are left out", async () => {
    const { result, keys } = await read(
      document(
        {
          a: {
            ...house,
            type: "+NoiseBuilding",
            "+noise": { day: 61 },
            attributes: { DatenquelleDachhoehe: "1000", "+level": 3 },
          },
        },
        {
          extensions: { Noise: { url: "https://example.org/noise.json", version: "1" } },
          appearance: { textures: [{ image: "a.jpg" }] },
        },
      ),
    );
    expect(JSON.parse(result.table.attributes[0]).generic).toEqual({
      DatenquelleDachhoehe: "1000",
      "+level": "3",
      "+noise": '{"day":61}',
      extensionType: "+NoiseBuilding",
      extensionsDeclared: '{"Noise":{"url":"https://example.org/noise.json","version":"1"}}',
    });
    expect([...keys].sort()).toEqual(["extensionRead", "texturesLeftOut"]);
  });
});

describe("the text itself", () => {
  const text = JSON.stringify(document({ Häuschen: { ...house, attributes: { name: "Straße „1“" } } }));

  it("is read in any encoding, order of members and white space", async () => {
    const utf16 = new Uint8Array(
      Uint16Array.from(`\ufeff${text}`, (character) => character.charCodeAt(0)).buffer,
    );
    const latin1 = Uint8Array.from(text.replace(/[„“]/g, "'"), (character) => character.charCodeAt(0));
    const marked = new TextEncoder().encode(`\ufeff${JSON.stringify(JSON.parse(text), null, 3)}`);
    const { type, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const turned = JSON.stringify(Object.fromEntries([...Object.entries(rest).reverse(), ["type", type]]));
    for (const bytes of [utf16, latin1, marked, new TextEncoder().encode(turned)]) {
      for (const chunk of [7, 100_000]) {
        const { result, keys } = await readSource(memorySource("a.json", bytes, chunk));
        expect(result.table.ids).toEqual(["Häuschen"]);
        expect(JSON.parse(result.table.attributes[0]).name).toContain("Straße");
        expect(keys.filter((key) => key !== "encodingNotUtf8")).toEqual([]);
      }
    }
  });

  it("may grow on its way to UTF-8", async () => {
    const long = JSON.stringify(
      document({ a: { ...house, attributes: { name: "三".repeat(4000) } } }),
      null,
      1,
    );
    const utf16 = new Uint8Array(
      Uint16Array.from(`\ufeff${long}`, (character) => character.charCodeAt(0)).buffer,
    );
    for (const chunk of [1000, 1_000_000]) {
      const { result } = await readSource(memorySource("a.json", utf16, chunk));
      expect(JSON.parse(result.table.attributes[0]).name).toBe("三".repeat(2000));
    }
  });

  it("is refused with the line where its structure breaks", async () => {
    const broken = `{"type":"CityJSON",\n"version":"2.0",\n"CityObjects":{"a" {}},"vertices":[]}`;
    await expect(read(broken)).rejects.toMatchObject({ key: "jsonBroken", line: 3 });
    for (const cut of [10, 60, text.length - 200, text.length - 2])
      await expect(read(text.slice(0, cut))).rejects.toMatchObject({ key: "jsonBroken" });
  });

  it("keeps the place of vertices that are none", async () => {
    for (const odd of [null, [1, 2], ["a", 0, 0], { x: 1 }, [null, 0, 0], "x"]) {
      const { result } = await read(document({ a: house }, { vertices: [...vertices, odd] }));
      expect(result.table.surfaceKind.length).toBe(12);
      const shifted = faces.map((rings) =>
        rings.map((ring) => ring.map((index) => (index === 0 ? 8 : index))),
      );
      const { result: partly, keys } = await read(
        document(
          { a: { type: "Building", geometry: [{ ...solid, boundaries: [shifted] }] } },
          { vertices: [...vertices, odd] },
        ),
      );
      expect(keys).toContain("coordinateNotFinite");
      expect(partly.table.trianglesXYZ.every(Number.isFinite)).toBe(true);
    }
  });

  it("refuses indices that are no whole numbers within the list", async () => {
    for (const index of [-1, 0.5, 8, 1e9, "0", null, Number.MAX_SAFE_INTEGER]) {
      const { keys } = await read(
        document({
          a: { type: "Building", geometry: [{ ...solid, boundaries: [[...faces, [[0, 1, index]]]] }] },
        }),
      );
      expect(keys).toContain("vertexIndexWrong");
    }
  });

  it("refuses a plain document beyond the memory plan before it is read, with the way on", async () => {
    let asked = 0;
    const large: Source = {
      name: "large.city.json",
      size: 600 * 1024 * 1024,
      slice: async () => new Uint8Array(0),
      stream: () =>
        new ReadableStream<Uint8Array>({
          pull: (controller) => {
            asked += 1;
            const head = '{"type":"CityJSON",\n"version":"2.0",\n"CityObjects":{\n';
            controller.enqueue(new TextEncoder().encode(asked === 1 ? head : " ".repeat(65_536)));
          },
        }),
    };
    await expect(readSource(large)).rejects.toMatchObject({
      key: "cityJsonTooLarge",
      values: { limitMb: 512 },
    });
    expect(asked).toBeLessThan(10);
  });
});
