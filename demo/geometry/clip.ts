import { difference, featureCollection, intersect, multiPolygon, union } from "@turf/turf";
import type { Point } from "#twin/frame.ts";
import { signedArea } from "./polygon.ts";
import { type Ring, roundPoint } from "./vector.ts";

/** A polygon: outer ring counter-clockwise, then holes; rings not closed. */
export type Polygon = readonly Ring[];

type Coordinates = number[][][][];
const closed = (ring: Ring): number[][] => [...ring, ring[0] as Point].map(([x, y]) => [x, y]);
const toFeature = (polygons: readonly Polygon[]) => multiPolygon(polygons.map((p) => p.map(closed)));

const minimumAreaM2 = 0.05;
const fromCoordinates = (coordinates: Coordinates): Polygon[] =>
  coordinates
    .map((rings) =>
      rings
        .map((ring) => withoutRepeats(ring.slice(0, -1).map(([x, y]) => roundPoint([x ?? 0, y ?? 0]))))
        .filter((ring) => ring.length > 2 && Math.abs(signedArea(ring)) > minimumAreaM2),
    )
    .filter((rings) => rings.length > 0 && Math.abs(signedArea(rings[0] as Ring)) > minimumAreaM2)
    .map((rings) =>
      rings.map((ring, index) => (signedArea(ring) > 0 === (index === 0) ? ring : [...ring].reverse())),
    );
const withoutRepeats = (ring: Point[]): Point[] =>
  ring.filter((p, i) => {
    const q = ring[(i + 1) % ring.length] as Point;
    return p[0] !== q[0] || p[1] !== q[1];
  });

type Clipped = { geometry: { type: string; coordinates: unknown } } | null;
const toPolygons = (feature: Clipped): Polygon[] => {
  if (!feature) return [];
  const coordinates = feature.geometry.coordinates;
  return fromCoordinates(
    feature.geometry.type === "Polygon" ? [coordinates as Coordinates[number]] : (coordinates as Coordinates),
  );
};

/** Union of polygons (planar, through turf's exact clipper), rounded to the millimetre. */
export const uniteAll = (polygons: readonly Polygon[]): Polygon[] => {
  if (polygons.length === 0) return [];
  if (polygons.length === 1) return [...polygons];
  return toPolygons(union(featureCollection(polygons.map((p) => toFeature([p])))));
};
export const subtractAll = (from: readonly Polygon[], cut: readonly Polygon[]): Polygon[] => {
  if (from.length === 0 || cut.length === 0) return [...from];
  return toPolygons(difference(featureCollection([toFeature(from), toFeature(cut)])));
};
export const intersectAll = (a: readonly Polygon[], b: readonly Polygon[]): Polygon[] => {
  if (a.length === 0 || b.length === 0) return [];
  return toPolygons(intersect(featureCollection([toFeature(a), toFeature(b)])));
};
/** Area of polygons with their holes taken off, m². */
export const areaOf = (polygons: readonly Polygon[]): number =>
  polygons.reduce((sum, rings) => sum + rings.reduce((inner, ring) => inner + signedArea(ring), 0), 0);
