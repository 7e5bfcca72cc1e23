import { type BuildingTable, surfaceKinds } from "#twin/buildings.ts";
import type { Extent } from "#twin/frame.ts";
import { plannedBuildings } from "#twin/read/buildings.ts";
import type { Twin } from "#twin/twin.ts";

type Position = readonly [x: number, y: number, z: number];

/** How high buildings stand over the ground plan: what hides a name, and what a name of a building stands on. */
export type RoofField = {
  /** Roof height over a point, NHN metres; NaN where no building stands. */
  readonly topAt: (x: number, y: number) => number;
  /** Whether a building stands between a point and an eye; what lies within `clearM` of the point does not count. */
  readonly hides: (eye: Position, at: Position, clearM: number) => boolean;
};

const finestCellM = 1.5;
const mostCells = 4_000_000;
/** A roof may reach this far above a line of sight before it counts: rasterised roofs are a little too large. */
const toleranceM = 0.4;

const none: ReadonlySet<string> = new Set();

const known = new WeakMap<Twin["data"], Map<string, RoofField>>();

/** The roofs of a planned twin, rasterised once per state of its buildings. */
export function roofsOf(twin: Twin): RoofField {
  let fields = known.get(twin.data);
  if (fields === undefined) {
    fields = new Map();
    known.set(twin.data, fields);
  }
  const key = `${twin.layerHashes.buildings}|${twin.layerHashes.terrain}`;
  let field = fields.get(key);
  if (field === undefined) {
    const { table, inserted, removed } = plannedBuildings(twin);
    field = createRoofField(twin.data.extent, [
      { table, removed },
      { table: inserted, removed: none },
    ]);
    // A plan in the making has a new state at every change: only the last few are worth their memory.
    const oldest = fields.keys().next().value;
    if (fields.size >= 4 && oldest !== undefined) fields.delete(oldest);
    fields.set(key, field);
  }
  return field;
}

function createRoofField(
  extent: Extent,
  tables: readonly { readonly table: BuildingTable; readonly removed: ReadonlySet<string> }[],
): RoofField {
  const widthM = Math.max(1, extent.maxX - extent.minX);
  const depthM = Math.max(1, extent.maxY - extent.minY);
  const cellM = Math.max(finestCellM, Math.sqrt((widthM * depthM) / mostCells));
  const columns = Math.ceil(widthM / cellM);
  const rows = Math.ceil(depthM / cellM);
  const tops = new Float32Array(columns * rows).fill(Number.NaN);
  let highest = Number.NEGATIVE_INFINITY;

  const raise = (xyz: Float32Array, at: number): void => {
    const ax = (xyz[at] - extent.minX) / cellM;
    const ay = (xyz[at + 1] - extent.minY) / cellM;
    const bx = (xyz[at + 3] - extent.minX) / cellM;
    const by = (xyz[at + 4] - extent.minY) / cellM;
    const cx = (xyz[at + 6] - extent.minX) / cellM;
    const cy = (xyz[at + 7] - extent.minY) / cellM;
    // In a large town most triangles of a roof lie between the middles of cells.
    const firstRow = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
    const lastRow = Math.min(rows - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    if (firstRow > lastRow) return;
    const firstColumn = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
    const lastColumn = Math.min(columns - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
    if (firstColumn > lastColumn) return;
    const twice = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (Math.abs(twice) < 1e-9) return;
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const x = column + 0.5;
        const y = row + 0.5;
        // Barycentric weights of the cell's middle.
        const u = ((bx - x) * (cy - y) - (cx - x) * (by - y)) / twice;
        const v = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) / twice;
        const w = 1 - u - v;
        if (u < -1e-6 || v < -1e-6 || w < -1e-6) continue;
        const z = u * xyz[at + 2] + v * xyz[at + 5] + w * xyz[at + 8];
        const cell = row * columns + column;
        if (!(tops[cell] >= z)) tops[cell] = z;
        if (z > highest) highest = z;
      }
    }
  };
  for (const { table, removed } of tables) {
    for (let row = 0; row < table.count; row++) {
      // Looking up a hundred thousand ids where nothing is removed takes as long as all the rest.
      if (removed.size > 0 && removed.has(table.ids[row])) continue;
      for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t++)
        if (table.surfaceKind[t] === surfaceKinds.roof) raise(table.trianglesXYZ, t * 9);
    }
  }

  const topAt = (x: number, y: number): number => {
    const column = Math.floor((x - extent.minX) / cellM);
    const row = Math.floor((y - extent.minY) / cellM);
    if (column < 0 || row < 0 || column >= columns || row >= rows) return Number.NaN;
    return tops[row * columns + column];
  };
  const hides: RoofField["hides"] = (eye, at, clearM) => {
    const dx = eye[0] - at[0];
    const dy = eye[1] - at[1];
    const dz = eye[2] - at[2];
    const flatM = Math.hypot(dx, dy);
    if (flatM < 1e-6) return false;
    // Above the highest roof nothing hides anything: from up there only the last metres are walked.
    const endM = dz > 0 ? Math.min(flatM, ((highest - at[2]) / dz) * flatM) : flatM;
    const stepM = cellM * 0.7;
    for (let way = clearM + stepM / 2; way < endM; way += stepM) {
      const share = way / flatM;
      // Comparisons with NaN are false: open ground hides nothing.
      if (topAt(at[0] + dx * share, at[1] + dy * share) > at[2] + dz * share + toleranceM) return true;
    }
    return false;
  };
  return { topAt, hides };
}
