import { type Growable, growableDoubles, reserve } from "./growable.ts";

/** A polygon of the building at hand. `kind` is one of `surfaceKinds`, or −1 where the file does not say. */
export type SoupPolygon = {
  readonly id: string;
  kind: number;
  readonly lod: number;
  /** Which part it belongs to: 0 is the building itself. */
  readonly part: number;
  /** Whether it was written inside a solid, whose faces enclose a volume. */
  solid: boolean;
  /** Rings ringFrom … ringTo−1; the first is the outer one. */
  readonly ringFrom: number;
  ringTo: number;
  readonly line: number;
};

/** All polygons of one building, in file coordinates first, in frame offsets after projection. Reused for each building. */
export type Soup = {
  /** x, y, z per vertex. */
  readonly coordinates: Growable<Float64Array>;
  /** Vertex where ring r ends; it begins where ring r−1 ends. */
  readonly ringEnd: number[];
  readonly polygons: SoupPolygon[];
};

export const unknownKind = -1;

export const createSoup = (): Soup => ({ coordinates: growableDoubles(), ringEnd: [], polygons: [] });

export function clearSoup(soup: Soup): void {
  soup.coordinates.length = 0;
  soup.ringEnd.length = 0;
  soup.polygons.length = 0;
}

export const ringStart = (soup: Soup, ring: number): number => (ring === 0 ? 0 : soup.ringEnd[ring - 1]);

export function pushVertex(soup: Soup, x: number, y: number, z: number): void {
  const target = soup.coordinates;
  if (target.length + 3 > target.values.length) reserve(target, 3);
  target.values[target.length] = x;
  target.values[target.length + 1] = y;
  target.values[target.length + 2] = z;
  target.length += 3;
}

/** What came of ending a ring. "ok" and "open" rings are kept; the others are taken back. */
export type RingOutcome = "ok" | "open" | "tooFewPoints" | "notFinite";

/**
 * Ends the ring whose vertices were pushed since the last one: takes off the closing vertex and repeated vertices.
 * An outer ring that falls away leaves its polygon without rings.
 */
export function endRing(soup: Soup): RingOutcome {
  const { coordinates } = soup;
  const values = coordinates.values;
  const from = ringStart(soup, soup.ringEnd.length) * 3;
  const end = coordinates.length;
  let write = from;
  for (let read = from; read < end; read += 3) {
    const x = values[read];
    const y = values[read + 1];
    const z = values[read + 2];
    // A sum is finite only if all of its parts are (or cancel, which finite input of this size cannot).
    if (!Number.isFinite(x + y + z)) {
      coordinates.length = from;
      return "notFinite";
    }
    if (write > from && x === values[write - 3] && y === values[write - 2] && z === values[write - 1])
      continue;
    values[write] = x;
    values[write + 1] = y;
    values[write + 2] = z;
    write += 3;
  }
  const closed =
    write - from >= 6 &&
    values[from] === values[write - 3] &&
    values[from + 1] === values[write - 2] &&
    values[from + 2] === values[write - 1];
  if (closed) write -= 3;
  if (write - from < 9) {
    coordinates.length = from;
    return "tooFewPoints";
  }
  coordinates.length = write;
  soup.ringEnd.push(write / 3);
  return closed ? "ok" : "open";
}
