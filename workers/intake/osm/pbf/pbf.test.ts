import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { memorySource } from "../../source.ts";
import { diskSource, quiet, reading } from "../../testing.ts";
import { readOsmPbf, readOsmXml } from "../read.ts";
import {
  joinBytes,
  type SampleOptions,
  type SampleOsm,
  sampleBlob,
  sampleBlock,
  sampleHeader,
  samplePbf,
} from "../samplePbf.ts";

const read = (bytes: Uint8Array, chunkSize = 13) =>
  reading((findings) =>
    readOsmPbf(memorySource("a.osm.pbf", bytes, chunkSize), { preferredCrs: null }, quiet, findings),
  );

const town: SampleOsm = {
  nodes: [
    { id: 1, lat: 52.5000001, lon: 13.3500002 },
    { id: 2, lat: 52.5, lon: 13.351, tags: { natural: "tree", species: "Tilia cordata" } },
    { id: 3, lat: 52.501, lon: 13.351 },
    { id: -4, lat: 52.501, lon: 13.35, tags: { amenity: "school", name: "Schüle" } },
  ],
  ways: [
    { id: 10, nodes: [1, 2, 3], tags: { highway: "residential", name: "Weg" } },
    { id: 11, nodes: [1, 2, 3, -4, 1], tags: { building: "house" } },
    { id: 12, nodes: [3, -4], tags: { highway: "service" } },
  ],
  relations: [
    {
      id: 20,
      members: [
        [1, 10, "from"],
        [0, 3, "via"],
        [1, 12, "to"],
      ],
      tags: { type: "restriction", restriction: "no_left_turn" },
    },
  ],
};

describe("readOsmPbf", () => {
  it.each<[string, SampleOptions]>([
    ["dense nodes", {}],
    ["plain nodes", { dense: false, features: ["OsmSchema-V0.6"] }],
    ["blobs that are not packed", { packed: false }],
    ["another granularity and offsets", { granularity: 10, latOffset: 52_000_000_000, lonOffset: -70 }],
  ])("reads %s alike", async (_name, options) => {
    const plain = await read(samplePbf(town));
    const { result, keys } = await read(samplePbf(town, options));
    expect(result).toEqual(plain.result);
    expect(keys).toEqual(["streetDefaults"]);
    expect(result.objects).toEqual({ footprints: 1, streetSections: 2, turns: 1, places: 1, trees: 1 });
    expect(result.layers?.trees.species).toEqual(["Tilia cordata"]);
    expect(result.layers?.places[0]).toMatchObject({ id: "node/-4", name: "Schüle", kind: "school" });
  });

  it("gives what XML of the same objects gives", async () => {
    const nodes = town.nodes?.map(
      ({ id, lat, lon, tags = {} }) =>
        `<node id="${id}" lat="${lat}" lon="${lon}">${Object.entries(tags)
          .map(([k, v]) => `<tag k="${k}" v="${v}"/>`)
          .join("")}</node>`,
    );
    const xml = `<osm>${nodes?.join("")}<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Weg"/></way></osm>`;
    const source = memorySource("a.osm", new TextEncoder().encode(xml));
    const fromXml = await reading((found) => readOsmXml(source, { preferredCrs: null }, quiet, found));
    const fromPbf = await read(samplePbf({ nodes: town.nodes, ways: town.ways?.slice(0, 1) }));
    expect(fromPbf.result).toEqual(fromXml.result);
  });

  it("finds nodes of files that are not sorted, and the later of two versions", async () => {
    const [one, two, three, four] = town.nodes ?? [];
    const { result } = await read(
      samplePbf({ ...town, nodes: [three, { ...one, lat: 52.502, lon: 13.352 }, four, two, one] }),
    );
    const sorted = await read(samplePbf(town));
    expect(result.layers?.streets).toEqual(sorted.result.layers?.streets);
  });

  it("refuses with words what it cannot read right", async () => {
    const keyOf = async (bytes: Uint8Array): Promise<string> =>
      read(bytes).then(
        ({ keys }) => keys.join(),
        (error: { key?: string }) => error.key ?? String(error),
      );
    expect(await keyOf(samplePbf(town, { features: ["OsmSchema-V0.6", "HistoricalInformation"] }))).toBe(
      "osmHistory",
    );
    expect(await keyOf(samplePbf(town, { features: ["OsmSchema-V0.7"] }))).toBe("osmFeatureUnknown");
    expect(await keyOf(sampleBlob("OSMData", sampleBlock(town)))).toBe("osmHeaderMissing");
    expect(
      await keyOf(joinBytes(sampleHeader(), sampleBlob("OSMData", sampleBlock(town), true, { field: 7 }))),
    ).toBe("osmPackingUnknown");
    expect(await keyOf(sampleHeader())).toBe("osmEmpty");
  });

  it("loses only the block that is damaged", async () => {
    const good = sampleBlob("OSMData", sampleBlock(town));
    const content = sampleBlock({ nodes: [{ id: 9, lat: 1, lon: 1 }] });
    const broken: readonly Uint8Array[] = [
      // Texts that are not there, a bomb, a stated size that is too small and one that is too large.
      sampleBlob(
        "OSMData",
        sampleBlock({ ways: [{ id: 5, nodes: [1, 2], tags: { a: "b" } }] }, { textShift: 40 }),
      ),
      sampleBlob("OSMData", new Uint8Array(20_000_000), true, { rawSize: 1000 }),
      sampleBlob("OSMData", content, true, { rawSize: content.length - 1 }),
      sampleBlob("OSMData", content, true, { rawSize: content.length + 1 }),
      sampleBlob("OSMData", content, true, { rawSize: 2 ** 31 }),
      // Deltas beyond what a double holds.
      sampleBlob("OSMData", sampleBlock({ ways: [{ id: 5, nodes: [2 ** 53, -(2 ** 53), 2 ** 53] }] })),
      // A packed list longer than its message.
      sampleBlob("OSMData", Uint8Array.of(0x12, 6, 0x12, 4, 0x0a, 0xff, 0xff, 0x7f)),
      sampleBlob("OSMData", Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f)),
      sampleBlob("OSMData", Uint8Array.of(0x0b, 1, 2, 3)),
    ];
    for (const [index, blob] of broken.entries()) {
      const { result, findings } = await read(joinBytes(sampleHeader(), blob, good), 65536);
      expect(findings[0], String(index)).toMatchObject({ level: "problem", key: "osmBlockBroken", count: 1 });
      expect(result.layers?.streets.sections, String(index)).toHaveLength(2);
    }
  });

  it("keeps what stands before a break, and believes no size", async () => {
    const whole = samplePbf(town);
    const header = sampleHeader();
    const good = sampleBlob("OSMData", sampleBlock(town));
    for (const [key, bytes] of [
      ["osmCutShort", joinBytes(header, good, good.subarray(0, good.length - 5))],
      ["osmCutShort", joinBytes(header, good, Uint8Array.of(0, 0))],
      ["osmCutShort", joinBytes(header, good, Uint8Array.of(0, 0, 0, 40, 1, 2))],
      ["osmBroken", joinBytes(header, good, Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 1))],
      ["osmBroken", joinBytes(header, good, sampleBlob("OSMData", good, true, { dataSize: 2 ** 30 }))],
    ] as const) {
      const { result, findings } = await read(bytes);
      expect(findings[0]).toMatchObject({ level: "problem", key });
      expect(result.layers?.streets.sections).toHaveLength(2);
    }
    for (let end = 1; end < whole.length; end += 7) {
      const { keys } = await read(whole.subarray(0, end));
      expect(keys).not.toEqual([]);
    }
  });

  it("survives files in which bytes were changed", async () => {
    const whole = samplePbf(town, { packed: false });
    let state = 7;
    for (let round = 0; round < 400; round++) {
      const bytes = whole.slice();
      for (let change = 0; change < 3; change++) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        bytes[state % bytes.length] = (state >>> 16) & 255;
      }
      const outcome = await read(bytes, 65536).then(
        ({ result }) => result.layers !== undefined,
        (error: Error) => (error.name === "IntakeError" ? true : error.stack),
      );
      expect(outcome).toBe(true);
    }
  });
});

describe.skipIf(sharedData("city") === null)("real extracts (needs ../shared/data/city)", () => {
  const at = (path: string): string => sharedData(`city/${path}`) ?? "";
  const readDisk = (path: string) =>
    reading((found) => readOsmPbf(diskSource(at(path)), { preferredCrs: null }, quiet, found));

  it("gives the same layers for Berlin's extract as PBF and as XML", async () => {
    const xml = gunzipSync(readFileSync(at("berlin-tiergarten/berlin-siegessaeule.osm.gz")));
    const source = memorySource("berlin.osm", xml);
    const fromXml = await reading((found) => readOsmXml(source, { preferredCrs: null }, quiet, found));
    const fromPbf = await readDisk("berlin-tiergarten/berlin-siegessaeule.osm.pbf");
    // Lines are the one thing that only XML has.
    const withoutLines = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (key, inner: unknown) => (key === "line" && !Array.isArray(inner) ? 0 : inner)),
      );
    expect(withoutLines(fromPbf.result)).toEqual(withoutLines(fromXml.result));
    expect(fromPbf.result.objects).toMatchObject({ footprints: 5, streetSections: 290, trees: 252 });
    expect(fromPbf.result.layers?.trees.ids.filter((id) => id.startsWith("node/"))).toHaveLength(117);
  });

  it("reads Heidelberg's 25,359 ways with a highway tag", async () => {
    const { result, findings } = await readDisk("heidelberg/heidelberg.test.pbf");
    expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
    const ways = new Set(result.layers?.streets.sections.map(({ id }) => id.split("#")[0]));
    expect(ways.size).toBeGreaterThan(24_000);
    // 470 restrictions at nodes that the extract holds whole.
    expect(result.layers?.streets.turns).toHaveLength(470);
    expect(result.crs?.crs).toBe("EPSG:4326");
    expect(result.frame?.crs).toBe("EPSG:25832");
  }, 20_000);

  it("keeps what stands before the break of a truncated file", async () => {
    const { result, findings } = await readDisk("bad-input/generated/osm_01_truncated.osm.pbf");
    expect(findings.some(({ key, level }) => key === "osmCutShort" && level === "problem")).toBe(true);
    expect(result.layers?.streets.sections.length).toBeGreaterThan(0);
  });
});
