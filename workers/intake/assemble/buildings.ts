import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent } from "#twin/frame.ts";

/** Middle of a building's footprint (its bounding box), x and y. */
export function footprintMiddle(table: BuildingTable, row: number): readonly [number, number] {
  const { vertexStart, ringStart, footprintXY } = table;
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let v = vertexStart[ringStart[row]]!; v < vertexStart[ringStart[row + 1]]!; v++) {
    minX = Math.min(minX, footprintXY[v * 2]);
    maxX = Math.max(maxX, footprintXY[v * 2]);
    minY = Math.min(minY, footprintXY[v * 2 + 1]);
    maxY = Math.max(maxY, footprintXY[v * 2 + 1]);
  }
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}

export const isInside = (extent: Extent, x: number, y: number): boolean =>
  x >= extent.minX && x <= extent.maxX && y >= extent.minY && y <= extent.maxY;

/** Rectangle around all footprints; null without buildings. */
export function footprintBounds(table: BuildingTable): Extent | null {
  if (table.footprintXY.length === 0) return null;
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let i = 0; i < table.footprintXY.length; i += 2) {
    minX = Math.min(minX, table.footprintXY[i]);
    maxX = Math.max(maxX, table.footprintXY[i]);
    minY = Math.min(minY, table.footprintXY[i + 1]);
    maxY = Math.max(maxY, table.footprintXY[i + 1]);
  }
  return { minX, minY, maxX, maxY };
}

/** The rows of several tables, in order, as one table. */
export function pickBuildings(
  parts: readonly { readonly table: BuildingTable; readonly rows: readonly number[] }[],
): BuildingTable {
  let count = 0;
  let rings = 0;
  let vertices = 0;
  let triangles = 0;
  for (const { table, rows } of parts) {
    count += rows.length;
    for (const row of rows) {
      rings += table.ringStart[row + 1] - table.ringStart[row];
      vertices += table.vertexStart[table.ringStart[row + 1]]! - table.vertexStart[table.ringStart[row]]!;
      triangles += table.triangleStart[row + 1] - table.triangleStart[row];
    }
  }
  const ids: string[] = [];
  const functionCode: string[] = [];
  const roofTypeCode: string[] = [];
  const attributes: string[] = [];
  const groundZ = new Float32Array(count);
  const eavesZ = new Float32Array(count);
  const ridgeZ = new Float32Array(count);
  const storeys = new Uint8Array(count);
  const ringStart = new Uint32Array(count + 1);
  const vertexStart = new Uint32Array(rings + 1);
  const footprintXY = new Float32Array(vertices * 2);
  const triangleStart = new Uint32Array(count + 1);
  const trianglesXYZ = new Float32Array(triangles * 9);
  const surfaceKind = new Uint8Array(triangles);
  let at = 0;
  let ring = 0;
  let vertex = 0;
  let triangle = 0;
  for (const { table, rows } of parts) {
    for (const row of rows) {
      ids.push(table.ids[row]);
      functionCode.push(table.functionCode[row]);
      roofTypeCode.push(table.roofTypeCode[row]);
      attributes.push(table.attributes[row]);
      groundZ[at] = table.groundZ[row];
      eavesZ[at] = table.eavesZ[row];
      ridgeZ[at] = table.ridgeZ[row];
      storeys[at] = table.storeys[row];
      const firstVertex = table.vertexStart[table.ringStart[row]]!;
      const lastVertex = table.vertexStart[table.ringStart[row + 1]]!;
      for (let r = table.ringStart[row]; r < table.ringStart[row + 1]; r++) {
        ring += 1;
        vertexStart[ring] = table.vertexStart[r + 1] - firstVertex + vertex;
      }
      footprintXY.set(table.footprintXY.subarray(firstVertex * 2, lastVertex * 2), vertex * 2);
      vertex += lastVertex - firstVertex;
      const t0 = table.triangleStart[row];
      const t1 = table.triangleStart[row + 1];
      trianglesXYZ.set(table.trianglesXYZ.subarray(t0 * 9, t1 * 9), triangle * 9);
      surfaceKind.set(table.surfaceKind.subarray(t0, t1), triangle);
      triangle += t1 - t0;
      at += 1;
      ringStart[at] = ring;
      triangleStart[at] = triangle;
    }
  }
  return {
    count,
    ids,
    groundZ,
    eavesZ,
    ridgeZ,
    storeys,
    functionCode,
    roofTypeCode,
    ringStart,
    vertexStart,
    footprintXY,
    triangleStart,
    trianglesXYZ,
    surfaceKind,
    attributes,
  };
}
