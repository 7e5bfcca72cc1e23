import { describe, expect, it } from "vitest";
import { surfaceKinds } from "#twin/buildings.ts";
import { quiet, reading, textSource } from "../testing.ts";
import { parseNumbers } from "./coordinates.ts";
import { readCityGml } from "./read.ts";
import {
  box,
  building,
  type Corner,
  model,
  polygon,
  posList,
  surface,
  themed,
  volume,
} from "./sampleCityGml.ts";

const plain = { crs: null, preferredCrs: null };

const read = (text: string, options: { crs: string | null; preferredCrs: string | null } = plain) =>
  reading((findings) => readCityGml(textSource(text), options, quiet, findings));

describe("parseNumbers", () => {
  it("reads decimals exactly as Number does", () => {
    const texts = [
      "280928.215",
      "-0.001",
      "5657501.7430000",
      "1e3",
      "12345678901234567.5",
      "+4",
      "38",
      ".5",
      "7.",
    ];
    const into: number[] = [];
    parseNumbers(texts.join(" \n\t"), into);
    expect(into).toEqual(texts.map(Number));
  });

  it("gives NaN for what is no number", () => {
    const into: number[] = [];
    parseNumbers("1,5 NaN - x 2", into);
    expect(into).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, 2]);
  });
});

describe("readCityGml", () => {
  const house = box([10, 10, 40], [20, 16, 46]);

  it("reads thematic surfaces, facts and provenance; leaves the address out", async () => {
    const { result, keys } = await read(
      model(
        building(
          "DENW1",
          `<core:creationDate>2020-12-18</core:creationDate>
<gen:stringAttribute name="DatenquelleDachhoehe"><gen:value>1000</gen:value></gen:stringAttribute>
<bldg:function>31001_1010</bldg:function><bldg:roofType>1000</bldg:roofType><bldg:measuredHeight uom="urn:adv:uom:m">6</bldg:measuredHeight>
<bldg:storeysAboveGround>2</bldg:storeysAboveGround>${themed(house)}
<bldg:lod2TerrainIntersection><gml:MultiCurve><gml:curveMember><gml:LineString><gml:posList>${posList(house.ground)}</gml:posList></gml:LineString></gml:curveMember></gml:MultiCurve></bldg:lod2TerrainIntersection>
<bldg:address><core:Address><core:xalAddress><name>Geheimweg 7</name></core:xalAddress></core:Address></bldg:address>`,
        ),
      ),
    );
    const { table, frame, crs } = result;
    expect(table.count).toBe(1);
    expect(frame).toEqual({ crs: "EPSG:25832", originEastM: 556_000, originNorthM: 5_612_000 });
    expect(crs?.how).toBe("stated");
    expect([table.groundZ[0], table.eavesZ[0], table.ridgeZ[0], table.storeys[0]]).toEqual([40, 46, 46, 2]);
    expect([table.functionCode[0], table.roofTypeCode[0]]).toEqual(["31001_1010", "1000"]);
    expect(JSON.parse(table.attributes[0])).toMatchObject({
      measuredHeightM: 6,
      creationDate: "2020-12-18",
      generic: { DatenquelleDachhoehe: "1000" },
      lod: 2,
    });
    expect(table.attributes[0]).not.toContain("Geheimweg");
    expect(table.surfaceKind.length).toBe(12);
    expect([...table.surfaceKind].filter((kind) => kind === surfaceKinds.wall)).toHaveLength(8);
    expect(volume(table.trianglesXYZ)).toBeCloseTo(360, 3);
    expect([...table.footprintXY]).toEqual([20, 10, 20, 16, 10, 16, 10, 10]);
    expect(keys).toEqual(["addressLeftOut"]);
  });

  it("counts xlinked solids once, whether surfaces come before or after them", async () => {
    const names = ["g", "r", "w0", "w1", "w2", "w3"];
    const solid = `<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${names
      .map((name) => `<gml:surfaceMember xlink:href="#p${name}"/>`)
      .join("")}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>`;
    for (const content of [solid + themed(house, "p"), themed(house, "p") + solid]) {
      const { result, keys } = await read(model(building("a", content)));
      expect(result.table.surfaceKind.length).toBe(12);
      expect(keys).toEqual([]);
    }
    const dangling = await read(model(building("a", solid.replace("#pw3", "#nowhere") + themed(house, "p"))));
    expect(dangling.findings).toMatchObject([
      { level: "dropped", key: "xlinkDangling", places: [{ objectId: "a" }] },
    ]);
    expect(dangling.result.table.surfaceKind.length).toBe(12);
  });

  it("takes kinds from surfaces that only refer to the solid's polygons", async () => {
    const faces: readonly [string, string, readonly Corner[]][] = [
      ["GroundSurface", "g", house.ground],
      ["RoofSurface", "r", house.roof],
      ...house.walls.map((wall, i) => ["WallSurface", `w${i}`, wall] as [string, string, readonly Corner[]]),
    ];
    const solid = `<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${faces
      .map(([, id, corners]) => `<gml:surfaceMember>${polygon(corners, id)}</gml:surfaceMember>`)
      .join("")}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>`;
    const references = faces
      .map(([name, id]) =>
        surface(name, "").replace(
          "<gml:surfaceMember></gml:surfaceMember>",
          `<gml:surfaceMember xlink:href="#${id}"/>`,
        ),
      )
      .join("");
    const { result } = await read(model(building("a", solid + references)));
    expect(result.table.surfaceKind.length).toBe(12);
    expect([...new Set(result.table.surfaceKind)].sort()).toEqual([0, 1, 2]);
  });

  it("drops the copy without a kind where a solid repeats its surfaces in full", async () => {
    const all = [house.ground, house.roof, ...house.walls];
    const solid = `<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${all
      .map(
        (corners) => `<gml:surfaceMember>${polygon([...corners.slice(1), corners[0]])}</gml:surfaceMember>`,
      )
      .join("")}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>`;
    const { result } = await read(model(building("a", solid + themed(house))));
    expect(result.table.surfaceKind.length).toBe(12);
  });

  it("classifies an LoD1 block without themes and turns an inside-out solid", async () => {
    const solid = (turn: boolean): string =>
      `<bldg:lod1Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${[
        house.ground,
        house.roof,
        ...house.walls,
      ]
        .map(
          (corners) =>
            `<gml:surfaceMember>${polygon(turn ? [...corners].reverse() : corners)}</gml:surfaceMember>`,
        )
        .join("")}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod1Solid>`;
    const right = await read(model(building("a", solid(false))));
    expect(right.keys).toEqual([]);
    const turned = await read(model(building("a", solid(true))));
    expect(turned.keys).toEqual(["facesTurned"]);
    for (const { result } of [right, turned]) {
      expect(volume(result.table.trianglesXYZ)).toBeCloseTo(360, 3);
      expect(result.table.ridgeZ[0]).toBe(46);
      expect(JSON.parse(result.table.attributes[0])).toMatchObject({ lod: 1 });
    }
  });

  it("turns single faces only where the surfaces do not close as delivered", async () => {
    const parts = [
      surface("RoofSurface", polygon(house.roof)),
      ...house.walls.map((wall) => surface("WallSurface", polygon(wall))),
    ];
    const flipped = parts.map((part, i) =>
      i === 2 ? surface("WallSurface", polygon([...house.walls[1]].reverse())) : part,
    );
    const { result, keys } = await read(model(building("a", flipped.join(""))));
    expect(keys).toEqual(["footprintFromRoof", "facesTurned"]);
    const right = await read(model(building("a", parts.join(""))));
    expect(right.keys).toEqual(["footprintFromRoof"]);
    expect(volume(result.table.trianglesXYZ)).toBeCloseTo(volume(right.result.table.trianglesXYZ), 4);
  });

  it("merges parts into their building: surfaces, footprint without the wall between, codes and ids", async () => {
    const part = (id: string, faces: ReturnType<typeof box>, roof: string): string =>
      `<bldg:consistsOfBuildingPart><bldg:BuildingPart gml:id="${id}"><bldg:roofType>${roof}</bldg:roofType>${themed(faces)}</bldg:BuildingPart></bldg:consistsOfBuildingPart>`;
    const { result } = await read(
      model(
        building(
          "a",
          `<bldg:function>31001_1010</bldg:function>${part("p1", house, "3100")}${part("p2", box([20, 10, 41], [24, 16, 44]), "1000")}`,
        ),
      ),
    );
    expect(result.objects).toEqual({ buildings: 1, buildingParts: 2 });
    const { table } = result;
    expect([table.groundZ[0], table.eavesZ[0], table.ridgeZ[0]]).toEqual([40, 44, 46]);
    expect(table.roofTypeCode[0]).toBe("3100");
    expect(JSON.parse(table.attributes[0]).parts).toEqual([
      { id: "p1", roofType: "3100" },
      { id: "p2", roofType: "1000" },
    ]);
    expect(table.ringStart[1]).toBe(1);
    expect([...table.footprintXY].sort((a, b) => a - b)).toEqual([10, 10, 10, 10, 16, 16, 24, 24]);
  });

  it("keeps a courtyard as a clockwise hole", async () => {
    const hole: Corner[] = [
      [13, 12, 40],
      [17, 12, 40],
      [17, 14, 40],
      [13, 14, 40],
    ];
    const { result } = await read(
      model(
        building(
          "a",
          surface("GroundSurface", polygon(house.ground, "", hole)) +
            surface(
              "RoofSurface",
              polygon(house.roof, "", hole.map(([x, y]) => [x, y, 46] as Corner).reverse()),
            ) +
            house.walls.map((wall) => surface("WallSurface", polygon(wall))).join(""),
        ),
      ),
    );
    const { table } = result;
    expect(table.ringStart[1]).toBe(2);
    const area = (ringIndex: number): number => {
      const xy = table.footprintXY.subarray(
        table.vertexStart[ringIndex] * 2,
        table.vertexStart[ringIndex + 1] * 2,
      );
      let sum = 0;
      for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2)
        sum += xy[j] * xy[i + 1] - xy[i] * xy[j + 1];
      return sum / 2;
    };
    expect([area(0), area(1)]).toEqual([60, -8]);
  });

  it("takes the roof's outline where there is no ground surface", async () => {
    const half = (x0: number, x1: number, flip: boolean): Corner[] =>
      flip
        ? [
            [x0, 10, 46],
            [x1, 10, 44],
            [x1, 16, 44],
            [x0, 16, 46],
          ]
        : [
            [x0, 10, 44],
            [x1, 10, 46],
            [x1, 16, 46],
            [x0, 16, 44],
          ];
    const { result, keys } = await read(
      model(
        building(
          "a",
          surface("RoofSurface", polygon(half(10, 15, false))) +
            surface("RoofSurface", polygon(half(15, 20, true))),
        ),
      ),
    );
    expect(keys).toEqual(["footprintFromRoof"]);
    expect(result.table.vertexStart[1]).toBe(4);
    expect([result.table.eavesZ[0], result.table.ridgeZ[0]]).toEqual([44, 46]);
  });

  it("names what is wrong with a polygon by building and line, and keeps the rest", async () => {
    const bad = [
      ["coordinateNotFinite", polygon(house.roof).replace(" 46 ", " NaN ")],
      ["coordinateCountOdd", polygon(house.roof).replace(" 46 ", " ")],
      ["ringTooFewPoints", polygon(house.roof.slice(0, 2))],
      ["coordinateAbsurd", polygon(house.roof.map(([x, y], i) => [x, y, i === 0 ? 99_999 : 46] as Corner))],
      ["ringOpen", polygon(house.roof, "", null, false)],
    ] as const;
    for (const [key, roof] of bad) {
      const content = themed(house).replace(polygon(house.roof), roof);
      const { result, findings } = await read(
        model(building("a", content) + building("b", themed(box([40, 40, 40], [50, 50, 46])))),
      );
      expect(result.table.ids).toEqual(["a", "b"]);
      expect(findings.map((finding) => finding.key)).toEqual([key]);
      expect(findings[0].places[0]).toMatchObject({ objectId: "a" });
      expect(findings[0].places[0].line).toBe(4);
    }
  });

  it("says that a line is damaged that it does not need, and of a sound one nothing", async () => {
    const line = (numbers: string, dimension = "") =>
      `<bldg:lod2TerrainIntersection><gml:MultiCurve><gml:curveMember><gml:LineString><gml:posList${dimension}>${numbers}</gml:posList></gml:LineString></gml:curveMember></gml:MultiCurve></bldg:lod2TerrainIntersection>`;
    const content = line("0 0 40\n 10 0 40") + line("0 0 10 0", ' srsDimension="2"') + themed(house);
    expect((await read(model(building("a", content)))).keys).toEqual([]);
    const { result, findings } = await read(model(building("a", line("0 0 40 10 0") + content)));
    expect(result.table.ids).toEqual(["a"]);
    expect(findings).toMatchObject([
      {
        level: "info",
        key: "curveCountOdd",
        values: { dimension: 3 },
        count: 1,
        places: [{ objectId: "a" }],
      },
    ]);
  });

  it("counts on ids that repeat and numbers those that are missing", async () => {
    const other = box([40, 40, 40], [50, 50, 46]);
    const { result, keys } = await read(
      model(
        building("a", themed(house)) +
          building("a", themed(other)) +
          building("", themed(box([60, 60, 40], [70, 70, 46]))),
      ),
    );
    expect(result.table.ids).toEqual(["a", "a#2", "building-3"]);
    expect(keys).toEqual(["idRepeated", "idMissing"]);
  });

  it("keeps the buildings before the place where a file breaks off", async () => {
    const text = model(building("a", themed(house)) + building("b", themed(box([40, 40, 40], [50, 50, 46]))));
    const { result, findings } = await read(text.slice(0, text.indexOf('gml:id="b"') + 300));
    expect(result.table.ids).toEqual(["a"]);
    expect(findings).toMatchObject([{ level: "problem", key: "xmlBroken", places: [{ objectId: "b" }] }]);
  });

  it("refuses entities, endless nesting and endless text", async () => {
    const bomb = model(building("a", themed(house))).replace(
      "<core:CityModel",
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><core:CityModel',
    );
    expect(
      (await read(bomb.replace("<bldg:boundedBy>", "<gml:name>&b;</gml:name><bldg:boundedBy>"))).keys,
    ).toContain("xmlBroken");
    expect((await read(bomb)).result.table.count).toBe(1);
    expect((await read(model("<a>".repeat(500)))).keys).toEqual(["xmlTooDeep"]);
    const long = model(building("a", `<gml:name>${"x".repeat(40_000_000)}`));
    const { keys } = await reading((findings) =>
      readCityGml(textSource(long, "long", 1 << 20), plain, quiet, findings),
    );
    expect(keys).toEqual(["xmlTextTooLong"]);
  });

  it("reads UTF-16 and Latin-1 whether or not the file says so", async () => {
    const text = model(building("Straße", themed(house)));
    const utf16 = new Uint8Array(2 + text.length * 2);
    utf16.set([0xff, 0xfe]);
    for (let i = 0; i < text.length; i++)
      new DataView(utf16.buffer).setUint16(2 + i * 2, text.charCodeAt(i), true);
    const latin1 = (source: string): Uint8Array => Uint8Array.from(source, (c) => c.charCodeAt(0));
    const { memorySource } = await import("../source.ts");
    for (const [bytes, expected] of [
      [utf16, []],
      [latin1(text.replace("UTF-8", "ISO-8859-1")), []],
      [latin1(text), ["encodingNotUtf8"]],
    ] as const) {
      for (const size of [1, 3, 1 << 20]) {
        const { result, keys } = await reading((findings) =>
          readCityGml(memorySource("x", bytes, size), plain, quiet, findings),
        );
        expect(result.table.ids).toEqual(["Straße"]);
        expect(keys).toEqual(expected);
      }
    }
  });

  it("stops when it is told to", async () => {
    const abort = new AbortController();
    abort.abort();
    const context = { signal: abort.signal, progress: () => undefined };
    await expect(
      reading((findings) => readCityGml(textSource(model("")), plain, context, findings)),
    ).rejects.toThrow();
  });
});
