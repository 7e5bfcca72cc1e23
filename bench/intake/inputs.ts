import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutCity } from "#demo/city.ts";
import { generateDistrict } from "#demo/district.ts";
import { ensureDemo } from "#demo/ensure.ts";
import { writeCityJson } from "#demo/write/cityJson.ts";
import { sharedData } from "#tools/sharedData.ts";

/** The files that the intake's benchmark reads. They are made once and kept in the system's folder for temporary files. */

const folder = join(tmpdir(), "planfall-intake-bench");
const megabyte = 1024 * 1024;
const cityGmlBytes = 46 * megabyte;
const shiftM = 1000;
const tilesPerRow = 5;

/** The real AdV tile where it is there, else the largest tile of the demo city. */
async function cityGmlTile(): Promise<{ readonly text: string; readonly from: string }> {
  const real = sharedData("city/nrw-selfkant/LoD2_32_280_5657_1_NW.gml");
  if (real !== null) return { text: readFileSync(real, "utf8"), from: "real AdV tile" };
  await ensureDemo();
  const source = join(import.meta.dirname, "../../.cache/demo-source");
  const tiles = readdirSync(source).filter((name) => name.endsWith(".gml"));
  const [largest] = tiles.sort((a, b) => statSync(join(source, b)).size - statSync(join(source, a)).size);
  if (largest === undefined) throw new Error("There is neither the real tile nor the demo's CityGML.");
  return { text: readFileSync(join(source, largest), "utf8"), from: "demo tile" };
}

/** The members of a tile with ids of their own, moved to the east and north. */
function shiftedCopy(members: string, copy: number): string {
  const east = (copy % tilesPerRow) * shiftM;
  const north = Math.floor(copy / tilesPerRow) * shiftM;
  const moved = (list: string): string =>
    list
      .trim()
      .split(/\s+/)
      .map((text, i) =>
        i % 3 === 2
          ? text
          : (Number(text) + (i % 3 === 0 ? east : north)).toFixed((text.split(".")[1] ?? "").length),
      )
      .join(" ");
  return members
    .replace(/(gml:id="|xlink:href="#)([^"]+)"/g, `$1$2-${copy}"`)
    .replace(/(<gml:posList[^>]*>)([^<]+)</g, (_, tag: string, list: string) => `${tag}${moved(list)}<`);
}

/** A CityGML LoD2 text of 46 MB: one tile repeated with shifted ids and coordinates. */
export async function largeCityGml(): Promise<{ readonly path: string; readonly from: string }> {
  const { text, from } = await cityGmlTile();
  const path = join(folder, `tile-${createHash("sha256").update(text).digest("hex").slice(0, 12)}-46mb.gml`);
  if (existsSync(path)) return { path, from };
  const first = text.search(/<[\w:]*cityObjectMember[\s>]/);
  const last = /<\/(?:\w+:)?cityObjectMember>(?![\s\S]*<\/(?:\w+:)?cityObjectMember>)/.exec(text);
  if (first < 0 || last === null) throw new Error("The tile has no cityObjectMember.");
  const members = text.slice(first, last.index + last[0].length);
  let whole = text.slice(0, first);
  for (let copy = 0; whole.length < cityGmlBytes; copy++) whole += `${shiftedCopy(members, copy)}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, whole + text.slice(last.index + last[0].length));
  return { path, from };
}

/** CityJSON with this many buildings, from the demo's generator. */
export function largeCityJson(buildings: number): string {
  const path = join(folder, `demo-${buildings}.city.json`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  writeCityJson(layOutCity(generateDistrict(1), buildings), path);
  return path;
}
