import type { SceneSurfaces } from "../contract.ts";

/** A square of the city's coloured surfaces as vertex columns around an origin of its own. */
export type SurfaceTile = {
  readonly originX: number;
  readonly originY: number;
  readonly originZ: number;
  readonly radiusM: number;
  /** Three numbers a vertex, relative to the origin. */
  readonly positions: Float32Array;
  /** Four a vertex, ±127. */
  readonly normals: Int8Array;
  /** One a vertex. */
  readonly values: Float32Array;
};

/** The affine of a mesh holds over some hundreds of metres: the Earth drops 5 mm over half of this. */
const tileM = 500;
/** How far the colour stands before the building: more than the depth buffer's grain at the far side of a district. */
const liftM = 0.15;

/**
 * Triangles that have a value, by square, moved outwards along their normals. Each square is made when it is called for: all
 * of a city at once would hold up the page.
 */
export function liftedTiles({ trianglesXYZ: t, values }: SceneSurfaces): (() => SurfaceTile)[] {
  const byTile = new Map<string, number[]>();
  for (let i = 0; i < values.length / 3; i++) {
    if (Number.isNaN(values[3 * i])) continue;
    const key = `${Math.floor(t[9 * i] / tileM)} ${Math.floor(t[9 * i + 1] / tileM)}`;
    const own = byTile.get(key);
    if (own === undefined) byTile.set(key, [i]);
    else own.push(i);
  }
  return [...byTile.entries()].map(([key, own]) => {
    const [column, row] = key.split(" ").map(Number);
    return () => tileOf(t, values, own, (column + 0.5) * tileM, (row + 0.5) * tileM);
  });
}

function tileOf(
  t: Float32Array,
  values: Float32Array,
  own: readonly number[],
  originX: number,
  originY: number,
): SurfaceTile {
  const originZ = t[9 * own[0] + 2];
  const positions = new Float32Array(9 * own.length);
  const normals = new Int8Array(12 * own.length);
  const columns = new Float32Array(3 * own.length);
  let farthest = 0;
  own.forEach((i, at) => {
    const [nx, ny, nz] = normalOf(t, 9 * i);
    for (let corner = 0; corner < 3; corner++) {
      const from = 9 * i + 3 * corner;
      const x = t[from] - originX + nx * liftM;
      const y = t[from + 1] - originY + ny * liftM;
      const z = t[from + 2] - originZ + nz * liftM;
      positions.set([x, y, z], 9 * at + 3 * corner);
      normals.set([nx * 127, ny * 127, nz * 127, 0], 12 * at + 4 * corner);
      columns[3 * at + corner] = values[3 * i + corner];
      farthest = Math.max(farthest, x * x + y * y + z * z);
    }
  });
  return { originX, originY, originZ, radiusM: Math.sqrt(farthest) + 1, positions, normals, values: columns };
}

function normalOf(t: Float32Array, at: number): readonly [number, number, number] {
  const ux = t[at + 3] - t[at];
  const uy = t[at + 4] - t[at + 1];
  const uz = t[at + 5] - t[at + 2];
  const vx = t[at + 6] - t[at];
  const vy = t[at + 7] - t[at + 1];
  const vz = t[at + 8] - t[at + 2];
  const x = uy * vz - uz * vy;
  const y = uz * vx - ux * vz;
  const z = ux * vy - uy * vx;
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}
