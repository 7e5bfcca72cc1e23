import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { memorySource } from "../source.ts";
import { quiet, reading, textSource } from "../testing.ts";
import { readOsmXml } from "./read.ts";

/** Reads a text; without the word about defaults, which every street gives. */
async function read(text: string) {
  const outcome = await reading((found) =>
    readOsmXml(textSource(text), { preferredCrs: null }, quiet, found),
  );
  const findings = outcome.findings.filter(({ key }) => key !== "streetDefaults");
  const { frame, layers } = outcome.result;
  if (frame === null) throw new Error("nothing was read");
  return { frame, ...layers, findings, keys: findings.map(({ key }) => key) };
}
const tags = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([k, v]) => `<tag k="${k}" v="${v}"/>`)
    .join("");
const way = (id: number, nodes: readonly number[], values: Record<string, string>): string =>
  `<way id="${id}">${nodes.map((node) => `<nd ref="${node}"/>`).join("")}${tags(values)}</way>`;
/** Nodes 1…6 in a row eastwards, 7 north of 3. */
const nodes =
  [1, 2, 3, 4, 5, 6].map((id) => `<node id="${id}" lat="52.5" lon="${13.35 + id * 0.001}"/>`).join("") +
  '<node id="7" lat="52.501" lon="13.353"/>';
const osm = (content: string): string => `<?xml version="1.0"?><osm version="0.6">${nodes}${content}</osm>`;

describe("readOsmXml", () => {
  it("cuts streets at junctions and keeps ends, names and tags", async () => {
    const { streets, frame, keys } = await read(
      osm(
        way(10, [1, 2, 3, 4], { highway: "residential", name: "Weg &amp; Steg", maxspeed: "30" }) +
          way(11, [3, 7], { highway: "footway" }),
      ),
    );
    expect(streets.sections.map(({ id, line }) => [id, line.length])).toEqual([
      ["way/10#0", 3],
      ["way/10#1", 2],
      ["way/11", 2],
    ]);
    const [first, second] = streets.sections;
    expect(first.line.at(-1)).toEqual(second.line[0]);
    expect(first).toMatchObject({ name: "Weg & Steg", class: "residential", speedKmh: 30, widthM: 5.5 });
    expect(first.tags.maxspeed).toBe("30");
    expect(frame.crs).toBe("EPSG:25833");
    // 0.001° of longitude at 52.5° N is 67.9 m on the ground (WGS 84).
    expect(
      Math.hypot(second.line[1][0] - second.line[0][0], second.line[1][1] - second.line[0][1]),
    ).toBeCloseTo(67.9, 0);
    expect(keys).toEqual([]);
  });

  it("does not cut a street where a railway crosses it on the level", async () => {
    const { streets } = await read(
      osm(way(10, [1, 3, 5], { highway: "primary" }) + way(11, [7, 3, 4], { railway: "rail" })),
    );
    expect(streets.sections.map(({ id }) => id)).toEqual(["way/10", "way/11"]);
  });

  it("reads turn restrictions onto the sections that meet at the node", async () => {
    const turn = (role: string, ref: number): string =>
      `<relation id="${ref}">${[
        `<member type="way" ref="10" role="${role}"/>`,
        '<member type="node" ref="3" role="via"/>',
        '<member type="way" ref="11" role="to"/>',
      ].join("")}${tags({ type: "restriction", restriction: "no_left_turn" })}</relation>`;
    const { streets, keys } = await read(
      osm(
        way(10, [1, 3], { highway: "residential" }) +
          way(11, [3, 7], { highway: "residential" }) +
          turn("from", 5) +
          turn("wrong", 6),
      ),
    );
    expect(streets.turns).toEqual([
      { from: "way/10", to: "way/11", via: streets.sections[0].line[1], allowed: false },
    ]);
    expect(keys).toEqual(["restrictionNotUsed"]);
  });

  it("reads places from nodes and from areas, at their middle", async () => {
    const { places } = await read(
      osm(
        `<node id="20" lat="52.5" lon="13.36">${tags({ amenity: "kindergarten", name: "Kita" })}</node>` +
          way(21, [1, 3, 7, 1], { amenity: "hospital" }) +
          `<node id="22" lat="52.5" lon="13.36">${tags({ shop: "toString" })}</node>`,
      ),
    );
    expect(places.map(({ id, kind, critical, name }) => [id, kind, critical, name])).toEqual([
      ["node/20", "kindergarten", true, "Kita"],
      ["way/21", "hospital", true, ""],
    ]);
  });

  it("cuts a way where the file lacks its nodes, and keeps what is whole of a broken file", async () => {
    const missing = await read(osm(way(10, [1, 2, 99, 3, 4], { highway: "residential" })));
    expect(missing.streets.sections.map(({ line }) => line.length)).toEqual([2, 2]);
    expect(missing.findings).toMatchObject([{ key: "osmNodeMissing", places: [{ objectId: "way/10" }] }]);
    const broken = await read(osm(way(10, [1, 2], { highway: "residential" })).replace("</osm>", "<way id="));
    expect(broken.streets.sections).toHaveLength(1);
    expect(broken.keys).toEqual(["xmlBroken"]);
    const nowhere = await read(osm('<node id="30" lat="NaN" lon="1e9"/><node id="31"/>'));
    expect(nowhere.findings).toMatchObject([{ key: "coordinateNotFinite", count: 2 }]);
  });

  it("is not led astray by keys that objects inherit", async () => {
    const { streets } = await read(
      osm(
        way(10, [1, 2], { highway: "constructor" }) +
          way(11, [1, 2], { highway: "residential", __proto__x: "1", constructor: "y" }),
      ),
    );
    expect(streets.sections.map(({ id }) => id)).toEqual(["way/11"]);
  });
});

const square = (id: number, x: number, y: number, side: number): string =>
  [
    [0, 0],
    [side, 0],
    [side, side],
    [0, side],
  ]
    .map(
      ([dx, dy], i) =>
        `<node id="${id + i}" lat="${52.5 + (y + dy) / 111_260}" lon="${13.36 + (x + dx) / 67_900}"/>`,
    )
    .join("");
const round = (first: number): number[] => [first, first + 1, first + 2, first + 3, first];
const relation = (
  id: number,
  members: readonly (readonly [string, number])[],
  values: Record<string, string>,
): string =>
  `<relation id="${id}">${members
    .map(([role, ref]) => `<member type="way" ref="${ref}" role="${role}"/>`)
    .join("")}${tags(values)}</relation>`;
const areaOfRing = (xy: ArrayLike<number>, from: number, end: number): number => {
  let twice = 0;
  for (let i = from, j = end - 1; i < end; j = i++)
    twice += xy[j * 2] * xy[i * 2 + 1] - xy[i * 2] * xy[j * 2 + 1];
  return Math.abs(twice) / 2;
};

describe("buildings of OpenStreetMap", () => {
  it("reads heights, storeys and roofs in the ways that people write them", async () => {
    const { footprints, keys } = await read(
      osm(
        [100, 110, 120, 130, 140].map((id, i) => square(id, i * 30, 0, 10)).join("") +
          way(1, round(100), { building: "house", height: "12,5 m" }) +
          way(2, round(110), { building: "yes", height: "40'", "building:levels": "3;4" }) +
          way(3, round(120), {
            building: "yes",
            amenity: "school",
            "building:levels": "2.5",
            "roof:shape": "hipped",
            "roof:direction": "SW",
          }) +
          way(4, round(130), { building: "no" }) +
          way(7, round(130), { building: "garage", location: "underground" }) +
          way(5, round(140), { building: "shed", height: "tall" }) +
          way(6, [100, 101, 102], { building: "yes" }),
      ),
    );
    expect(footprints.facts.map(({ id, heightM, storeys }) => [id, heightM, storeys])).toEqual([
      ["way/1", 12.5, 0],
      ["way/2", 12.192, 4],
      ["way/3", Number.NaN, 3],
      ["way/5", Number.NaN, 0],
    ]);
    expect(footprints.facts[2]).toMatchObject({
      functionCode: "school",
      roofShape: "hipped",
      roofDirectionDeg: 225,
    });
    expect(keys).toEqual(["osmBuildingOpen", "buildingHeightUnusable"]);
  });

  it("gives a building the shape of its parts, and leaves it whole where they cover little of it", async () => {
    const { footprints, findings } = await read(
      osm(
        square(100, 0, 0, 20) +
          square(110, 1, 1, 18) +
          square(120, 5, 5, 6) +
          square(200, 100, 0, 20) +
          square(210, 101, 1, 4) +
          square(300, 200, 0, 20) +
          way(1, round(100), { building: "church", height: "30" }) +
          way(2, round(110), { "building:part": "yes", height: "12" }) +
          way(3, round(120), { "building:part": "yes", height: "30", min_height: "12" }) +
          way(4, round(200), { building: "yes" }) +
          way(5, round(210), { "building:part": "yes", height: "9" }) +
          way(6, round(300), { "building:part": "yes", "building:levels": "2" }),
      ),
    );
    expect(footprints.facts.map(({ id, volumes }) => [id, volumes?.length])).toEqual([
      ["way/1", 2],
      ["way/4", undefined],
      ["way/6", undefined],
    ]);
    expect(
      footprints.facts[0].volumes?.map(({ facts, fromM, rings }) => [facts.heightM, fromM, rings]),
    ).toEqual([
      [12, 0, 1],
      [30, 12, 1],
    ]);
    expect(findings.map(({ key, values }) => [key, values.parts])).toEqual([
      ["osmPartsUsed", 2],
      ["osmPartsLeft", 1],
    ]);
  });

  it("joins the ways of a relation into rings with holes, also where only its outer way says what it is", async () => {
    const outer = way(10, [100, 101, 102], {}) + way(11, [100, 103, 102], {});
    const inner = way(12, round(110), { natural: "water" });
    const { footprints, landCover, places } = await read(
      osm(
        square(100, 0, 0, 40) +
          square(110, 10, 10, 10) +
          square(200, 100, 0, 40) +
          square(210, 110, 10, 10) +
          outer +
          inner +
          relation(
            1,
            [
              ["outer", 10],
              ["outer", 11],
              ["inner", 12],
            ],
            { type: "multipolygon", building: "yes", amenity: "school" },
          ) +
          way(20, round(200), { landuse: "forest" }) +
          way(21, round(210), {}) +
          relation(
            2,
            [
              ["outer", 20],
              ["inner", 21],
            ],
            { type: "multipolygon" },
          ),
      ),
    );
    expect(footprints.facts.map(({ id }) => id)).toEqual(["relation/1"]);
    expect([...footprints.isHole.values.subarray(0, 2)]).toEqual([0, 1]);
    expect(places.map(({ id, kind }) => [id, kind])).toEqual([["relation/1", "school"]]);
    // The forest of relation 2 once, with its hole; the water in the courtyard on top.
    expect(landCover.codes).toEqual([landCoverCodes.forest, landCoverCodes.water]);
    expect(landCover.ringFrom.values[1]).toBe(2);
    expect(areaOfRing(landCover.coordinates.values, 0, landCover.ringEnd.values[0])).toBeCloseTo(1600, -2);
  });

  it("reports relations that the extract cuts, and is not caught in loops of relations", async () => {
    const { footprints, landCover, findings } = await read(
      osm(
        square(100, 0, 0, 40) +
          square(110, 80, 0, 40) +
          way(10, [100, 101, 102], {}) +
          way(11, round(110), {}) +
          relation(
            1,
            [
              ["outer", 10],
              ["outer", 99],
            ],
            { type: "multipolygon", landuse: "forest" },
          ) +
          relation(
            2,
            [
              ["outer", 11],
              ["outer", 98],
            ],
            { type: "multipolygon", landuse: "meadow" },
          ) +
          '<relation id="3"><member type="relation" ref="3" role="outer"/><member type="relation" ref="4" role="outer"/><tag k="type" v="multipolygon"/><tag k="building" v="yes"/></relation>' +
          '<relation id="4"><member type="relation" ref="3" role="outer"/><tag k="type" v="multipolygon"/><tag k="landuse" v="grass"/></relation>' +
          way(13, [100, 101, 77, 100], { building: "yes" }),
      ),
    );
    expect(findings.map(({ level, key, count }) => [level, key, count])).toEqual([
      ["dropped", "osmRelationCut", 1],
      ["repaired", "osmRelationCutInPart", 1],
      ["dropped", "osmAreaCut", 1],
    ]);
    expect(landCover.codes).toEqual([landCoverCodes.meadow]);
    expect(footprints.facts).toEqual([]);
  });
});

describe("trees, ground and addresses of OpenStreetMap", () => {
  it("plants rows at a usual distance and keeps species and sizes of single trees", async () => {
    const { trees, findings } = await read(
      osm(
        `<node id="50" lat="52.5" lon="13.36">${tags({ natural: "tree", genus: "Tilia", height: "12 m", diameter_crown: "8" })}</node>` +
          `<node id="51" lat="52.5" lon="13.361">${tags({ natural: "tree", height: "900" })}</node>` +
          way(8, [1, 2], { natural: "tree_row", species: "Quercus robur" }),
      ),
    );
    // 67.9 m: seven gaps of about 10 m.
    expect(trees.count).toBe(2 + 8);
    expect(trees.species).toEqual(["Tilia", "", "Quercus robur"]);
    expect([...trees.heightM.subarray(0, 2)]).toEqual([12, Number.NaN]);
    expect(trees.crownDiameterM[0]).toBe(8);
    const [x0, , x1] = trees.xy.subarray(4);
    expect(x1 - x0).toBeCloseTo(9.7, 1);
    expect(findings.map(({ key }) => key)).toEqual(["treeValueUnusable", "osmTreeRows"]);
  });

  it("lays small areas on large ones, water on both, and made surfaces on top", async () => {
    const { landCover } = await read(
      osm(
        square(100, 0, 0, 10) +
          square(110, 0, 0, 50) +
          square(120, 0, 0, 90) +
          square(130, 0, 0, 5) +
          way(1, round(130), { highway: "pedestrian", area: "yes", surface: "sett" }) +
          way(2, round(110), { natural: "water" }) +
          way(3, round(100), { leisure: "park" }) +
          way(4, round(120), { landuse: "residential" }) +
          way(5, [1, 2], { waterway: "stream", width: "3" }) +
          way(6, [1, 2], { waterway: "stream", tunnel: "culvert" }) +
          way(7, round(120), { boundary: "administrative" }),
      ),
    );
    const { garden, lawn, water, paved } = landCoverCodes;
    expect(landCover.codes).toEqual([garden, lawn, water, water, paved]);
    // The stream: 67.9 m by 3 m, and half its width more at either end.
    const { ringEnd, coordinates } = landCover;
    expect(areaOfRing(coordinates.values, ringEnd.values[2], ringEnd.values[3])).toBeCloseTo(70.9 * 3, -1);
  });

  it("reads house numbers of nodes and houses, several of one house each by itself", async () => {
    const { addresses } = await read(
      osm(
        `<node id="60" lat="52.5" lon="13.36">${tags({ "addr:street": "Am Wall", "addr:housenumber": "3 a" })}</node>` +
          `<node id="61" lat="52.5" lon="13.36">${tags({ "addr:housenumber": "9" })}</node>` +
          square(100, 0, 0, 10) +
          way(1, round(100), { building: "yes", "addr:place": "Hof", "addr:housenumber": "1;2" }),
      ),
    );
    expect(
      addresses.houseNumbers.map((number, i) => [addresses.streets[addresses.streetIndex[i]], number]),
    ).toEqual([
      ["Am Wall", "3 a"],
      ["Hof", "1"],
      ["Hof", "2"],
    ]);
  });
});

describe.skipIf(sharedData("city") === null)("real file (needs ../shared/data/city)", () => {
  it("reads the Berlin extract: its 146 ways with a highway tag less the five that are areas", async () => {
    const path = sharedData("city/berlin-tiergarten/berlin-siegessaeule.osm.gz") ?? "";
    const source = memorySource("berlin.osm", gunzipSync(readFileSync(path)));
    const { result, findings } = await reading((collector) =>
      readOsmXml(source, { preferredCrs: "EPSG:25833" }, quiet, collector),
    );
    const ways = new Set(
      result
        .layers!.streets.sections.filter(({ tags: all }) => all.highway !== undefined)
        .map(({ id }) => id.split("#")[0]),
    );
    expect(ways.size).toBe(141);
    expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
  });
});
