import { surfaceKinds } from "#twin/buildings.ts";
import { buildingsOf } from "#twin/read/buildings.ts";
import type { Twin } from "#twin/twin.ts";

/** Outer walls and roofs of a planned twin, cut into triangles that are small enough to hold one value each. */
export type Patches = {
  readonly count: number;
  /** Nine numbers a patch: three corners x, y, z, frame offsets and NHN, metres. */
  readonly trianglesXYZ: Float32Array;
  /** Three numbers a patch: the outward unit normal. */
  readonly normals: Float32Array;
  readonly areaM2: Float32Array;
  /** 1 = roof, 0 = wall. */
  readonly roof: Uint8Array;
  /** Index into `buildingIds`. */
  readonly building: Uint32Array;
  readonly buildingIds: readonly string[];
};

/** Slivers hold no value that anybody could see. */
const leastAreaM2 = 0.02;

type Growing = {
  triangles: Float32Array;
  normals: Float32Array;
  area: Float32Array;
  roof: Uint8Array;
  building: Uint32Array;
  count: number;
};

/**
 * @param longestEdgeM triangles are halved at their longest edge until none is longer
 */
export function surfacePatches(twin: Twin, longestEdgeM: number): Patches {
  const buildingIds: string[] = [];
  const into: Growing = {
    triangles: new Float32Array(9 * 4096),
    normals: new Float32Array(3 * 4096),
    area: new Float32Array(4096),
    roof: new Uint8Array(4096),
    building: new Uint32Array(4096),
    count: 0,
  };
  for (const { table, row, id } of buildingsOf(twin)) {
    const building = buildingIds.push(id) - 1;
    for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t += 1) {
      const kind = table.surfaceKind[t];
      if (kind !== surfaceKinds.wall && kind !== surfaceKinds.roof) continue;
      const corners = Array.from(table.trianglesXYZ.subarray(9 * t, 9 * t + 9));
      cut(corners, longestEdgeM, kind === surfaceKinds.roof ? 1 : 0, building, into);
    }
  }
  const { count } = into;
  return {
    count,
    trianglesXYZ: into.triangles.slice(0, 9 * count),
    normals: into.normals.slice(0, 3 * count),
    areaM2: into.area.slice(0, count),
    roof: into.roof.slice(0, count),
    building: into.building.slice(0, count),
    buildingIds,
  };
}

function cut(first: number[], longestM: number, roof: number, building: number, into: Growing): void {
  const open = [first];
  for (let p = open.pop(); p !== undefined; p = open.pop()) {
    const edges = [edge(p, 0, 3), edge(p, 3, 6), edge(p, 6, 0)];
    const longest = Math.max(...edges);
    if (!Number.isFinite(longest)) continue;
    if (longest <= longestM) {
      write(p, roof, building, into);
      continue;
    }
    // The corners turned so that the longest edge is the first: a, b, c with m in the middle of a and b.
    const turn = 3 * edges.indexOf(longest);
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = [...p.slice(turn), ...p.slice(0, turn)];
    const m = [(ax + bx) / 2, (ay + by) / 2, (az + bz) / 2];
    open.push([ax, ay, az, ...m, cx, cy, cz], [...m, bx, by, bz, cx, cy, cz]);
  }
}

function edge(p: readonly number[], from: number, to: number): number {
  return Math.hypot(p[to] - p[from], p[to + 1] - p[from + 1], p[to + 2] - p[from + 2]);
}

function write(p: readonly number[], roof: number, building: number, into: Growing): void {
  const [ax, ay, az, bx, by, bz, cx, cy, cz] = p;
  const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
  const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
  const nz = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const length = Math.hypot(nx, ny, nz);
  if (!(length / 2 >= leastAreaM2)) return;
  if (into.count === into.area.length) grow(into);
  const at = into.count;
  into.triangles.set(p, 9 * at);
  into.normals.set([nx / length, ny / length, nz / length], 3 * at);
  into.area[at] = length / 2;
  into.roof[at] = roof;
  into.building[at] = building;
  into.count += 1;
}

function grow(into: Growing): void {
  const size = into.area.length * 2;
  into.triangles = enlarged(into.triangles, 9 * size);
  into.normals = enlarged(into.normals, 3 * size);
  into.area = enlarged(into.area, size);
  into.roof = enlarged(into.roof, size);
  into.building = enlarged(into.building, size);
}

function enlarged<Numbers extends Float32Array | Uint8Array | Uint32Array>(
  values: Numbers,
  length: number,
): Numbers {
  const Make = values.constructor as new (length: number) => Numbers;
  const larger = new Make(length);
  larger.set(values);
  return larger;
}
