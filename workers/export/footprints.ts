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

/**
 * A building's footprint as polygons, each its outer ring and its holes, in coordinates of the twin's system. A hole that
 * lies in no outer ring goes to the last one before it.
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
  return outers.map((rings) => rings.map(absolute));
}
