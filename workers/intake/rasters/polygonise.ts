/** A patch of cells that belong together: rings in cell corners (column, row), outer ring first, then its holes. */
export type Patch = {
  readonly rings: readonly (readonly (readonly [number, number])[])[];
  readonly cells: number;
  readonly median: number;
};

export type PolygoniseOptions = {
  /** Values below are no part of any patch. */
  readonly lowest: number;
  /** Neighbouring cells that differ by more are different patches. */
  readonly step: number;
  /** Patches that are still smaller after that are left out. */
  readonly fewestCells: number;
  /** Patches with fewer cells become part of a larger one that they touch. */
  readonly absorbedCells: number;
  /** How far a corner may lie from the simplified outline, in cells. */
  readonly tolerance: number;
};

const right = [1, 0] as const;
const down = [0, 1] as const;
const left = [-1, 0] as const;
const up = [0, -1] as const;
const directions = [right, down, left, up];

/**
 * Points without which a closed ring strays at most `tolerance` from itself (Douglas and Peucker 1973), from the two points
 * that lie farthest apart along it. Iterative: a ring may have a million corners.
 */
export function simplifyRing(
  ring: readonly (readonly [number, number])[],
  tolerance: number,
): (readonly [number, number])[] {
  const count = ring.length;
  if (count <= 4) return [...ring];
  let far = 0;
  let farthest = -1;
  for (let i = 1; i < count; i++) {
    const distance = (ring[i][0] - ring[0][0]) ** 2 + (ring[i][1] - ring[0][1]) ** 2;
    if (distance > farthest) {
      far = i;
      farthest = distance;
    }
  }
  const keep = new Uint8Array(count);
  keep[0] = 1;
  keep[far] = 1;
  const open: [number, number][] = [
    [0, far],
    [far, count],
  ];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    const [ax, ay] = ring[from];
    const [bx, by] = ring[to % count];
    const dx = bx - ax;
    const dy = by - ay;
    const length = Math.hypot(dx, dy);
    let worst = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const [x, y] = ring[i];
      const off =
        length === 0 ? Math.hypot(x - ax, y - ay) : Math.abs((x - ax) * dy - (y - ay) * dx) / length;
      if (off > worst) {
        worst = off;
        at = i;
      }
    }
    if (at < 0) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  const kept = ring.filter((_, i) => keep[i] === 1);
  return kept.length >= 3 ? kept : [...ring];
}

/** Outline of the cells with one label: every corner where it turns, cells to the right of the way. */
function outlines(
  labels: Int32Array,
  columns: number,
  rows: number,
  label: number,
  box: { minC: number; minR: number; maxC: number; maxR: number },
): (readonly [number, number])[][] {
  const width = box.maxC - box.minC + 1;
  const height = box.maxR - box.minR + 1;
  const is = (c: number, r: number): boolean =>
    c >= 0 && r >= 0 && c < columns && r < rows && labels[r * columns + c] === label;
  // Upper edges that were walked already, by cell: every ring has one.
  const walked = new Uint8Array(width * height);
  const rings: (readonly [number, number])[][] = [];
  for (let r = box.minR; r <= box.maxR; r++) {
    for (let c = box.minC; c <= box.maxC; c++) {
      if (!is(c, r) || is(c, r - 1) || walked[(r - box.minR) * width + c - box.minC] === 1) continue;
      const ring: (readonly [number, number])[] = [];
      let x = c;
      let y = r;
      let heading = 0;
      do {
        if (heading === 0) walked[(y - box.minR) * width + x - box.minC] = 1;
        const [dx, dy] = directions[heading];
        x += dx;
        y += dy;
        // Cells ahead, to the right and to the left of the way.
        const aheadRight = is(
          x + (heading === 0 || heading === 3 ? 0 : -1),
          y + (heading === 0 || heading === 1 ? 0 : -1),
        );
        const aheadLeft = is(
          x + (heading === 0 || heading === 1 ? 0 : -1),
          y + (heading === 1 || heading === 2 ? 0 : -1),
        );
        let turn = 0;
        if (!aheadRight) turn = 1;
        else if (aheadLeft) turn = 3;
        if (turn !== 0) ring.push([x, y]);
        heading = (heading + turn) % 4;
      } while (x !== c || y !== r || heading !== 0);
      rings.push(ring);
    }
  }
  return rings;
}

const signedArea = (ring: readonly (readonly [number, number])[]): number => {
  let sum = 0;
  for (let i = 0, before = ring.length - 1; i < ring.length; before = i, i++)
    sum += ring[before][0] * ring[i][1] - ring[i][0] * ring[before][1];
  return sum / 2;
};

type Labelled = { readonly labels: Int32Array; readonly sizes: number[] };

/** Numbers the patches of cells that hang together. −1 = none. */
function label(values: Float32Array, columns: number, rows: number, lowest: number, step: number): Labelled {
  const labels = new Int32Array(values.length).fill(-1);
  const stack = new Int32Array(values.length);
  const sizes: number[] = [];
  for (let start = 0; start < values.length; start++) {
    if (labels[start] >= 0 || !(values[start] >= lowest)) continue;
    const here = sizes.length;
    let open = 0;
    let size = 0;
    stack[open++] = start;
    labels[start] = here;
    while (open > 0) {
      const at = stack[--open];
      const column = at % columns;
      const row = (at - column) / columns;
      size += 1;
      for (const [dc, dr] of directions) {
        const c = column + dc;
        const r = row + dr;
        if (c < 0 || r < 0 || c >= columns || r >= rows) continue;
        const to = r * columns + c;
        if (labels[to] >= 0 || !(values[to] >= lowest) || Math.abs(values[to] - values[at]) > step) continue;
        labels[to] = here;
        stack[open++] = to;
      }
    }
    sizes.push(size);
  }
  return { labels, sizes };
}

/** Gives small patches to the large ones that they touch: cells on the edge of a building mix roof and ground. */
function absorb({ labels, sizes }: Labelled, columns: number, rows: number, smaller: number): void {
  let border: number[] = [];
  const isSmall = (at: number): boolean => labels[at] >= 0 && sizes[labels[at]] < smaller;
  const neighbours = (at: number): number[] => {
    const column = at % columns;
    const row = (at - column) / columns;
    return directions.flatMap(([dc, dr]) => {
      const c = column + dc;
      const r = row + dr;
      return c < 0 || r < 0 || c >= columns || r >= rows ? [] : [r * columns + c];
    });
  };
  for (let at = 0; at < labels.length; at++) if (isSmall(at)) border.push(at);
  for (let changed = true; changed; ) {
    changed = false;
    const taken: [number, number][] = [];
    const left: number[] = [];
    for (const at of border) {
      const large = neighbours(at).filter((to) => labels[to] >= 0 && sizes[labels[to]] >= smaller);
      if (large.length > 0) taken.push([at, labels[large[0]]]);
      else left.push(at);
    }
    for (const [at, to] of taken) {
      sizes[labels[at]] -= 1;
      labels[at] = to;
      sizes[to] += 1;
      changed = true;
    }
    border = left;
  }
}

/**
 * Patches of a raster (row-major, row 0 first) whose cells hang together over their sides and do not step by more than a
 * height between neighbours, as simplified polygons with their median value. Time and memory are linear in the cells.
 */
export function polygonise(
  values: Float32Array,
  columns: number,
  rows: number,
  { lowest, step, fewestCells, absorbedCells, tolerance }: PolygoniseOptions,
): { readonly patches: readonly Patch[]; readonly tooSmall: number } {
  const labelled = label(values, columns, rows, lowest, step);
  absorb(labelled, columns, rows, absorbedCells);
  const { labels, sizes } = labelled;
  const found = sizes.map((size) => ({
    box: { minC: columns, minR: rows, maxC: 0, maxR: 0 },
    heights: new Float32Array(size >= fewestCells ? size : 0),
    count: 0,
  }));
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] < 0) continue;
    const patch = found[labels[at]];
    if (patch.heights.length === 0) continue;
    patch.heights[patch.count++] = values[at];
    const column = at % columns;
    const row = (at - column) / columns;
    patch.box.minC = Math.min(patch.box.minC, column);
    patch.box.maxC = Math.max(patch.box.maxC, column);
    patch.box.minR = Math.min(patch.box.minR, row);
    patch.box.maxR = Math.max(patch.box.maxR, row);
  }
  const patches: Patch[] = [];
  let tooSmall = 0;
  for (const [number, { box, heights, count }] of found.entries()) {
    if (count === 0) {
      if (sizes[number] > 0) tooSmall += 1;
      continue;
    }
    const rings = outlines(labels, columns, rows, number, box);
    // The walk keeps cells to its right: the outer ring runs clockwise on a grid whose rows go down.
    const outer = rings.filter((ring) => signedArea(ring) > 0).sort((a, b) => signedArea(b) - signedArea(a));
    const holes = rings.filter((ring) => signedArea(ring) < 0 && -signedArea(ring) >= fewestCells);
    heights.sort();
    patches.push({
      rings: [...outer.slice(0, 1), ...holes].map((ring) => simplifyRing(ring, tolerance)),
      cells: count,
      median: heights[Math.floor(count / 2)],
    });
  }
  return { patches, tooSmall };
}
