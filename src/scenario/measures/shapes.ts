import type { Point } from "#twin/frame.ts";
import { ringLength } from "#twin/geometry/planar.ts";
import type { LayerOperation, Shape, SurfaceParameter } from "#twin/operations.ts";
import type { MeasureGeometry } from "../types.ts";

const wrongGeometry = (wanted: string, geometry: MeasureGeometry): RangeError =>
  new RangeError(`A measure drawn as ${wanted} was given ${geometry.type}`);

/** The geometry as the type that its kind declares; the registry has checked it before. */
export function areaRing(geometry: MeasureGeometry): readonly Point[] {
  if (geometry.type !== "area") throw wrongGeometry("area", geometry);
  return geometry.ring;
}

export function linePoints(geometry: MeasureGeometry): readonly Point[] {
  if (geometry.type !== "line") throw wrongGeometry("line", geometry);
  return geometry.points;
}

export function pointAt(geometry: MeasureGeometry): Point {
  if (geometry.type !== "point") throw wrongGeometry("point", geometry);
  return geometry.at;
}

export function buildingIdOf(geometry: MeasureGeometry): string {
  if (geometry.type !== "building") throw wrongGeometry("building", geometry);
  return geometry.buildingId;
}

export function sectionIdsOf(geometry: MeasureGeometry): readonly string[] {
  if (geometry.type !== "sections") throw wrongGeometry("sections", geometry);
  return geometry.sectionIds;
}

export function lineIdOf(geometry: MeasureGeometry): string {
  if (geometry.type !== "transitLine") throw wrongGeometry("transitLine", geometry);
  return geometry.lineId;
}

export const polygonOf = (geometry: MeasureGeometry): Shape => ({
  type: "polygon",
  rings: [areaRing(geometry)],
});

export const setSurface = (shape: Shape, parameter: SurfaceParameter, value: number): LayerOperation => ({
  layer: "surface",
  op: "set",
  shape,
  parameter,
  value,
});

export const addRetention = (shape: Shape, millimetres: number): LayerOperation => ({
  layer: "surface",
  op: "add",
  shape,
  parameter: "retentionMm",
  value: millimetres,
});

/**
 * Volume of a hollow with level floor and side slopes (horizontal per vertical), m³, from its rim's area and length. The
 * area at depth t is taken as A − P·s·t + k·(s·t)²: exact for rectangles (k = 4) and circles (k = π = P²/4A).
 */
export function hollowVolume(areaM2: number, perimeterM: number, depthM: number, sideSlope: number): number {
  const k = Math.min(4, (perimeterM * perimeterM) / (4 * areaM2));
  // Where the slopes from all sides meet, the hollow is no deeper.
  const meet = (perimeterM - Math.sqrt(Math.max(0, perimeterM * perimeterM - 4 * k * areaM2))) / (2 * k);
  const depth = sideSlope > 0 ? Math.min(depthM, meet / sideSlope) : depthM;
  return (
    areaM2 * depth -
    (perimeterM * sideSlope * depth * depth) / 2 +
    (k * sideSlope * sideSlope * depth ** 3) / 3
  );
}

export const hollowVolumeOf = (
  ring: readonly Point[],
  areaM2: number,
  depthM: number,
  sideSlope: number,
): number => hollowVolume(areaM2, ringLength(ring), depthM, sideSlope);
