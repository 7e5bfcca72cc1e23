import proj4 from "proj4";

/** Centre-of-the-Earth radii between which the ground and everything built on it lies, metres. */
const deepestM = 6_250_000;
const highestM = 6_480_000;

/** Whether Earth-fixed coordinates lie near the Earth's surface; drawings without a place lie near their own origin. */
export function isNearGround(x: number, y: number, z: number): boolean {
  const radius = Math.hypot(x, y, z);
  return radius > deepestM && radius < highestM;
}

/** Longitude, latitude in degrees and height above the ellipsoid, metres, of an Earth-fixed point (EPSG:4978). */
export type Geographic = readonly [longitude: number, latitude: number, heightM: number];

const converter = proj4(
  "+proj=geocent +datum=WGS84 +units=m +no_defs",
  "+proj=longlat +datum=WGS84 +no_defs",
);

export function geographicOf(x: number, y: number, z: number): Geographic {
  const [longitude, latitude, heightM] = converter.forward([x, y, z]);
  return [longitude ?? Number.NaN, latitude ?? Number.NaN, heightM ?? Number.NaN];
}
