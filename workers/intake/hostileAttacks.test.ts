import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { exported } from "#workers/export/testing.ts";
import { bomb } from "./archive/madeArchives.ts";
import { keysOf } from "./fuzzing/soundness.ts";
import { forbidNetwork, survives } from "./fuzzing/survives.ts";
import { boxBoundaries, boxVertices, cityJson, shapefile, validFiles } from "./fuzzing/validFiles.ts";
import { memorySource, type Source } from "./source.ts";
import { importAll, textSource } from "./testing.ts";

/** What somebody who means harm would put into a file. */

forbidNetwork();

const valid = await validFiles();
const bytesOfValid = (format: string): Uint8Array => valid[format][0].bytes.slice();
const text = (content: string, name: string): Source => textSource(content, name, 65_536);
const json = (value: unknown, name = "a.city.json"): Source => text(JSON.stringify(value), name);

/** Imports and holds the cost: five seconds of processor time, 300 MB above what was there. */
async function withinBounds(...sources: readonly Source[]) {
  const { outcome, cost } = await survives(sources);
  expect(cost.cpuSeconds).toBeLessThan(5);
  expect(cost.grownMb).toBeLessThan(300);
  return { outcome, keys: keysOf(outcome) };
}

describe("archives", () => {
  it.each(["../../etc/passwd.gml", "/etc/a.gml", "C:\\a.gml", "a/../../b.gml", "..\\..\\a.gml"])(
    "takes nothing out of its folder: %s",
    async (name) => {
      const { outcome, keys } = await withinBounds(
        memorySource("a.zip", zipSync({ [name]: strToU8("<x/>"), "ok.gml": bytesOfValid("cityGml") })),
      );
      expect(keys).toContain("archivePathUnsafe");
      expect(outcome.data?.buildings.count).toBe(1);
      for (const file of outcome.report.files) expect(file.name).not.toContain("..");
    },
  );

  it("refuses what unpacks to a thousand times its size", async () => {
    const { keys } = await withinBounds(memorySource("a.zip", bomb(130 * 1024 * 1024)));
    expect(keys).toContain("archiveBomb");
  });

  it("refuses archives within archives within archives", async () => {
    let inner = zipSync({ "a.gml": bytesOfValid("cityGml") });
    for (let depth = 0; depth < 30; depth++) inner = zipSync({ "a.zip": inner });
    const { keys } = await withinBounds(memorySource("a.zip", inner));
    expect(keys).toContain("archiveTooDeep");
  });

  it("refuses archives of too many files", async () => {
    const many: Record<string, Uint8Array> = {};
    for (let i = 0; i < 20_000; i++) many[`${i}.txt`] = new Uint8Array();
    const { outcome } = await withinBounds(memorySource("a.zip", zipSync(many, { level: 0 })));
    expect(outcome.data).toBeNull();
    expect(outcome.report.files.length).toBeLessThan(100);
  });
});

describe("XML", () => {
  const doctype = (definition: string, use: string): string =>
    new TextDecoder()
      .decode(bytesOfValid("cityGml"))
      .replace('<?xml version="1.0"?>', `<?xml version="1.0"?><!DOCTYPE x [${definition}]>`)
      .replace("31001_1010", use);

  it.each([
    [
      "a billion laughs",
      `<!ENTITY a "${"ha".repeat(50)}">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${"bcdefghij"[i]} "${`&${"abcdefghi"[i]};`.repeat(10)}">`).join("")}`,
      "&j;",
    ],
    ["a file of the machine", '<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"],
    ["an address", '<!ENTITY x SYSTEM "http://example.org/x">', "&x;"],
    ["a parameter entity", '<!ENTITY % x SYSTEM "http://example.org/x"> %x;', "1"],
  ])("expands no entity: %s", async (_, definition, use) => {
    const { outcome } = await withinBounds(text(doctype(definition, use), "a.gml"));
    const values = JSON.stringify(outcome.data?.buildings.functionCode ?? []);
    expect(values).not.toMatch(/root:|haha/);
  });

  it("ends at a depth of elements that nobody needs", async () => {
    const deep = `${"<b:Building>".repeat(200_000)}${"</b:Building>".repeat(200_000)}`;
    const { outcome } = await withinBounds(
      text(`<c:CityModel xmlns:c="c" xmlns:b="b">${deep}</c:CityModel>`, "a.gml"),
    );
    expect(outcome.data).toBeNull();
  });
});

describe("absurd sizes", () => {
  it.each([
    [
      "columns and rows of a grid",
      "a.asc",
      "ncols 1000000\nnrows 1000000\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2 3\n",
    ],
    [
      "columns beyond every number",
      "a.asc",
      "ncols 1e300\nnrows 3\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2 3\n",
    ],
  ])("%s", async (_, name, content) => {
    const { outcome } = await withinBounds(text(content, name));
    expect(outcome.data).toBeNull();
  });

  it("a point at the other end of the world widens no grid", async () => {
    const points = "0 0 1\n1 0 1\n0 1 1\n1 1 1\n1000000 1000000 1\n";
    const { outcome } = await withinBounds(text(points, "a.xyz"));
    expect(outcome.data?.terrain.values.length ?? 0).toBeLessThan(10_000);
  });

  it("a tile of the shuttle that is no square", async () => {
    expect((await withinBounds(memorySource("N50E009.hgt", new Uint8Array(4000)))).outcome.data).toBeNull();
  });

  it.each(["geoTiff", "osmPbf", "flatGeobuf", "shapefile", "geoPackage", "geoParquet"])(
    "every count of %s, one after the other",
    async (format) => {
      const files = valid[format];
      // Absent where the real file that it comes from is.
      if (files === undefined) return;
      const whole = files[0].bytes;
      // Entries of a TIFF's directory begin two bytes off.
      for (let at = format === "geoTiff" ? 2 : 0; at + 4 <= Math.min(whole.length, 260); at += 4) {
        const bytes = whole.slice();
        const view = new DataView(bytes.buffer);
        view.setUint32(at, 0x7fffffff, at % 8 === 0);
        await withinBounds(
          memorySource(files[0].name, bytes),
          ...files.slice(1).map(({ name, bytes: other }) => memorySource(name, other)),
        );
      }
    },
    60_000,
  );
});

describe("numbers that are none", () => {
  it.each(["1e300", "-1e300", "1e999", "NaN", "Infinity", "1e39", "99999999"])(
    "%s in coordinates",
    async (number) => {
      const gml = new TextDecoder().decode(bytesOfValid("cityGml"));
      await withinBounds(text(gml.replaceAll("556020 5612016 46", `${number} 5612016 46`), "a.gml"));
      await withinBounds(text(gml.replaceAll("556020 5612016 46", `556020 5612016 ${number}`), "a.gml"));
      await withinBounds(text(gml.replace("556010", number), "a.gml"));
      const document = JSON.stringify(cityJson());
      await withinBounds(text(document.replace("[556010,5612010,40]", `[${number},5612010,40]`), "a.json"));
      await withinBounds(
        text(document.replace("[556010,5612010,46]", `[556010,5612010,${number}]`), "a.json"),
      );
      const geoJson = new TextDecoder().decode(bytesOfValid("geoJson"));
      await withinBounds(text(geoJson.replaceAll("556022", number), "a.geojson"));
      await withinBounds(text(geoJson.replaceAll("8.5", number), "a.geojson"));
      const grid = new TextDecoder().decode(bytesOfValid("asciiGrid"));
      await withinBounds(text(grid.replace("5 6", `5 ${number}`), "a.asc"));
      await withinBounds(text(grid.replace("556000", number), "a.asc"));
      await withinBounds(text(grid.replace("cellsize 1", `cellsize ${number}`), "a.asc"));
      const points = new TextDecoder().decode(bytesOfValid("xyzGrid"));
      await withinBounds(text(points.replace("40.3", number), "a.xyz"));
      const osm = new TextDecoder().decode(bytesOfValid("osmXml"));
      await withinBounds(
        text(osm.replace('lat="50.651" lon="9.801"', `lat="${number}" lon="9.801"`), "a.osm"),
      );
      await withinBounds(text(osm.replace("12,5 m", number), "a.osm"));
    },
  );

  it("takes a scale of 0 or of 1e300 for no place", async () => {
    for (const scale of [0, 1e300, -1e300])
      await withinBounds(
        json(cityJson({ transform: { scale: [scale, scale, scale], translate: [0, 0, 0] } })),
      );
  });
});

describe("too much of one thing", () => {
  it("a ring of a million corners", async () => {
    const count = 1_000_000;
    const vertices = Array.from({ length: count }, (_, i) => {
      const angle = (2 * Math.PI * i) / count;
      return [556000 + 50 * Math.cos(angle), 5612000 + 50 * Math.sin(angle), 40];
    });
    const ring = Array.from({ length: count }, (_, i) => i);
    const { cost } = await survives([
      json(
        cityJson({
          vertices,
          CityObjects: {
            a: { type: "Building", geometry: [{ type: "MultiSurface", lod: "2", boundaries: [[ring]] }] },
          },
        }),
      ),
    ]);
    expect(cost.cpuSeconds).toBeLessThan(20);
  });

  it("a polygon of a hundred thousand holes", async () => {
    const hole = (i: number): number[][] => {
      const [x, y] = [556001 + (i % 300) * 0.3, 5612001 + Math.floor(i / 300) * 0.3];
      return [
        [x, y],
        [x + 0.1, y],
        [x, y + 0.1],
        [x, y],
      ];
    };
    const outer = [
      [556000, 5612000],
      [556100, 5612000],
      [556100, 5612110],
      [556000, 5612110],
      [556000, 5612000],
    ];
    const { cost } = await survives([
      text(
        JSON.stringify({
          type: "FeatureCollection",
          crs: { type: "name", properties: { name: "EPSG:25832" } },
          features: [
            {
              type: "Feature",
              properties: { building: "yes" },
              geometry: {
                type: "Polygon",
                coordinates: [outer, ...Array.from({ length: 100_000 }, (_, i) => hole(i))],
              },
            },
          ],
        }),
        "a.geojson",
      ),
    ]);
    expect(cost.cpuSeconds).toBeLessThan(20);
  });

  it("a name of a hundred million letters", async () => {
    const { cost } = await survives([
      json(
        cityJson({
          CityObjects: {
            ["x".repeat(100_000_000)]: {
              type: "Building",
              geometry: [{ type: "Solid", lod: "2", boundaries: boxBoundaries }],
            },
          },
        }),
      ),
    ]);
    expect(cost.cpuSeconds).toBeLessThan(20);
  });

  it("brackets within brackets", async () => {
    for (const depth of [1000, 200_000]) {
      const nested = "[".repeat(depth) + "]".repeat(depth);
      await withinBounds(
        text(
          `{"type":"CityJSON","version":"2.0","CityObjects":{"a":{"type":"Building","geometry":[{"type":"Solid","lod":"2","boundaries":${nested}}]}},"vertices":[]}`,
          "a.json",
        ),
      );
      await withinBounds(
        text(
          `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"building":"yes"},"geometry":{"type":"Polygon","coordinates":${nested}}}]}`,
          "a.geojson",
        ),
      );
      const collections = `${'{"type":"GeometryCollection","geometries":['.repeat(depth)}${"]}".repeat(depth)}`;
      await withinBounds(
        text(
          `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"building":"yes"},"geometry":${collections}}]}`,
          "a.geojson",
        ),
      );
    }
  });
});

describe("references in a circle", () => {
  const solid = { type: "Solid", lod: "2", boundaries: boxBoundaries };
  it.each([
    [
      "a part that is its own building",
      { a: { type: "Building", children: ["a"], parents: ["a"], geometry: [solid] } },
    ],
    [
      "two parts of each other",
      {
        a: { type: "BuildingPart", children: ["b"], parents: ["b"], geometry: [solid] },
        b: { type: "BuildingPart", children: ["a"], parents: ["a"], geometry: [solid] },
      },
    ],
    [
      "a building in itself through its part",
      {
        a: { type: "Building", children: ["b"] },
        b: { type: "BuildingPart", parents: ["a"], children: ["a"], geometry: [solid] },
      },
    ],
  ])("%s", async (_, CityObjects) => {
    const { outcome } = await withinBounds(json(cityJson({ CityObjects })));
    expect(outcome.data?.buildings.count ?? 0).toBeLessThanOrEqual(2);
  });

  it("a template made of itself", async () => {
    const instance = {
      type: "GeometryInstance",
      template: 0,
      boundaries: [0],
      transformationMatrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    };
    await withinBounds(
      json(
        cityJson({
          "geometry-templates": { templates: [instance], "vertices-templates": boxVertices },
          CityObjects: { a: { type: "Building", geometry: [instance] } },
        }),
      ),
    );
  });

  it("a surface that links to itself", async () => {
    const gml = new TextDecoder().decode(bytesOfValid("cityGml"));
    const linked = gml
      .replace(
        "<g:surfaceMember>",
        '<g:surfaceMember xmlns:l="http://www.w3.org/1999/xlink" l:href="#s"/><g:surfaceMember>',
      )
      .replace("<g:CompositeSurface>", '<g:CompositeSurface g:id="s">');
    await withinBounds(text(linked, "a.gml"));
  });

  it("a relation of itself", async () => {
    const osm = new TextDecoder().decode(bytesOfValid("osmXml"));
    await withinBounds(text(osm.replace('type="way" ref="6"', 'type="relation" ref="7"'), "a.osm"));
  });
});

describe("names", () => {
  const solid = { type: "Solid", lod: "2", boundaries: boxBoundaries };

  it("that every object of JavaScript has are names like others", async () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    // Written by hand: a literal would set the prototype.
    const objects = names
      .map(
        (name) =>
          `${JSON.stringify(name)}:${JSON.stringify({ type: "Building", attributes: { a: 1 }, geometry: [solid] })}`,
      )
      .join(",");
    const attributes = names.map((name) => `${JSON.stringify(name)}:{"polluted":"yes"}`).join(",");
    const document = JSON.stringify(cityJson({ CityObjects: {} }))
      .replace('"CityObjects":{}', `"CityObjects":{${objects}}`)
      .replace('"attributes":{"a":1}', `"attributes":{${attributes}}`);
    const { outcome } = await withinBounds(text(document, "a.city.json"));
    expect(outcome.data?.buildings.count).toBe(names.length);
    expect([...(outcome.data?.buildings.ids ?? [])].sort()).toEqual([...names].sort());
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    await withinBounds(
      text(
        `{"type":"FeatureCollection","features":[{"type":"Feature","id":"__proto__","properties":{${attributes},"building":"yes"},"geometry":{"type":"Polygon","coordinates":[[[9,50],[9.001,50],[9.001,50.001],[9,50]]]}}]}`,
        "a.geojson",
      ),
    );
    await withinBounds(
      text("__proto__;constructor;wkt;baumart\nx;y;POINT(556010 5612010);Linde\n", "baum.csv"),
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("with marks of HTML, control characters and marks of writing direction stay text, through an export and back", async () => {
    const name = '<img src=x onerror=alert(1)>\u202Egpj.exe\u0000\u0007"';
    const { outcome } = await withinBounds(
      json(
        cityJson({
          CityObjects: { [name]: { type: "Building", attributes: { name: "=1+1" }, geometry: [solid] } },
        }),
        `${name}.city.json`,
      ),
    );
    expect(outcome.data?.buildings.count).toBe(1);
    if (outcome.data === null) return;
    const again = await importAll([memorySource("a.zip", await exported(outcome.data))]);
    expect(again.data?.baseHashes).toEqual(outcome.data.baseHashes);
    expect(again.data?.buildings.ids).toEqual(outcome.data.buildings.ids);
  });

  it("of a Shapefile's parts are matched without being paths", async () => {
    const parts = shapefile().map(({ name, bytes }) => memorySource(`../../${name}`, bytes));
    await withinBounds(...parts);
  });
});
