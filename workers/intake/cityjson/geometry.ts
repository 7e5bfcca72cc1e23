import { surfaceKinds } from "#twin/buildings.ts";
import { endRing, pushVertex, type Soup, type SoupPolygon, unknownKind } from "../buildings/soup.ts";
import type { FindingCollector } from "../report.ts";
import { isObject, type JsonObject, lodOf, type VertexTransform } from "./document.ts";

/** Semantic surfaces (CityJSON 2.0, section 3.3) and what their polygons are; −2 = inside the building, not read. */
const inside = -2;
const kinds: Readonly<Record<string, number>> = {
  WallSurface: surfaceKinds.wall,
  RoofSurface: surfaceKinds.roof,
  GroundSurface: surfaceKinds.ground,
  ClosureSurface: surfaceKinds.closure,
  OuterCeilingSurface: surfaceKinds.wall,
  OuterFloorSurface: surfaceKinds.roof,
  Window: surfaceKinds.wall,
  Door: surfaceKinds.wall,
  InteriorWallSurface: inside,
  CeilingSurface: inside,
  FloorSurface: inside,
};

export type VertexList = { readonly vertices: readonly unknown[]; readonly transform: VertexTransform };

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
  const { vertices, transform } = list;
  const before = soup.coordinates.length;
  if (!Array.isArray(ring)) return false;
  for (const index of ring as readonly unknown[]) {
    const vertex = typeof index === "number" ? vertices[index] : undefined;
    if (!Array.isArray(vertex) || vertex.length < 3) {
      soup.coordinates.length = before;
      findings.add(
        "dropped",
        "vertexIndexWrong",
        { index: String(index).slice(0, 20), vertices: vertices.length },
        { objectId },
      );
      return false;
    }
    const { scale, translate } = transform;
    pushVertex(
      soup,
      Number(vertex[0]) * scale[0] + translate[0],
      Number(vertex[1]) * scale[1] + translate[1],
      Number(vertex[2]) * scale[2] + translate[2],
    );
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
  if (kind === inside || !Array.isArray(surface)) return;
  const { soup } = target;
  const ringFrom = soup.ringEnd.length;
  for (const [index, ring] of (surface as readonly unknown[]).entries()) {
    // A hole that is broken leaves the surface; without its outer ring there is no surface.
    if (!pushRing(ring, target) && index === 0) return;
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

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

/** Kind of a surface by the semantics' index for it. */
function kindBy(index: unknown, surfaces: readonly unknown[]): number {
  const surface = typeof index === "number" ? surfaces[index] : undefined;
  if (!isObject(surface) || typeof surface.type !== "string") return unknownKind;
  return Object.hasOwn(kinds, surface.type) ? kinds[surface.type] : unknownKind;
}

function pushShell(
  shell: unknown,
  values: unknown,
  surfaces: readonly unknown[],
  solid: boolean,
  target: Target,
): void {
  const indices = listOf(values);
  for (const [row, surface] of listOf(shell).entries())
    pushSurface(surface, kindBy(indices[row], surfaces), solid, target);
}

/** Appends the outer surfaces of one geometry of a building or part. */
export function pushGeometry(
  geometry: unknown,
  soup: Soup,
  list: VertexList,
  part: number,
  objectId: string,
  findings: FindingCollector,
): void {
  if (!isObject(geometry)) return;
  const lod = lodOf(geometry);
  const { type, boundaries } = geometry;
  if (type === "GeometryInstance" || lod < 0) {
    findings.add("dropped", "geometryNotUsed", { type: String(type).slice(0, 40) }, { objectId });
    return;
  }
  const semantics: JsonObject = isObject(geometry.semantics) ? geometry.semantics : {};
  const surfaces = listOf(semantics.surfaces);
  const values = listOf(semantics.values);
  const target: Target = { soup, list, lod, part, objectId, findings };
  if (type === "MultiSurface" || type === "CompositeSurface")
    pushShell(boundaries, values, surfaces, false, target);
  // The first shell is the outer one; those after it bound hollows within.
  else if (type === "Solid") pushShell(listOf(boundaries)[0], values[0], surfaces, true, target);
  else if (type === "MultiSolid" || type === "CompositeSolid") {
    for (const [row, solid] of listOf(boundaries).entries()) {
      pushShell(listOf(solid)[0], listOf(values[row])[0], surfaces, true, target);
    }
  } else findings.add("dropped", "geometryNotUsed", { type: String(type).slice(0, 40) }, { objectId });
}
