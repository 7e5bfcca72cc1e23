import type { Point } from "../frame.ts";
import type { StreetLayer, StreetSection } from "../objects.ts";

/** Ends nearer to each other than this are one node, metres: coordinates of one shared node differ by rounding only. */
const nodeGridM = 0.02;

/** Where sections begin and end. The numbering is the same for every mode, and for every plan that moves no line. */
export type StreetNodes = {
  readonly count: number;
  /** x,y pairs, frame offsets, metres. */
  readonly xy: Float32Array;
  /** Nodes of section s: `ofSection[2s]` where its line begins, `ofSection[2s + 1]` where it ends; −1 for tracks of trains. */
  readonly ofSection: Int32Array;
};

export const isStreet = (section: StreetSection): boolean =>
  section.class !== "rail" && section.class !== "tram" && section.line.length >= 2;

/** Sections meet only where their ends coincide: what crosses above or below has no node there. */
export function streetNodes({ sections }: StreetLayer): StreetNodes {
  const byPlace = new Map<string, number>();
  const places: Point[] = [];
  const ofSection = new Int32Array(2 * sections.length).fill(-1);
  const nodeAt = (at: Point): number => {
    const column = Math.round(at[0] / nodeGridM);
    const row = Math.round(at[1] / nodeGridM);
    const known = byPlace.get(`${column},${row}`);
    if (known !== undefined) return known;
    // A place beside the border of its square may have been rounded to the next one.
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        const near = byPlace.get(`${column + dx},${row + dy}`);
        if (near !== undefined && distance(places[near], at) < nodeGridM / 2) return near;
      }
    }
    const node = places.push(at) - 1;
    byPlace.set(`${column},${row}`, node);
    return node;
  };
  for (const [row, section] of sections.entries()) {
    if (!isStreet(section)) continue;
    ofSection[2 * row] = nodeAt(section.line[0]);
    ofSection[2 * row + 1] = nodeAt(section.line[section.line.length - 1]);
  }
  return { count: places.length, xy: Float32Array.from(places.flat()), ofSection };
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
