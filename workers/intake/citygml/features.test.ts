import { describe, expect, it } from "vitest";
import { surfaceKinds } from "#twin/buildings.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { importAll, quiet, reading, textSource } from "../testing.ts";
import { readCityGml } from "./read.ts";
import {
  box,
  building,
  type Corner,
  east,
  leak,
  model,
  north,
  polygon,
  posList,
  surface,
  themed,
  volume,
} from "./sampleCityGml.ts";

const read = (text: string) =>
  reading((findings) => readCityGml(textSource(text), { crs: null, preferredCrs: null }, quiet, findings));
const member = (content: string): string => `<core:cityObjectMember>${content}</core:cityObjectMember>`;
const house = box([10, 10, 40], [20, 16, 46]);
const lod3 = (text: string): string => text.replaceAll("lod2", "lod3");

/** A window 2 × 1 m in the wall y = 10, set back by `depth`. */
const rim = (y: number): Corner[] => [
  [13, y, 42],
  [13, y, 43],
  [15, y, 43],
  [15, y, 42],
];
const wallWithHole = (id: string): string => polygon(house.walls[0], id, rim(10));
const closedButSouth =
  surface("GroundSurface", polygon(house.ground)) +
  surface("RoofSurface", polygon(house.roof)) +
  house.walls
    .slice(1)
    .map((wall) => surface("WallSurface", polygon(wall)))
    .join("");
const southWith = (opening: string): string =>
  `<bldg:boundedBy><bldg:WallSurface><bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember>${wallWithHole("s")}</gml:surfaceMember></gml:MultiSurface></bldg:lod2MultiSurface>${opening}</bldg:WallSurface></bldg:boundedBy>`;
const pane = `<bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember>${polygon([...rim(10)].reverse())}</gml:surfaceMember></gml:MultiSurface></bldg:lod2MultiSurface>`;

describe("LoD3", () => {
  it("takes windows and doors for walls that fill their hole, in 2.0 and 3.0", async () => {
    for (const opening of [
      `<bldg:opening><bldg:Window gml:id="w">${pane}</bldg:Window></bldg:opening>`,
      `<con:fillingSurface><con:DoorSurface gml:id="w">${pane}</con:DoorSurface></con:fillingSurface>`,
    ]) {
      const { result, keys } = await read(model(building("a", lod3(closedButSouth + southWith(opening)))));
      const { table } = result;
      expect(keys).toEqual([]);
      expect(leak(table.trianglesXYZ)).toBeLessThan(1e-6);
      expect(volume(table.trianglesXYZ)).toBeCloseTo(360, 3);
      expect([...table.surfaceKind].filter((kind) => kind === surfaceKinds.wall).length).toBeGreaterThan(10);
      expect(JSON.parse(table.attributes[0]).lod).toBe(3);
    }
  });

  it("closes a hole that nothing stands in", async () => {
    const { result, keys } = await read(model(building("a", lod3(closedButSouth + southWith("")))));
    expect(keys).toEqual(["openingsFilled"]);
    expect(leak(result.table.trianglesXYZ)).toBeLessThan(1e-6);
    expect(volume(result.table.trianglesXYZ)).toBeCloseTo(360, 3);
  });

  it("takes the highest level that shows the whole building, and no rooms", async () => {
    const antenna = `<bldg:outerBuildingInstallation><bldg:BuildingInstallation><bldg:lod3Geometry><gml:MultiSurface><gml:surfaceMember>${polygon(
      [
        [15, 13, 46],
        [15.2, 13, 46],
        [15.1, 13.1, 49],
      ],
    )}</gml:surfaceMember></gml:MultiSurface></bldg:lod3Geometry></bldg:BuildingInstallation></bldg:outerBuildingInstallation>`;
    const room = `<bldg:interiorRoom><bldg:Room><bldg:boundedBy><bldg:FloorSurface><bldg:lod4MultiSurface><gml:MultiSurface><gml:surfaceMember>${polygon(house.roof)}</gml:surfaceMember></gml:MultiSurface></bldg:lod4MultiSurface></bldg:FloorSurface></bldg:boundedBy></bldg:Room></bldg:interiorRoom>`;
    const { result } = await read(model(building("a", themed(house) + antenna + room)));
    expect(JSON.parse(result.table.attributes[0]).lod).toBe(2);
    expect(result.table.surfaceKind.length).toBe(12);
  });
});

describe("references", () => {
  const names = ["g", "r", "w0", "w1", "w2", "w3"];
  const solidOf = (ids: readonly string[]): string =>
    `<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${ids
      .map((id) => `<gml:surfaceMember xlink:href="#${id}"/>`)
      .join("")}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>`;

  it("resolves a composite surface by its id", async () => {
    const walls = `<bldg:boundedBy><bldg:WallSurface><bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember><gml:CompositeSurface gml:id="all">${house.walls
      .map((wall) => `<gml:surfaceMember>${polygon(wall)}</gml:surfaceMember>`)
      .join(
        "",
      )}</gml:CompositeSurface></gml:surfaceMember></gml:MultiSurface></bldg:lod2MultiSurface></bldg:WallSurface></bldg:boundedBy>`;
    const rest =
      surface("GroundSurface", polygon(house.ground, "g")) + surface("RoofSurface", polygon(house.roof, "r"));
    const { result, keys } = await read(model(building("a", solidOf(["g", "r", "all"]) + rest + walls)));
    expect(keys).toEqual([]);
    expect(result.table.surfaceKind.length).toBe(12);
  });

  it("takes surfaces from another building of the file, before or after it, and reports those that are nowhere", async () => {
    const owner = building("owner", themed(house, "p"));
    const borrower = building("borrower", solidOf([...names.map((name) => `p${name}`), "nowhere"]));
    for (const content of [owner + borrower, borrower + owner]) {
      const { result, findings } = await read(model(content));
      expect([...result.table.ids].sort()).toEqual(["borrower", "owner"]);
      const row = result.table.ids.indexOf("borrower");
      const triangles = result.table.trianglesXYZ.subarray(
        result.table.triangleStart[row] * 9,
        result.table.triangleStart[row + 1] * 9,
      );
      expect(volume(triangles)).toBeCloseTo(360, 3);
      expect(findings).toMatchObject([
        { level: "info", key: "xlinkOutside", places: [{ objectId: "borrower" }] },
        { level: "dropped", key: "xlinkDangling", values: { target: "nowhere" } },
      ]);
    }
  });
});

describe("CityGML 3.0", () => {
  it("reads con:height, storeys and dates", async () => {
    const { result } = await read(
      model(
        building(
          "a",
          `<con:height><con:Height><con:highReference>highestRoofEdge</con:highReference><con:lowReference>lowestGroundPoint</con:lowReference><con:status>measured</con:status><con:value uom="m">6.25</con:value></con:Height></con:height>
<con:dateOfConstruction>1930-05-01</con:dateOfConstruction><bldg:storeysAboveGround>2</bldg:storeysAboveGround>
<core:genericAttribute><gen:CodeAttribute><gen:name>DatenquelleDachhoehe</gen:name><gen:value codeSpace="x">1000</gen:value></gen:CodeAttribute></core:genericAttribute>
<core:genericAttribute><gen:GenericAttributeSet><gen:name>Lage</gen:name><gen:genericAttribute><gen:StringAttribute><gen:name>Gemeindeschluessel</gen:name><gen:value>05370024</gen:value></gen:StringAttribute></gen:genericAttribute></gen:GenericAttributeSet></core:genericAttribute>
<bldg:function codeSpace="x">31001_1010</bldg:function>${themed(house).replaceAll("bldg:boundedBy", "boundary")}`,
        ),
      ),
    );
    const { table } = result;
    expect(JSON.parse(table.attributes[0])).toMatchObject({
      measuredHeightM: 6.25,
      dateOfConstruction: "1930-05-01",
      generic: { DatenquelleDachhoehe: "1000", Gemeindeschluessel: "05370024" },
    });
    expect([table.storeys[0], table.functionCode[0]]).toEqual([2, "31001_1010"]);
    expect(table.surfaceKind.length).toBe(12);
  });
});

describe("plants, areas and structures", () => {
  const implicit = (shape: string, x: number): string =>
    `<veg:lod2ImplicitRepresentation><core:ImplicitGeometry><core:transformationMatrix>2 0 0 0 0 2 0 0 0 0 4 0 0 0 0 1</core:transformationMatrix><core:relativeGMLGeometry${shape}</core:relativeGMLGeometry><core:referencePoint><gml:Point><gml:pos>${east + x} ${north + 12} 40</gml:pos></gml:Point></core:referencePoint></core:ImplicitGeometry></veg:lod2ImplicitRepresentation>`;
  const shape = `><gml:MultiSurface gml:id="tree-shape"><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>-1 0 0 1 0 0 0 0 3 -1 0 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface>`;

  it("takes trees, with the height of a shared shape where none is stated", async () => {
    const { result, keys } = await read(
      model(
        building("a", themed(house)) +
          member(
            `<veg:SolitaryVegetationObject gml:id="t1"><veg:species>Tilia cordata</veg:species><veg:height uom="m">14.5</veg:height><veg:crownDiameter>6</veg:crownDiameter>${implicit(shape, 30)}</veg:SolitaryVegetationObject>`,
          ) +
          member(
            `<veg:SolitaryVegetationObject gml:id="t2">${implicit(' xlink:href="#tree-shape">', 35)}</veg:SolitaryVegetationObject>`,
          ),
      ),
    );
    expect(keys).toEqual([]);
    const { trees } = result;
    expect(trees?.ids).toEqual(["t1", "t2"]);
    expect([...(trees?.xy ?? [])]).toEqual([30, 12, 35, 12]);
    expect([...(trees?.heightM ?? [])]).toEqual([14.5, 12]);
    expect([trees?.crownDiameterM[0], trees?.crownDiameterM[1]]).toEqual([6, Number.NaN]);
    expect(trees?.species[trees.speciesIndex[0]]).toBe("Tilia cordata");
    expect(result.objects).toEqual({ buildings: 1, buildingParts: 0, trees: 2 });
  });

  const field = (x0: number, x1: number): string =>
    `<gml:MultiSurface><gml:surfaceMember>${polygon([
      [x0, 0, 40],
      [x1, 0, 40],
      [x1, 50, 40],
      [x0, 50, 40],
    ])}</gml:surfaceMember></gml:MultiSurface>`;
  const areas =
    member(
      `<luse:LandUse gml:id="l"><luse:class>3000</luse:class><luse:function>3030</luse:function><luse:lod1MultiSurface>${field(0, 40)}</luse:lod1MultiSurface></luse:LandUse>`,
    ) +
    member(
      `<tran:Road gml:id="r"><tran:lod1MultiSurface>${field(40, 48)}</tran:lod1MultiSurface></tran:Road>`,
    ) +
    member(
      `<wtr:WaterBody gml:id="w"><wtr:lod1MultiSurface>${field(48, 60)}</wtr:lod1MultiSurface></wtr:WaterBody>`,
    );

  it("takes areas that cover the ground for land cover, through to the twin", async () => {
    const { result, keys } = await read(model(building("a", themed(house)) + areas));
    expect(keys).toEqual([]);
    expect(result.landCover?.codes).toEqual([
      landCoverCodes.meadow,
      landCoverCodes.asphalt,
      landCoverCodes.water,
    ]);
    const { data } = await importAll([textSource(model(building("a", themed(house)) + areas), "a.gml")]);
    expect(new Set(data?.landCover.values)).toContain(landCoverCodes.water);
  });

  it("leaves areas out that leave most of the ground unknown, and says so", async () => {
    const sparse = member(
      `<tran:Road gml:id="r"><tran:lod1MultiSurface>${field(0, 3)}</tran:lod1MultiSurface></tran:Road>`,
    );
    const far = member(
      `<tran:Road gml:id="q"><tran:lod1MultiSurface>${field(57, 60)}</tran:lod1MultiSurface></tran:Road>`,
    );
    const { result, findings } = await read(model(building("a", themed(house)) + sparse + far));
    expect(result.landCover).toBeNull();
    expect(findings).toMatchObject([{ key: "modelAreasSparse", values: { areas: 2, share: 10 } }]);
  });

  it("counts bridges, and names structures among the buildings", async () => {
    const bridge = member(`<brid:Bridge gml:id="b"><brid:lod2Solid/></brid:Bridge>`);
    const canopy = building("c", `<bldg:function>51009_1610</bldg:function>${themed(house)}`);
    const { findings } = await read(model(canopy + bridge));
    expect(findings.map(({ key }) => key)).toEqual([
      "structuresAmongBuildings",
      "objectsNotRead",
      "bridgesLeftOut",
    ]);
  });

  it("survives implicit geometries without a place, shape or sound matrix", async () => {
    for (const [from, to] of [
      [/<core:referencePoint>.*?<\/core:referencePoint>/, ""],
      [/<core:transformationMatrix>.*?</, "<core:transformationMatrix>1 2 NaN<"],
      [/xlink:href="#tree-shape"/, 'xlink:href="#none"'],
      [new RegExp(posList([[0, 0, 0]]).slice(0, 5)), "x"],
    ] as const) {
      const tree = `<veg:SolitaryVegetationObject gml:id="t">${implicit(' xlink:href="#tree-shape">', 30)}</veg:SolitaryVegetationObject>`;
      const { result } = await read(model(building("a", themed(house)) + member(tree.replace(from, to))));
      expect(result.table.count).toBe(1);
      expect([...(result.trees?.xy ?? [])].every(Number.isFinite)).toBe(true);
    }
  });
});

describe("names of coordinate systems inside a file", () => {
  const named = (srsName: string): string =>
    model(
      building("a", themed(house)) +
        building("b", themed(box([40, 10, 40], [50, 16, 46]))).replaceAll(
          "<gml:MultiSurface>",
          `<gml:MultiSurface srsName="${srsName}">`,
        ),
    );

  it("are a note where they only spell the same system otherwise", async () => {
    const { result, findings } = await read(named("EPSG:25832"));
    expect(result.table.count).toBe(2);
    expect(findings).toMatchObject([{ level: "info", key: "srsNameDiffers", count: 6 }]);
  });

  it("are a problem where they mean another system: its objects are misplaced", async () => {
    const { findings } = await read(named("EPSG:25833"));
    expect(findings).toMatchObject([
      { level: "problem", key: "srsNameOther", places: [{ objectId: "b" }, {}, {}, {}, {}, {}] },
    ]);
  });
});
