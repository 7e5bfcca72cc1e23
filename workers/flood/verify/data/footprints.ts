import { readFileSync, statSync } from "node:fs";
import * as v from "valibot";
import type { Grid } from "#twin/frame.ts";
import { extentOf } from "#twin/read/grid.ts";

const largestBytes = 500 * 1024 * 1024;

// A position may have a height and more; only x and y are used.
const position = v.pipe(
  v.array(v.pipe(v.number(), v.finite())),
  v.minLength(2),
  v.transform((numbers): readonly [number, number] => [numbers[0], numbers[1]]),
);
const rings = v.pipe(v.array(v.pipe(v.array(position), v.minLength(3))), v.minLength(1));
type Ring = readonly (readonly [number, number])[];

/** Geometries of a FeatureCollection, a Feature, a GeometryCollection or a geometry by itself. */
function geometriesOf(json: unknown): { readonly type: string; readonly coordinates: unknown }[] {
  if (typeof json !== "object" || json === null || !("type" in json)) return [];
  const members = json as { readonly [key: string]: unknown };
  if (Array.isArray(members.features)) return members.features.flatMap(geometriesOf);
  if (Array.isArray(members.geometries)) return members.geometries.flatMap(geometriesOf);
  if (members.type === "Feature") return geometriesOf(members.geometry);
  return [{ type: String(members.type), coordinates: members.coordinates }];
}

/**
 * Polygons and multipolygons of a GeoJSON file as directed edges, outer rings counter-clockwise.
 * @throws Error that names the file and, of a broken polygon, its number
 */
export function readFootprints(path: string): Float64Array[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Error(`${path}: there is no such file.`);
  if (stat.size > largestBytes) throw new Error(`${path} is larger than 500 MB.`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch {
    throw new Error(`${path} is no JSON.`);
  }
  const footprints: Float64Array[] = [];
  geometriesOf(json).forEach(({ type, coordinates }, index) => {
    const polygons = type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : [];
    for (const polygon of Array.isArray(polygons) ? polygons : [null]) {
      const parsed = v.safeParse(rings, polygon);
      if (!parsed.success)
        throw new Error(`${path}: polygon ${index + 1} has no proper rings of coordinates.`);
      footprints.push(edgesOf(parsed.output));
    }
  });
  if (footprints.length === 0) throw new Error(`${path} has no Polygon or MultiPolygon.`);
  return footprints;
}

/** @throws Error where not one footprint touches the terrain: most often other coordinates */
export function refuseElsewhere(footprints: readonly Float64Array[], grid: Grid, name: string): void {
  const { minX, minY, maxX, maxY } = extentOf(grid);
  const inside = footprints.some((edges) => {
    for (let i = 0; i < edges.length; i += 2)
      if (edges[i] >= minX && edges[i] <= maxX && edges[i + 1] >= minY && edges[i + 1] <= maxY) return true;
    return false;
  });
  if (!inside)
    throw new Error(
      `${name}: none of its ${footprints.length} polygons touches the terrain; are they in its coordinates?`,
    );
}

function edgesOf(polygon: readonly Ring[]): Float64Array {
  const edges: number[] = [];
  polygon.forEach((ring, index) => {
    let twice = 0;
    ring.forEach(([x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length];
      twice += x * nextY - nextX * y;
    });
    const forward = twice > 0 === (index === 0);
    ring.forEach((from, i) => {
      const to = ring[(i + 1) % ring.length];
      const [a, b] = forward ? [from, to] : [to, from];
      edges.push(a[0], a[1], b[0], b[1]);
    });
  });
  return Float64Array.from(edges);
}
