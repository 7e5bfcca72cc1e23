import type { BuildingTable } from "#twin/buildings.ts";
import type { BuildingRequest } from "#workers/mesh/contract.ts";

export const mostPerChunk = 4096;
export const widestChunkM = 1600;

/** A point in the middle of each building, x,y pairs. */
export function centresOf(table: BuildingTable): Float32Array {
  const centres = new Float32Array(table.count * 2);
  for (let i = 0; i < table.count; i++) {
    const from = table.vertexStart[table.ringStart[i]] * 2;
    const to = table.vertexStart[table.ringStart[i + 1]] * 2;
    if (to > from) {
      let [east, north] = [0, 0];
      for (let at = from; at < to; at += 2) {
        east += table.footprintXY[at];
        north += table.footprintXY[at + 1];
      }
      centres[i * 2] = (east * 2) / (to - from);
      centres[i * 2 + 1] = (north * 2) / (to - from);
      continue;
    }
    // Without a footprint: its triangles, which are thirty times as many numbers.
    const first = table.triangleStart[i] * 9;
    const end = table.triangleStart[i + 1] * 9;
    let x = 0;
    let y = 0;
    for (let at = first; at < end; at += 3) {
      x += table.trianglesXYZ[at];
      y += table.trianglesXYZ[at + 1];
    }
    const vertices = Math.max(1, (end - first) / 3);
    centres[i * 2] = x / vertices;
    centres[i * 2 + 1] = y / vertices;
  }
  return centres;
}

/** Cuts some rows out of a table, for the worker. */
export function requestOf(table: BuildingTable, members: Uint32Array): BuildingRequest {
  const ids: string[] = [];
  const triangleStart = new Uint32Array(members.length + 1);
  members.forEach((row, i) => {
    ids.push(table.ids[row]);
    triangleStart[i + 1] = triangleStart[i] + table.triangleStart[row + 1] - table.triangleStart[row];
  });
  const total = triangleStart[members.length];
  const trianglesXYZ = new Float32Array(total * 9);
  const surfaceKind = new Uint8Array(total);
  members.forEach((row, i) => {
    const from = table.triangleStart[row];
    const to = table.triangleStart[row + 1];
    trianglesXYZ.set(table.trianglesXYZ.subarray(from * 9, to * 9), triangleStart[i] * 9);
    surfaceKind.set(table.surfaceKind.subarray(from, to), triangleStart[i]);
  });
  let minX = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  let minZ = Number.POSITIVE_INFINITY;
  for (let at = 0; at < trianglesXYZ.length; at += 3) {
    const x = trianglesXYZ[at];
    const y = trianglesXYZ[at + 1];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
    if (trianglesXYZ[at + 2] < minZ) minZ = trianglesXYZ[at + 2];
  }
  const placed = total > 0;
  return {
    ids,
    triangleStart,
    trianglesXYZ,
    surfaceKind,
    originX: placed ? (minX + maxX) / 2 : 0,
    originY: placed ? (minY + maxY) / 2 : 0,
    originZ: placed ? minZ : 0,
  };
}
