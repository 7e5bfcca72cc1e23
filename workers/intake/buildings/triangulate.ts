import earcut from "earcut";
import { type Growable, reserve } from "./growable.ts";
import { ringStart, type Soup, type SoupPolygon } from "./soup.ts";

/**
 * Whether the quad that begins at vertex `first`, seen along the third axis on (u, v), is convex and wound as `sign` says:
 * then two triangles are enough.
 */
function isConvexQuad(values: Float64Array, first: number, u: number, v: number, sign: number): boolean {
  const at = first * 3;
  // From corner to corner.
  const ax = values[at + 3 + u] - values[at + u];
  const ay = values[at + 3 + v] - values[at + v];
  const bx = values[at + 6 + u] - values[at + 3 + u];
  const by = values[at + 6 + v] - values[at + 3 + v];
  const cx = values[at + 9 + u] - values[at + 6 + u];
  const cy = values[at + 9 + v] - values[at + 6 + v];
  const dx = values[at + u] - values[at + 9 + u];
  const dy = values[at + v] - values[at + 9 + v];
  return (
    (ax * by - ay * bx) * sign > 0 &&
    (bx * cy - by * cx) * sign > 0 &&
    (cx * dy - cy * dx) * sign > 0 &&
    (dx * ay - dy * ax) * sign > 0
  );
}

const plane: number[] = [];
const holes: number[] = [];

/** Appends one triangle of vertices given by their number, wound about `normal`. */
function pushTriangle(
  values: Float64Array,
  first: number,
  second: number,
  third: number,
  normal: Float64Array,
  target: Growable<Float32Array>,
): void {
  const a = first * 3;
  let b = second * 3;
  let c = third * 3;
  const ux = values[b] - values[a];
  const uy = values[b + 1] - values[a + 1];
  const uz = values[b + 2] - values[a + 2];
  const vx = values[c] - values[a];
  const vy = values[c + 1] - values[a + 1];
  const vz = values[c + 2] - values[a + 2];
  const along =
    (uy * vz - uz * vy) * normal[0] + (uz * vx - ux * vz) * normal[1] + (ux * vy - uy * vx) * normal[2];
  if (along < 0) {
    const keep = b;
    b = c;
    c = keep;
  }
  reserve(target, 9);
  const out = target.values;
  const at = target.length;
  out[at] = values[a];
  out[at + 1] = values[a + 1];
  out[at + 2] = values[a + 2];
  out[at + 3] = values[b];
  out[at + 4] = values[b + 1];
  out[at + 5] = values[b + 2];
  out[at + 6] = values[c];
  out[at + 7] = values[c + 1];
  out[at + 8] = values[c + 2];
  target.length = at + 9;
}

/**
 * Triangulates a polygon with its holes on the plane of its two dominant axes (earcut; quads and triangles directly)
 * and appends nine floats a triangle, wound counter-clockwise about `normal`.
 * @param normal the polygon's Newell normal; not zero.
 * @returns the number of triangles, 0 where nothing of the polygon has an area.
 */
export function triangulatePolygon(
  soup: Soup,
  polygon: SoupPolygon,
  normal: Float64Array,
  target: Growable<Float32Array>,
): number {
  const values = soup.coordinates.values;
  const first = ringStart(soup, polygon.ringFrom);
  const outerEnd = soup.ringEnd[polygon.ringFrom];
  const end = soup.ringEnd[polygon.ringTo - 1];
  const single = polygon.ringTo - polygon.ringFrom === 1;
  if (single && outerEnd - first === 3) {
    pushTriangle(values, first, first + 1, first + 2, normal, target);
    return 1;
  }

  const ax = Math.abs(normal[0]);
  const ay = Math.abs(normal[1]);
  const az = Math.abs(normal[2]);
  const u = ax >= ay && ax >= az ? 1 : 0;
  const v = az >= ax && az >= ay ? 1 : 2;
  if (single && end - first === 4) {
    // On the (x, z) plane the sign of the area is opposite to that of the normal's y component.
    const sign = u === 1 ? normal[0] : v === 2 ? -normal[1] : normal[2];
    if (isConvexQuad(values, first, u, v, sign)) {
      pushTriangle(values, first, first + 1, first + 2, normal, target);
      pushTriangle(values, first, first + 2, first + 3, normal, target);
      return 2;
    }
  }

  plane.length = 0;
  const ou = values[first * 3 + u];
  const ov = values[first * 3 + v];
  for (let vertex = first; vertex < end; vertex++) {
    plane.push(values[vertex * 3 + u] - ou, values[vertex * 3 + v] - ov);
  }
  holes.length = 0;
  for (let ring = polygon.ringFrom + 1; ring < polygon.ringTo; ring++)
    holes.push(ringStart(soup, ring) - first);
  const indices = earcut(plane, holes.length > 0 ? holes : null, 2);
  for (let i = 0; i + 2 < indices.length; i += 3) {
    pushTriangle(values, first + indices[i], first + indices[i + 1], first + indices[i + 2], normal, target);
  }
  return indices.length / 3;
}
