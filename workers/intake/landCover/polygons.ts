import { type Growable, growableDoubles, growableIndices, push } from "../buildings/growable.ts";

/** Land-cover polygons as columns: polygon p has rings ringFrom[p] … ringFrom[p+1]−1, ring r ends at vertex ringEnd[r]. */
export type LandCoverPolygons = {
  readonly codes: number[];
  readonly ringFrom: Growable<Uint32Array>;
  readonly ringEnd: Growable<Uint32Array>;
  /** x, y pairs: in the file's system first, in frame offsets after projection. */
  readonly coordinates: Growable<Float64Array>;
};

export function createLandCoverPolygons(): LandCoverPolygons {
  const polygons = {
    codes: [],
    ringFrom: growableIndices(),
    ringEnd: growableIndices(),
    coordinates: growableDoubles(),
  };
  push(polygons.ringFrom, 0);
  return polygons;
}

const isPosition = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1]);

/**
 * Appends a GeoJSON polygon's rings.
 * @returns false, with nothing appended, where the outer ring is no ring of finite points.
 */
export function pushPolygon(polygons: LandCoverPolygons, code: number, rings: unknown): boolean {
  if (!Array.isArray(rings)) return false;
  let pushed = 0;
  for (const ring of rings) {
    const sound = Array.isArray(ring) && ring.length >= 4 && ring.every(isPosition);
    if (!sound) {
      if (pushed === 0) return false;
      continue;
    }
    for (const [x, y] of ring as readonly (readonly [number, number])[]) {
      push(polygons.coordinates, x);
      push(polygons.coordinates, y);
    }
    push(polygons.ringEnd, polygons.coordinates.length / 2);
    pushed += 1;
  }
  if (pushed === 0) return false;
  polygons.codes.push(code);
  push(polygons.ringFrom, polygons.ringEnd.length);
  return true;
}
