import { surfaceKinds } from "#twin/buildings.ts";
import { type FlatRing, insideRings } from "./footprint.ts";
import { areaVector, newellNormal, reverseRings } from "./normal.ts";
import { ringStart, type Soup, type SoupPolygon, unknownKind } from "./soup.ts";

/** How far beside a wall the footprint is asked which side is out, metres. */
const probeM = 0.05;
/** A face whose normal rises or falls by more than this share is no wall. */
const wallLimit = 0.1;

const normal = new Float64Array(3);

/** Area vectors of a closed surface cancel; what is left, as a share of its area, up to which it counts as closed. */
const closedWithin = 2e-3;

type Enclosure = { readonly closed: boolean; readonly volume: number };

/**
 * Whether polygons enclose a volume with one side out, and its sign (divergence theorem; the volume is exact for plane
 * faces, and its scale does not matter here). Negative: written inside out.
 */
function enclosureOf(soup: Soup, polygons: readonly SoupPolygon[]): Enclosure {
  const values = soup.coordinates.values;
  const origin = ringStart(soup, polygons[0].ringFrom) * 3;
  const ox = values[origin];
  const oy = values[origin + 1];
  const oz = values[origin + 2];
  let sumX = 0;
  let sumY = 0;
  let sumZ = 0;
  let area = 0;
  let volume = 0;
  for (const polygon of polygons) {
    areaVector(soup, polygon, normal);
    const at = ringStart(soup, polygon.ringFrom) * 3;
    const nx = normal[0];
    const ny = normal[1];
    const nz = normal[2];
    area += Math.sqrt(nx * nx + ny * ny + nz * nz);
    sumX += nx;
    sumY += ny;
    sumZ += nz;
    // For a plane face: its area vector times any of its points.
    volume += nx * (values[at] - ox) + ny * (values[at + 1] - oy) + nz * (values[at + 2] - oz);
  }
  return { closed: Math.hypot(sumX, sumY, sumZ) <= closedWithin * area, volume };
}

/** Polygons by the part that they belong to. */
function byPart(polygons: readonly SoupPolygon[]): Iterable<readonly [number, readonly SoupPolygon[]]> {
  const [first] = polygons;
  if (first === undefined) return [];
  if (polygons.every(({ part }) => part === first.part)) return [[first.part, polygons]];
  const parts = new Map<number, SoupPolygon[]>();
  for (const polygon of polygons) {
    const list = parts.get(polygon.part);
    if (list === undefined) parts.set(polygon.part, [polygon]);
    else list.push(polygon);
  }
  return parts;
}

/**
 * Judges each part as a whole. One that is closed as delivered is right, or inside out as a whole: its faces are not
 * judged one by one, because eaves, recesses and passages would mislead that. Returns the parts that are so settled.
 */
function settleParts(
  soup: Soup,
  polygons: readonly SoupPolygon[],
): { readonly settled: ReadonlySet<number>; readonly turned: number } {
  const settled = new Set<number>();
  let turned = 0;
  for (const [part, faces] of byPart(polygons)) {
    const { closed, volume } = enclosureOf(soup, faces);
    if (closed) settled.add(part);
    if (volume >= 0 || !(closed || faces.every(({ solid }) => solid))) continue;
    for (const face of faces) reverseRings(soup, face);
    turned += faces.length;
  }
  return { settled, turned };
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
function classify(
  soup: Soup,
  polygons: readonly SoupPolygon[],
  settled: ReadonlySet<number>,
  lowestZ: number,
  highestZ: number,
): void {
  const groundBelow = lowestZ + Math.max(0.5, (highestZ - lowestZ) * 0.25);
  for (const polygon of polygons) {
    if (polygon.kind !== unknownKind) continue;
    newellNormal(soup, polygon, normal);
    const slope = normal[2] / Math.hypot(normal[0], normal[1], normal[2]);
    if (Math.abs(slope) <= wallLimit) polygon.kind = surfaceKinds.wall;
    else if (polygon.solid || settled.has(polygon.part)) {
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
function turnFlats(soup: Soup, polygons: readonly SoupPolygon[], settled: ReadonlySet<number>): number {
  let turned = 0;
  for (const polygon of polygons) {
    if (settled.has(polygon.part)) continue;
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

export type Orientation = {
  /** Parts whose faces were closed as delivered. */
  readonly settled: ReadonlySet<number>;
  /** Faces that were turned so far. */
  readonly turned: number;
};

/** First half, before the footprint is known: parts as a whole, then kinds, then roofs up and ground down. */
export function orientBeforeFootprint(
  soup: Soup,
  polygons: readonly SoupPolygon[],
  lowestZ: number,
  highestZ: number,
): Orientation {
  const { settled, turned } = settleParts(soup, polygons);
  classify(soup, polygons, settled, lowestZ, highestZ);
  return { settled, turned: turned + turnFlats(soup, polygons, settled) };
}

/** Second half: walls of parts that are not closed, against the footprint. Returns how many faces were turned in all. */
export function orientWalls(
  soup: Soup,
  polygons: readonly SoupPolygon[],
  footprint: readonly FlatRing[],
  { settled, turned }: Orientation,
): number {
  const open = polygons.filter(({ part }) => !settled.has(part));
  return turned + turnWalls(soup, open, footprint);
}
