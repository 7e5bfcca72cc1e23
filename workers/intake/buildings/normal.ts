import { ringStart, type Soup, type SoupPolygon } from "./soup.ts";

/**
 * Normal of a polygon's outer ring by Newell's sum (Newell's method, Sutherland et al. 1974), written to `out`;
 * its length is twice the area. Taken about the first vertex, so that large coordinates lose no digits.
 */
export function newellNormal(soup: Soup, polygon: SoupPolygon, out: Float64Array): void {
  const values = soup.coordinates.values;
  const from = ringStart(soup, polygon.ringFrom) * 3;
  const end = soup.ringEnd[polygon.ringFrom] * 3;
  const ox = values[from];
  const oy = values[from + 1];
  const oz = values[from + 2];
  let nx = 0;
  let ny = 0;
  let nz = 0;
  let px = values[end - 3] - ox;
  let py = values[end - 2] - oy;
  let pz = values[end - 1] - oz;
  for (let at = from; at < end; at += 3) {
    const x = values[at] - ox;
    const y = values[at + 1] - oy;
    const z = values[at + 2] - oz;
    nx += py * z - pz * y;
    ny += pz * x - px * z;
    nz += px * y - py * x;
    px = x;
    py = y;
    pz = z;
  }
  out[0] = nx;
  out[1] = ny;
  out[2] = nz;
}

/** Turns all rings of a polygon round, in place. */
export function reverseRings(soup: Soup, polygon: SoupPolygon): void {
  const values = soup.coordinates.values;
  for (let ring = polygon.ringFrom; ring < polygon.ringTo; ring++) {
    let low = ringStart(soup, ring) * 3;
    let high = soup.ringEnd[ring] * 3 - 3;
    for (; low < high; low += 3, high -= 3) {
      for (let axis = 0; axis < 3; axis++) {
        const keep = values[low + axis];
        values[low + axis] = values[high + axis];
        values[high + axis] = keep;
      }
    }
  }
}
