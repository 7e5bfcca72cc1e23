import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import { landCoverCodeOfWord } from "../landCover/classes.ts";
import type { Tags } from "./contract.ts";

/** Where OSM's words mean something else than the same words in municipal files, or are known nowhere else. */
const own: Readonly<Record<string, LandCoverClass>> = {
  "landuse=farmyard": "paved",
  "landuse=flowerbed": "garden",
  "landuse=garages": "paved",
  "landuse=greenhouse_horticulture": "garden",
  "landuse=plant_nursery": "garden",
  "landuse=religious": "lawn",
  "landuse=education": "paved",
  "landuse=institutional": "paved",
  "landuse=military": "lawn",
  "landuse=salt_pond": "water",
  "landuse=railway": "railBallast",
  "landuse=reservoir": "water",
  "landuse=harbour": "paved",
  "landuse=port": "paved",
  "natural=scree": "gravel",
  "natural=shingle": "gravel",
  "natural=bare_rock": "bareSoil",
  "natural=fell": "meadow",
  "natural=tree_group": "forest",
  "natural=mud": "bareSoil",
  "natural=reef": "water",
  "natural=bay": "water",
  "leisure=track": "sportsSurface",
  "leisure=common": "lawn",
  "leisure=swimming_pool": "water",
  "leisure=horse_riding": "bareSoil",
  "leisure=miniature_golf": "lawn",
  "landcover=trees": "forest",
  "landcover=flowerbed": "garden",
  "amenity=grave_yard": "lawn",
  "amenity=parking": "paved",
  "amenity=bicycle_parking": "paved",
  "amenity=fountain": "water",
  "amenity=marketplace": "paved",
  "amenity=bus_station": "paved",
  "amenity=fuel": "paved",
  "place=square": "paved",
  "waterway=riverbank": "water",
  "waterway=dock": "water",
  "railway=platform": "paved",
  "public_transport=platform": "paved",
  "aeroway=runway": "asphalt",
  "aeroway=taxiway": "asphalt",
  "aeroway=apron": "asphalt",
  "area:highway=yes": "asphalt",
};

/** What an area is covered with by what is said of its surface. */
const surfaces: Readonly<Record<string, LandCoverClass>> = {
  wood: "paved",
  metal: "paved",
  concrete: "asphalt",
  "concrete:plates": "paved",
  cobblestone: "paved",
  "cobblestone:flattened": "paved",
  unhewn_cobblestone: "paved",
  bricks: "paved",
  earth: "bareSoil",
  mud: "bareSoil",
  clay: "sportsSurface",
  artificial_turf: "sportsSurface",
  tartan: "sportsSurface",
  acrylic: "sportsSurface",
  unpaved: "gravel",
  pebblestone: "gravel",
  rock: "bareSoil",
  woodchips: "bareSoil",
};

/** Keys that say what land is, in order of trust; a value of none of our classes (a nature reserve) says nothing. */
const keys = ["landcover", "natural", "landuse", "leisure", "waterway", "aeroway"] as const;
/** Keys of things whose ground their surface tells. */
const onSurface: Readonly<Record<string, ReadonlySet<string>>> = {
  amenity: new Set([
    "parking",
    "grave_yard",
    "bicycle_parking",
    "fountain",
    "marketplace",
    "bus_station",
    "fuel",
  ]),
  place: new Set(["square"]),
  railway: new Set(["platform"]),
  public_transport: new Set(["platform"]),
};
const notAreas = new Set([
  "natural=tree_row",
  "natural=coastline",
  "natural=cliff",
  "natural=ridge",
  "natural=valley",
]);

type OsmCover = {
  readonly code: number;
  /** 0 uses of land and growth, 1 water, 2 made surfaces: what lies on what; within a rank the smaller lies on the larger. */
  readonly rank: 0 | 1 | 2;
};

const codeOf = (name: LandCoverClass): number => landCoverCodes[name];

function surfaceCode(tags: Tags): number {
  const { surface } = tags;
  if (surface === undefined) return 0;
  return Object.hasOwn(surfaces, surface) ? codeOf(surfaces[surface]) : landCoverCodeOfWord(surface);
}

/** Whether a closed way is an area by what it is; streets only where they say so. */
export const isAreaTagged = (tags: Tags): boolean => tags.area === "yes";

/** What covers the ground of an area with these tags; null where they do not tell. */
export function coverOf(tags: Tags): OsmCover | null {
  // What lies under the ground or over it covers none.
  if ((tags.tunnel !== undefined && tags.tunnel !== "no") || /^-/.test(tags.layer ?? "")) return null;
  for (const key of keys) {
    const value = tags[key];
    if (value === undefined || notAreas.has(`${key}=${value}`)) continue;
    const named = `${key}=${value}`;
    const code = Object.hasOwn(own, named) ? codeOf(own[named]) : landCoverCodeOfWord(value);
    if (code === 0 || code === landCoverCodes.building) continue;
    if (code === landCoverCodes.water) return { code, rank: 1 };
    // A pitch of grass is grass.
    if (key === "leisure" && code === landCoverCodes.sportsSurface)
      return { code: surfaceCode(tags) || code, rank: 2 };
    return { code, rank: 0 };
  }
  for (const key in onSurface) {
    const value = tags[key];
    if (value === undefined || !onSurface[key].has(value)) continue;
    const code = codeOf(own[`${key}=${value}`]);
    return { code: code === landCoverCodes.water ? code : surfaceCode(tags) || code, rank: 2 };
  }
  if (tags["area:highway"] !== undefined)
    return { code: surfaceCode(tags) || landCoverCodes.asphalt, rank: 2 };
  if (tags.highway !== undefined && isAreaTagged(tags)) {
    const paved = /^(pedestrian|footway|path|living_street|platform)$/.test(tags.highway);
    return { code: surfaceCode(tags) || codeOf(paved ? "paved" : "asphalt"), rank: 2 };
  }
  return null;
}

/** Usual widths of waters that are drawn as lines and say nothing of theirs, metres. */
const waterWidths: Readonly<Record<string, number>> = {
  river: 10,
  canal: 8,
  stream: 2,
  ditch: 1,
  drain: 1,
};

/** Width of a watercourse drawn as a line, metres; 0 where the tags are of none, or of one under the ground. */
export function waterWidthM(tags: Tags, statedM: number): number {
  const { waterway, tunnel, intermittent } = tags;
  if (waterway === undefined || !Object.hasOwn(waterWidths, waterway)) return 0;
  if ((tunnel !== undefined && tunnel !== "no") || tags.covered === "yes" || intermittent === "yes") return 0;
  return statedM > 0 && statedM <= 500 ? statedM : waterWidths[waterway];
}
