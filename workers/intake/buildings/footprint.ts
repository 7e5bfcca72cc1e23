import { ringStart, type Soup, type SoupPolygon } from "./soup.ts";

/** A ring in the plane: x, y pairs, not closed. */
export type FlatRing = readonly number[];

const smallestAreaM2 = 0.01;

/** Signed area of a ring, m²; positive where it runs counter-clockwise. */
export function ringArea(ring: FlatRing): number {
  const ox = ring[0] ?? 0;
  const oy = ring[1] ?? 0;
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    sum += (ring[j] - ox) * (ring[i + 1] - oy) - (ring[i] - ox) * (ring[j + 1] - oy);
  }
  return sum / 2;
}

/** Whether a point lies inside a set of rings by the even-odd rule. */
export function insideRings(rings: readonly FlatRing[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const yi = ring[i + 1];
      const yj = ring[j + 1];
      if (yi > y !== yj > y && x < ((ring[j] - ring[i]) * (y - yi)) / (yj - yi) + ring[i]) inside = !inside;
    }
  }
  return inside;
}

/** A ring without vertices that repeat, lie on the line of their neighbours, or form a spike (tolerance 1 mm). */
export function tidied(ring: FlatRing): FlatRing {
  let points = ring;
  for (let changed = true; changed && points.length >= 6; ) {
    changed = false;
    const kept: number[] = [];
    const count = points.length / 2;
    for (let i = 0; i < count; i++) {
      const before = kept.length >= 2 ? kept.length - 2 : -1;
      const px = before >= 0 ? kept[before] : points[(count - 1) * 2];
      const py = before >= 0 ? kept[before + 1] : points[(count - 1) * 2 + 1];
      const x = points[i * 2];
      const y = points[i * 2 + 1];
      const n = ((i + 1) % count) * 2;
      const ux = x - px;
      const uy = y - py;
      const vx = points[n] - x;
      const vy = points[n + 1] - y;
      const before2 = ux * ux + uy * uy;
      const longer2 = Math.max(before2, vx * vx + vy * vy);
      if (before2 < 1e-6 || (ux * vy - uy * vx) ** 2 < 1e-6 * longer2) {
        changed = true;
        continue;
      }
      kept.push(x, y);
    }
    points = kept;
  }
  return points.length >= 6 ? points : [];
}

type Edge = {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  /** Numbers of the corners, which edges share that meet within half a millimetre. */
  readonly from: number;
  readonly to: number;
  used: boolean;
};

/** Numbers corners by their place, rounded to millimetres about the first one. */
function createCorners(): (x: number, y: number) => number {
  const xs: number[] = [];
  const ys: number[] = [];
  const byPlace = new Map<number, number>();
  let originX = 0;
  let originY = 0;
  /** Beyond this many corners a map finds faster than looking at each. */
  const few = 24;
  // Millimetres within 2 km of the first corner fit a number side by side; farther ones are compared one by one.
  const placeOf = (x: number, y: number): number => (x + 0x200000) * 0x400000 + (y + 0x200000);
  return (x, y) => {
    if (xs.length === 0) {
      originX = x;
      originY = y;
    }
    const px = Math.round((x - originX) * 1000);
    const py = Math.round((y - originY) * 1000);
    const near = Math.abs(px) < 0x200000 && Math.abs(py) < 0x200000;
    if (near && xs.length > few) {
      const known = byPlace.get(placeOf(px, py));
      if (known !== undefined) return known;
    } else {
      for (let i = 0; i < xs.length; i++) if (xs[i] === px && ys[i] === py) return i;
    }
    if (near) byPlace.set(placeOf(px, py), xs.length);
    ys.push(py);
    return xs.push(px) - 1;
  };
}

/** Edges that no neighbour runs back along, by the corner that they leave: the outline of polygons that share edges. */
function outlineEdges(rings: readonly FlatRing[]): Map<number, Edge[]> {
  const corner = createCorners();
  const byStart = new Map<number, Edge[]>();
  const repeated: Edge[] = [];
  for (const ring of rings) {
    let before = corner(ring[ring.length - 2], ring[ring.length - 1]);
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const from = before;
      const to = corner(ring[i], ring[i + 1]);
      before = to;
      if (from === to) continue;
      const opposite = byStart.get(to);
      const back = opposite?.findIndex((edge) => edge.to === from) ?? -1;
      if (opposite !== undefined && back >= 0) {
        opposite.splice(back, 1);
        continue;
      }
      const edge = {
        fromX: ring[j],
        fromY: ring[j + 1],
        toX: ring[i],
        toY: ring[i + 1],
        from,
        to,
        used: false,
      };
      const leaving = byStart.get(from);
      if (leaving === undefined) byStart.set(from, [edge]);
      else if (leaving.some((other) => other.to === to)) repeated.push(edge);
      else leaving.push(edge);
    }
  }
  for (const edge of repeated) {
    const leaving = byStart.get(edge.from);
    if (leaving === undefined) byStart.set(edge.from, [edge]);
    else leaving.push(edge);
  }
  return byStart;
}

/**
 * Of several edges that leave a vertex, the one that turns most to the left: the inside lies on the left, so rings that
 * only touch stay apart. A way straight back comes last.
 */
function leftmost(candidates: readonly Edge[], last: Edge): Edge | null {
  let best: Edge | null = null;
  let bestTurn = Number.NEGATIVE_INFINITY;
  const heading = Math.atan2(last.toY - last.fromY, last.toX - last.fromX);
  for (const edge of candidates) {
    if (edge.used) continue;
    let turn = Math.atan2(edge.toY - edge.fromY, edge.toX - edge.fromX) - heading;
    if (turn <= -Math.PI) turn += 2 * Math.PI;
    if (turn > Math.PI - 1e-9) turn -= 2 * Math.PI;
    if (turn > bestTurn) {
      best = edge;
      bestTurn = turn;
    }
  }
  return best;
}

/** Chains outline edges to rings; null where they do not close (polygons that overlap or miss each other's corners). */
function chain(byStart: Map<number, Edge[]>): FlatRing[] | null {
  const rings: FlatRing[] = [];
  for (const list of byStart.values()) {
    for (const start of list) {
      if (start.used) continue;
      const ring: number[] = [];
      const goal = start.from;
      let edge: Edge = start;
      for (;;) {
        edge.used = true;
        ring.push(edge.fromX, edge.fromY);
        const end = edge.to;
        if (end === goal) break;
        const next = leftmost(byStart.get(end) ?? [], edge);
        if (next === null) return null;
        edge = next;
      }
      rings.push(ring);
    }
  }
  return rings;
}

/** Rings of polygons seen from above, outer rings counter-clockwise and holes clockwise. */
function flatRings(soup: Soup, polygons: readonly SoupPolygon[]): FlatRing[] {
  const values = soup.coordinates.values;
  const rings: FlatRing[] = [];
  for (const polygon of polygons) {
    for (let index = polygon.ringFrom; index < polygon.ringTo; index++) {
      const ring: number[] = [];
      for (let vertex = ringStart(soup, index); vertex < soup.ringEnd[index]; vertex++) {
        ring.push(values[vertex * 3], values[vertex * 3 + 1]);
      }
      const area = ringArea(ring);
      if (Math.abs(area) < smallestAreaM2) {
        if (index === polygon.ringFrom) break;
        continue;
      }
      if (area > 0 !== (index === polygon.ringFrom)) reversePairs(ring);
      rings.push(ring);
    }
  }
  return rings;
}

function reversePairs(ring: number[]): void {
  for (let low = 0, high = ring.length - 2; low < high; low += 2, high -= 2) {
    const x = ring[low];
    const y = ring[low + 1];
    ring[low] = ring[high];
    ring[low + 1] = ring[high + 1];
    ring[high] = x;
    ring[high + 1] = y;
  }
}

const usable = (rings: readonly FlatRing[]): FlatRing[] =>
  rings.map(tidied).filter((ring) => ring.length >= 6 && Math.abs(ringArea(ring)) >= smallestAreaM2);

/** Convex hull (Andrew 1979, monotone chain), counter-clockwise. */
function hull(points: readonly (readonly [number, number])[]): FlatRing {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly (readonly [number, number])[]): (readonly [number, number])[] => {
    const chainPoints: (readonly [number, number])[] = [];
    for (const point of list) {
      while (chainPoints.length >= 2) {
        const a = chainPoints[chainPoints.length - 2];
        const b = chainPoints[chainPoints.length - 1];
        if ((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) > 0) break;
        chainPoints.pop();
      }
      chainPoints.push(point);
    }
    chainPoints.pop();
    return chainPoints;
  };
  return [...half(sorted), ...half(sorted.reverse())].flat();
}

/** The outline of polygons seen from above. Polygons that share edges become one; else each keeps its own rings. */
export function outline(soup: Soup, polygons: readonly SoupPolygon[]): FlatRing[] {
  const rings = flatRings(soup, polygons);
  if (rings.length <= 1) return usable(rings);
  const chained = chain(outlineEdges(rings));
  if (chained === null) return usable(rings);
  const merged = usable(chained);
  return merged.some((ring) => ringArea(ring) > 0) ? merged : usable(rings);
}

/** The convex hull of polygons seen from above, for buildings of which nothing better is known. */
export function hullOutline(soup: Soup, polygons: readonly SoupPolygon[]): FlatRing[] {
  const values = soup.coordinates.values;
  const points: (readonly [number, number])[] = [];
  for (const polygon of polygons) {
    for (let vertex = ringStart(soup, polygon.ringFrom); vertex < soup.ringEnd[polygon.ringFrom]; vertex++) {
      points.push([values[vertex * 3], values[vertex * 3 + 1]]);
    }
  }
  return usable(points.length >= 3 ? [hull(points)] : []);
}
