import { surfaceKinds } from "#twin/buildings.ts";
import type { FindingCollector } from "../report.ts";
import { type FlatRing, hullOutline, outline } from "./footprint.ts";
import { push } from "./growable.ts";
import { newellNormal } from "./normal.ts";
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
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** Coordinates further than this from the frame's origin, or heights beyond these, are taken for defects. */
const reachM = 500_000;
const lowestHeightM = -1000;
const highestHeightM = 9000;
const smallestAreaM2 = 1e-5;

const normal = new Float64Array(3);

/** The level of detail to build: the highest below 3, else the lowest above. LoD0 is a footprint, no body. */
function chooseLod(polygons: readonly SoupPolygon[]): number {
  let below3 = -1;
  let above = Number.POSITIVE_INFINITY;
  for (const { lod } of polygons) {
    if (lod < 3) below3 = Math.max(below3, lod);
    else above = Math.min(above, lod);
  }
  return below3 >= 1 || above === Number.POSITIVE_INFINITY ? below3 : above;
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
  const byPart = new Map<number, SoupPolygon[]>();
  for (const polygon of soup.polygons) {
    const list = byPart.get(polygon.part);
    if (list === undefined) byPart.set(polygon.part, [polygon]);
    else list.push(polygon);
  }
  let lod = 0;
  let faces: SoupPolygon[] = [];
  for (const polygons of byPart.values()) {
    const chosen = chooseLod(polygons);
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

/** Drops faces that lie absurdly far off or have no area; reports them. */
function soundFaces(
  soup: Soup,
  faces: readonly SoupPolygon[],
  facts: StatedFacts,
  findings: FindingCollector,
): SoupPolygon[] {
  const values = soup.coordinates.values;
  return faces.filter((polygon) => {
    const place = { objectId: polygon.id || facts.id, line: polygon.line || null };
    for (let at = ringStart(soup, polygon.ringFrom) * 3; at < soup.ringEnd[polygon.ringTo - 1] * 3; at += 3) {
      const x = values[at];
      const y = values[at + 1];
      const z = values[at + 2];
      // Written so that NaN fails.
      if (!(Math.abs(x) < reachM && Math.abs(y) < reachM && z > lowestHeightM && z < highestHeightM)) {
        findings.add(
          "dropped",
          "coordinateAbsurd",
          { x: Math.round(x), y: Math.round(y), z: Math.round(z) },
          place,
        );
        return false;
      }
    }
    newellNormal(soup, polygon, normal);
    if (Math.hypot(normal[0], normal[1], normal[2]) < 2 * smallestAreaM2) {
      findings.add("dropped", "faceWithoutArea", {}, place);
      return false;
    }
    return true;
  });
}

function heightRange(soup: Soup, faces: readonly SoupPolygon[]): readonly [number, number] {
  const values = soup.coordinates.values;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const face of faces) {
    for (let at = ringStart(soup, face.ringFrom) * 3; at < soup.ringEnd[face.ringFrom] * 3; at += 3) {
      low = Math.min(low, values[at + 2]);
      high = Math.max(high, values[at + 2]);
    }
  }
  return [low, high];
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
  const faces = soundFaces(soup, chosen.faces, facts, findings);
  if (faces.length === 0) {
    findings.add("dropped", "buildingWithoutSurface", {}, place);
    return false;
  }
  const [lowestZ, highestZ] = heightRange(soup, faces);
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
    if (triangles === 0)
      findings.add(
        "dropped",
        "faceNotTriangulated",
        {},
        { objectId: face.id || facts.id, line: face.line || null },
      );
    for (let i = 0; i < triangles; i++) push(builder.surfaceKind, face.kind);
  }
  pushRings(builder, rings);

  const ground = faces.filter((face) => face.kind === surfaceKinds.ground);
  const roof = faces.filter((face) => face.kind === surfaceKinds.roof);
  const groundZ = ground.length > 0 ? heightRange(soup, ground)[0] : lowestZ;
  const [eavesZ, ridgeZ] = roof.length > 0 ? heightRange(soup, roof) : [highestZ, highestZ];
  pushBuilding(builder, {
    id: facts.id,
    groundZ,
    eavesZ,
    ridgeZ,
    storeys: facts.storeys,
    functionCode: facts.functionCode,
    roofTypeCode: facts.roofTypeCode,
    attributes: JSON.stringify({ ...facts.attributes, lod: chosen.lod }),
  });
  return true;
}
