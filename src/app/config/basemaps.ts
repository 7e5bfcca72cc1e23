import * as v from "valibot";

/**
 * The map services that whoever runs this installation allows (`config.json` beside the app). Nothing is asked of any
 * service that is not in there: the file feeds the list in the app and, through `tools/headers.ts`, the page's policy.
 */

export type BasemapEntry = {
  readonly id: string;
  readonly name: { readonly de: string; readonly en: string };
  /** Tile address with {z}, {x} and {y} (Web Mercator, XYZ): https, or a path on the app's own origin. */
  readonly url: string;
  /** What the service asks to be named as; shown in the picture as long as the map is on. */
  readonly attribution: string;
  readonly maxZoom: number;
};

const text = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most));

const entrySchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/)),
  name: v.strictObject({ de: text(60), en: text(60) }),
  url: v.pipe(v.string(), v.maxLength(500), v.check(isTileAddress)),
  attribution: text(200),
  maxZoom: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(22)), 18),
});

const configSchema = v.strictObject({ basemaps: v.pipe(v.array(v.unknown()), v.maxLength(12)) });

/** Stands for the page's own origin while a path is checked. */
const here = "https://this.invalid";

function isTileAddress(url: string): boolean {
  if (!["{z}", "{x}", "{y}"].every((part) => url.split(part).length === 2)) return false;
  const foreign = /^https:\/\//.test(url);
  if ((!foreign && !/^\.?\//.test(url)) || !URL.canParse(url, here)) return false;
  const parsed = new URL(url, here);
  if (parsed.username !== "" || parsed.password !== "") return false;
  // "//host" and "/\\host" look like paths and are none; a placeholder in the host would reach hosts nobody allowed.
  return foreign ? !/[{}%]/.test(parsed.host) : parsed.origin === here;
}

export type BasemapConfig = {
  readonly basemaps: readonly BasemapEntry[];
  /** Entries that were left out because something about them is not allowed. */
  readonly refused: number;
};

export const noBasemaps: BasemapConfig = { basemaps: [], refused: 0 };

/** Reads `config.json`. Broken entries are left out and counted; a broken file allows nothing. */
export function readBasemapConfig(json: string): BasemapConfig {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { basemaps: [], refused: 1 };
  }
  const config = v.safeParse(configSchema, value);
  if (!config.success) return { basemaps: [], refused: 1 };
  const basemaps: BasemapEntry[] = [];
  let refused = 0;
  for (const candidate of config.output.basemaps) {
    const entry = v.safeParse(entrySchema, candidate);
    if (entry.success && !basemaps.some(({ id }) => id === entry.output.id)) basemaps.push(entry.output);
    else refused += 1;
  }
  return { basemaps, refused };
}

/** The foreign origins that the entries need, each once: what the page's policy has to allow besides its own. */
export function originsOf(basemaps: readonly BasemapEntry[]): readonly string[] {
  const origins = basemaps.map(({ url }) => new URL(url, here).origin).filter((origin) => origin !== here);
  return [...new Set(origins)].sort();
}
