import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { fromArrayBuffer } from "geotiff";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cityFrame } from "./city.ts";
import { type DemoFiles, defaultDemoOptions, writeDemo } from "./generate.ts";
import { hashFolder, readExpectedHashes } from "./hashes.ts";

let folder = "";
let files: DemoFiles;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "planfall-demo-"));
  files = writeDemo(folder, defaultDemoOptions);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string): Buffer => readFileSync(join(folder, name));
const readJson = (name: string) => JSON.parse(read(name).toString("utf8"));

/** Elements and attributes of an XML file; throws where it is not well formed. */
const parseXml = (name: string) => {
  const parser = new SaxesParser();
  const counts = new Map<string, number>();
  const ids: string[] = [];
  const links: string[] = [];
  parser.on("opentag", (tag) => {
    counts.set(tag.name, (counts.get(tag.name) ?? 0) + 1);
    const id = tag.attributes["gml:id"];
    const href = tag.attributes["xlink:href"];
    if (id) ids.push(id);
    if (href) links.push(href);
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(read(name).toString("utf8")).close();
  return { counts, ids, links };
};

describe("the files of the demo city", () => {
  it("are the ones whose hashes are committed", () => {
    expect(hashFolder(folder)).toEqual(readExpectedHashes());
  });

  it("come out the same a second time, and differently with another seed", () => {
    const again = mkdtempSync(join(tmpdir(), "planfall-demo-"));
    try {
      writeDemo(again, defaultDemoOptions);
      expect(hashFolder(again)).toEqual(hashFolder(folder));
      writeDemo(again, { ...defaultDemoOptions, seed: 2, buildings: 60 });
      expect(hashFolder(again)[files.cityJson]).not.toBe(hashFolder(folder)[files.cityJson]);
    } finally {
      rmSync(again, { recursive: true, force: true });
    }
  }, 180_000);

  it("hold CityGML 1.0 with unique ids and solids that link to surfaces defined later", () => {
    let buildings = 0;
    const all = new Set<string>();
    for (const name of files.cityGml) {
      const text = read(name).toString("utf8");
      const { counts, ids, links } = parseXml(name);
      buildings += counts.get("bldg:Building") ?? 0;
      const known = new Set(ids);
      expect(known.size).toBe(ids.length);
      for (const id of ids) {
        expect(all.has(id)).toBe(false);
        all.add(id);
      }
      expect(links.filter((link) => !known.has(link.slice(1)))).toEqual([]);
      expect(text.match(/srsName/g)).toHaveLength(1);
      expect(text.indexOf("xlink:href")).toBeLessThan(text.indexOf("bldg:boundedBy"));
    }
    expect(buildings).toBe(files.city.buildingCount);
  });

  it("hold the same buildings as CityJSON 2.0", () => {
    const model = readJson(files.cityJson);
    expect(model.version).toBe("2.0");
    const objects = Object.values<{
      type: string;
      parents?: string[];
      geometry?: { boundaries: number[][][][] }[];
    }>(model.CityObjects);
    expect(objects.filter((o) => o.type === "Building")).toHaveLength(files.city.buildingCount);
    const highest = objects.reduce(
      (top, o) => Math.max(top, ...(o.geometry ?? []).flatMap((g) => g.boundaries.flat(3))),
      0,
    );
    expect(highest).toBe(model.vertices.length - 1);
    for (const parent of objects.flatMap((o) => o.parents ?? []))
      expect(model.CityObjects[parent]).toBeDefined();
  });

  it("hold a GeoTIFF that geotiff.js reads to the millimetre", async () => {
    const bytes = read(files.terrain[0] ?? "");
    const tiff = await fromArrayBuffer(new Uint8Array(bytes).buffer);
    const image = await tiff.getImage();
    expect([image.getWidth(), image.getHeight()]).toEqual([1500, 1500]);
    expect(image.getBoundingBox()).toEqual([
      cityFrame.originEastM,
      cityFrame.originNorthM,
      cityFrame.originEastM + 1500,
      cityFrame.originNorthM + 1500,
    ]);
    expect(image.getGeoKeys()?.ProjectedCSTypeGeoKey).toBe(25832);
    expect(image.getGDALNoData()).toBe(-9999);
    const values = (await image.readRasters())[0] as Float32Array;
    expect(values).toEqual(files.city.district.terrain.raster.values);
  });

  it("hold trees and land cover as GeoJSON in UTM with the legacy crs member", () => {
    const trees = readJson(files.trees);
    expect(trees.crs.properties.name).toContain("25832");
    expect(trees.features).toHaveLength(files.city.district.trees.length);
    expect(typeof trees.features[0].properties.pflanzjahr).toBe("string");
    const cover = readJson(files.landCover);
    for (const { geometry } of cover.features) {
      for (const ring of geometry.coordinates) expect(ring[0]).toEqual(ring[ring.length - 1]);
    }
  });

  it("hold OSM XML whose references resolve and whose streets form one network", () => {
    parseXml(files.osm);
    const text = read(files.osm).toString("utf8");
    const nodes = new Set([...text.matchAll(/<node id="(\d+)"/g)].map((m) => m[1]));
    const ways = [...text.matchAll(/<way id="(\d+)"[^>]*>(.*?)<\/way>/gs)].map((m) => ({
      body: m[2] ?? "",
      refs: [...(m[2] ?? "").matchAll(/ref="(\d+)"/g)].map((r) => r[1] as string),
    }));
    for (const way of ways) for (const ref of way.refs) expect(nodes.has(ref)).toBe(true);
    const streets = ways.filter((w) =>
      /k="highway" v="(secondary|tertiary|residential|living_street)"/.test(w.body),
    );
    const group = new Map<string, string>();
    const find = (id: string): string => {
      let root = id;
      while (group.get(root) !== undefined && group.get(root) !== root) root = group.get(root) as string;
      return root;
    };
    for (const { refs } of streets) for (const ref of refs) group.set(find(ref), find(refs[0] as string));
    const networks = new Set(streets.map((s) => find(s.refs[0] as string)));
    expect(networks.size).toBe(1);
    expect(text).toContain('v="Bahnhofstraße"');
    expect(text).toContain('k="bridge"');
  });

  it("hold a GTFS feed whose trips, stops and times fit together", () => {
    const zip = unzipSync(new Uint8Array(read(files.gtfs)));
    const table = (name: string) =>
      strFromU8(zip[name] ?? new Uint8Array())
        .trim()
        .split("\r\n")
        .slice(1)
        .map((row) => row.match(/("[^"]*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, "")) ?? []);
    const stops = new Set(table("stops.txt").map((row) => row[0]));
    const trips = new Set(table("trips.txt").map((row) => row[2]));
    const seconds = (text = "") => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    let before = { trip: "", at: 0 };
    for (const [trip = "", arrival, departure, stop] of table("stop_times.txt")) {
      expect(trips.has(trip)).toBe(true);
      expect(stops.has(stop)).toBe(true);
      if (trip === before.trip) expect(seconds(arrival)).toBeGreaterThan(before.at);
      before = { trip, at: seconds(departure) };
    }
    expect(table("routes.txt").map((row) => row[4])).toEqual(["0", "3", "3"]);
  });

  it("hold residents for known buildings only", () => {
    const [header, ...rows] = read(files.population).toString("utf8").trim().split("\n");
    expect(header).toBe("gebaeude_id;bewohner;unter18;von18bis64;ab65;wohnungen;stand");
    const model = readJson(files.cityJson);
    for (const row of rows) {
      const [id = "", residents, under18, between, over65] = row.split(";");
      expect(model.CityObjects[id]).toBeDefined();
      expect(Number(under18) + Number(between) + Number(over65)).toBe(Number(residents));
    }
  });
});
