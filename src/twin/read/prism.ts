import earcut from "earcut";
import { type BuildingTable, type NewBuilding, surfaceKinds } from "../buildings.ts";
import type { Point } from "../frame.ts";
import { signedArea } from "../geometry/planar.ts";

/** Pitch of a planned gable roof, rise per run (35°). */
const gablePitch = 0.7;

/** A planned building with the lowest planned ground in its footprint, NHN metres. */
export type StandingBuilding = { readonly building: NewBuilding; readonly groundZ: number };

type Triangles = { readonly xyz: number[]; readonly kinds: number[] };

/** Planned buildings as a table of their own: closed prisms that stand on their lowest ground, with flat or gable roofs. */
export function prismTable(buildings: readonly StandingBuilding[]): BuildingTable {
  const count = buildings.length;
  const triangles: Triangles = { xyz: [], kinds: [] };
  const footprint: number[] = [];
  const ringStart = new Uint32Array(count + 1);
  const vertexStart = new Uint32Array(count + 1);
  const triangleStart = new Uint32Array(count + 1);
  const ridgeZ = new Float32Array(count);
  buildings.forEach((standing, i) => {
    const ring = counterClockwise(standing.building.ring);
    for (const [x, y] of ring) footprint.push(x, y);
    ridgeZ[i] = addPrism(triangles, ring, standing);
    ringStart[i + 1] = i + 1;
    vertexStart[i + 1] = footprint.length / 2;
    triangleStart[i + 1] = triangles.kinds.length;
  });
  return {
    count,
    ids: buildings.map(({ building }) => building.id),
    groundZ: Float32Array.from(buildings, ({ groundZ }) => groundZ),
    eavesZ: Float32Array.from(buildings, ({ groundZ, building }) => groundZ + building.heightM),
    ridgeZ,
    storeys: Uint8Array.from(buildings, ({ building }) => building.storeys),
    functionCode: buildings.map(({ building }) => building.functionCode),
    // ALKIS roof forms: 1000 flat roof, 3100 gable roof.
    roofTypeCode: buildings.map(({ building }) => (building.roof === "gable" ? "3100" : "1000")),
    ringStart,
    vertexStart,
    footprintXY: Float32Array.from(footprint),
    triangleStart,
    trianglesXYZ: Float32Array.from(triangles.xyz),
    surfaceKind: Uint8Array.from(triangles.kinds),
    attributes: buildings.map(() => '{"planned":true}'),
  };
}

const counterClockwise = (ring: readonly Point[]): readonly Point[] =>
  signedArea(ring) < 0 ? [...ring].reverse() : ring;

/** Adds walls, roof and ground plate; returns the height of the ridge. */
function addPrism(into: Triangles, ring: readonly Point[], { building, groundZ }: StandingBuilding): number {
  const eaves = groundZ + building.heightM;
  const ridge = building.roof === "gable" ? ridgeOf(ring) : null;
  const roofZ = (p: Point): number =>
    ridge ? eaves + gablePitch * (ridge.reach - Math.abs(offset(ridge, p))) : eaves;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    const crossing = ridge ? ridgeCrossing(ridge, a, b) : null;
    const stops = crossing ? [a, crossing, b] : [a, b];
    for (let k = 1; k < stops.length; k++) {
      const p = stops[k - 1];
      const q = stops[k];
      addTriangle(into, surfaceKinds.wall, [...p, groundZ], [...q, groundZ], [...q, roofZ(q)]);
      addTriangle(into, surfaceKinds.wall, [...p, groundZ], [...q, roofZ(q)], [...p, roofZ(p)]);
    }
  });
  const roofParts = ridge ? [halfOf(ring, ridge, 1), halfOf(ring, ridge, -1)] : [ring];
  let highest = eaves;
  for (const part of roofParts) {
    for (const p of part) highest = Math.max(highest, roofZ(p));
    addPlate(into, part, surfaceKinds.roof, roofZ, true);
  }
  addPlate(into, ring, surfaceKinds.ground, () => groundZ, false);
  return highest;
}

/** The line under the ridge: through the middle of the footprint, along its longest side. */
type Ridge = { readonly at: Point; readonly normal: Point; readonly reach: number };

const offset = (ridge: Ridge, p: Point): number =>
  (p[0] - ridge.at[0]) * ridge.normal[0] + (p[1] - ridge.at[1]) * ridge.normal[1];

function ridgeOf(ring: readonly Point[]): Ridge {
  let longest = 0;
  let normal: Point = [0, 1];
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length > longest) {
      longest = length;
      normal = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
    }
  });
  const across = ring.map((p) => p[0] * normal[0] + p[1] * normal[1]);
  const low = Math.min(...across);
  const high = Math.max(...across);
  const middle = (low + high) / 2;
  return { at: [normal[0] * middle, normal[1] * middle], normal, reach: (high - low) / 2 };
}

/** Where a side passes under the ridge, strictly between its ends. */
function ridgeCrossing(ridge: Ridge, a: Point, b: Point): Point | null {
  const fromA = offset(ridge, a);
  const fromB = offset(ridge, b);
  if (fromA * fromB >= 0) return null;
  const t = fromA / (fromA - fromB);
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}

/** The part of a ring on one side of the ridge line. */
function halfOf(ring: readonly Point[], ridge: Ridge, side: 1 | -1): Point[] {
  const part: Point[] = [];
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    if (offset(ridge, a) * side >= 0) part.push(a);
    const crossing = ridgeCrossing(ridge, a, b);
    if (crossing) part.push(crossing);
  });
  return part;
}

function addPlate(
  into: Triangles,
  ring: readonly Point[],
  kind: number,
  z: (p: Point) => number,
  upward: boolean,
): void {
  const corners = earcut(ring.flat());
  for (let i = 0; i < corners.length; i += 3) {
    const a = ring[corners[i]];
    const b = ring[corners[i + 1]];
    const c = ring[corners[i + 2]];
    const facesUp = signedArea([a, b, c]) > 0;
    const [second, third] = facesUp === upward ? [b, c] : [c, b];
    addTriangle(into, kind, [...a, z(a)], [...second, z(second)], [...third, z(third)]);
  }
}

type Corner = readonly [number, number, number];

function addTriangle(into: Triangles, kind: number, a: Corner, b: Corner, c: Corner): void {
  into.xyz.push(...a, ...b, ...c);
  into.kinds.push(kind);
}
