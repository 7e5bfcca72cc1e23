import type { Point } from "#twin/frame.ts";
import { along } from "#twin/geometry/line.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetClass } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";

/** A place where a name can stand. */
export type Spot = {
  readonly at: Point;
  /** Two points along the street, metres apart enough for the text; null = upright text. */
  readonly along: readonly [Point, Point] | null;
};

/** A name on the map. Streets carry directions: their text lies along them. */
export type Label = {
  readonly text: string;
  readonly kind: "street" | "place" | "critical";
  /** The best spot first; the first one that can be seen is taken. */
  readonly spots: readonly Spot[];
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
const shortestM = 45;
/** Spots along a street lie this far apart, metres: where one is hidden by a house, the next may not be. */
const spotEveryM = 55;
/** Half of the stretch that a name may take, metres. */
const reachM = 40;

/** Everything that has a name, highest rank first. */
export function labelsOf(data: TwinData): readonly Label[] {
  const labels: Label[] = [];
  for (const place of data.places) {
    if (place.name === "" || place.kind === "stop") continue;
    labels.push({
      text: place.name,
      kind: place.critical ? "critical" : "place",
      spots: [{ at: place.at, along: null }],
      rank: place.critical ? 80 : 45,
      farthestM: place.critical ? 4500 : 1100,
    });
  }
  const streets = new Map<
    string,
    { spots: { spot: Spot; order: number }[]; rank: number; longestM: number }
  >();
  for (const section of data.streets.sections) {
    const rank = streetRanks[section.class];
    const lengthM = lineLength(section.line);
    if (section.name === "" || rank === undefined || lengthM < shortestM) continue;
    const street = streets.get(section.name) ?? { spots: [], rank: 0, longestM: 0 };
    streets.set(section.name, street);
    street.rank = Math.max(street.rank, rank);
    street.longestM = Math.max(street.longestM, lengthM);
    const reach = Math.min(reachM, lengthM / 2);
    const each = Math.floor((lengthM / 2 - reach) / spotEveryM);
    for (let step = -each; step <= each; step++) {
      const middle = lengthM / 2 + step * spotEveryM;
      street.spots.push({
        spot: {
          at: along(section.line, middle).at,
          along: [along(section.line, middle - reach).at, along(section.line, middle + reach).at],
        },
        // The middle of the longest section is where one looks for the name.
        order: Math.abs(step) * spotEveryM - lengthM / 2,
      });
    }
  }
  for (const [text, { spots, rank, longestM }] of streets) {
    labels.push({
      text,
      kind: "street",
      spots: spots.sort((a, b) => a.order - b.order).map(({ spot }) => spot),
      rank: rank + Math.min(5, longestM / 100),
      farthestM: rank >= 50 ? 1800 : 900,
    });
  }
  return labels.sort((a, b) => b.rank - a.rank);
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
