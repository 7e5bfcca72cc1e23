import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { memorySource } from "../source.ts";
import { quiet, reading, textSource } from "../testing.ts";
import { readOsmXml } from "./read.ts";
import { lengthTagM, streetFacts } from "./streetDefaults.ts";

const read = (text: string) =>
  reading((findings) => readOsmXml(textSource(text), { preferredCrs: null }, quiet, findings));
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
    const { result, keys } = await read(
      osm(
        way(10, [1, 2, 3, 4], { highway: "residential", name: "Weg &amp; Steg", maxspeed: "30" }) +
          way(11, [3, 7], { highway: "footway" }),
      ),
    );
    expect(result.streets.sections.map(({ id, line }) => [id, line.length])).toEqual([
      ["way/10#0", 3],
      ["way/10#1", 2],
      ["way/11", 2],
    ]);
    const [first, second] = result.streets.sections;
    expect(first.line.at(-1)).toEqual(second.line[0]);
    expect(first).toMatchObject({ name: "Weg & Steg", class: "residential", speedKmh: 30, widthM: 5.5 });
    expect(first.tags.maxspeed).toBe("30");
    expect(result.frame?.crs).toBe("EPSG:25833");
    // 0.001° of longitude at 52.5° N is 67.9 m on the ground (WGS 84).
    expect(
      Math.hypot(second.line[1][0] - second.line[0][0], second.line[1][1] - second.line[0][1]),
    ).toBeCloseTo(67.9, 0);
    expect(keys).toEqual([]);
  });

  it("does not cut a street where a railway crosses it on the level", async () => {
    const { result } = await read(
      osm(way(10, [1, 3, 5], { highway: "primary" }) + way(11, [7, 3, 4], { railway: "rail" })),
    );
    expect(result.streets.sections.map(({ id }) => id)).toEqual(["way/10", "way/11"]);
  });

  it("reads turn restrictions onto the sections that meet at the node", async () => {
    const relation = (role: string, ref: number): string =>
      `<relation id="${ref}">${[
        `<member type="way" ref="10" role="${role}"/>`,
        '<member type="node" ref="3" role="via"/>',
        '<member type="way" ref="11" role="to"/>',
      ].join("")}${tags({ type: "restriction", restriction: "no_left_turn" })}</relation>`;
    const { result, keys } = await read(
      osm(
        way(10, [1, 3], { highway: "residential" }) +
          way(11, [3, 7], { highway: "residential" }) +
          relation("from", 5) +
          relation("wrong", 6),
      ),
    );
    expect(result.streets.turns).toEqual([
      { from: "way/10", to: "way/11", via: result.streets.sections[0].line[1], allowed: false },
    ]);
    expect(keys).toEqual(["restrictionNotUsed"]);
  });

  it("reads places from nodes and from areas, at their middle", async () => {
    const { result } = await read(
      osm(
        `<node id="20" lat="52.5" lon="13.36">${tags({ amenity: "kindergarten", name: "Kita" })}</node>` +
          way(21, [1, 3, 7, 1], { amenity: "hospital" }) +
          `<node id="22" lat="52.5" lon="13.36">${tags({ shop: "toString" })}</node>`,
      ),
    );
    expect(result.places.map(({ id, kind, critical, name }) => [id, kind, critical, name])).toEqual([
      ["node/20", "kindergarten", true, "Kita"],
      ["way/21", "hospital", true, ""],
    ]);
  });

  it("cuts a way where the file lacks its nodes, and keeps what is whole of a broken file", async () => {
    const missing = await read(osm(way(10, [1, 2, 99, 3, 4], { highway: "residential" })));
    expect(missing.result.streets.sections.map(({ line }) => line.length)).toEqual([2, 2]);
    expect(missing.findings).toMatchObject([{ key: "osmNodeMissing", places: [{ objectId: "way/10" }] }]);
    const broken = await read(osm(way(10, [1, 2], { highway: "residential" })).replace("</osm>", "<way id="));
    expect(broken.result.streets.sections).toHaveLength(1);
    expect(broken.keys).toEqual(["xmlBroken"]);
    const nowhere = await read(osm('<node id="30" lat="NaN" lon="1e9"/><node id="31"/>'));
    expect(nowhere.findings).toMatchObject([{ key: "coordinateNotFinite", count: 2 }]);
  });

  it("is not led astray by keys that objects inherit", async () => {
    const { result } = await read(
      osm(
        way(10, [1, 2], { highway: "constructor" }) +
          way(11, [1, 2], { highway: "residential", __proto__x: "1", constructor: "y" }),
      ),
    );
    expect(result.streets.sections.map(({ id }) => id)).toEqual(["way/11"]);
  });
});

describe("streetFacts", () => {
  it("reads speed, lanes, width, direction, access and level from tags", () => {
    const facts = streetFacts(
      {
        highway: "secondary",
        maxspeed: "DE:urban",
        lanes: "4",
        oneway: "-1",
        motor_vehicle: "no",
        bus: "yes",
        tunnel: "yes",
        width: "12,5 m",
      },
      "secondary",
    );
    expect(facts).toMatchObject({ speedKmh: 50, lanes: 4, oneway: "backward", level: -1, widthM: 12.5 });
    expect(facts.access).toEqual({ car: false, bike: true, foot: true, bus: true });
    expect(streetFacts({ layer: "-1" }, "primary").level).toBe(0);
    expect(streetFacts({ bridge: "viaduct", layer: "2" }, "primary").level).toBe(2);
    expect(streetFacts({ lanes: "3;4", maxspeed: "none", width: "-5" }, "residential")).toMatchObject({
      lanes: 3,
      speedKmh: 50,
      widthM: 9.75,
    });
  });

  it("reads lengths in metres and feet", () => {
    expect(["3", "3.5 m", "10 ft", "wide"].map(lengthTagM)).toEqual([3, 3.5, 3.048, Number.NaN]);
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
      result.streets.sections
        .filter(({ tags: all }) => all.highway !== undefined)
        .map(({ id }) => id.split("#")[0]),
    );
    expect(ways.size).toBe(141);
    expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
  });
});
