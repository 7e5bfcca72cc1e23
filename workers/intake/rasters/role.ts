import type { FileChoice } from "../choices.ts";
import { isNotGround } from "../companions.ts";

/** What the cells of a raster can be. */
const rasterRoles = ["terrain", "buildingHeight", "vegetationHeight", "landCover", "picture"] as const;
export type RasterRole = (typeof rasterRoles)[number];

export type RoleDecision = {
  /** Null = something that is none of them (a surface model, types of buildings). */
  readonly role: RasterRole | null;
  readonly decidedBy: "choice" | "values" | "name";
};

const isRasterRole = (role: string | undefined): role is RasterRole =>
  (rasterRoles as readonly (string | undefined)[]).includes(role);

/** Words of file names. Values cannot tell heights of trees from a flat coast, so names come first. */
const words: readonly (readonly [RasterRole, RegExp])[] = [
  [
    "landCover",
    /land_?cover|land_?use|bodenbedeckung|landbedeckung|worldcover|lulc|nutzung|corine|(?:^|[^a-z])clc\d*/,
  ],
  [
    "vegetationHeight",
    /vegetation|baumh(?:oe|ö)he|kronenh(?:oe|ö)he|(?:^|[^a-z])tree_?(?:h|s?[._-])|tree_?height|canopy|(?:^|[^a-z])n?chm(?:[^a-z]|$)/,
  ],
  ["buildingHeight", /building_?h|geb(?:ae|ä)ude_?h(?:oe|ö)h/],
  ["picture", /(?:^|[^a-z])(?:true)?dop\d*(?:[^a-z]|$)|ortho(?:ph|f)oto|luftbild|aerial/],
];

/** What a raster is by what a person chose or by its name; `undefined` where neither says anything. */
export function roleByName(path: string, choice: FileChoice): RoleDecision | undefined {
  if (isRasterRole(choice.role)) return { role: choice.role, decidedBy: "choice" };
  const name = path
    .replace(/^.*[\\/]/, "")
    .toLowerCase()
    .normalize("NFC");
  const named = words.find(([, pattern]) => pattern.test(name));
  if (named !== undefined) return { role: named[0], decidedBy: "name" };
  return isNotGround(path) ? { role: null, decidedBy: "name" } : undefined;
}

/** How the cells of a TIFF are written. */
export type RasterTraits = {
  readonly bands: number;
  readonly bits: number;
  readonly sampleFormat: number;
  readonly photometric: number;
  readonly scale: number;
};

/** What the way of writing tells: three bands or colours are a picture; null where it tells nothing. */
export function roleByTraits({ bands, bits, sampleFormat, photometric }: RasterTraits): RasterRole | null {
  const colours = photometric === 2 || photometric === 5 || photometric === 6 || photometric === 8;
  if (colours || (bands >= 3 && bits <= 16 && sampleFormat === 1)) return "picture";
  return null;
}

const mostClasses = 40;

/** Whether whole numbers of eight bits are classes: few different ones. Heights in a byte would take many. */
export function looksLikeClasses(values: ArrayLike<number>): boolean {
  const seen = new Set<number>();
  const step = Math.max(1, Math.floor(values.length / 200_000));
  for (let i = 0; i < values.length; i += step) {
    seen.add(values[i]);
    if (seen.size > mostClasses) return false;
  }
  return seen.size > 1;
}
