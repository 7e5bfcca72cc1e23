import { surfaceKinds } from "#twin/buildings.ts";
import { endRing, pushVertex, type Soup, type SoupPolygon, unknownKind } from "../buildings/soup.ts";
import type { FindingCollector } from "../report.ts";
import { lodOf, type Templates, type VertexList } from "./document.ts";
import { isObject, type JsonObject, listOf } from "./json.ts";

/** Semantic surfaces (CityJSON 2.0, section 3.3) and what their polygons are; −2 = inside the building, not read. */
export const insideKind = -2;
const kinds: Readonly<Record<string, number>> = {
  WallSurface: surfaceKinds.wall,
  RoofSurface: surfaceKinds.roof,
  GroundSurface: surfaceKinds.ground,
  ClosureSurface: surfaceKinds.closure,
  OuterCeilingSurface: surfaceKinds.wall,
  OuterFloorSurface: surfaceKinds.roof,
  Window: surfaceKinds.wall,
  Door: surfaceKinds.wall,
  InteriorWallSurface: insideKind,
  CeilingSurface: insideKind,
  FloorSurface: insideKind,
};

/** What the geometry of an object is read with. */
export type GeometryContext = {
  readonly soup: Soup;
  readonly vertices: VertexList;
  readonly templates: Templates;
  readonly findings: FindingCollector;
};

type Target = {
  readonly soup: Soup;
  readonly list: VertexList;
  readonly lod: number;
  readonly part: number;
  readonly objectId: string;
  readonly findings: FindingCollector;
};

/** Appends a ring of vertex indices. False where an index names no vertex or too little is left. */
function pushRing(ring: unknown, { soup, list, objectId, findings }: Target): boolean {
  if (!Array.isArray(ring)) return false;
  const { values, count } = list;
  const before = soup.coordinates.length;
  for (const index of ring as readonly unknown[]) {
    if (typeof index !== "number" || !(index >= 0 && index < count) || !Number.isInteger(index)) {
      soup.coordinates.length = before;
      findings.add(
        "dropped",
        "vertexIndexWrong",
        { index: String(index).slice(0, 20), vertices: count },
        { objectId },
      );
      return false;
    }
    const at = index * 3;
    pushVertex(soup, values[at], values[at + 1], values[at + 2]);
  }
  // CityJSON rings do not repeat their first vertex: "open" is how they are meant to be.
  const outcome = endRing(soup);
  if (outcome === "ok" || outcome === "open") return true;
  findings.add(
    "dropped",
    outcome === "notFinite" ? "coordinateNotFinite" : "ringTooFewPoints",
    {},
    { objectId },
  );
  return false;
}

function pushSurface(surface: unknown, kind: number, solid: boolean, target: Target): void {
  if (kind === insideKind || !Array.isArray(surface)) return;
  const { soup } = target;
  const ringFrom = soup.ringEnd.length;
  for (let index = 0; index < surface.length; index++) {
    // A hole that is broken leaves the surface; without its outer ring there is no surface.
    if (!pushRing(surface[index], target) && index === 0) return;
  }
  if (soup.ringEnd.length === ringFrom) return;
  const polygon: SoupPolygon = {
    id: "",
    kind,
    lod: target.lod,
    part: target.part,
    solid,
    ringFrom,
    ringTo: soup.ringEnd.length,
    line: 0,
  };
  soup.polygons.push(polygon);
}

/** Kind of a semantic surface; an extension's ("+PatioDoor") is that of the surface that it belongs to. */
function kindOf(surfaces: readonly unknown[], index: unknown, depth = 0): number {
  const surface = typeof index === "number" ? surfaces[index] : undefined;
  if (!isObject(surface) || typeof surface.type !== "string") return unknownKind;
  if (Object.hasOwn(kinds, surface.type)) return kinds[surface.type];
  return depth < 4 ? kindOf(surfaces, surface.parent, depth + 1) : unknownKind;
}

/** Kinds of all semantic surfaces of a geometry. */
export const kindsOfSurfaces = (surfaces: readonly unknown[]): readonly number[] =>
  surfaces.map((_, index) => kindOf(surfaces, index));

function pushShell(
  shell: unknown,
  values: unknown,
  kindsHere: readonly number[],
  solid: boolean,
  target: Target,
): void {
  const indices = listOf(values);
  const faces = listOf(shell);
  for (let row = 0; row < faces.length; row++) {
    const index = indices[row];
    const kind = typeof index === "number" ? kindsHere[index] : undefined;
    pushSurface(faces[row], kind ?? unknownKind, solid, target);
  }
}

function pushBoundaries(geometry: JsonObject, target: Target): void {
  const { type, boundaries } = geometry;
  const semantics: JsonObject = isObject(geometry.semantics) ? geometry.semantics : {};
  const values = listOf(semantics.values);
  const surfaceKindsHere = kindsOfSurfaces(listOf(semantics.surfaces));
  if (type === "MultiSurface" || type === "CompositeSurface")
    pushShell(boundaries, values, surfaceKindsHere, false, target);
  // The first shell is the outer one; those after it bound hollows within.
  else if (type === "Solid") pushShell(listOf(boundaries)[0], values[0], surfaceKindsHere, true, target);
  else if (type === "MultiSolid" || type === "CompositeSolid") {
    const solids = listOf(boundaries);
    for (let row = 0; row < solids.length; row++)
      pushShell(listOf(solids[row])[0], listOf(values[row])[0], surfaceKindsHere, true, target);
  } else notUsed(type, target.objectId, target.findings);
}

function notUsed(type: unknown, objectId: string, findings: FindingCollector): void {
  findings.add("dropped", "geometryNotUsed", { type: String(type).slice(0, 40) }, { objectId });
}

/** Where an instance of a template is placed, in the file's system; null for any other geometry. */
export function anchorOf(
  geometry: unknown,
  { values, count }: VertexList,
): readonly [number, number, number] | null {
  if (!isObject(geometry) || geometry.type !== "GeometryInstance") return null;
  const index = listOf(geometry.boundaries)[0];
  if (typeof index !== "number" || !(index >= 0 && index < count) || !Number.isInteger(index)) return null;
  return [values[index * 3], values[index * 3 + 1], values[index * 3 + 2]];
}

const isMatrix = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length === 16 && value.every((part) => Number.isFinite(part));

/** Appends a template where an instance places it: its matrix first, then the reference point (section 3.4). */
function pushInstance(geometry: JsonObject, part: number, objectId: string, context: GeometryContext): void {
  const { soup, templates, findings } = context;
  const template =
    typeof geometry.template === "number" ? templates.geometries[geometry.template] : undefined;
  const anchor = anchorOf(geometry, context.vertices);
  const matrix = geometry.transformationMatrix;
  if (!isObject(template) || anchor === null || !isMatrix(matrix)) {
    findings.add("dropped", "templateBroken", {}, { objectId });
    return;
  }
  const lod = lodOf(template);
  if (lod < 0 || template.type === "GeometryInstance") {
    notUsed(template.type, objectId, findings);
    return;
  }
  const from = soup.coordinates.length;
  pushBoundaries(template, { soup, list: templates.vertices, lod, part, objectId, findings });
  const { values, length } = soup.coordinates;
  for (let at = from; at < length; at += 3) {
    const [x, y, z] = [values[at], values[at + 1], values[at + 2]];
    for (let axis = 0; axis < 3; axis++) {
      const row = axis * 4;
      values[at + axis] =
        matrix[row] * x + matrix[row + 1] * y + matrix[row + 2] * z + matrix[row + 3] + anchor[axis];
    }
  }
}

/** Appends the outer surfaces of one geometry of an object. */
export function pushGeometry(
  geometry: unknown,
  part: number,
  objectId: string,
  context: GeometryContext,
): void {
  if (!isObject(geometry)) return;
  if (geometry.type === "GeometryInstance") {
    pushInstance(geometry, part, objectId, context);
    return;
  }
  const lod = lodOf(geometry);
  if (lod < 0) notUsed(geometry.type, objectId, context.findings);
  else {
    const { soup, vertices, findings } = context;
    pushBoundaries(geometry, { soup, list: vertices, lod, part, objectId, findings });
  }
}
