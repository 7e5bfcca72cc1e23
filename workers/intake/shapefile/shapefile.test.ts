import { describe, expect, it } from "vitest";
import type { TableFeature } from "../features/contract.ts";
import { createFindings } from "../report.ts";
import { memorySource, type Source } from "../source.ts";
import { importAll, quiet, textSource } from "../testing.ts";
import { encodingOfCpg } from "./encoding.ts";
import { type MadeField, type MadeShape, makeDbf, makeShapefile } from "./madeShapefile.ts";
import { readShapefile } from "./read.ts";

/** Clockwise from the lower left corner, as outlines are. */
const square = (x: number, y: number, size: number): [number, number][] => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
  [x, y],
];
const turned = (ring: readonly [number, number][]): [number, number][] => [...ring].reverse();

async function read(shp: Uint8Array, beside: Record<string, Uint8Array | string> = {}) {
  const siblings = new Map<string, Source>(
    Object.entries(beside).map(([ending, content]) => [
      ending,
      typeof content === "string"
        ? textSource(content, `a.${ending}`)
        : memorySource(`a.${ending}`, content, 41),
    ]),
  );
  const features: TableFeature[] = [];
  const findings = createFindings();
  await readShapefile({
    source: memorySource("a.shp", shp, 37),
    siblings,
    context: quiet,
    findings,
    take: (feature) => features.push(feature),
  });
  return { features, keys: findings.list().map(({ key }) => key), findings: findings.list() };
}
const geometries = async (shapes: readonly MadeShape[]) =>
  (await read(makeShapefile(shapes).shp)).features.map(({ geometry }) => geometry);

describe("shapes", () => {
  it("reads points with heights and measures, several points, lines and nothing", async () => {
    const point = [556_010.25, 5_612_010.5] as const;
    const got = await geometries([
      { type: 1, point },
      { type: 11, point },
      { type: 21, point },
      { type: 0 },
      { type: 8, points: [point, [1, 2]] },
      { type: 18, points: [point] },
      { type: 13, parts: [[point, [1, 2]]] },
    ]);
    const one = { type: "Point", coordinates: point };
    expect(got).toEqual([
      one,
      one,
      one,
      null,
      { type: "MultiPoint", coordinates: [point, [1, 2]] },
      { type: "MultiPoint", coordinates: [point] },
      { type: "MultiLineString", coordinates: [[point, [1, 2]]] },
    ]);
  });

  it("sorts rings by their turn: holes into the smallest outline around them", async () => {
    const [big, island, hole, inIsland, other] = [
      square(0, 0, 100),
      square(20, 20, 30),
      turned(square(10, 10, 60)),
      turned(square(25, 25, 5)),
      square(200, 0, 10),
    ];
    const [right, reversed] = (await geometries([
      { type: 5, parts: [inIsland, big, hole, island, other] },
      { type: 15, parts: [inIsland, big, hole, island, other].map(turned) },
    ])) as { type: string; coordinates: [number, number][][][] }[];
    const corners = (polygons: [number, number][][][]) =>
      polygons.map((rings) => rings.map((ring) => Math.min(...ring.map(([x]) => x))));
    expect(right.type).toBe("MultiPolygon");
    expect(corners(right.coordinates)).toEqual([[200], [20, 25], [0, 10]]);
    // A program that wrote all of it the wrong way round means the same.
    expect(corners(reversed.coordinates)).toEqual(corners(right.coordinates));
  });

  it("names surfaces that are no polygons", async () => {
    expect(await geometries([{ type: 31, parts: [square(0, 0, 1)] }])).toEqual([{ type: "MultiPatch" }]);
  });
});

describe("tables", () => {
  const fields: MadeField[] = [
    ["STRASSE", "C", 12],
    ["HOEHE", "N", 6],
    ["TAG", "D", 8],
    ["JA", "L", 1],
  ];
  const shapes: MadeShape[] = [1, 2, 3].map((x) => ({ type: 1, point: [x, x] }));
  const row = ["Grüne Höhe", "12.5", "20260711", "T"];

  it.each([
    ["UTF-8 by .cpg", 0, (text: string) => new TextEncoder().encode(text), "UTF-8"],
    ["Windows-1252 by .cpg", 0, latin, "ANSI 1252"],
    ["Latin-1 by .cpg", 0, latin, "ISO 88591\r\n"],
    ["Windows-1252 by the header", 3, latin, ""],
    ["DOS 850 by the header", 2, dos, ""],
    ["nothing said", 0, latin, ""],
    ["UTF-8 said, but not so", 0, latin, "UTF-8"],
  ])("reads texts in %s", async (_, driver, encode, cpg) => {
    const { shp, shx } = makeShapefile(shapes);
    const dbf = makeDbf(fields, [row, row, row], { driver, encode });
    const { features, keys } = await read(shp, { shx, dbf, ...(cpg === "" ? {} : { cpg }) });
    expect(features[2].properties).toEqual({
      STRASSE: "Grüne Höhe",
      HOEHE: 12.5,
      TAG: "2026-07-11",
      JA: true,
    });
    expect(keys).toEqual(_.includes("not so") ? ["encodingNotUtf8"] : []);
  });

  it("leaves empty cells out, and rows that are marked as deleted", async () => {
    const { shp, shx } = makeShapefile(shapes);
    const dbf = makeDbf(fields, [["", "******", "", "?"], row, row], { deleted: 1 });
    const { features } = await read(shp, { shx, dbf });
    expect(features.map(({ line, properties }) => [line, Object.keys(properties).length])).toEqual([
      [1, 0],
      [3, 4],
    ]);
  });

  it("tells what is missing beside the shapes", async () => {
    const { shp, shx } = makeShapefile(shapes);
    expect((await read(shp)).keys).toEqual(["shapefileWithoutTable", "shapefileWithoutIndex"]);
    expect((await read(shp, { shx, dbf: new Uint8Array(5) })).keys).toEqual(["shapefileTableBroken"]);
    const short = await read(shp, { shx, dbf: makeDbf(fields, [row]) });
    expect([short.features.length, short.keys]).toEqual([3, ["shapefileTableShort"]]);
  });

  it("understands the names of code pages", () => {
    expect(
      ["UTF8", "cp850", "LDID/87", "1252", "ISO-8859-15", "OEM 437", "65001"].map(encodingOfCpg),
    ).toEqual(["utf-8", "850", null, "windows-1252", "iso-8859-15", "437", "utf-8"]);
  });
});

describe("damage", () => {
  const shapes: MadeShape[] = [0, 1, 2, 3].map((i) => ({ type: 5, parts: [square(i * 10, 0, 5)] }));

  it("passes a record with a wrong length by the index, and keeps rows and shapes together", async () => {
    const { shp, shx } = makeShapefile(shapes);
    const second = new DataView(shx.buffer).getInt32(108) * 2;
    new DataView(shp.buffer).setInt32(second + 4, 0x7fffffff);
    const dbf = makeDbf([["N", "N", 3]], [["0"], ["1"], ["2"], ["3"]]);
    const { features, findings } = await read(shp, { shx, dbf });
    expect(features.map(({ properties }) => properties.N)).toEqual([0, 2, 3]);
    expect(findings).toMatchObject([{ key: "shapefileRecordBroken", places: [{ line: 2 }] }]);
    const without = await read(shp, { dbf });
    expect(without.features.length).toBe(1);
    expect(without.keys).toContain("shapefileCutShort");
  });

  it("leaves a record out whose counts do not fit", async () => {
    const { shp, shx } = makeShapefile(shapes);
    new DataView(shp.buffer).setInt32(100 + 8 + 40, 1_000_000_000, true);
    const { features, keys } = await read(shp, { shx });
    expect([features.length, keys]).toEqual([3, ["shapefileWithoutTable", "shapefileRecordBroken"]]);
  });

  it("keeps what stands before the end of a file that was cut", async () => {
    const { shp, shx } = makeShapefile(shapes);
    const { features, keys } = await read(shp.subarray(0, shp.length - 10), { shx });
    expect([features.length, keys.at(-1)]).toEqual([3, "shapefileCutShort"]);
  });
});

it("becomes buildings by its columns, with the system of the .prj", async () => {
  const { shp, shx } = makeShapefile([{ type: 5, parts: [square(556_010, 5_612_010, 10)] }]);
  const dbf = makeDbf(
    [
      ["GEBHOEHE", "N", 6],
      ["GFK", "C", 12],
    ],
    [["9.5", "31001_1010"]],
  );
  const prj = 'PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989"],AUTHORITY["EPSG","25832"]]';
  const { data, report } = await importAll([
    memorySource("geb.shp", shp),
    memorySource("geb.shx", shx),
    memorySource("geb.dbf", dbf),
    textSource(prj, "geb.prj"),
  ]);
  const file = report.files.find(({ format }) => format === "shapefile");
  expect(file?.crs).toMatchObject({ crs: "EPSG:25832", how: "stated" });
  expect(file?.objects).toEqual({ footprints: 1 });
  expect(data?.buildings.count).toBe(1);
});

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
function dos(text: string): Uint8Array {
  const page: Record<string, number> = { ü: 0x81, ö: 0x94 };
  return Uint8Array.from(text, (letter) => page[letter] ?? letter.charCodeAt(0));
}
