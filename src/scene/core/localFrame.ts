import { Cartesian3, Cartographic, Ellipsoid, Matrix4 } from "@cesium/engine";
import proj4 from "proj4";
import type { Frame } from "#twin/frame.ts";

/**
 * Height of the geoid above the ellipsoid, metres: one constant for every site in Germany (GCG2016 lies between 34 and
 * 51 m there). Everything in the scene is lifted by the same amount, so nothing that one sees or measures depends on it;
 * it only matters once data with ellipsoidal heights are put beside a twin.
 */
const geoidM = 45;

/** Turns frame offsets (x east, y north, z NHN) into Earth-fixed coordinates; the only place that knows how. */
export type LocalFrame = {
  readonly toWorld: (x: number, y: number, z: number, result?: Cartesian3) => Cartesian3;
  /**
   * The affine at a point: maps (dx, dy, dz) in metres along the grid's own axes to Earth-fixed coordinates. Its columns
   * are the derivatives of the projection, so grid convergence and scale are part of it. Within 1 km the error is
   * the Earth's drop, 8 cm.
   */
  readonly affineAt: (x: number, y: number, z: number) => Matrix4;
  /** How far heights above the ellipsoid are lifted in the scene where the geoid lies `undulationM` above it, metres. */
  readonly liftOfEllipsoidalM: (undulationM: number) => number;
  readonly longitudeLatitudeDeg: (x: number, y: number) => readonly [number, number];
};

function definitionOf(crs: string): string | null {
  const utm = /^EPSG:(258|326)(\d\d)$/.exec(crs);
  if (utm) return `+proj=utm +zone=${Number(utm[2])} +ellps=GRS80 +units=m +no_defs`;
  const gaussKrueger = /^EPSG:3146([6-9])$/.exec(crs);
  if (gaussKrueger) {
    const zone = Number(gaussKrueger[1]) - 4;
    return `+proj=tmerc +lat_0=0 +lon_0=${zone * 3} +k=1 +x_0=${zone}500000 +y_0=0 +ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs`;
  }
  const lambert = crs === "EPSG:3035";
  return lambert
    ? "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m +no_defs"
    : null;
}

/** Throws where the frame's CRS is not one that the scene can place. */
export function createLocalFrame(frame: Frame): LocalFrame {
  const definition = definitionOf(frame.crs);
  if (definition === null) throw new RangeError(`The scene cannot place ${frame.crs}.`);
  const converter = proj4(definition, "+proj=longlat +ellps=GRS80 +no_defs");
  const geographic = (x: number, y: number): readonly [number, number] => {
    const [longitude, latitude] = converter.forward([frame.originEastM + x, frame.originNorthM + y]);
    if (longitude === undefined || latitude === undefined || Number.isNaN(longitude))
      throw new RangeError(`Point ${x}, ${y} lies outside ${frame.crs}.`);
    return [longitude, latitude];
  };
  const toWorld = (x: number, y: number, z: number, result?: Cartesian3): Cartesian3 => {
    const [longitude, latitude] = geographic(x, y);
    return Cartesian3.fromDegrees(longitude, latitude, z + geoidM, Ellipsoid.WGS84, result);
  };
  const affineAt = (x: number, y: number, z: number): Matrix4 => {
    const step = 50;
    const origin = toWorld(x, y, z);
    const east = difference(toWorld(x + step, y, z), toWorld(x - step, y, z), 2 * step);
    const north = difference(toWorld(x, y + step, z), toWorld(x, y - step, z), 2 * step);
    const up = Ellipsoid.WGS84.geodeticSurfaceNormal(origin, new Cartesian3());
    return new Matrix4(
      east.x,
      north.x,
      up.x,
      origin.x,
      east.y,
      north.y,
      up.y,
      origin.y,
      east.z,
      north.z,
      up.z,
      origin.z,
      0,
      0,
      0,
      1,
    );
  };
  return {
    toWorld,
    affineAt,
    liftOfEllipsoidalM: (undulationM) => geoidM - undulationM,
    longitudeLatitudeDeg: geographic,
  };
}

function difference(a: Cartesian3, b: Cartesian3, lengthM: number): Cartesian3 {
  const result = Cartesian3.subtract(a, b, new Cartesian3());
  return Cartesian3.divideByScalar(result, lengthM, result);
}

/** Longitude and latitude in degrees of an Earth-fixed point, for tests and labels. */
export function degreesOf(world: Cartesian3): readonly [number, number, number] {
  const cartographic = Cartographic.fromCartesian(world);
  return [
    (cartographic.longitude * 180) / Math.PI,
    (cartographic.latitude * 180) / Math.PI,
    cartographic.height - geoidM,
  ];
}
