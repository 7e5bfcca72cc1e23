import type { Grid } from "#twin/frame.ts";
import { earthRadiusM } from "../core/earth.ts";

/** A straight line of sight in frame offsets, metres; `direction` has unit length. */
export type Ray = {
  readonly origin: readonly [number, number, number];
  readonly direction: readonly [number, number, number];
};

export type GroundHit = {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly distanceM: number;
};

/** The ground as a surface: bilinear between cell centres, as far out as there are cells. */
export type HeightField = {
  /** NHN height, NaN off the grid and over holes. */
  readonly heightAt: (x: number, y: number) => number;
  /** The first point where a ray meets the ground, or null. Exact: each bilinear patch on the way is solved. */
  readonly hit: (ray: Ray) => GroundHit | null;
  readonly minZ: number;
  readonly maxZ: number;
};

/** Patches a side of the blocks that a ray can skip at once. */
const blockSize = 16;

export function createHeightField(raster: Grid & { readonly values: Float32Array }): HeightField {
  const { columns, rows, cellSizeM, westX, northY, values } = raster;
  const patchColumns = columns - 1;
  const patchRows = rows - 1;
  const blockColumns = Math.ceil(patchColumns / blockSize);
  const { minZ, maxZ } = rangeOf(values);
  // Made for the first ray: opening a place asks for heights only.
  let highest: Float32Array | null = null;

  const heightAt = (x: number, y: number): number => {
    const u = (x - westX) / cellSizeM - 0.5;
    const v = (northY - y) / cellSizeM - 0.5;
    // Half a cell beyond the outermost centres the ground is held level.
    if (u < -0.5 || v < -0.5 || u > columns - 0.5 || v > rows - 0.5) return Number.NaN;
    const cu = Math.min(columns - 1, Math.max(0, u));
    const cv = Math.min(rows - 1, Math.max(0, v));
    const column = Math.max(0, Math.min(columns - 2, Math.floor(cu)));
    const row = Math.max(0, Math.min(rows - 2, Math.floor(cv)));
    const fx = cu - column;
    const fy = cv - row;
    const at = row * columns + column;
    const height =
      (values[at] * (1 - fx) + values[at + 1] * fx) * (1 - fy) +
      (values[at + columns] * (1 - fx) + values[at + columns + 1] * fx) * fy;
    return Number.isNaN(height) ? values[Math.round(cv) * columns + Math.round(cu)] : height;
  };

  /** Solves one patch between ray parameters t0 and t1 (metres along the ray); NaN = no hit. */
  const hitPatch = (ray: Ray, column: number, row: number, t0: number, t1: number): number => {
    const at = row * columns + column;
    const a = values[at];
    const b = values[at + 1] - a;
    const c = values[at + columns] - a;
    const d = values[at + columns + 1] - a - b - c;
    if (Number.isNaN(a + b + c + d)) return Number.NaN;
    // In patch coordinates u = u0 + su·t, v = v0 + sv·t the surface is a + b·u + c·v + d·u·v.
    const su = ray.direction[0] / cellSizeM;
    const sv = -ray.direction[1] / cellSizeM;
    const u0 = (ray.origin[0] - westX) / cellSizeM - 0.5 - column;
    const v0 = (northY - ray.origin[1]) / cellSizeM - 0.5 - row;
    const level = dropAt(ray, (t0 + t1) / 2);
    const q2 = d * su * sv;
    const q1 = b * su + c * sv + d * (u0 * sv + v0 * su) - ray.direction[2];
    const q0 = a + b * u0 + c * v0 + d * u0 * v0 - ray.origin[2] - level;
    return firstRoot(q2, q1, q0, t0 - 1e-6, t1 + 1e-6);
  };

  const hit = (ray: Ray): GroundHit | null => {
    const span = clip(
      ray,
      westX + cellSizeM / 2,
      northY - (rows - 0.5) * cellSizeM,
      patchColumns * cellSizeM,
      patchRows * cellSizeM,
    );
    if (span === null) return null;
    highest ??= blockMaxima(raster, blockColumns, Math.ceil(patchRows / blockSize));
    const tops = highest;
    const found = walk(ray, raster, blockSize, span[0], span[1], (blockColumn, blockRow, enter, leave) => {
      if (blockColumn < 0 || blockRow < 0 || blockColumn >= blockColumns) return Number.NaN;
      const top = tops[blockRow * blockColumns + blockColumn];
      if (!(lowestOf(ray, enter, leave) <= top)) return Number.NaN;
      return walk(ray, raster, 1, enter, leave, (column, row, from, to) =>
        column < 0 || row < 0 || column >= patchColumns || row >= patchRows
          ? Number.NaN
          : hitPatch(ray, column, row, from, to),
      );
    });
    if (Number.isNaN(found)) return null;
    const x = ray.origin[0] + ray.direction[0] * found;
    const y = ray.origin[1] + ray.direction[1] * found;
    return { x, y, z: heightAt(x, y), distanceM: found };
  };

  return { heightAt, hit, minZ, maxZ };
}

/** How far the level surface has dropped below the tangent plane of the ray's origin, metres (as a gain in height). */
const dropAt = (ray: Ray, t: number): number => {
  const flat = t * t * (ray.direction[0] * ray.direction[0] + ray.direction[1] * ray.direction[1]);
  return flat / (2 * earthRadiusM);
};

const lowestOf = (ray: Ray, enter: number, leave: number): number =>
  ray.origin[2] + Math.min(ray.direction[2] * enter, ray.direction[2] * leave);

/** Smallest root of q2·t² + q1·t + q0 within [low, high], NaN if none. */
function firstRoot(q2: number, q1: number, q0: number, low: number, high: number): number {
  const within = (t: number): boolean => t >= low && t <= high;
  if (Math.abs(q2) < 1e-12) {
    const t = q1 === 0 ? Number.NaN : -q0 / q1;
    return within(t) ? t : Number.NaN;
  }
  const discriminant = q1 * q1 - 4 * q2 * q0;
  if (discriminant < 0) return Number.NaN;
  // The form that loses no digits where q1 dominates.
  const q = -0.5 * (q1 + (q1 < 0 ? -1 : 1) * Math.sqrt(discriminant));
  const t1 = q / q2;
  const t2 = q === 0 ? t1 : q0 / q;
  const first = Math.min(t1, t2);
  const second = Math.max(t1, t2);
  return within(first) ? first : within(second) ? second : Number.NaN;
}

/** The stretch of a ray over a rectangle, or null. */
function clip(
  ray: Ray,
  minX: number,
  minY: number,
  width: number,
  height: number,
): readonly [number, number] | null {
  let enter = 0;
  let leave = Number.POSITIVE_INFINITY;
  for (let axis = 0; axis < 2; axis++) {
    const origin = ray.origin[axis as 0 | 1];
    const direction = ray.direction[axis as 0 | 1];
    const low = axis === 0 ? minX : minY;
    const high = low + (axis === 0 ? width : height);
    if (Math.abs(direction) < 1e-12) {
      if (origin < low || origin > high) return null;
      continue;
    }
    const a = (low - origin) / direction;
    const b = (high - origin) / direction;
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  if (leave === Number.POSITIVE_INFINITY) leave = 1e6;
  return enter <= leave ? [enter, leave] : null;
}

/**
 * Visits the squares (of `step` patches a side) along a ray in order (Amanatides & Woo 1987) until one answers with a
 * number; that is returned, else NaN.
 */
function walk(
  ray: Ray,
  grid: Grid,
  step: number,
  enter: number,
  leave: number,
  visit: (column: number, row: number, from: number, to: number) => number,
): number {
  const size = grid.cellSizeM * step;
  const half = grid.cellSizeM / 2;
  const u = (t: number): number => (ray.origin[0] + ray.direction[0] * t - grid.westX - half) / size;
  const v = (t: number): number => (grid.northY - half - ray.origin[1] - ray.direction[1] * t) / size;
  const su = ray.direction[0] / size;
  const sv = -ray.direction[1] / size;
  const nudge = Math.min(leave, enter + 1e-7 * (1 + Math.abs(enter)));
  let column = Math.floor(u(nudge));
  let row = Math.floor(v(nudge));
  const stepColumn = Math.sign(su);
  const stepRow = Math.sign(sv);
  let t = enter;
  for (let guard = 0; guard < 100_000 && t <= leave; guard++) {
    const nextColumn = su === 0 ? Number.POSITIVE_INFINITY : t + ((su > 0 ? column + 1 : column) - u(t)) / su;
    const nextRow = sv === 0 ? Number.POSITIVE_INFINITY : t + ((sv > 0 ? row + 1 : row) - v(t)) / sv;
    const next = Math.min(nextColumn, nextRow, leave);
    const found = visit(column, row, t, Math.max(t, next));
    if (!Number.isNaN(found)) return found;
    if (next >= leave) return Number.NaN;
    t = Math.max(t, next);
    if (nextColumn <= nextRow) column += stepColumn;
    else row += stepRow;
  }
  return Number.NaN;
}

/** The lowest and the highest value; 0 and 0 where there is none. */
function rangeOf(values: Float32Array): { readonly minZ: number; readonly maxZ: number } {
  let minZ = Number.POSITIVE_INFINITY;
  let maxZ = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at++) {
    const z = values[at];
    // Comparisons with NaN are false: holes fall through.
    if (z < minZ) minZ = z;
    if (z > maxZ) maxZ = z;
  }
  return minZ <= maxZ ? { minZ, maxZ } : { minZ: 0, maxZ: 0 };
}

/** The highest point of each block. */
function blockMaxima(
  raster: Grid & { readonly values: Float32Array },
  blockColumns: number,
  blockRows: number,
): Float32Array {
  const { columns, rows, values } = raster;
  const highest = new Float32Array(blockColumns * blockRows);
  for (let block = 0; block < highest.length; block++) {
    const firstRow = Math.floor(block / blockColumns) * blockSize;
    const firstColumn = (block % blockColumns) * blockSize;
    // The last line of points of a block belongs to its neighbour too.
    const lastRow = Math.min(rows - 1, firstRow + blockSize);
    const lastColumn = Math.min(columns - 1, firstColumn + blockSize);
    highest[block] = highestOf(values, columns, firstRow, lastRow, firstColumn, lastColumn);
  }
  return highest;
}

function highestOf(
  values: Float32Array,
  columns: number,
  firstRow: number,
  lastRow: number,
  firstColumn: number,
  lastColumn: number,
): number {
  let high = Number.NEGATIVE_INFINITY;
  for (let row = firstRow; row <= lastRow; row++) {
    const end = row * columns + lastColumn;
    for (let at = row * columns + firstColumn; at <= end; at++) {
      const z = values[at];
      if (z > high) high = z;
    }
  }
  return high;
}
