import type { Patches } from "./patches.ts";

/** Which corners of patches are one and the same: same building, same place, same side of the house. */
export type Corners = {
  /** Three numbers a patch: the corner's index among all different ones. */
  readonly index: Uint32Array;
  readonly count: number;
};

/** Corners nearer than this are one, metres. */
const sameM = 0.05;

export function cornersOf({ trianglesXYZ: t, normals, building, count }: Patches): Corners {
  const known = new Map<string, number>();
  const index = new Uint32Array(3 * count);
  for (let i = 0; i < count; i += 1) {
    const side = `${building[i]} ${Math.round(8 * normals[3 * i])} ${Math.round(8 * normals[3 * i + 1])}`;
    for (let corner = 0; corner < 3; corner += 1) {
      const at = 9 * i + 3 * corner;
      const key = `${side} ${Math.round(t[at] / sameM)} ${Math.round(t[at + 1] / sameM)} ${Math.round(t[at + 2] / sameM)}`;
      const before = known.get(key);
      index[3 * i + corner] = before ?? known.size;
      if (before === undefined) known.set(key, known.size);
    }
  }
  return { index, count: known.size };
}

/**
 * Values of patches carried to their corners, as the mean of the patches around each, by area: drawn between them, a wall shows
 * an even course instead of triangles. A patch without a value stays without.
 */
export function valuesAtCorners(patches: Patches, corners: Corners, values: Float32Array): Float32Array {
  const sums = new Float64Array(corners.count);
  const areas = new Float64Array(corners.count);
  for (let i = 0; i < patches.count; i += 1) {
    if (Number.isNaN(values[i])) continue;
    for (let corner = 3 * i; corner < 3 * i + 3; corner += 1) {
      sums[corners.index[corner]] += values[i] * patches.areaM2[i];
      areas[corners.index[corner]] += patches.areaM2[i];
    }
  }
  const carried = new Float32Array(3 * patches.count).fill(Number.NaN);
  for (let i = 0; i < patches.count; i += 1) {
    if (Number.isNaN(values[i])) continue;
    for (let corner = 3 * i; corner < 3 * i + 3; corner += 1)
      carried[corner] = sums[corners.index[corner]] / areas[corners.index[corner]];
  }
  return carried;
}
