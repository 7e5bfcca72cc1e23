import { featureCollection, multiPolygon, union } from "@turf/turf";
import type { BuildingTable } from "#twin/buildings.ts";
import type { Frame } from "#twin/frame.ts";

type Ring = readonly number[];

/** Twice the area of a ring of x,y pairs; above zero where it runs counter-clockwise. */
function doubleArea(ring: Ring): number {
  let sum = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    sum += ring[at] * ring[next + 1] - ring[next] * ring[at + 1];
  }
  return sum;
}

/** Whether a point lies in a ring, by how often a ray from it crosses the ring. */
function contains(ring: Ring, x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
    const crosses = ring[at + 1] > y !== ring[before + 1] > y;
    if (
      crosses &&
      x < ((ring[before] - ring[at]) * (y - ring[at + 1])) / (ring[before + 1] - ring[at + 1]) + ring[at]
    )
      inside = !inside;
  }
  return inside;
}

type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

function boxOf(ring: Ring): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < ring.length; at += 2) {
    minX = Math.min(minX, ring[at]);
    maxX = Math.max(maxX, ring[at]);
    minY = Math.min(minY, ring[at + 1]);
    maxY = Math.max(maxY, ring[at + 1]);
  }
  return [minX, minY, maxX, maxY];
}

const meet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

const toMillimetre = (value: number): number => Math.round(value * 1000) / 1000;

function positionsOf(ring: Ring): [number, number][] {
  const positions: [number, number][] = [];
  for (let at = 0; at < ring.length; at += 2)
    positions.push([toMillimetre(ring[at]), toMillimetre(ring[at + 1])]);
  return [...positions, positions[0]];
}

/**
 * Polygons of which none overlaps another or shares an edge with it, as the Simple Features standard asks of a multipolygon: parts
 * of a building that stand side by side become one. As they were where they lie apart, or where that fails.
 */
function joined(polygons: readonly (readonly Ring[])[]): readonly (readonly Ring[])[] {
  const boxes = polygons.map(([outer]) => boxOf(outer));
  if (!boxes.some((box, i) => boxes.some((other, j) => j > i && meet(box, other)))) return polygons;
  try {
    const parts = polygons.map((rings) => multiPolygon([rings.map(positionsOf)]));
    const geometry = union(featureCollection(parts))?.geometry;
    if (geometry === undefined) return polygons;
    const found = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return found.map((rings) => rings.map((ring) => ring.slice(0, -1).flat()));
  } catch {
    return polygons;
  }
}

/**
 * A building's footprint as polygons, each its outer ring and its holes, in coordinates of the twin's system. A hole that
 * lies in no outer ring goes to the last one before it. Parts that touch are one polygon.
 */
export function footprintPolygons(
  table: BuildingTable,
  row: number,
  frame: Frame,
): readonly (readonly Ring[])[] {
  const outers: Ring[][] = [];
  const holes: Ring[] = [];
  for (let ring = table.ringStart[row]; ring < table.ringStart[row + 1]; ring++) {
    const local = Array.from(
      table.footprintXY.subarray(table.vertexStart[ring] * 2, table.vertexStart[ring + 1] * 2),
    );
    if (doubleArea(local) >= 0 || outers.length === 0) outers.push([local]);
    else holes.push(local);
  }
  for (const hole of holes) {
    const around = outers.find(([outer]) => contains(outer, hole[0], hole[1])) ?? outers.at(-1);
    around?.push(hole);
  }
  const absolute = (ring: Ring): Ring =>
    ring.map((value, i) => value + (i % 2 === 0 ? frame.originEastM : frame.originNorthM));
  const polygons = outers.length > 1 ? joined(outers) : outers;
  return polygons.map((rings) => rings.map(absolute));
}
