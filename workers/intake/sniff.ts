import { isWkt } from "./companions.ts";
import { looksLikePopulation } from "./population/read.ts";
import type { SourceFormat } from "./report.ts";
import { headOf, type Source } from "./source.ts";
import { sniffEncoding } from "./text.ts";

const headBytes = 64 * 1024;

/** What a file is, by its content; the name decides nothing. */
export async function sniffFormat(source: Source): Promise<SourceFormat> {
  const head = await headOf(source, headBytes);
  if (head.length === 0) return "unknown";
  const [a, b, c, d] = head;
  const tiff =
    (a === 0x49 && b === 0x49 && (c === 42 || c === 43) && d === 0) ||
    (a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === 43));
  if (tiff) return "geoTiff";
  if (a === 0x1f && b === 0x8b) return "archive";
  if (a === 0x50 && b === 0x4b && (c === 3 || c === 5)) {
    // A package's first entry is its manifest, stored under its own name.
    return new TextDecoder("latin1").decode(head.subarray(30, 39)) === "twin.json"
      ? "twinPackage"
      : "archive";
  }
  const encoding = sniffEncoding(head);
  const text = new TextDecoder(encoding)
    .decode(head)
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text.startsWith("<")) {
    const root = /<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>/]/.exec(
      text.replace(/<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(\[[^\]]*\])?\s*>/g, ""),
    )?.[1];
    if (root === "CityModel") return "cityGml";
    if (root === "osm") return "osmXml";
    return "unknown";
  }
  if (text.startsWith("{")) {
    if (/"type"\s*:\s*"CityJSON(Feature)?"/.test(text) || /"CityObjects"\s*:/.test(text)) return "cityJson";
    if (/"(FeatureCollection|Feature)"/.test(text) || /"features"\s*:/.test(text)) return "geoJson";
    return "unknown";
  }
  if (/^(ncols|nrows|xll(corner|center)|yll(corner|center)|cellsize)\s+[-\d.,]+/i.test(text))
    return "asciiGrid";
  if (isWkt(text)) return "crsDescription";
  const line = text.split(/\r?\n/, 1)[0] ?? "";
  return looksLikePopulation(line) ? "populationCsv" : "unknown";
}
