/** Neighbouring faces whose normals differ by less than this (cosine) belong to one plane: no line between them. */
const samePlaneCosine = Math.cos((18 * Math.PI) / 180);
/** Vertices closer than this are one, metres. */
const weldM = 0.02;

/**
 * Which edges of a building's triangles are drawn in ink: rims and folds, not the diagonals that triangulation left.
 * Edge k of a triangle lies opposite its vertex k.
 *
 * @param xyz nine floats a triangle
 * @param normals three floats a triangle, unit length
 * @param first first triangle; `end` is exclusive
 * @param ink one byte a triangle, bit k set = edge k is drawn; filled for [first, end)
 */
export function markInkEdges(
  xyz: Float32Array,
  normals: Float32Array,
  first: number,
  end: number,
  ink: Uint8Array,
): void {
  // Corners of this building, and edges between them, at most three a triangle each.
  const most = (end - first) * 3;
  const vertices = emptied(vertexTable, most);
  const edges = emptied(edgeTable, most);
  const originX = xyz[first * 9] ?? 0;
  const originY = xyz[first * 9 + 1] ?? 0;
  const originZ = xyz[first * 9 + 2] ?? 0;
  let count = 0;
  for (let triangle = first; triangle < end; triangle++) {
    ink[triangle] = 7;
    for (let corner = 0; corner < 3; corner++) {
      const at = triangle * 9 + corner * 3;
      const x = steps((xyz[at] as number) - originX);
      const y = steps((xyz[at + 1] as number) - originY);
      const z = steps((xyz[at + 2] as number) - originZ);
      const slot = slotOf(
        vertices,
        (x * 131072 + y) * 131072 + z,
        Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791),
      );
      if (slot < 0) vertices.values[~slot] = count++;
      corners[corner] = vertices.values[slot < 0 ? ~slot : slot] as number;
    }
    for (let edge = 0; edge < 3; edge++) {
      const a = corners[edge === 2 ? 0 : edge + 1] as number;
      const b = corners[edge === 0 ? 2 : edge - 1] as number;
      const low = a < b ? a : b;
      const high = a < b ? b : a;
      const slot = slotOf(edges, low * 1048576 + high, Math.imul(low, 73856093) ^ Math.imul(high, 19349663));
      if (slot < 0) {
        edges.values[~slot] = triangle * 4 + edge;
        continue;
      }
      // The triangle · 4 + edge of the one that came first; −1 once it has met a partner.
      const partner = edges.values[slot] as number;
      if (partner < 0) continue;
      const other = partner >> 2;
      const cosine =
        (normals[triangle * 3] as number) * (normals[other * 3] as number) +
        (normals[triangle * 3 + 1] as number) * (normals[other * 3 + 1] as number) +
        (normals[triangle * 3 + 2] as number) * (normals[other * 3 + 2] as number);
      if (cosine > samePlaneCosine) {
        ink[triangle] = (ink[triangle] as number) & ~(1 << edge);
        ink[other] = (ink[other] as number) & ~(1 << (partner & 3));
      }
      edges.values[slot] = -1;
    }
  }
}

/** A table of numbers by number that is emptied by raising its stamp: nothing is allocated from building to building. */
type NumberTable = {
  keys: Float64Array;
  values: Int32Array;
  stamps: Int32Array;
  stamp: number;
  mask: number;
};

const newTable = (size: number): NumberTable => ({
  keys: new Float64Array(size),
  values: new Int32Array(size),
  stamps: new Int32Array(size),
  stamp: 0,
  mask: size - 1,
});
const vertexTable = newTable(1024);
const edgeTable = newTable(1024);
const corners = [0, 0, 0];

/** The table without entries and with room for this many, at most half full. */
function emptied(table: NumberTable, most: number): NumberTable {
  let size = table.mask + 1;
  while (size < most * 2) size *= 2;
  if (size > table.mask + 1 || table.stamp === 0x7fffffff) Object.assign(table, newTable(size));
  table.stamp += 1;
  return table;
}

/** Where a key stands; else the complement of where it was put just now. */
function slotOf(table: NumberTable, key: number, hash: number): number {
  const { keys, stamps, stamp, mask } = table;
  for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
    if (stamps[slot] !== stamp) {
      stamps[slot] = stamp;
      keys[slot] = key;
      return ~slot;
    }
    if (keys[slot] === key) return slot;
  }
}

/** Whole welding steps, wrapped into 17 bits (±1.3 km around the building's first vertex). */
const steps = (metres: number): number => Math.floor(metres / weldM + 0.5) & 0x1ffff;
