import type { Point } from "#twin/frame.ts";
import { type Building, functionCodes, partFootprints } from "./fabric/building.ts";
import { centroid } from "./geometry/polygon.ts";
import { at, cross, direction, distance, projectOnSegment, subtract } from "./geometry/vector.ts";
import type { Street } from "./plan/network.ts";

export type Address = { readonly street: string; readonly number: number };

/** Buildings that have no house number of their own. */
const unnumbered = new Set<string>([functionCodes.garage, functionCodes.shed, functionCodes.gardenHouse]);

type Place = {
  readonly street: Street;
  readonly along: number;
  readonly left: boolean;
  readonly squared: number;
};

const placeAt = (p: Point, street: Street): Place => {
  let travelled = 0;
  let best: Place = { street, along: 0, left: true, squared: Infinity };
  for (let i = 0; i + 1 < street.line.length; i++) {
    const a = at(street.line, i);
    const b = at(street.line, i + 1);
    const { t, distanceSquared } = projectOnSegment(p, a, b);
    const span = distance(a, b);
    if (distanceSquared < best.squared) {
      const left = cross(direction(a, b), subtract(p, a)) > 0;
      best = { street, along: travelled + t * span, left, squared: distanceSquared };
    }
    travelled += span;
  }
  return best;
};

/** House numbers as German towns give them: odd on the left, even on the right, rising along the street. */
export const numberHouses = (
  buildings: readonly Building[],
  streets: readonly Street[],
): (Address | null)[] => {
  const result: (Address | null)[] = buildings.map(() => null);
  const sides = new Map<string, { index: number; along: number }[]>();
  buildings.forEach((building, index) => {
    if (unnumbered.has(building.functionCode)) return;
    const [footprint] = partFootprints(building);
    if (!footprint) return;
    const centre = centroid(footprint);
    const nearest = streets
      .map((street) => placeAt(centre, street))
      .reduce((a, b) => (b.squared < a.squared ? b : a));
    const key = `${nearest.street.name}|${nearest.left ? "odd" : "even"}`;
    const side = sides.get(key) ?? [];
    side.push({ index, along: nearest.along });
    sides.set(key, side);
  });
  for (const [key, side] of sides) {
    const [street = "", parity] = key.split("|");
    side.sort((a, b) => a.along - b.along || a.index - b.index);
    side.forEach(({ index }, k) => {
      result[index] = { street, number: 2 * k + (parity === "odd" ? 1 : 2) };
    });
  }
  return result;
};
