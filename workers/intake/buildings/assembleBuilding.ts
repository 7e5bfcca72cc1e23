import { surfaceKinds } from "#twin/buildings.ts";
import type { FindingCollector } from "../report.ts";
import { type FlatRing, hullOutline, outline } from "./footprint.ts";
import { push } from "./growable.ts";
import { newellNormal } from "./normal.ts";
import { fillOpenings, openingsFromLod } from "./openings.ts";
import { orientBeforeFootprint, orientWalls } from "./orient.ts";
import { ringStart, type Soup, type SoupPolygon, unknownKind } from "./soup.ts";
import { pushBuilding, pushRings, type TableBuilder } from "./table.ts";
import { triangulatePolygon } from "./triangulate.ts";

/** What a file says about a building apart from its geometry. */
export type StatedFacts = {
  readonly id: string;
  readonly line: number | null;
  readonly storeys: number;
  readonly functionCode: string;
  readonly roofTypeCode: string;
  /** The level of detail that was built is added to them. */
  readonly attributes: Record<string, unknown>;
};

/** Coordinates further than this from the frame's origin, or heights beyond these, are taken for defects. */
const reachM = 500_000;
const lowestHeightM = -1000;
const highestHeightM = 9000;
const smallestAreaM2 = 1e-5;

const normal = new Float64Array(3);

/** Share of the ground that the coarser levels cover which a finer one must cover to stand for the building. */
const leastCover = 0.5;
/** From this level on a model shows rooms. */
const interiorLod = 4;

/** Area of the rectangle around polygons of one level, seen from above, m². */
function spanOf(soup: Soup, polygons: readonly SoupPolygon[], lod: number): number {
  const values = soup.coordinates.values;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of polygons) {
    if (polygon.lod !== lod) continue;
    const end = soup.ringEnd[polygon.ringFrom] * 3;
    for (let at = ringStart(soup, polygon.ringFrom) * 3; at < end; at += 3) {
      minX = Math.min(minX, values[at]);
      maxX = Math.max(maxX, values[at]);
      minY = Math.min(minY, values[at + 1]);
      maxY = Math.max(maxY, values[at + 1]);
    }
  }
  return maxX >= minX ? (maxX - minX) * (maxY - minY) : 0;
}

/**
 * The level of detail to build: the highest that shows the building from outside and as a whole (a file may hold but an
 * antenna in LoD3), else one with rooms. LoD0 is a footprint, no body.
 */
function chooseLod(soup: Soup, polygons: readonly SoupPolygon[]): number {
  const first = polygons[0].lod;
  if (polygons.every(({ lod }) => lod === first)) return first;
  const levels = [...new Set(polygons.map(({ lod }) => lod))].filter((lod) => lod >= 1);
  levels.sort((a, b) => Number(a >= interiorLod) - Number(b >= interiorLod) || b - a);
  const spans = levels.map((lod) => spanOf(soup, polygons, lod));
  const widest = Math.max(...spans);
  return levels[spans.findIndex((span) => span >= widest * leastCover)] ?? 0;
}

/** A key that two copies of a face share whatever vertex they begin at and whichever way they run. */
function faceKey(soup: Soup, polygon: SoupPolygon): string {
  const values = soup.coordinates.values;
  const from = ringStart(soup, polygon.ringFrom) * 3;
  const end = soup.ringEnd[polygon.ringFrom] * 3;
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  for (let at = from; at < end; at += 3) {
    for (let axis = 0; axis < 3; axis++) {
      const value = Math.round(values[at + axis] * 100);
      sums[axis] += value;
      squares[axis] += (value - Math.round(values[axis] * 100)) ** 2;
    }
  }
  return `${end - from}:${sums.join()}:${squares.join()}`;
}

/**
 * Polygons of the chosen level (part by part: a garage may stand in LoD1 beside a house in LoD2), each face once: where a
 * file writes a solid and its thematic surfaces both in full, the copy without a kind falls away.
 */
function chooseFaces(soup: Soup): { readonly faces: SoupPolygon[]; readonly lod: number } {
  const { polygons: all } = soup;
  // Most buildings: one part, one level, every face with its kind.
  const [head] = all;
  if (
    head !== undefined &&
    head.lod >= 1 &&
    all.every(({ part, lod, kind }) => part === head.part && lod === head.lod && kind !== unknownKind)
  )
    return { faces: all.slice(), lod: head.lod };
  const byPart = new Map<number, SoupPolygon[]>();
  for (const polygon of all) {
    const list = byPart.get(polygon.part);
    if (list === undefined) byPart.set(polygon.part, [polygon]);
    else list.push(polygon);
  }
  let lod = 0;
  let faces: SoupPolygon[] = [];
  for (const polygons of byPart.values()) {
    const chosen = chooseLod(soup, polygons);
    if (chosen < 1) continue;
    lod = Math.max(lod, chosen);
    faces = faces.concat(polygons.filter((polygon) => polygon.lod === chosen));
  }
  const known = faces.filter((polygon) => polygon.kind !== unknownKind);
  if (known.length === 0 || known.length === faces.length) return { faces, lod };
  const seen = new Set(known.map((polygon) => faceKey(soup, polygon)));
  return {
    faces: faces.filter((polygon) => polygon.kind !== unknownKind || !seen.has(faceKey(soup, polygon))),
    lod,
  };
}

/** Whether a face lies where buildings lie and has an area; NaN fails. */
function isSound(soup: Soup, polygon: SoupPolygon): boolean {
  const values = soup.coordinates.values;
  const end = soup.ringEnd[polygon.ringTo - 1] * 3;
  for (let at = ringStart(soup, polygon.ringFrom) * 3; at < end; at += 3) {
    if (!isWithinReach(values[at], values[at + 1], values[at + 2])) return false;
  }
  newellNormal(soup, polygon, normal);
  return normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2 >= (2 * smallestAreaM2) ** 2;
}

const isWithinReach = (x: number, y: number, z: number): boolean =>
  Math.abs(x) < reachM && Math.abs(y) < reachM && z > lowestHeightM && z < highestHeightM;

/** Drops faces that lie absurdly far off or have no area; reports them. */
function soundFaces(
  soup: Soup,
  faces: readonly SoupPolygon[],
  facts: StatedFacts,
  findings: FindingCollector,
): readonly SoupPolygon[] {
  if (faces.every((polygon) => isSound(soup, polygon))) return faces;
  const values = soup.coordinates.values;
  return faces.filter((polygon) => {
    if (isSound(soup, polygon)) return true;
    const place = { objectId: polygon.id || facts.id, line: polygon.line || null };
    const end = soup.ringEnd[polygon.ringTo - 1] * 3;
    for (let at = ringStart(soup, polygon.ringFrom) * 3; at < end; at += 3) {
      const [x, y, z] = [values[at], values[at + 1], values[at + 2]];
      if (isWithinReach(x, y, z)) continue;
      const rounded = { x: Math.round(x), y: Math.round(y), z: Math.round(z) };
      findings.add("dropped", "coordinateAbsurd", rounded, place);
      return false;
    }
    findings.add("dropped", "faceWithoutArea", {}, place);
    return false;
  });
}

/** Every kind of surface. */
const anyKind = -2;

/** Lowest and highest point of the faces of one kind; infinite where there is none. */
function heightRange(
  soup: Soup,
  faces: readonly SoupPolygon[],
  kind: number = anyKind,
): { readonly low: number; readonly high: number } {
  const values = soup.coordinates.values;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const face of faces) {
    if (kind !== anyKind && face.kind !== kind) continue;
    const end = soup.ringEnd[face.ringFrom] * 3;
    for (let at = ringStart(soup, face.ringFrom) * 3 + 2; at < end; at += 3) {
      const z = values[at];
      if (z < low) low = z;
      if (z > high) high = z;
    }
  }
  return { low, high };
}

/** Ground faces if there are any, else an LoD0 footprint, else the roof's outline, else the hull of everything. */
function footprintOf(
  soup: Soup,
  faces: readonly SoupPolygon[],
  facts: StatedFacts,
  findings: FindingCollector,
): FlatRing[] {
  const ground = outline(
    soup,
    faces.filter((face) => face.kind === surfaceKinds.ground),
  );
  if (ground.length > 0) return ground;
  const flat = outline(
    soup,
    soup.polygons.filter((polygon) => polygon.lod === 0),
  );
  if (flat.length > 0) return flat;
  const place = { objectId: facts.id, line: facts.line };
  const roof = outline(
    soup,
    faces.filter((face) => face.kind === surfaceKinds.roof),
  );
  if (roof.length > 0) {
    findings.add("repaired", "footprintFromRoof", {}, place);
    return roof;
  }
  const around = hullOutline(soup, faces);
  if (around.length > 0) findings.add("repaired", "footprintFromHull", {}, place);
  return around;
}

/**
 * Builds one row of the table from the polygons in the soup (frame offsets by now) and what the file states.
 * @returns false where the building has no usable surface; the reason is in the findings.
 */
export function assembleBuilding(
  soup: Soup,
  facts: StatedFacts,
  builder: TableBuilder,
  findings: FindingCollector,
): boolean {
  const place = { objectId: facts.id, line: facts.line };
  const chosen = chooseFaces(soup);
  if (chosen.lod === 0 && soup.polygons.length > 0) {
    findings.add("dropped", "onlyFootprint", {}, place);
    return false;
  }
  const open = chosen.lod >= openingsFromLod ? fillOpenings(soup, chosen.faces) : chosen.faces;
  if (open !== chosen.faces) findings.add("info", "openingsFilled", {}, place);
  const faces = soundFaces(soup, open, facts, findings);
  if (faces.length === 0) {
    findings.add("dropped", "buildingWithoutSurface", {}, place);
    return false;
  }
  const { low: lowestZ, high: highestZ } = heightRange(soup, faces);
  const orientation = orientBeforeFootprint(soup, faces, lowestZ, highestZ);
  const rings = footprintOf(soup, faces, facts, findings);
  if (rings.length === 0) {
    findings.add("dropped", "buildingWithoutFootprint", {}, place);
    return false;
  }
  const turned = orientWalls(soup, faces, rings, orientation);
  if (turned > 0) findings.add("repaired", "facesTurned", { faces: turned }, place);

  for (const face of faces) {
    newellNormal(soup, face, normal);
    const triangles = triangulatePolygon(soup, face, normal, builder.trianglesXYZ);
    if (triangles === 0) {
      const facePlace = { objectId: face.id || facts.id, line: face.line || null };
      findings.add("dropped", "faceNotTriangulated", {}, facePlace);
    }
    for (let i = 0; i < triangles; i++) push(builder.surfaceKind, face.kind);
  }
  pushRings(builder, rings);

  facts.attributes.lod = chosen.lod;
  const ground = heightRange(soup, faces, surfaceKinds.ground);
  const roof = heightRange(soup, faces, surfaceKinds.roof);
  const hasRoof = roof.low <= roof.high;
  pushBuilding(builder, {
    id: facts.id,
    groundZ: ground.low <= ground.high ? ground.low : lowestZ,
    eavesZ: hasRoof ? roof.low : highestZ,
    ridgeZ: hasRoof ? roof.high : highestZ,
    storeys: facts.storeys,
    functionCode: facts.functionCode,
    roofTypeCode: facts.roofTypeCode,
    attributes: JSON.stringify(facts.attributes),
  });
  return true;
}
