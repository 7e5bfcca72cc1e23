import { readFileSync } from "node:fs";
import { serialize } from "flatgeobuf/lib/mjs/geojson.js";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { makeGeoPackage, registered, squareBlob } from "../geopackage/madeGeoPackage.ts";
import { makeDbf, makeShapefile } from "../shapefile/madeShapefile.ts";
import { memorySource } from "../source.ts";
import { cpuWatch, importAll } from "../testing.ts";
import { makeWkb } from "./madeWkb.ts";

/** Valid small files, cut at every 97th byte and changed at random: nothing may be thrown, hang, or take memory without end. */

const texts = (["de", "en"] as const).map(
  (language) =>
    (
      JSON.parse(
        readFileSync(new URL(`../../../src/app/i18n/${language}/intake.json`, import.meta.url), "utf8"),
      ) as { findings: Record<string, string> }
    ).findings,
);

/** Processor time of one file. */
const longestMs = 2000;
/** Only what hangs takes this long, however busy the machine is. */
const hangMs = 600_000;
const mostGrownBytes = 700 * 1024 * 1024;

type Files = Readonly<Record<string, Uint8Array>>;

async function survives(files: Files): Promise<void> {
  const spentMs = cpuWatch();
  const { report } = await importAll(Object.entries(files).map(([name, bytes]) => memorySource(name, bytes)));
  expect(spentMs()).toBeLessThan(longestMs);
  for (const { key, values } of [...report.twin, ...report.files.flatMap(({ findings }) => findings)]) {
    expect(key, JSON.stringify(values)).not.toBe("readerFailed");
    for (const language of texts) expect(language[key], key).toBeTruthy();
  }
}

/** mulberry32: a seeded generator, so that a failure comes again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ring = (x: number): [number, number][] => [
  [x, 5_612_000],
  [x, 5_612_010],
  [x + 10, 5_612_010],
  [x + 10, 5_612_000],
  [x, 5_612_000],
];
const xs = [556_000, 556_020, 556_040, 556_060];
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function validFiles(): Promise<Readonly<Record<string, { files: Files; changed: string }>>> {
  const shape = makeShapefile(xs.map((x) => ({ type: 15, parts: [ring(x), [...ring(x)].reverse()] })));
  const shapefile: Files = {
    "geb.shp": shape.shp,
    "geb.shx": shape.shx,
    "geb.dbf": makeDbf(
      [
        ["GEBHOEHE", "N", 5],
        ["NAME", "C", 10],
      ],
      xs.map(() => ["9.5", "Höhe"]),
    ),
    "geb.cpg": encode("UTF-8"),
  };
  const wkb = xs.map((x) => makeWkb({ type: "MultiPolygon", coordinates: [[ring(x)]] }));
  const parquet = (codec: "SNAPPY" | "UNCOMPRESSED"): Uint8Array =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: "geometry", data: wkb, type: "BYTE_ARRAY" },
          { name: "gebhoehe", data: [9.5, 8.5, 9.5, 9.5], type: "DOUBLE" },
          { name: "notiz", data: [null, "x", "y", null], type: "STRING", nullable: true },
          { name: "name", data: ["a", "a", "b", "a"], type: "STRING" },
        ],
        kvMetadata: [
          { key: "geo", value: '{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKB"}}}' },
        ],
        rowGroupSize: 2,
        codec,
      }),
    );
  const geoPackage = await makeGeoPackage(
    `PRAGMA page_size = 1024; VACUUM; CREATE TABLE geb (fid INTEGER PRIMARY KEY, geom BLOB, gebhoehe REAL); ${registered("geb")}`,
    xs.map(
      (x) => ["INSERT INTO geb (geom, gebhoehe) VALUES (?, 9.5)", [squareBlob(x, 5_612_000, 10)]] as const,
    ),
  );
  const flat = serialize(
    {
      type: "FeatureCollection",
      features: xs.map((x) => ({
        type: "Feature",
        geometry: { type: "MultiPolygon", coordinates: [[ring(x)]] },
        properties: { name: "Höhe", gebhoehe: 9.5 },
      })),
    },
    25_832,
  );
  const posList = ring(556_000).flat().join(" ");
  const gml = (namespace: string, type: string): Uint8Array =>
    encode(
      `<?xml version="1.0"?><x:FeatureCollection xmlns:x="${namespace}" xmlns:gml="g">${xs
        .map(
          (x) =>
            `<gml:featureMember><x:${type} gml:id="i${x}"><x:gebhoehe>9.5</x:gebhoehe><x:hoehenangabe><x:XP_Hoehenangabe><x:hMax>9</x:hMax></x:XP_Hoehenangabe></x:hoehenangabe><x:position><gml:MultiSurface srsName="EPSG:25832"><gml:surfaceMember><gml:Polygon gml:id="p${x}"><gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments><gml:Arc><gml:posList>556000 5612000 556005 5612005 556010 5612000</gml:posList></gml:Arc><gml:LineStringSegment><gml:posList>556010 5612000 556000 5612000</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior><gml:interior><gml:LinearRing><gml:posList>${posList}</gml:posList></gml:LinearRing></gml:interior></gml:Polygon></gml:surfaceMember><gml:surfaceMember xlink:href="#p${x - 20}"/></gml:MultiSurface></x:position></x:${type}></gml:featureMember>`,
        )
        .join("")}</x:FeatureCollection>`,
    );
  const alone = (name: string, bytes: Uint8Array) => ({ files: { [name]: bytes }, changed: name });
  return {
    shp: { files: shapefile, changed: "geb.shp" },
    shx: { files: shapefile, changed: "geb.shx" },
    dbf: { files: shapefile, changed: "geb.dbf" },
    geoPackage: alone("geb.gpkg", geoPackage),
    flatGeobuf: alone("geb.fgb", flat),
    geoParquet: alone("geb.parquet", parquet("UNCOMPRESSED")),
    geoParquetSnappy: alone("geb.parquet", parquet("SNAPPY")),
    gml: alone("geb.gml", gml("wfs", "Gebaeude")),
    xplan: alone("plan.gml", gml("http://www.xplanung.de/xplangml/6/0", "BP_BaugebietsTeilFlaeche")),
  };
}

const valid = await validFiles();
const cuts = 97;
const mutations = 200;

describe.each(Object.keys(valid))("%s", (name) => {
  const { files, changed } = valid[name];
  const base = files[changed];

  it("is read without a problem as it is", async () => {
    const { report } = await importAll(
      Object.entries(files).map(([path, bytes]) => memorySource(path, bytes)),
    );
    const levels = report.files.flatMap(({ findings }) =>
      findings.map(({ level, key }) => `${level} ${key}`),
    );
    expect(levels.filter((text) => !text.startsWith("info"))).toEqual(
      name === "gml" || name === "xplan" ? ["dropped gmlReferenceOpen"] : [],
    );
    expect(report.files.some(({ objects }) => Object.values(objects).some((count) => count > 0))).toBe(true);
  });

  it(
    "survives being cut at every 97th byte",
    async () => {
      for (let length = 1; length < base.length; length += cuts)
        await survives({ ...files, [changed]: base.slice(0, length) });
    },
    hangMs,
  );

  it(
    "survives 200 changes, without memory growing",
    async () => {
      const random = seeded(20_260_711);
      const before = process.memoryUsage().rss;
      for (let round = 0; round < mutations; round++) {
        const bytes = base.slice();
        for (let change = 0; change <= random() * 5; change++) {
          const at = Math.floor(random() * bytes.length);
          const kind = random();
          if (kind < 0.5) bytes[at] = Math.floor(random() * 256);
          else if (kind < 0.75) bytes[at] ^= 1 << Math.floor(random() * 8);
          else bytes.fill(random() < 0.5 ? 0xff : 0, at, at + 1 + Math.floor(random() * 8));
        }
        await survives({ ...files, [changed]: bytes });
      }
      expect(process.memoryUsage().rss - before).toBeLessThan(mostGrownBytes);
    },
    hangMs,
  );
});
