import type { StreetClass } from "./objects.ts";

/**
 * Lanes of both directions, and the limit, that a street is taken to have where its data do not say: RASt 06 (FGSV 2006), section 4.3;
 * StVO § 3 within built-up areas, walking pace 7 km/h.
 */
export const unsaidStreets: Readonly<
  Record<StreetClass, { readonly lanes: number; readonly speedKmh: number }>
> = {
  motorway: { lanes: 2, speedKmh: 120 },
  primary: { lanes: 2, speedKmh: 50 },
  secondary: { lanes: 2, speedKmh: 50 },
  tertiary: { lanes: 2, speedKmh: 50 },
  residential: { lanes: 2, speedKmh: 50 },
  livingStreet: { lanes: 1, speedKmh: 7 },
  service: { lanes: 1, speedKmh: 20 },
  pedestrian: { lanes: 1, speedKmh: 7 },
  cycleway: { lanes: 1, speedKmh: 20 },
  footway: { lanes: 1, speedKmh: 5 },
  track: { lanes: 1, speedKmh: 20 },
  rail: { lanes: 1, speedKmh: 80 },
  tram: { lanes: 1, speedKmh: 50 },
};

/** Lanes of a street in one or both directions: a one-way street has half of them, but one. */
export const unsaidLanes = (lanes: number, oneway: boolean): number =>
  oneway ? Math.max(1, Math.ceil(lanes / 2)) : lanes;
