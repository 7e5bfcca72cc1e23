import type { Point } from "#twin/frame.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetClass } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";

/** A name on the map. Streets carry a direction: their text lies along them. */
export type Label = {
  readonly text: string;
  readonly kind: "street" | "place" | "critical";
  readonly at: Point;
  /** Two points along the street, metres apart enough for the text; null = upright text. */
  readonly along: readonly [Point, Point] | null;
  /** Higher ones are placed first. */
  readonly rank: number;
  /** Not drawn further away than this, metres. */
  readonly farthestM: number;
};

const streetRanks: Readonly<Partial<Record<StreetClass, number>>> = {
  motorway: 60,
  primary: 58,
  secondary: 55,
  tertiary: 50,
  residential: 40,
  livingStreet: 38,
  pedestrian: 42,
};
/** One name is repeated along its street at about this distance, metres. */
const repeatM = 320;
const shortestM = 45;

/** Everything that has a name, highest rank first. */
export function labelsOf(data: TwinData): readonly Label[] {
  const labels: Label[] = [];
  for (const place of data.places) {
    if (place.name === "" || place.kind === "stop") continue;
    labels.push({
      text: place.name,
      kind: place.critical ? "critical" : "place",
      at: place.at,
      along: null,
      rank: place.critical ? 80 : 45,
      farthestM: place.critical ? 2200 : 1100,
    });
  }
  const placed = new Map<string, Point[]>();
  const sections = data.streets.sections
    .filter((section) => section.name !== "" && streetRanks[section.class] !== undefined)
    .map((section) => ({ section, lengthM: lineLength(section.line) }))
    .filter(({ lengthM }) => lengthM >= shortestM)
    .sort((a, b) => b.lengthM - a.lengthM);
  for (const { section, lengthM } of sections) {
    const at = pointAlong(section.line, lengthM / 2);
    const others = placed.get(section.name) ?? [];
    if (others.some((other) => Math.hypot(other[0] - at[0], other[1] - at[1]) < repeatM)) continue;
    placed.set(section.name, [...others, at]);
    const reach = Math.min(40, lengthM / 2);
    labels.push({
      text: section.name,
      kind: "street",
      at,
      along: [pointAlong(section.line, lengthM / 2 - reach), pointAlong(section.line, lengthM / 2 + reach)],
      rank: (streetRanks[section.class] ?? 0) + Math.min(5, lengthM / 100),
      farthestM: (streetRanks[section.class] ?? 0) >= 50 ? 1800 : 900,
    });
  }
  return labels.sort((a, b) => b.rank - a.rank);
}

function pointAlong(line: readonly Point[], distanceM: number): Point {
  let left = distanceM;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1];
    const [bx, by] = line[i];
    const length = Math.hypot(bx - ax, by - ay);
    if (left <= length && length > 0) {
      const share = left / length;
      return [ax + (bx - ax) * share, ay + (by - ay) * share];
    }
    left -= length;
  }
  return line[line.length - 1];
}

/** A rectangle on the screen, CSS pixels. */
export type Box = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** Keeps what was placed first: takes the box and says true, or says false where it would touch another. */
export function createDeclutter(): (box: Box) => boolean {
  const taken: Box[] = [];
  return (box) => {
    for (const other of taken)
      if (box.x0 < other.x1 && box.x1 > other.x0 && box.y0 < other.y1 && box.y1 > other.y0) return false;
    taken.push(box);
    return true;
  };
}
