import { besideOf, isWkt } from "./companions.ts";
import { looksLikePopulation } from "./population/header.ts";
import type { SourceFormat } from "./report.ts";
import { binaryFormat, looksBinary } from "./sniffing/binary.ts";
import { isEncodingName, tableFormat } from "./sniffing/table.ts";
import { xmlFormat } from "./sniffing/xml.ts";
import { headOf, type Source } from "./source.ts";
import { sniffEncoding } from "./text.ts";

const headBytes = 64 * 1024;

/** What a JSON text is. Only its head is known, so words count, not structure. */
function jsonFormat(text: string): SourceFormat {
  if (/"planfall-scenario"/.test(text)) return "scenario";
  // The manifest of an unpacked package; its layers lie beside it.
  if (/"planfall-twin"/.test(text)) return "twinPackage";
  if (/"type"\s*:\s*"CityJSON(Feature)?"/.test(text) || /"CityObjects"\s*:/.test(text)) return "cityJson";
  if (/"geometricError"\s*:/.test(text) && /"root"\s*:/.test(text)) return "tiles3d";
  if (
    /"asset"\s*:\s*\{[^}]{0,2000}"version"/.test(text) &&
    /"(meshes|accessors|bufferViews|buffers|nodes)"\s*:/.test(text)
  )
    return "tiles3d";
  if (/"type"\s*:\s*"Topology"|"esriGeometry/.test(text)) return "jsonOther";
  if (/"(FeatureCollection|Feature)"/.test(text) || /"features"\s*:/.test(text)) return "geoJson";
  return "jsonOther";
}

/** Lines that are not empty, without the blanks around them. Patterns over whole texts would let a made file hang. */
const firstLines = (text: string): string[] =>
  text
    .slice(0, 8192)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** A DXF text: pairs of a group code and a value; comments have the code 999. */
function isDxf(lines: readonly string[]): boolean {
  let at = 0;
  while (lines[at] === "999") at += 2;
  return lines[at] === "0" && lines[at + 1] === "SECTION";
}

/** OFF, PLY, STL and OBJ texts. */
function isMesh(lines: readonly string[]): boolean {
  const [first = "", second = ""] = lines;
  if (/^(C?OFF|ply)$/.test(first) || (first.startsWith("solid") && second.startsWith("facet"))) return true;
  return /^(mtllib|o|v) /.test(lines.find((line) => !line.startsWith("#")) ?? "");
}

function textFormat(text: string, name: string): SourceFormat {
  if (text.startsWith("<")) return xmlFormat(text);
  if ("{[\u001e".includes(text[0])) return jsonFormat(text);
  if (/^(ncols|nrows|xll(corner|center)|yll(corner|center)|cellsize)\s+[-\d.,]+/i.test(text))
    return "asciiGrid";
  if (isWkt(text)) return "crsDescription";
  if (isEncodingName(text)) return "companion";
  if (text.startsWith("ISO-10303-21;")) return "bim";
  // MapInfo's description of a table; the table itself is binary.
  if (/^!(table|edit_version)\b/i.test(text)) return "database";
  const lines = firstLines(text);
  if (isDxf(lines)) return "cad";
  if (isMesh(lines)) return "mesh3d";
  if (looksLikePopulation(lines[0] ?? "")) return "populationCsv";
  return tableFormat(text, name) ?? "document";
}

/** Indices, styles and odd tables that programs put beside a file: their content says nothing by itself. */
const companionEndings: ReadonlySet<string> = new Set(
  "sbn sbx qix ixs mxs atx ain aih fbn fbx idm ind cst cpg prj qpj qmd qlr lyr lyrx shx dbf ovr msk aux rrd tfw tifw jgw jpgw pgw pngw wld gfw sdw".split(
    " ",
  ),
);

/**
 * What a file is, by its content. The name speaks only where content cannot: tiles of heights without a header, tables of
 * a timetable, overviews beside a raster, and the parts of an ESRI file geodatabase, which mean nothing one by one.
 */
export async function sniffFormat(source: Source): Promise<SourceFormat> {
  if (/\.gdb[\\/][^\\/]+$/i.test(source.name)) return "fileGeodatabase";
  const format = await formatByContent(source);
  const says = format !== "unknown" && format !== "document" && format !== "csvTable";
  return !says && companionEndings.has(besideOf(source.name).ending) && source.size > 0
    ? "companion"
    : format;
}

async function formatByContent(source: Source): Promise<SourceFormat> {
  const { name, size } = source;
  const head = await headOf(source, headBytes);
  if (head.length === 0) return "unknown";
  const binary = binaryFormat(head, name, size);
  if (binary !== null) return binary;
  const encoding = sniffEncoding(head);
  if (!encoding.startsWith("utf-16") && looksBinary(head)) return "unknown";
  let text = new TextDecoder(encoding)
    .decode(head)
    .replace(/^\uFEFF/, "")
    .trimStart();
  // The last line of a longer file is cut off.
  if (head.length < size) text = text.slice(0, Math.max(text.lastIndexOf("\n"), 0) || text.length);
  return text === "" ? "unknown" : textFormat(text, name);
}
