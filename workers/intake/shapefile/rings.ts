/** Rings of a Shapefile's polygon, sorted into outlines and their holes. */

export type Point = readonly [number, number];

type Ring = {
  readonly points: readonly Point[];
  /** Twice the area; positive = counter-clockwise. */
  readonly area: number;
  readonly box: readonly [number, number, number, number];
};

function measured(points: readonly Point[]): Ring {
  let area = 0;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  // From the first point, so that large coordinates cost no digits.
  const [x0, y0] = points[0];
  for (let i = 0; i < points.length; i++) {
    const [x, y] = points[i];
    const [nextX, nextY] = points[(i + 1) % points.length];
    area += (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return { points, area, box: [minX, minY, maxX, maxY] };
}

const boxHolds = (outer: Ring, inner: Ring): boolean =>
  outer.box[0] <= inner.box[0] &&
  outer.box[1] <= inner.box[1] &&
  outer.box[2] >= inner.box[2] &&
  outer.box[3] >= inner.box[3];

function holdsPoint(points: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [xi, yi] = points[i];
    const [xj, yj] = points[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Point tests that one polygon may cost; beyond it boxes decide. */
const mostTests = 20_000_000;

/**
 * Polygons from rings: outlines turn clockwise, holes the other way. Where the largest ring turns the other way the whole
 * record was written the wrong way round. A hole lies in the smallest outline around it; one in none is an outline itself.
 */
export function polygonsOfRings(parts: readonly (readonly Point[])[]): (readonly Point[])[][] {
  if (parts.length === 1) return [[parts[0]]];
  const rings = parts.map(measured);
  const largest = rings.reduce((a, b) => (Math.abs(b.area) > Math.abs(a.area) ? b : a));
  const sign = largest.area > 0 ? 1 : -1;
  const outlines = rings
    .filter(({ area }) => area * sign > 0)
    .map((ring) => ({ ring, polygon: [ring.points] }))
    .sort((a, b) => Math.abs(a.ring.area) - Math.abs(b.ring.area));
  const alone: (readonly Point[])[][] = [];
  let tests = 0;
  for (const hole of rings) {
    if (hole.area * sign > 0) continue;
    // The middle of an edge: corners of holes often lie on the outline.
    const [a, b] = [hole.points[0], hole.points[1 % hole.points.length]];
    const home = outlines.find(({ ring }) => {
      if (!boxHolds(ring, hole)) return false;
      tests += ring.points.length;
      return tests > mostTests || holdsPoint(ring.points, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    });
    if (home !== undefined) home.polygon.push(hole.points);
    else if (hole.area !== 0) alone.push([hole.points]);
  }
  return [...outlines.map(({ polygon }) => polygon), ...alone];
}
