import { describe, expect, it } from "vitest";
import { createSoup } from "../buildings/soup.ts";
import { createFindings, IntakeError } from "../report.ts";
import { quiet, reading, textSource } from "../testing.ts";
import { type GeometryContext, pushGeometry } from "./geometry.ts";
import { createIndexLists, readFlatList, readIndexLists } from "./indexLists.ts";
import { createPlainReader } from "./plainGeometry.ts";
import { readCityJson } from "./read.ts";
import { createTextReaders } from "./textReader.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("readIndexLists", () => {
  const read = (text: string) => {
    const lists = createIndexLists();
    return { end: readIndexLists(bytesOf(text), 0, lists), lists };
  };

  it("keeps values, and where rings, surfaces and shells end", () => {
    const text = " [ [[[0,1,2],[3 ,4,5]],[[6,7,80123]]],\n[[[9,10,11]]]]".trim();
    const { end, lists } = read(text);
    expect(end).toBe(text.length);
    expect([...lists.values.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 80123, 9, 10, 11]);
    expect([...lists.ringEnd.subarray(0, lists.rings)]).toEqual([3, 6, 9, 12]);
    expect([...lists.surfaceEnd.subarray(0, lists.surfaces)]).toEqual([2, 3, 4]);
    expect([lists.shells, lists.depth]).toEqual([2, 4]);
  });

  it("grows with the lists", () => {
    const surfaces = Array.from({ length: 2000 }, (_, i) => [[i, i + 1, i + 2]]);
    const { lists } = read(JSON.stringify(surfaces));
    expect([lists.surfaces, lists.rings, lists.ringEnd[1999], lists.values[5999]]).toEqual([
      2000, 2000, 6000, 2001,
    ]);
  });

  it.each([
    "",
    "[",
    "[[]]",
    "[[[]]]",
    "[[0,1,2]]",
    "[[[[[0,1,2]]]]]",
    "[[[0,1,2]",
    "[[[0,,2]]]",
    "[[[0,1,2,]]]",
    "[[[0 1]]]",
    "[[[01,2,3]]]",
    "[[[-1,2,3]]]",
    "[[[1.0,2,3]]]",
    "[[[1e0,2,3]]]",
    "[[[1234567890,2,3]]]",
    "[[[0,1,2]],[3,4,5]]",
    "[[[0,1,2]],[[[3,4,5]]]]",
    "[[[0,1,2]],null]",
    '[[["0",1,2]]]',
    "null",
    "{}",
  ])("leaves %s to others", (text) => {
    expect(read(text).end).toBe(-1);
  });
});

describe("readFlatList", () => {
  it("reads whole numbers and null, once nested or not", () => {
    const values: number[] = [];
    expect(readFlatList(bytesOf("[0, null,12]"), 0, false, values)).toBe(12);
    expect(values).toEqual([0, -1, 12]);
    expect(readFlatList(bytesOf("[[0,1 ] ]"), 0, true, values)).toBe(9);
    expect(values).toEqual([0, 1]);
    for (const text of ["[]", "[[0],[1]]", "[0", "[nul]", "[0,]", "[-1]", "[0.0]", "null"])
      expect(readFlatList(bytesOf(text), 0, text.startsWith("[["), values)).toBe(-1);
  });
});

const faces = [
  [[0, 3, 2, 1]],
  [[4, 5, 6, 7]],
  [[0, 1, 5, 4]],
  [[1, 2, 6, 5]],
  [[2, 3, 7, 6]],
  [[3, 0, 4, 7]],
];
const semantics = {
  surfaces: [{ type: "GroundSurface" }, { type: "RoofSurface" }, { type: "+Patio", parent: 0 }],
  values: [[0, 1, 2, null, 7, 2]],
};
const solid = { type: "Solid", lod: "2.2", boundaries: [faces], semantics };
const corners = Float64Array.from(
  [0, 0, 0, 9, 0, 0, 9, 9, 0, 0, 9, 0, 0, 0, 5, 9, 0, 5, 9, 9, 5, 0, 9, 5].map((value) => value / 3),
);

function contextOf(): GeometryContext {
  return {
    soup: createSoup(),
    vertices: { values: corners, count: 8 },
    templates: { geometries: [], vertices: { values: new Float64Array(0), count: 0 } },
    findings: createFindings(),
  };
}

const stateOf = ({ soup, findings }: GeometryContext) => ({
  polygons: soup.polygons,
  ringEnd: soup.ringEnd,
  coordinates: [...soup.coordinates.values.subarray(0, soup.coordinates.length)],
  findings: findings.list(),
});

/** What the bytes give (null: not plain), and what their values give (null: no JSON). */
function bothWays(bytes: Uint8Array) {
  const plain = contextOf();
  const reader = createPlainReader(createTextReaders(createFindings()).alone);
  const taken = reader.push(bytes, 0, 3, plain);
  const parsed = contextOf();
  let values: unknown = null;
  try {
    values = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return { taken, plain: stateOf(plain), parsed: null };
  }
  if (Array.isArray(values)) for (const geometry of values) pushGeometry(geometry, 3, "a", parsed);
  return { taken, plain: stateOf(plain), parsed: stateOf(parsed) };
}

describe("createPlainReader", () => {
  const multi = { lod: 1, boundaries: faces, type: "MultiSurface", semantics: { ...semantics, values: [1] } };
  const inside = {
    ...solid,
    semantics: { surfaces: [{ type: "FloorSurface" }], values: [[0, null]] },
    texture: { a: [[[]]] },
  };
  const courtyard = {
    type: "CompositeSurface",
    lod: "0.5",
    boundaries: [[faces[0][0], [4, 5, 6]], faces[1]],
  };

  it.each([
    ["a solid", [solid]],
    ["several geometries", [solid, multi, inside, courtyard]],
    ["no geometry", []],
    ["a geometry without semantics", [{ ...solid, semantics: undefined }]],
    ["semantics without values", [{ ...solid, semantics: { ...semantics, values: null } }]],
    ["values without surfaces", [{ ...solid, semantics: { values: semantics.values } }]],
  ])("gives for %s what its values give", (_, geometries) => {
    for (const text of [JSON.stringify(geometries), JSON.stringify(geometries, null, 2)]) {
      const { taken, plain, parsed } = bothWays(bytesOf(text));
      expect(taken).toBe(true);
      expect(plain).toEqual(parsed);
    }
  });

  it.each([
    ["an index beyond the vertices", [solid, { ...solid, boundaries: [[[[0, 1, 8]]]] }]],
    ["a ring of two points", [{ ...multi, boundaries: [[[0, 1]]] }]],
    ["a hollow", [{ ...solid, boundaries: [faces, faces] }]],
    ["a set of solids", [{ ...solid, type: "MultiSolid", boundaries: [[faces]] }]],
    ["an instance of a template", [{ type: "GeometryInstance", template: 0, boundaries: [0] }]],
    ["a level of detail that is none", [{ ...solid, lod: "high" }]],
    ["flat values for a solid", [{ ...solid, semantics: { ...semantics, values: [0, 1] } }]],
    ["boundaries that do not fit the type", [{ ...solid, type: "MultiSurface" }]],
    ["no type", [{ ...solid, type: undefined }]],
    ["no boundaries", [{ ...solid, boundaries: undefined }]],
    ["something else in the list", [solid, null]],
  ])("leaves %s to others and takes back what it began", (_, geometries) => {
    const { taken, plain } = bothWays(bytesOf(JSON.stringify(geometries)));
    expect(taken).toBe(false);
    expect(plain).toEqual(stateOf(contextOf()));
  });

  it("never differs from what the values say, whatever is broken", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const whole = bytesOf(JSON.stringify([solid, multi, courtyard]));
    const letters = bytesOf('0123456789[],{}":.-e nult');
    let alike = 0;
    let left = 0;
    for (let round = 0; round < 4000; round++) {
      const bytes = whole.slice();
      for (let change = random(3); change >= 0; change--)
        bytes[random(bytes.length)] = letters[random(letters.length)];
      try {
        const { taken, plain, parsed } = bothWays(bytes);
        if (!taken) left += 1;
        else if (parsed !== null) {
          expect(plain).toEqual(parsed);
          alike += 1;
        }
      } catch (error) {
        expect(error).toBeInstanceOf(IntakeError);
      }
    }
    expect(alike).toBeGreaterThan(200);
    expect(left).toBeGreaterThan(1000);
  });
});

describe("readCityJson, objects without their geometry", () => {
  const house = { type: "Building", geometry: [solid] };
  const read = (text: string) =>
    reading((findings) =>
      readCityJson(textSource(text, "test", 97), { crs: null, preferredCrs: null }, quiet, findings),
    );
  const document = (objects: Record<string, unknown>): string =>
    JSON.stringify({
      type: "CityJSON",
      version: "2.0",
      transform: { scale: [0.001, 0.001, 0.001], translate: [556_000, 5_612_000, 0] },
      metadata: { referenceSystem: "https://www.opengis.net/def/crs/EPSG/0/25832" },
      CityObjects: objects,
      vertices: Array.from({ length: 8 }, (_, i) =>
        [...corners.subarray(i * 3, i * 3 + 3)].map((v) => v * 3000),
      ),
    });

  it("finds parts that all stand behind their buildings, names in any script among them", async () => {
    const count = 300;
    const objects: Record<string, unknown> = {};
    for (let i = 0; i < count; i++) objects[`h${i}`] = { type: "Building", children: [`t${i}`, `ü${i}`] };
    for (let i = 0; i < count; i++) {
      objects[`t${i}`] = {
        ...house,
        type: "BuildingPart",
        parents: [`h${i}`],
        attributes: { roofType: `${i}` },
      };
      objects[`ü${i}`] = { type: "BuildingPart", parents: [`h${i}`], attributes: { name: `Straße ${i}` } };
    }
    const { result, keys } = await read(document(objects));
    expect(keys).toEqual([]);
    expect(result.objects).toEqual({ buildings: count, buildingParts: 2 * count });
    expect(result.table.roofTypeCode).toEqual(Array.from({ length: count }, (_, i) => `${i}`));
    expect(JSON.parse(result.table.attributes[count - 1])).toMatchObject({
      name: `Straße ${count - 1}`,
      parts: [{ id: `t${count - 1}` }, { id: `ü${count - 1}` }],
    });
  });

  it("reads a geometry whose key is written with escapes, or stands twice, as JSON means it", async () => {
    const plain = await read(document({ a: house }));
    const escaped = await read(document({ a: house }).replace('"geometry"', '"geo\\u006detry"'));
    expect(escaped.result.table).toEqual(plain.result.table);
    const twice = await read(
      document({ a: house }).replace('"geometry":[', '"geometry":[{"type":"Solid","lod":"9"}],"geometry":['),
    );
    expect(twice.result.table).toEqual(plain.result.table);
    expect(twice.keys).toEqual(plain.keys);
    const none = await read(
      document({ a: house }).replace(']}},"vertices"', '],"geometry":null}},"vertices"'),
    );
    expect(none.keys).toContain("buildingWithoutSurface");
  });

  it("gives for broken attributes the reason", async () => {
    const text = document({ a: { ...house, attributes: { name: "x" } } }).replace('"name":"x"', '"name":x');
    await expect(read(text)).rejects.toMatchObject({ key: "jsonBroken" });
  });
});
