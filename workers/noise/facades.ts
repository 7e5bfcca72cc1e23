import { buildingsOf } from "#twin/read/buildings.ts";
import type { Twin } from "#twin/twin.ts";
import type { Surroundings } from "./relief.ts";
import { groundNear } from "./sources.ts";

/** Receivers stand so far above the ground (Directive 2002/49/EC, annex I). */
export const receiverHeightM = 4;
/** The band that shows a receiver's level on its wall. */
const bandM = { low: 2.6, high: 5.4, offWall: 0.12 } as const;
/** Walls shorter than this have no receiver. */
const leastWallM = 1;

/** Places in front of outer walls, evenly along them. */
export type Facades = {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly normalX: Float32Array;
  readonly normalY: Float32Array;
  /** Index into `buildingIds`. */
  readonly building: Uint32Array;
  readonly buildingIds: readonly string[];
  /** Two triangles a receiver: eighteen numbers, counter-clockwise from outside. */
  readonly trianglesXYZ: Float32Array;
};

/**
 * One receiver for every `spacingM` of outer wall, at least one a wall. Walls with another building right in front have none.
 */
export function facadesOf(twin: Twin, around: Surroundings, spacingM: number): Facades {
  const { grid } = around.relief;
  // Nearer, the wall's own cells would be in the way.
  const offM = 0.75 * grid.cellSizeM;
  const numbers: number[] = [];
  const building: number[] = [];
  const triangles: number[] = [];
  const buildingIds: string[] = [];
  const isBuilt = (x: number, y: number): boolean => {
    const column = Math.floor((x - grid.westX) / grid.cellSizeM);
    const row = Math.floor((grid.northY - y) / grid.cellSizeM);
    return (
      column >= 0 &&
      row >= 0 &&
      column < grid.columns &&
      row < grid.rows &&
      around.built[row * grid.columns + column] === 1
    );
  };
  for (const { id, table, row } of buildingsOf(twin)) {
    const index = buildingIds.push(id) - 1;
    for (let ring = table.ringStart[row]; ring < table.ringStart[row + 1]; ring += 1) {
      const first = table.vertexStart[ring];
      const end = table.vertexStart[ring + 1];
      for (let v = first; v < end; v += 1) {
        const w = v + 1 < end ? v + 1 : first;
        const ax = table.footprintXY[2 * v];
        const ay = table.footprintXY[2 * v + 1];
        const dx = table.footprintXY[2 * w] - ax;
        const dy = table.footprintXY[2 * w + 1] - ay;
        const wallM = Math.hypot(dx, dy);
        if (!(wallM >= leastWallM)) continue;
        // Outer rings run counter-clockwise and holes clockwise: outside is on the right.
        const nx = dy / wallM;
        const ny = -dx / wallM;
        const pieces = Math.max(1, Math.round(wallM / spacingM));
        for (let k = 0; k < pieces; k += 1) {
          const t = (k + 0.5) / pieces;
          const x = ax + t * dx + offM * nx;
          const y = ay + t * dy + offM * ny;
          if (isBuilt(x, y)) continue;
          const groundZ = groundNear(around, x, y);
          numbers.push(x, y, groundZ + receiverHeightM, nx, ny);
          building.push(index);
          const eavesM = table.eavesZ[row] - groundZ;
          const high = eavesM > bandM.low + 0.5 ? Math.min(bandM.high, eavesM) : bandM.high;
          const corner = (share: number, up: number): [number, number, number] => [
            ax + share * dx + bandM.offWall * nx,
            ay + share * dy + bandM.offWall * ny,
            groundZ + up,
          ];
          const from = k / pieces;
          const to = (k + 1) / pieces;
          const a = corner(from, bandM.low);
          const c = corner(to, high);
          triangles.push(...a, ...corner(to, bandM.low), ...c, ...a, ...c, ...corner(from, high));
        }
      }
    }
  }
  const count = building.length;
  const column = (at: number): Float32Array =>
    Float32Array.from({ length: count }, (_, i) => numbers[5 * i + at]);
  return {
    count,
    x: column(0),
    y: column(1),
    z: column(2),
    normalX: column(3),
    normalY: column(4),
    building: Uint32Array.from(building),
    buildingIds,
    trianglesXYZ: Float32Array.from(triangles),
  };
}
