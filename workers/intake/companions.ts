import type { SourceFormat } from "./report.ts";

/**
 * Files that say something about another file: a `.prj` beside a raster holds its coordinate system as WKT. Told apart by
 * content; matched by the name without its ending.
 */

/** Whether a text is a coordinate system in WKT 1 or 2. */
export const isWkt = (text: string): boolean =>
  /^\s*(PROJCS|PROJCRS|GEOGCS|GEOGCRS|COMPD_CS|COMPOUNDCRS|BOUNDCRS)\s*\[/i.test(text);

/**
 * What a WKT text calls its system, in words that `resolveSrsName` takes: the horizontal system's own EPSG number where it
 * has one (the last one before a vertical part closes the horizontal part), else its name.
 */
export function srsNameOfWkt(wkt: string): string {
  const text = wkt.slice(0, 20_000);
  const horizontal = text.split(/,\s*(?:VERT_CS|VERTCRS)\s*\[/i)[0];
  const codes = [...horizontal.matchAll(/(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]/gi)];
  const last = codes.at(-1);
  if (last !== undefined) return `EPSG:${last[1]}`;
  return /^\s*\w+\s*\[\s*"([^"]{1,200})"/.exec(text)?.[1]?.replaceAll("_", " ") ?? "";
}

/** Endings that stand behind the whole name of the file that they complete: "dgm.tif.aux.xml". */
const appended = /^(.*?)\.(aux\.xml|ovr|msk|xml)$/;

export type Beside = {
  /** Folder and name without ending, lower case: equal for files that belong together. */
  readonly key: string;
  /** Ending without the dot, lower case: "tif", "aux.xml"; "" = none. */
  readonly ending: string;
};

/** By what a file is found beside others: those of the same folder and name with other endings belong to it. */
export function besideOf(name: string): Beside {
  // A packed file is, for this, the file in it.
  const path = name.toLowerCase().replaceAll("\\", "/").replace(/\.gz$/, "");
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const base = path.slice(folder.length);
  const [, whole, ending] = appended.exec(base) ?? [];
  // "roads.xml" completes nothing by its name alone; "roads.shp.xml" does.
  if (whole !== undefined && (ending !== "xml" || whole.includes(".")))
    return { key: folder + whole.replace(/\.[^.]*$/, ""), ending };
  const dot = base.lastIndexOf(".");
  return dot <= 0
    ? { key: folder + base, ending: "" }
    : { key: folder + base.slice(0, dot), ending: base.slice(dot + 1) };
}

/** Formats that complete others. */
export const isCompanion = (format: SourceFormat): boolean =>
  format === "companion" || format === "crsDescription";

/**
 * Rasters that are no ground: surface models with houses and trees on them, vegetation, building heights, classes. There
 * is nothing in the values that tells a surface model from a terrain, so the name has to.
 */
export function isNotGround(path: string): boolean {
  const name = path.replace(/^.*[\\/]/, "");
  return (
    /vegetation|baumh[oö]he|(?:^|[^s])tree|building|geb[aä]ude|land_?cover|landuse/i.test(name) ||
    /(?:^|[^a-z])(?:n?dom|bdom|idom|n?dsm|chm)\d*(?:[^a-z]|$)/i.test(name)
  );
}
