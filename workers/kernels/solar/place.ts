import proj4 from "proj4";
import type { Frame, Point } from "#twin/frame.ts";

/** Where a place lies on the Earth, and how its map is turned against true north. */
export type SolarPlace = {
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  /** Grid convergence: true north lies this much clockwise of the frame's north (y), degrees. */
  readonly trueNorthDeg: number;
};

function definitionOf(crs: string): string | null {
  const utm = /^EPSG:(?:258|326)(\d\d)$/.exec(crs);
  if (utm) return `+proj=utm +zone=${Number(utm[1])} +ellps=GRS80 +units=m +no_defs`;
  const south = /^EPSG:327(\d\d)$/.exec(crs);
  if (south) return `+proj=utm +zone=${Number(south[1])} +south +ellps=GRS80 +units=m +no_defs`;
  return null;
}

/**
 * Longitude, latitude and grid convergence at a point of a frame.
 * @throws RangeError where the frame's system is none that a twin can have
 */
export function solarPlace(frame: Frame, [x, y]: Point): SolarPlace {
  const definition = definitionOf(frame.crs);
  if (definition === null) throw new RangeError(`No place on the Earth is known for ${frame.crs}.`);
  const converter = proj4(definition, "+proj=longlat +ellps=GRS80 +no_defs");
  const [longitudeDeg, latitudeDeg] = converter.forward([frame.originEastM + x, frame.originNorthM + y]);
  if (!Number.isFinite(longitudeDeg) || !Number.isFinite(latitudeDeg))
    throw new RangeError(`Point ${x}, ${y} lies outside ${frame.crs}.`);
  const stepDeg = latitudeDeg < 89 ? 0.001 : -0.001;
  const here = converter.inverse([longitudeDeg, latitudeDeg]);
  const there = converter.inverse([longitudeDeg, latitudeDeg + stepDeg]);
  const east = (there[0] - here[0]) * Math.sign(stepDeg);
  const north = (there[1] - here[1]) * Math.sign(stepDeg);
  return { longitudeDeg, latitudeDeg, trueNorthDeg: (Math.atan2(east, north) * 180) / Math.PI };
}
