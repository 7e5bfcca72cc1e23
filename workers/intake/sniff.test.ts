import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sniffFormat } from "./sniff.ts";
import { rootOf } from "./sniffing/xml.ts";
import { memorySource } from "./source.ts";
import { cpuWatch } from "./testing.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const sniff = (content: Uint8Array | string, name = "file"): Promise<string> =>
  sniffFormat(memorySource(name, typeof content === "string" ? encode(content) : content));
const latin = (text: string, size = text.length): Uint8Array => {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};

/** The beginning of a Shapefile or of its index. */
const shape = (firstRecord: number): Uint8Array => {
  const bytes = new Uint8Array(136);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 9994);
  view.setInt32(28, 1000, true);
  view.setInt32(32, 5, true);
  view.setInt32(100, firstRecord);
  return bytes;
};
const dbf = (): Uint8Array => {
  const bytes = new Uint8Array(80);
  bytes.set([3, 121, 6, 30, 1, 0, 0, 0, 65, 0, 6, 0]);
  bytes.set(encode("HOEHE"), 32);
  bytes[64] = 13;
  return bytes;
};

describe("sniffFormat: binary", () => {
  it.each<[string, Uint8Array, string?]>([
    ["geoTiff", Uint8Array.of(0x49, 0x49, 42, 0)],
    ["companion", Uint8Array.of(0x49, 0x49, 42, 0), "dgm.tif.ovr"],
    ["flatGeobuf", latin("fgb\x03fgb\x00")],
    ["geoParquet", latin("PAR1\x15")],
    ["geoPackage", latin(`SQLite format 3\x00${"\x00".repeat(52)}GPKG`, 200)],
    ["vectorTile", latin(`SQLite format 3\x00${"\x00".repeat(52)}MPBX`, 200)],
    ["database", latin("SQLite format 3\x00", 200)],
    ["shapefile", shape(1), "x.dat"],
    ["companion", shape(50), "x.dat"],
    ["companion", dbf(), "x"],
    ["ntv2Grid", latin("NUM_OREC\x0b\x00\x00\x00")],
    ["osmPbf", latin("\x00\x00\x00\x0d\x0a\x09OSMHeader\x18g")],
    ["srtmHgt", new Uint8Array(1201 * 1201 * 2), "N49E011.hgt"],
    ["srtmHgt", new Uint8Array(1201 * 1201 * 2), "srtm.zip/s05w070"],
    ["unknown", new Uint8Array(1201 * 1201 * 2), "noise.hgt"],
    ["tiles3d", latin("b3dm\x01")],
    ["tiles3d", latin("glTF\x02")],
    ["picture", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ["picture", latin("\x89PNG\r\n\x1a\n")],
    ["pictureOther", latin("\x00\x00\x00\x0cjP  \r\n")],
    ["pointCloud", latin("LASF\x00\x00")],
    ["cad", latin("AC1027\x00")],
    ["pdf", latin("%PDF-1.7\n")],
    ["netCdf", latin("\x89HDF\r\n\x1a\n")],
    ["archiveOther", latin("7z\xbc\xaf\x27\x1c\x00")],
    ["archiveOther", latin(`dgm.asc${"\x00".repeat(250)}ustar`, 600)],
    ["archive", Uint8Array.of(0x1f, 0x8b, 8, 0)],
    ["archive", zipSync({ "folder/tile.gml": encode("x") })],
    ["archive", zipSync({})],
    ["twinPackage", zipSync({ "twin.json": encode("{}"), "terrain.bin": encode("x") })],
    ["spreadsheet", zipSync({ "[Content_Types].xml": encode("x") })],
    ["kml", zipSync({ "doc.kml": encode("x") })],
    ["fileGeodatabase", latin("\x03\x00\x00\x00\x05"), "alkis.zip/alkis.gdb/a00000001.gdbtable"],
    ["unknown", new Uint8Array(0)],
    ["unknown", Uint8Array.of(1, 2, 3, 0, 5, 6)],
    ["companion", Uint8Array.of(1, 2, 3, 0, 5, 6), "roads.qix"],
  ])("tells %s", async (format, bytes, name) => {
    expect(await sniff(bytes, name)).toBe(format);
  });
});

describe("sniffFormat: text", () => {
  it.each<[string, string, string?]>([
    ["cityGml", '<?xml version="1.0"?><!-- <osm> --><core:CityModel xmlns:core="x">'],
    ["osmXml", "<osm version='0.6'>"],
    ["xplanGml", '<xplan:XPlanAuszug xmlns:xplan="http://www.xplanung.de/xplangml/5/0">'],
    ["xplanGml", '<wfs:FeatureCollection xmlns:x="http://www.xplanung.de/xplangml/6/0">'],
    ["gmlFeatures", "<wfs:FeatureCollection xmlns:wfs='x'>"],
    ["kml", '<kml xmlns="x">'],
    ["companion", "<PAMDataset>\n</PAMDataset>"],
    ["companion", "<gmd:MD_Metadata xmlns:gmd='x'>"],
    ["webPage", "<!DOCTYPE html>\n<html lang='de'>"],
    ["webPage", "<ServiceExceptionReport version='1'>"],
    ["alkisNas", "<AX_Bestandsdatenauszug xmlns='x'>"],
    ["xmlOther", "<gpx version='1.1'>"],
    ["unknown", "<!-- never ends"],
    ["cityJson", '{"type":"CityJSON","version":"2.0"}'],
    ["tiles3d", '{"asset":{"version":"1.0"},"geometricError":500,"root":{}}'],
    ["tiles3d", '{"asset":{"version":"2.0"},"meshes":[]}'],
    ["geoJson", '{"type":"FeatureCollection","features":[]}'],
    ["geoJson", '\x1e{"type":"Feature","geometry":null}'],
    ["jsonOther", '{"type":"Topology","objects":{}}'],
    ["jsonOther", "[1,2,3]"],
    ["scenario", '{"format":"planfall-scenario"}'],
    ["twinPackage", '{"format":"planfall-twin","version":1}'],
    ["asciiGrid", "NCOLS 3\nNROWS 2\nXLLCORNER 1\n"],
    ["crsDescription", 'PROJCS["ETRS_1989_UTM_Zone_32N",'],
    ["companion", "UTF-8", "x.cpg"],
    ["companion", "ISO 8859-1\r\n", "x.cpg"],
    ["companion", "1.0\n0.0\n0.0\n-1.0\n388042.5\n5819799.5\n"],
    ["bim", "ISO-10303-21;\nHEADER;"],
    ["cad", "  0\r\nSECTION\r\n  2\r\nHEADER\r\n"],
    ["mesh3d", "OFF\n8 6 0\n"],
    ["mesh3d", "# made by hand\no house\nv 1 2 3\n"],
    ["xyzGrid", "388042.00 5819500.00 34.40\n388043.00 5819500.00 34.35\n"],
    ["xyzGrid", "x;y;z\r\n388042,00;5819500,00;34,40\r\n388043,00;5819500,00;34,35\r\n"],
    ["xyzGrid", "32388042.0, 5819500.0, 34.4\n32388043.0, 5819500.0, 34.4\n"],
    ["csvTable", "osm_id,ungreen_index\n4084881,0.99\n4280144,0.74\n"],
    ["csvTable", "4084881,0\n4280150,2\n"],
    ["csvTable", 'X,Y,id,name\n9.15,47.7,1,"a, b"\n9.16,47.8,2,c\n'],
    ["csvTable", "id,x,name\n1,2,a\n2,3,b\n"],
    ["populationCsv", "gebaeude_id;bewohner\nhouse;4\n"],
    ["gtfs", "stop_id,stop_name,stop_lat,stop_lon\n1,A,49.4,8.6\n", "feed/stops.txt"],
    ["csvTable", "stop_id,stop_name,stop_lat,stop_lon\n1,A,49.4,8.6\n", "haltestellen.txt"],
    ["document", "# Readme\n\nThese are data, see below.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "README.md"],
    ["companion", "Projection UTM\nZone 32\n", "dgm.prj"],
    ["database", "!table\n!version 300\n", "x.tab"],
    ["document", "Sehr geehrte Damen und Herren,\nanbei die Daten.\n"],
  ])("tells %s", async (format, text, name) => {
    expect(await sniff(text, name)).toBe(format);
  });

  it("reads text in UTF-16 and ignores a byte order mark", async () => {
    const text = "<CityModel xmlns='x'>";
    const bytes = new Uint8Array(2 + text.length * 2);
    bytes.set([0xff, 0xfe]);
    for (let i = 0; i < text.length; i++) bytes[2 + i * 2] = text.charCodeAt(i);
    expect(await sniff(bytes)).toBe("cityGml");
    expect(await sniff("\uFEFFx;y;z\n1;2;3\n4;5;6\n")).toBe("xyzGrid");
  });

  it("ignores a line that the end of its sample cuts", async () => {
    const line = "388042.00 5819500.00 34.40\n";
    expect(await sniff(line.repeat(5000))).toBe("xyzGrid");
  });

  it("takes no longer for texts made to take long", async () => {
    const spentMs = cpuWatch();
    for (const text of [
      `#\n${"\n".repeat(60_000)}x`,
      "999\n".repeat(16_000),
      "999 999\n\n".repeat(8000),
      `${"--|".repeat(21_000)}x`,
      '{"asset":{'.repeat(6500),
      `<!DOCTYPE a [${"[".repeat(60_000)}`,
      '"'.repeat(65_000),
      ";,|\t".repeat(16_000),
      "ISO ".repeat(16_000),
      "1,".repeat(32_000),
    ])
      await sniff(text);
    expect(spentMs()).toBeLessThan(3000);
  });

  it("finds the root behind a document type with a subset, in time that grows with the text", () => {
    expect(rootOf('<!DOCTYPE osm [ <!ENTITY a "b"> ]>\n<osm version="0.6">')).toBe("osm");
    const spentMs = cpuWatch();
    expect(rootOf(`${"<!-- x -->".repeat(6000)}<a>`)).toBe("a");
    expect(rootOf("<!--".repeat(16_000))).toBe("");
    expect(spentMs()).toBeLessThan(500);
  });
});
