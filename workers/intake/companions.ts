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

/** A file's name without folder and ending, lower case. */
export const stemOf = (name: string): string =>
  name
    .replace(/^.*[\\/]/, "")
    .replace(/\.[^.]*$/, "")
    .toLowerCase();

/** A file's ending without the dot, lower case: "tif"; "" = none. */
export const endingOf = (name: string): string => /\.([^.\\/]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

/**
 * Rasters that are no ground: surface models with houses and trees on them, vegetation, building heights, classes. There
 * is nothing in the values that tells a surface model from a terrain, so the name has to.
 */
export const isNotGround = (name: string): boolean =>
  /vegetation|baumh[oö]he|tree|building|geb[aä]ude|land_?cover|landuse/i.test(name) ||
  /(?:^|[^a-z])(?:n?dom|bdom|idom|n?dsm|chm)\d*(?:[^a-z]|$)/i.test(name);
