import { getPosition } from "suncalc";
import type { SolarPlace } from "./place.ts";

/** Where the sun stands: azimuth clockwise from the frame's north, altitude with refraction, degrees. */
export type SunPosition = { readonly azimuthDeg: number; readonly altitudeDeg: number };

/**
 * The sun over a place at an instant (suncalc 2: Meeus 1998, chapter 25, apparent place and refraction; within 0.011° of
 * a full ephemeris). The azimuth is turned to the map's north, which is what shadows on a grid are cast by.
 * @param instantMs milliseconds since 1970, UTC
 */
export function sunPosition(place: SolarPlace, instantMs: number): SunPosition {
  const { azimuth, altitude } = getPosition(new Date(instantMs), place.latitudeDeg, place.longitudeDeg);
  return { azimuthDeg: (azimuth + place.trueNorthDeg + 360) % 360, altitudeDeg: altitude };
}
