import { BufferAttribute, BufferGeometry, DoubleSide, IcosahedronGeometry, Ray, Vector3 } from "three";
import { MeshBVH, SAH } from "three-mesh-bvh";
import { surfaceKinds } from "#twin/buildings.ts";
import type { TreeTable } from "#twin/objects.ts";
import { buildingsOf } from "#twin/read/buildings.ts";
import { gridFor } from "#twin/read/grid.ts";
import { treesOf } from "#twin/read/objects.ts";
import { groundAt, terrainOn } from "#twin/read/terrain.ts";
import { treeCrownM, treeHeightM, treeIsPlausible, trunkShare } from "#twin/read/treeSizes.ts";
import { evergreenTrees } from "#twin/read/treeSpecies.ts";
import type { Twin } from "#twin/twin.ts";
import { crownTransmissivity } from "#workers/kernels/solar/leaves.ts";

/** What stands between a point and the sky. Positions are frame offsets and NHN heights, metres. */
export type Occluder = {
  /** Share of light that comes from a direction (unit vector) to a point: 0 behind buildings and ground, less than 1 through crowns. */
  readonly transmitted: (x: number, y: number, z: number, east: number, north: number, up: number) => number;
  /** Whether a point lies inside something solid, or has it within a distance straight ahead. */
  readonly buried: (
    x: number,
    y: number,
    z: number,
    east: number,
    north: number,
    up: number,
    distanceM: number,
  ) => boolean;
};

/** The ground as an obstacle: hills count, kerbs do not. It lies a little low, so that no wall's foot is under it. */
const groundCellM = 10;
const groundSunkM = 0.5;
/** Rays start at the surface that they are sent from. */
const nearM = 0.02;
const farM = 20_000;

/**
 * @param leafTransmissivity share of light that passes a crown; null = no trees. Evergreens let through no more than what crowns in leaf do.
 */
export function createOccluder(twin: Twin, leafTransmissivity: number | null): Occluder {
  const solid = treeOf(concatenated([solidTriangles(twin), groundTriangles(twin)]));
  const trees = treesOf(twin);
  const isEvergreen = evergreenTrees(trees);
  // One net of crowns in leaf, one of all the others: a ray through both has met the denser one.
  const bare = leafTransmissivity !== null && leafTransmissivity > crownTransmissivity.leafOn;
  const crowns =
    leafTransmissivity === null
      ? null
      : treeOf(crownTriangles(twin, trees, (tree) => !(bare && isEvergreen(tree))));
  const evergreens = bare ? treeOf(crownTriangles(twin, trees, isEvergreen)) : null;
  const ray = new Ray(new Vector3(), new Vector3());
  const aim = (x: number, y: number, z: number, east: number, north: number, up: number): void => {
    ray.origin.set(x, y, z);
    ray.direction.set(east, north, up);
  };
  const meets = (net: MeshBVH | null): boolean =>
    net !== null && net.raycastFirst(ray, DoubleSide, 0, farM) !== null;
  return {
    transmitted(x, y, z, east, north, up) {
      aim(x, y, z, east, north, up);
      if (solid !== null && solid.raycastFirst(ray, DoubleSide, nearM, farM) !== null) return 0;
      if (leafTransmissivity === null) return 1;
      if (meets(evergreens)) return crownTransmissivity.leafOn;
      return meets(crowns) ? leafTransmissivity : 1;
    },
    buried(x, y, z, east, north, up, distanceM) {
      aim(x, y, z, east, north, up);
      const hit = solid?.raycastFirst(ray, DoubleSide, nearM, farM) ?? null;
      if (hit === null) return false;
      if (hit.distance <= distanceM) return true;
      // Whoever sees the inner side of a wall first is inside.
      const face = hit.face?.normal;
      return face !== undefined && face.x * east + face.y * north + face.z * up > 0;
    },
  };
}

function treeOf(trianglesXYZ: Float32Array): MeshBVH | null {
  if (trianglesXYZ.length === 0) return null;
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(trianglesXYZ, 3));
  return new MeshBVH(geometry, { strategy: SAH });
}

function solidTriangles(twin: Twin): Float32Array {
  const parts: Float32Array[] = [];
  for (const { table, row } of buildingsOf(twin)) {
    for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t += 1) {
      if (table.surfaceKind[t] === surfaceKinds.ground) continue;
      parts.push(table.trianglesXYZ.subarray(9 * t, 9 * t + 9));
    }
  }
  return concatenated(parts);
}

function groundTriangles(twin: Twin): Float32Array {
  const { extent, terrain } = twin.data;
  const grid = gridFor(extent, Math.max(groundCellM, terrain.cellSizeM));
  const heights = terrainOn(twin, grid);
  const triangles: number[] = [];
  const corner = (r: number, c: number): readonly [number, number, number] => [
    grid.westX + (c + 0.5) * grid.cellSizeM,
    grid.northY - (r + 0.5) * grid.cellSizeM,
    heights[r * grid.columns + c] - groundSunkM,
  ];
  for (let r = 0; r + 1 < grid.rows; r += 1) {
    for (let c = 0; c + 1 < grid.columns; c += 1) {
      const northWest = corner(r, c);
      const northEast = corner(r, c + 1);
      const southWest = corner(r + 1, c);
      const southEast = corner(r + 1, c + 1);
      if (Number.isNaN(northWest[2] + northEast[2] + southWest[2] + southEast[2])) continue;
      triangles.push(...northWest, ...southWest, ...northEast, ...northEast, ...southWest, ...southEast);
    }
  }
  return Float32Array.from(triangles);
}

/** Crowns as ellipsoids of twenty faces (three corners each, no index), from a quarter of the tree's height to its top. */
function crownTriangles(twin: Twin, trees: TreeTable, chosen: (tree: number) => boolean): Float32Array {
  const ball = new IcosahedronGeometry(1, 0).getAttribute("position").array;
  const parts: Float32Array[] = [];
  for (let i = 0; i < trees.count; i += 1) {
    if (!chosen(i) || !treeIsPlausible(trees, i)) continue;
    const x = trees.xy[2 * i];
    const y = trees.xy[2 * i + 1];
    const groundZ = groundAt(twin, [x, y]);
    if (Number.isNaN(groundZ)) continue;
    const heightM = treeHeightM(trees, i);
    const diameterM = treeCrownM(trees, i);
    const halfHeightM = (heightM * (1 - trunkShare)) / 2;
    const middleZ = groundZ + heightM * trunkShare + halfHeightM;
    const crown = new Float32Array(ball.length);
    for (let k = 0; k < ball.length; k += 3) {
      crown[k] = x + (ball[k] * diameterM * sameVolume) / 2;
      crown[k + 1] = y + (ball[k + 1] * diameterM * sameVolume) / 2;
      crown[k + 2] = middleZ + ball[k + 2] * halfHeightM * sameVolume;
    }
    parts.push(crown);
  }
  return concatenated(parts);
}

/** An icosahedron that is this much larger has its ball's volume. */
const sameVolume = Math.cbrt((4 * Math.PI) / 3 / 2.53615);

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
