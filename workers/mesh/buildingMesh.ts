import { surfaceKinds } from "#twin/buildings.ts";
import type { BuildingChunk, BuildingRequest } from "./contract.ts";
import { writeGlb } from "./glb.ts";
import { markInkEdges } from "./inkEdges.ts";

/** Height over which walls lighten from the ground up, metres; what `_EDGE`'s fourth component spans. */
const footHeightM = 10;

/**
 * One chunk of buildings as a binary glTF: flat triangles with a 16-bit feature id per vertex (EXT_mesh_features), the
 * stable ids in a property table (EXT_structural_metadata), and `_EDGE`: three edge coordinates for ink lines (0 on a
 * drawn edge) and the height above the building's foot. At most 65,535 buildings.
 */
export function buildingChunk(request: BuildingRequest): BuildingChunk {
  const count = request.ids.length;
  if (count > 0xffff) throw new RangeError(`A chunk holds at most 65,535 buildings, not ${count}.`);
  const { trianglesXYZ, surfaceKind, triangleStart } = request;
  const total = surfaceKind.length;
  const faceNormals = normalsOf(trianglesXYZ, total);
  const ink = new Uint8Array(total);
  for (let building = 0; building < count; building++)
    markInkEdges(
      trianglesXYZ,
      faceNormals,
      triangleStart[building] as number,
      triangleStart[building + 1] as number,
      ink,
    );

  let kept = 0;
  for (let triangle = 0; triangle < total; triangle++) if (isVisible(surfaceKind, triangle)) kept++;
  const positions = new Float32Array(kept * 9);
  const normals = new Int8Array(kept * 12);
  const edges = new Uint8Array(kept * 12);
  const features = new Uint16Array(kept * 6);
  const { originX, originY, originZ } = request;
  let out = 0;
  for (let building = 0; building < count; building++) {
    const first = triangleStart[building] as number;
    const end = triangleStart[building + 1] as number;
    const footZ = lowest(trianglesXYZ, first, end);
    for (let triangle = first; triangle < end; triangle++) {
      if (!isVisible(surfaceKind, triangle)) continue;
      const normalX = Math.round(127 * (faceNormals[triangle * 3] as number));
      const normalY = Math.round(127 * (faceNormals[triangle * 3 + 1] as number));
      const normalZ = Math.round(127 * (faceNormals[triangle * 3 + 2] as number));
      const drawn = ink[triangle] as number;
      for (let corner = 0; corner < 3; corner++) {
        const vertex = out * 3 + corner;
        const from = triangle * 9 + corner * 3;
        const z = trianglesXYZ[from + 2] as number;
        positions[vertex * 3] = (trianglesXYZ[from] as number) - originX;
        positions[vertex * 3 + 1] = (trianglesXYZ[from + 1] as number) - originY;
        positions[vertex * 3 + 2] = z - originZ;
        const at = vertex * 4;
        normals[at] = normalX;
        normals[at + 1] = normalY;
        normals[at + 2] = normalZ;
        edges[at] = (drawn & 1) === 0 || corner === 0 ? 255 : 0;
        edges[at + 1] = (drawn & 2) === 0 || corner === 1 ? 255 : 0;
        edges[at + 2] = (drawn & 4) === 0 || corner === 2 ? 255 : 0;
        edges[at + 3] = Math.max(0, Math.min(255, Math.round(((z - footZ) / footHeightM) * 255)));
        features[vertex * 2] = building;
      }
      out++;
    }
  }
  const { min, max } = boxOf(positions);
  const radiusM =
    kept === 0 ? 0 : Math.hypot(...max.map((value, axis) => (value - (min[axis] as number)) / 2));
  return {
    glb: writeGlb({ positions, normals, edges, features, ids: request.ids, min, max }),
    triangles: kept,
    minZ: kept === 0 ? request.originZ : (min[2] as number) + request.originZ,
    maxZ: kept === 0 ? request.originZ : (max[2] as number) + request.originZ,
    radiusM,
  };
}

/** Faces towards the ground are never seen. */
const isVisible = (surfaceKind: Uint8Array, triangle: number): boolean =>
  surfaceKind[triangle] !== surfaceKinds.ground;

/** Smallest and largest x, y, z; infinite where there is no vertex. */
function boxOf(positions: Float32Array): {
  readonly min: readonly number[];
  readonly max: readonly number[];
} {
  const min = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const max = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let axis = 0; axis < 3; axis++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = axis; at < positions.length; at += 3) {
      const value = positions[at] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    min[axis] = low;
    max[axis] = high;
  }
  return { min, max };
}

function lowest(xyz: Float32Array, first: number, end: number): number {
  let z = Number.POSITIVE_INFINITY;
  for (let at = first * 9 + 2; at < end * 9; at += 3) {
    const value = xyz[at] as number;
    if (value < z) z = value;
  }
  return z;
}

/** Unit normals, three floats a triangle; (0, 0, 1) for one without area. */
function normalsOf(xyz: Float32Array, count: number): Float32Array {
  const normals = new Float32Array(count * 3);
  for (let triangle = 0; triangle < count; triangle++) {
    const at = triangle * 9;
    const ux = (xyz[at + 3] as number) - (xyz[at] as number);
    const uy = (xyz[at + 4] as number) - (xyz[at + 1] as number);
    const uz = (xyz[at + 5] as number) - (xyz[at + 2] as number);
    const vx = (xyz[at + 6] as number) - (xyz[at] as number);
    const vy = (xyz[at + 7] as number) - (xyz[at + 1] as number);
    const vz = (xyz[at + 8] as number) - (xyz[at + 2] as number);
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (length > 0) {
      normals[triangle * 3] = nx / length;
      normals[triangle * 3 + 1] = ny / length;
      normals[triangle * 3 + 2] = nz / length;
    } else normals[triangle * 3 + 2] = 1;
  }
  return normals;
}
