/**
 * Right-triangulated irregular networks (Evans, Kirkpatrick & Townsend, "Right-triangulated irregular networks",
 * Algorithmica 30, 2001): a square grid of 2^k + 1 points a side is split along long edges until every left-out point
 * lies within the allowed error of the surface. Neighbouring triangles agree on shared edges, so there are no cracks.
 */
export type Rtin = {
  /** Points a side, 2^k + 1. */
  readonly size: number;
  /** For a grid of heights: per point, how far the surface would be off without it (maximum over what depends on it). */
  readonly errors: (heights: Float32Array) => Float32Array;
  /** Grid points in use and the triangles over them (counter-clockwise seen from above, row 0 = north). */
  readonly mesh: (errors: Float32Array, maxErrorM: number) => RtinMesh;
};

export type RtinMesh = {
  /** Grid index (row · size + column) of each vertex. */
  readonly points: Uint32Array;
  readonly triangles: Uint32Array;
};

export function createRtin(size: number): Rtin {
  const tile = size - 1;
  if (tile < 2 || (tile & (tile - 1)) !== 0) throw new RangeError("An RTIN needs 2^k + 1 points a side");
  const triangleCount = tile * tile * 2 - 2;
  const parentCount = triangleCount - tile * tile;
  const ends = hypotenuses(tile, triangleCount);
  // Memory that every grid of this size needs again.
  const indexOf = new Int32Array(size * size);

  const errors = (heights: Float32Array): Float32Array => {
    const result = new Float32Array(size * size);
    // From the smallest triangles up, so that a parent knows the errors of its children.
    for (let i = triangleCount - 1; i >= 0; i--) {
      const ax = ends[i * 4] as number;
      const ay = ends[i * 4 + 1] as number;
      const bx = ends[i * 4 + 2] as number;
      const by = ends[i * 4 + 3] as number;
      const mx = (ax + bx) >> 1;
      const my = (ay + by) >> 1;
      const middle = my * size + mx;
      const expected = ((heights[ay * size + ax] as number) + (heights[by * size + bx] as number)) / 2;
      let error = Math.abs(expected - (heights[middle] as number));
      // Points without data must stay apart from points with data.
      if (Number.isNaN(error)) error = Number.POSITIVE_INFINITY;
      if (i < parentCount) {
        const cx = mx + my - ay;
        const cy = my + ax - mx;
        const left = ((ay + cy) >> 1) * size + ((ax + cx) >> 1);
        const right = ((by + cy) >> 1) * size + ((bx + cx) >> 1);
        error = Math.max(error, result[left] as number, result[right] as number);
      }
      if (error > (result[middle] as number)) result[middle] = error;
    }
    return result;
  };

  const mesh = (errorOf: Float32Array, maxErrorM: number): RtinMesh => {
    indexOf.fill(-1);
    const points: number[] = [];
    const triangles: number[] = [];
    const vertex = (x: number, y: number): number => {
      const point = y * size + x;
      const known = indexOf[point] as number;
      if (known >= 0) return known;
      points.push(point);
      indexOf[point] = points.length - 1;
      return points.length - 1;
    };
    const split = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number): void => {
      const mx = (ax + bx) >> 1;
      const my = (ay + by) >> 1;
      if (Math.abs(ax - cx) + Math.abs(ay - cy) > 1 && (errorOf[my * size + mx] as number) > maxErrorM) {
        split(cx, cy, ax, ay, mx, my);
        split(bx, by, cx, cy, mx, my);
      } else {
        triangles.push(vertex(ax, ay), vertex(bx, by), vertex(cx, cy));
      }
    };
    split(0, 0, tile, tile, tile, 0);
    split(tile, tile, 0, 0, 0, tile);
    return { points: Uint32Array.from(points), triangles: Uint32Array.from(triangles) };
  };

  return { size, errors, mesh };
}

/** Ends of the long edge of every triangle in the binary tree, root's children first. */
function hypotenuses(tile: number, count: number): Uint16Array {
  const ends = new Uint16Array(count * 4);
  for (let i = 0; i < count; i++) {
    let id = i + 2;
    let ax = 0;
    let ay = 0;
    let bx = 0;
    let by = 0;
    let cx = 0;
    let cy = 0;
    if (id & 1) {
      bx = tile;
      by = tile;
      cx = tile;
    } else {
      ax = tile;
      ay = tile;
      cy = tile;
    }
    for (id >>= 1; id > 1; id >>= 1) {
      const mx = (ax + bx) >> 1;
      const my = (ay + by) >> 1;
      if (id & 1) {
        bx = ax;
        by = ay;
        ax = cx;
        ay = cy;
      } else {
        ax = bx;
        ay = by;
        bx = cx;
        by = cy;
      }
      cx = mx;
      cy = my;
    }
    ends[i * 4] = ax;
    ends[i * 4 + 1] = ay;
    ends[i * 4 + 2] = bx;
    ends[i * 4 + 3] = by;
  }
  return ends;
}
