import { pushVertex, ringStart, type Soup, type SoupPolygon } from "./soup.ts";

/** From this level on walls have windows and doors. */
export const openingsFromLod = 3;

const millimetres = (value: number): number => Math.round(value * 1000);

function keysOfRing(soup: Soup, ring: number): string[] {
  const values = soup.coordinates.values;
  const keys: string[] = [];
  for (let vertex = ringStart(soup, ring); vertex < soup.ringEnd[ring]; vertex++) {
    const at = vertex * 3;
    keys.push(`${millimetres(values[at])},${millimetres(values[at + 1])},${millimetres(values[at + 2])}`);
  }
  return keys;
}

/**
 * Closes holes in faces that nothing stands in: a hole is that of a window, a door or a passage only where other faces
 * begin at its rim (the window itself, or its reveal). A wall with an empty hole would let one look into the house.
 * @returns the same list where nothing was to be closed.
 */
export function fillOpenings(soup: Soup, faces: SoupPolygon[]): SoupPolygon[] {
  if (faces.every(({ ringFrom, ringTo }) => ringTo - ringFrom === 1)) return faces;
  const rims = new Set<string>();
  for (const face of faces) for (const key of keysOfRing(soup, face.ringFrom)) rims.add(key);
  let filled = false;
  const closed = faces.map((face) => {
    const kept: number[] = [];
    for (let ring = face.ringFrom; ring < face.ringTo; ring++)
      if (ring === face.ringFrom || keysOfRing(soup, ring).every((key) => rims.has(key))) kept.push(ring);
    if (kept.length === face.ringTo - face.ringFrom) return face;
    filled = true;
    const ringFrom = soup.ringEnd.length;
    for (const ring of kept) {
      const values = soup.coordinates.values;
      const end = soup.ringEnd[ring];
      for (let vertex = ringStart(soup, ring); vertex < end; vertex++)
        pushVertex(soup, values[vertex * 3], values[vertex * 3 + 1], values[vertex * 3 + 2]);
      soup.ringEnd.push(soup.coordinates.length / 3);
    }
    return { ...face, ringFrom, ringTo: soup.ringEnd.length };
  });
  return filled ? closed : faces;
}
