import { streetNear } from "#scenario/measures/streetPlaces.ts";
import type { Point } from "#twin/frame.ts";
import type { Twin } from "#twin/twin.ts";

/** A street is meant from this far beside its middle: as far as a finger errs, and as wide as streets are. */
const reachPx = 22;
const leastReachM = 7;
const mostReachM = 60;

/** The id of the street section that a place of the ground stands for at this scale; null where none is near. */
export function sectionNear(twin: Twin | null, at: Point, metresPerPixel: number): string | null {
  if (twin === null) return null;
  const reachM = Math.min(mostReachM, Math.max(leastReachM, metresPerPixel * reachPx));
  const met = streetNear(twin, at, reachM);
  return met === null ? null : twin.data.streets.sections[met.section].id;
}
