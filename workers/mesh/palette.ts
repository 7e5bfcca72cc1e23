import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";

export type Rgb = readonly [number, number, number];

/** Colours of the ground's picture, sRGB 0–255. */
export type GroundPalette = {
  readonly cover: Readonly<Record<LandCoverClass, Rgb>>;
  readonly carriageway: Rgb;
  readonly casing: Rgb;
  readonly marking: Rgb;
  readonly path: Rgb;
  readonly cycleway: Rgb;
  readonly rail: Rgb;
  readonly railBed: Rgb;
  /** How strongly slopes are shaded, 0–1. */
  readonly relief: number;
};

/** Calm and matte, like a printed plan: nothing here may compete with the colour of a result. */
const light: GroundPalette = {
  cover: {
    unknown: [229, 226, 219],
    asphalt: [223, 220, 214],
    paved: [230, 224, 213],
    permeablePaving: [225, 224, 206],
    gravel: [227, 221, 207],
    bareSoil: [223, 214, 196],
    lawn: [208, 220, 188],
    meadow: [200, 215, 176],
    cropland: [227, 221, 192],
    garden: [215, 223, 198],
    shrubs: [187, 204, 166],
    forest: [174, 196, 155],
    water: [170, 200, 214],
    railBallast: [213, 208, 201],
    building: [214, 208, 198],
    sportsSurface: [205, 213, 184],
  },
  carriageway: [252, 251, 248],
  casing: [192, 186, 176],
  marking: [205, 200, 191],
  path: [244, 238, 225],
  cycleway: [243, 228, 222],
  rail: [139, 134, 129],
  railBed: [223, 219, 213],
  relief: 0.34,
};

const dark: GroundPalette = {
  cover: {
    unknown: [52, 54, 58],
    asphalt: [58, 60, 64],
    paved: [64, 64, 66],
    permeablePaving: [62, 65, 62],
    gravel: [64, 63, 60],
    bareSoil: [64, 60, 55],
    lawn: [54, 64, 54],
    meadow: [51, 62, 50],
    cropland: [62, 62, 52],
    garden: [56, 64, 56],
    shrubs: [47, 59, 47],
    forest: [42, 55, 43],
    water: [40, 62, 76],
    railBallast: [57, 57, 58],
    building: [48, 49, 52],
    sportsSurface: [56, 64, 54],
  },
  carriageway: [82, 84, 88],
  casing: [38, 40, 43],
  marking: [110, 111, 114],
  path: [76, 75, 72],
  cycleway: [82, 72, 70],
  rail: [128, 126, 124],
  railBed: [54, 54, 55],
  relief: 0.4,
};

const contrast: GroundPalette = {
  ...light,
  cover: {
    ...light.cover,
    lawn: [226, 236, 214],
    meadow: [214, 228, 196],
    forest: [176, 202, 160],
    water: [150, 196, 222],
    building: [214, 214, 214],
  },
  carriageway: [255, 255, 255],
  casing: [96, 96, 96],
  marking: [150, 150, 150],
  rail: [40, 40, 40],
  relief: 0.22,
};

export const groundPalettes = { light, dark, contrast } as const;

/** RGB per land-cover code, three bytes each. */
export function coverTable(palette: GroundPalette): Uint8Array {
  const table = new Uint8Array(256 * 3);
  for (let code = 0; code < 256; code++) table.set(palette.cover.unknown, code * 3);
  for (const [name, code] of Object.entries(landCoverCodes) as [LandCoverClass, number][])
    table.set(palette.cover[name], code * 3);
  return table;
}
