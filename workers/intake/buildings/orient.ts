import { surfaceKinds } from "#twin/buildings.ts";
import { type FlatRing, insideRings } from "./footprint.ts";
import { newellNormal, reverseRings } from "./normal.ts";
import { ringStart, type Soup, type SoupPolygon, unknownKind } from "./soup.ts";

/** How far beside a wall the footprint is asked which side is out, metres. */
const probeM = 0.05;
/** A face whose normal rises or falls by more than this share is no wall. */
const wallLimit = 0.1;

const normal = new Float64Array(3);

/**
 * Six times the volume that polygons enclose, by fans about their first vertices (divergence theorem). Negative where
 * a closed solid is written inside out.
 */
function signedVolume(soup: Soup, polygons: readonly SoupPolygon[]): number {
  const values = soup.coordinates.values;
  const origin = ringStart(soup, polygons[0].ringFrom) * 3;
  let volume = 0;
  for (const polygon of polygons) {
    newellNormal(soup, polygon, normal);
    const at = ringStart(soup, polygon.ringFrom) * 3;
    // For a plane face: its area vector times any of its points.
    volume +=
      normal[0] * (values[at] - values[origin]) +
      normal[1] * (values[at + 1] - values[origin + 1]) +
      normal[2] * (values[at + 2] - values[origin + 2]);
  }
  return volume;
}

/** Turns solids of one part the right way round. Returns how many polygons were turned. */
function turnSolids(soup: Soup, polygons: readonly SoupPolygon[]): number {
  const parts = new Map<number, SoupPolygon[]>();
  for (const polygon of polygons) {
    if (!polygon.solid) continue;
    const list = parts.get(polygon.part);
    if (list === undefined) parts.set(polygon.part, [polygon]);
    else list.push(polygon);
  }
  let turned = 0;
  for (const faces of parts.values()) {
    if (signedVolume(soup, faces) >= 0) continue;
    for (const face of faces) reverseRings(soup, face);
    turned += faces.length;
  }
  return turned;
}

function meanZ(soup: Soup, polygon: SoupPolygon): number {
  const values = soup.coordinates.values;
  const from = ringStart(soup, polygon.ringFrom);
  const end = soup.ringEnd[polygon.ringFrom];
  let sum = 0;
  for (let vertex = from; vertex < end; vertex++) sum += values[vertex * 3 + 2];
  return sum / (end - from);
}

/** Gives faces without a stated kind one by their slope, and by their height where they lie flat. */
function classify(soup: Soup, polygons: readonly SoupPolygon[], lowestZ: number, highestZ: number): void {
  const groundBelow = lowestZ + Math.max(0.5, (highestZ - lowestZ) * 0.25);
  for (const polygon of polygons) {
    if (polygon.kind !== unknownKind) continue;
    newellNormal(soup, polygon, normal);
    const slope = normal[2] / Math.hypot(normal[0], normal[1], normal[2]);
    if (Math.abs(slope) <= wallLimit) polygon.kind = surfaceKinds.wall;
    else if (polygon.solid) {
      // A face at the very bottom is the ground whichever way it was written.
      if (slope > 0)
        polygon.kind = meanZ(soup, polygon) > lowestZ + 0.3 ? surfaceKinds.roof : surfaceKinds.ground;
      // The underside of an overhang is closed like a wall; only the lowest faces stand on the ground.
      else polygon.kind = meanZ(soup, polygon) <= groundBelow ? surfaceKinds.ground : surfaceKinds.wall;
    } else {
      const low = Math.abs(slope) > 0.9 && meanZ(soup, polygon) <= groundBelow && highestZ - lowestZ > 0.5;
      polygon.kind = low ? surfaceKinds.ground : surfaceKinds.roof;
    }
  }
}

/** Turns roofs up and ground down. Returns how many were turned. */
function turnFlats(soup: Soup, polygons: readonly SoupPolygon[]): number {
  let turned = 0;
  for (const polygon of polygons) {
    if (polygon.kind !== surfaceKinds.roof && polygon.kind !== surfaceKinds.ground) continue;
    newellNormal(soup, polygon, normal);
    // Vertical faces filed under roof (gable ends, dormer cheeks) are turned as walls are.
    if (Math.abs(normal[2]) < wallLimit * Math.hypot(normal[0], normal[1])) continue;
    if (normal[2] > 0 === (polygon.kind === surfaceKinds.roof)) continue;
    // In a solid, a downward face under an eave is right as it is.
    if (polygon.solid && polygon.kind === surfaceKinds.roof) continue;
    reverseRings(soup, polygon);
    turned += 1;
  }
  return turned;
}

/** Turns walls whose outer side lies in the footprint while their inner side lies outside it. */
function turnWalls(soup: Soup, polygons: readonly SoupPolygon[], footprint: readonly FlatRing[]): number {
  const values = soup.coordinates.values;
  let turned = 0;
  for (const polygon of polygons) {
    if (polygon.kind !== surfaceKinds.wall) continue;
    newellNormal(soup, polygon, normal);
    const flat = Math.hypot(normal[0], normal[1]);
    if (flat === 0 || Math.abs(normal[2]) > flat) continue;
    const at = ringStart(soup, polygon.ringFrom);
    const end = soup.ringEnd[polygon.ringFrom];
    // The middle of the longest edge seen from above: the mean of all vertices can lie off a folded wall.
    let longest = -1;
    let x = 0;
    let y = 0;
    for (let vertex = at, before = end - 1; vertex < end; before = vertex, vertex++) {
      const dx = values[vertex * 3] - values[before * 3];
      const dy = values[vertex * 3 + 1] - values[before * 3 + 1];
      if (dx * dx + dy * dy <= longest) continue;
      longest = dx * dx + dy * dy;
      x = values[before * 3] + dx / 2;
      y = values[before * 3 + 1] + dy / 2;
    }
    const stepX = (normal[0] / flat) * probeM;
    const stepY = (normal[1] / flat) * probeM;
    if (!insideRings(footprint, x + stepX, y + stepY) || insideRings(footprint, x - stepX, y - stepY))
      continue;
    reverseRings(soup, polygon);
    turned += 1;
  }
  return turned;
}

/** First half of orientation, before the footprint is known: solids, then kinds, then roofs and ground. */
export function orientBeforeFootprint(
  soup: Soup,
  polygons: readonly SoupPolygon[],
  lowestZ: number,
  highestZ: number,
): number {
  const turned = turnSolids(soup, polygons);
  classify(soup, polygons, lowestZ, highestZ);
  return turned + turnFlats(soup, polygons);
}

/** Second half: walls against the footprint. Solids were turned as a whole. */
export function orientWalls(
  soup: Soup,
  polygons: readonly SoupPolygon[],
  footprint: readonly FlatRing[],
): number {
  return turnWalls(soup, polygons, footprint);
}
