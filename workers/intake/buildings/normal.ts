import { ringStart, type Soup, type SoupPolygon } from "./soup.ts";

/**
 * Adds a ring's area vector, doubled, to `out` (Newell's method, Sutherland et al. 1974). Taken about the ring's first
 * vertex, so that large coordinates lose no digits.
 */
function addRing(soup: Soup, ring: number, out: Float64Array): void {
  const values = soup.coordinates.values;
  const from = ringStart(soup, ring) * 3;
  const end = soup.ringEnd[ring] * 3;
  const ox = values[from];
  const oy = values[from + 1];
  const oz = values[from + 2];
  let px = values[end - 3] - ox;
  let py = values[end - 2] - oy;
  let pz = values[end - 1] - oz;
  for (let at = from; at < end; at += 3) {
    const x = values[at] - ox;
    const y = values[at + 1] - oy;
    const z = values[at + 2] - oz;
    out[0] += py * z - pz * y;
    out[1] += pz * x - px * z;
    out[2] += px * y - py * x;
    px = x;
    py = y;
    pz = z;
  }
}

/** For three numbers a call of `fill` takes longer than the rest of the work on a wall. */
function clear(out: Float64Array): void {
  out[0] = 0;
  out[1] = 0;
  out[2] = 0;
}

/** Normal of a polygon's outer ring, written to `out`; its length is twice the ring's area. */
export function newellNormal(soup: Soup, polygon: SoupPolygon, out: Float64Array): void {
  clear(out);
  addRing(soup, polygon.ringFrom, out);
}

/** A polygon's area vector, doubled: its outer ring less its holes, which run the other way. */
export function areaVector(soup: Soup, polygon: SoupPolygon, out: Float64Array): void {
  clear(out);
  for (let ring = polygon.ringFrom; ring < polygon.ringTo; ring++) addRing(soup, ring, out);
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
