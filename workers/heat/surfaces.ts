import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";

/**
 * How a ground cover warms in the sun, after Lindberg, Onomura and Grimmond (2016), doi:10.1007/s00484-016-1135-x, with their 2008 values
 * where that paper has none: the highest excess over the air is `perDegree` · highest altitude of the sun + `start`, reached at `hottestHour`.
 */
export type SurfaceRow = {
  /** K per degree of the sun's highest altitude of the day. */
  readonly perDegreeK: number;
  /** K at altitude 0. */
  readonly startK: number;
  /** Hour of standard time at which the surface is hottest. */
  readonly hottestHour: number;
  readonly albedo: number;
  /** The albedo that the three above hold for: another one warms in proportion to what it takes up. */
  readonly referenceAlbedo: number;
  readonly emissivity: number;
  /** Water keeps the day's mean air temperature instead. */
  readonly water: boolean;
};

const cobble: SurfaceRow = {
  perDegreeK: 0.37,
  startK: -3.41,
  hottestHour: 15,
  albedo: 0.2,
  referenceAlbedo: 0.2,
  emissivity: 0.95,
  water: false,
};
const asphalt: SurfaceRow = {
  ...cobble,
  perDegreeK: 0.58,
  startK: -9.78,
  albedo: 0.18,
  referenceAlbedo: 0.18,
};
const grass: SurfaceRow = {
  perDegreeK: 0.21,
  startK: -3.38,
  hottestHour: 14,
  albedo: 0.16,
  referenceAlbedo: 0.16,
  emissivity: 0.94,
  water: false,
};
const soil: SurfaceRow = { ...grass, perDegreeK: 0.33, startK: -3.01, albedo: 0.25, referenceAlbedo: 0.25 };
const water: SurfaceRow = {
  perDegreeK: 0,
  startK: 0,
  hottestHour: 12,
  albedo: 0.05,
  referenceAlbedo: 0.05,
  emissivity: 0.98,
  water: true,
};

export type SurfaceTable = Readonly<Record<LandCoverClass | "roof" | "greenRoof" | "wall", SurfaceRow>>;

/**
 * The paper has six covers; each class of the twin takes the nearest. Sources: `asphalt`, roofs: dark asphalt; paved covers,
 * gravel and ballast: cobblestone; green covers: grass, unmanaged; the rest by name. Ground of no known cover counts as paved.
 */
export const defaultSurfaces: SurfaceTable = {
  unknown: cobble,
  asphalt,
  paved: cobble,
  permeablePaving: cobble,
  gravel: soil,
  bareSoil: soil,
  lawn: grass,
  meadow: grass,
  cropland: grass,
  garden: grass,
  shrubs: grass,
  forest: grass,
  water,
  railBallast: cobble,
  // Ground on which a building stood.
  building: cobble,
  sportsSurface: cobble,
  roof: asphalt,
  // The paper has no row for thin, dry substrate: unmanaged grass is the nearest.
  greenRoof: grass,
  // Lindberg et al. (2008): walls warm as cobblestone.
  wall: { ...cobble, emissivity: 0.9 },
};

/** How much of its row's warming is left to a surface of another albedo, in proportion to what it takes up of the sun. */
export const warmingShare = ({ referenceAlbedo }: SurfaceRow, albedo: number): number =>
  (1 - albedo) / (1 - referenceAlbedo);

/** Codes of roofs in a raster of surfaces, beside `landCoverCodes`. */
export const roofCode = 16;
export const greenRoofCode = 17;

/** Rows by code: `landCoverCodes`, then roofs and planted roofs. */
export function rowsByCode(table: SurfaceTable): readonly SurfaceRow[] {
  const rows: SurfaceRow[] = [];
  for (const [name, code] of Object.entries(landCoverCodes)) rows[code] = table[name as LandCoverClass];
  rows[roofCode] = table.roof;
  rows[greenRoofCode] = table.greenRoof;
  return rows;
}
