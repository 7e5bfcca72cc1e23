/**
 * Land-cover classes of a twin. The code is what a land-cover raster holds (Uint8); 0 is "not known".
 * Physical values for a class (roughness, infiltration, albedo …) belong to the model that uses them,
 * as data with a source.
 */
export const landCoverCodes = {
  unknown: 0,
  asphalt: 1,
  paved: 2,
  permeablePaving: 3,
  gravel: 4,
  bareSoil: 5,
  lawn: 6,
  meadow: 7,
  cropland: 8,
  garden: 9,
  shrubs: 10,
  forest: 11,
  water: 12,
  railBallast: 13,
  building: 14,
  sportsSurface: 15,
} as const;

export type LandCoverClass = keyof typeof landCoverCodes;
