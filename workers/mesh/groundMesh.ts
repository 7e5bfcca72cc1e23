import type { GroundChunk, GroundRequest } from "./contract.ts";
import { createRtin, type Rtin, type RtinMesh } from "./rtin.ts";

const rtins = new Map<number, Rtin>();

/** The tables of a lattice size are made when the first square asks for them. */
function rtinOf(points: number): Rtin {
  let rtin = rtins.get(points);
  if (rtin === undefined) {
    rtin = createRtin(points);
    rtins.set(points, rtin);
  }
  return rtin;
}

/**
 * Heights on the square's own `points` × `points` lattice, row 0 = north: bilinear between cell centres, held constant
 * beyond the outermost ones; the nearest value beside a hole, NaN where there is no ground.
 */
export function groundHeights(request: GroundRequest): Float32Array {
  const { points } = request;
  const heights = new Float32Array(points * points);
  const { westX, cellSizeM, columns } = request.terrain;
  const step = request.sizeM / (points - 1);
  const us = new Float64Array(points);
  for (let column = 0; column < points; column++)
    us[column] = Math.min(columns - 1, Math.max(0, (request.minX + column * step - westX) / cellSizeM - 0.5));
  for (let row = 0; row < points; row++) {
    const y = request.minY + request.sizeM - row * step;
    heightsOfRow(request.terrain, us, y, heights.subarray(row * points, (row + 1) * points));
  }
  return heights;
}

/** One row of the lattice, a call of its own: see `groundPicture.ts`. `us` are its columns in cells. */
function heightsOfRow(
  terrain: GroundRequest["terrain"],
  us: Float64Array,
  y: number,
  heights: Float32Array,
): void {
  const { northY, cellSizeM, columns, rows, values } = terrain;
  const v = Math.min(rows - 1, Math.max(0, (northY - y) / cellSizeM - 0.5));
  const cellRow = Math.min(rows - 2, Math.floor(v));
  const fy = v - cellRow;
  for (let column = 0; column < us.length; column++) {
    const u = us[column];
    const cellColumn = Math.min(columns - 2, Math.floor(u));
    const at = cellRow * columns + cellColumn;
    const fx = u - cellColumn;
    const north = values[at] * (1 - fx) + values[at + 1] * fx;
    const south = values[at + columns] * (1 - fx) + values[at + columns + 1] * fx;
    const height = north * (1 - fy) + south * fy;
    heights[column] = Number.isNaN(height) ? values[Math.round(v) * columns + Math.round(u)] : height;
  }
}

/**
 * The simplified surface of a square with its skirts. Positions are offsets from the square's centre. Where the place ends
 * within the square, the vertices beyond stand on its edge.
 */
export function groundMesh(request: GroundRequest, heights: Float32Array): Omit<GroundChunk, "picture"> {
  const { points } = request;
  const rtin = rtinOf(points);
  const mesh = rtin.mesh(rtin.errors(heights), request.maxErrorM);
  let minZ = Number.POSITIVE_INFINITY;
  let maxZ = Number.NEGATIVE_INFINITY;
  for (const point of mesh.points) {
    const z = heights[point] as number;
    if (z < minZ) minZ = z;
    if (z > maxZ) maxZ = z;
  }
  if (minZ > maxZ) {
    minZ = 0;
    maxZ = 0;
  }
  const originZ = minZ;
  const positions: number[] = [];
  const surface: number[] = [];
  const indices: number[] = [];
  const step = request.sizeM / (points - 1);
  const half = request.sizeM / 2;
  for (const point of mesh.points) {
    const z = heights[point] as number;
    positions.push(
      Math.min((point % points) * step, request.widthM) - half,
      Math.min(request.sizeM - Math.floor(point / points) * step, request.heightM) - half,
      Number.isNaN(z) ? 0 : z - originZ,
    );
    surface.push(255);
  }
  for (let i = 0; i < mesh.triangles.length; i += 3) {
    const a = mesh.triangles[i] as number;
    const b = mesh.triangles[i + 1] as number;
    const c = mesh.triangles[i + 2] as number;
    if (hasGround(mesh, heights, a) && hasGround(mesh, heights, b) && hasGround(mesh, heights, c))
      indices.push(a, b, c);
  }
  for (const side of sides) {
    const rim = request.rim[side.name];
    addSkirt(mesh, points, heights, side, {
      positions,
      surface,
      indices,
      bottomOf: (z) => (rim ? request.plinthZ - originZ : z - request.skirtM),
      painted: rim ? 0 : 255,
    });
  }
  return {
    positions: Float32Array.from(positions),
    surface: Uint8Array.from(surface),
    indices: Uint32Array.from(indices),
    originZ,
    minZ,
    maxZ,
  };
}

const hasGround = (mesh: RtinMesh, heights: Float32Array, vertex: number): boolean =>
  !Number.isNaN(heights[mesh.points[vertex] as number] as number);

type Side = {
  readonly name: "west" | "east" | "south" | "north";
  readonly on: (column: number, row: number, last: number) => boolean;
  /** Runs so that the skirt faces outwards. */
  readonly order: (column: number, row: number) => number;
};

const sides: readonly Side[] = [
  { name: "north", on: (_, row) => row === 0, order: (column) => -column },
  { name: "south", on: (_, row, last) => row === last, order: (column) => column },
  { name: "west", on: (column) => column === 0, order: (_, row) => row },
  { name: "east", on: (column, _, last) => column === last, order: (_, row) => -row },
];

function addSkirt(
  mesh: RtinMesh,
  points: number,
  heights: Float32Array,
  side: Side,
  out: {
    readonly positions: number[];
    readonly surface: number[];
    readonly indices: number[];
    readonly bottomOf: (z: number) => number;
    readonly painted: number;
  },
): void {
  const row = (vertex: number): number => Math.floor((mesh.points[vertex] as number) / points);
  const column = (vertex: number): number => (mesh.points[vertex] as number) % points;
  const edge: number[] = [];
  for (let vertex = 0; vertex < mesh.points.length; vertex++)
    if (side.on(column(vertex), row(vertex), points - 1) && hasGround(mesh, heights, vertex))
      edge.push(vertex);
  edge.sort((a, b) => side.order(column(a), row(a)) - side.order(column(b), row(b)));
  let previous = -1;
  for (const vertex of edge) {
    const x = out.positions[vertex * 3] as number;
    const y = out.positions[vertex * 3 + 1] as number;
    const z = out.positions[vertex * 3 + 2] as number;
    const top = out.positions.length / 3;
    out.positions.push(x, y, z, x, y, out.bottomOf(z));
    out.surface.push(out.painted, out.painted);
    if (previous >= 0) out.indices.push(previous, previous + 1, top, top, previous + 1, top + 1);
    previous = top;
  }
}
