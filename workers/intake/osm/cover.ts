import { landCoverCodes } from "#twin/landCover.ts";
import { createLandCoverPolygons, type LandCoverPolygons, pushPolygon } from "../landCover/polygons.ts";
import type { Area, PlaceNode } from "./areas.ts";
import type { Collected } from "./collect.ts";
import { coverOf, waterWidthM } from "./landCover.ts";
import { type PlacedRing, ringArea2 } from "./rings.ts";
import { lengthTagM } from "./streetDefaults.ts";

type Piece = {
  readonly code: number;
  readonly rank: number;
  readonly area: number;
  readonly rings: PlacedRing[];
};

/** A rectangle along a segment, longer at both ends so that bends of the line leave no gap. */
function ribbon(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  halfM: number,
): PlacedRing | null {
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return null;
  const ux = ((bx - ax) / length) * halfM;
  const uy = ((by - ay) / length) * halfM;
  const first: readonly [number, number] = [ax - ux - uy, ay - uy + ux];
  return [
    first,
    [ax - ux + uy, ay - uy - ux],
    [bx + ux + uy, by + uy - ux],
    [bx + ux - uy, by + uy + ux],
    first,
  ];
}

/** What areas and watercourses cover the ground with, the larger below the smaller, water and made surfaces on top. */
export function landCoverOf(
  areas: readonly Area[],
  collected: Collected,
  placeOf: PlaceNode,
): LandCoverPolygons {
  const pieces: Piece[] = [];
  for (const { tags, polygons } of areas) {
    const cover = polygons.length === 0 ? null : coverOf(tags);
    if (cover === null) continue;
    for (const rings of polygons)
      pieces.push({ ...cover, area: Math.abs(ringArea2(rings[0])), rings: [...rings] });
  }
  for (const { row, tags } of collected.waterways) {
    const halfM = waterWidthM(tags, lengthTagM(tags.width)) / 2;
    let before: readonly [number, number] | null = null;
    for (const node of collected.ways.nodes(row)) {
      const at = placeOf(node);
      const ring = before === null || at === null ? null : ribbon(before, at, halfM);
      if (ring !== null) pieces.push({ code: landCoverCodes.water, rank: 1, area: 0, rings: [ring] });
      before = at;
    }
  }
  pieces.sort((a, b) => a.rank - b.rank || b.area - a.area);
  const polygons = createLandCoverPolygons();
  for (const { code, rings } of pieces) pushPolygon(polygons, code, rings);
  return polygons;
}
