import type { Point } from "../frame.ts";
import type { StreetSection } from "../objects.ts";

/** A residential street of 30 km/h for tests: say what matters. */
export function madeStreet(
  id: string,
  line: readonly Point[],
  changes: Partial<Omit<StreetSection, "id" | "line">> = {},
): StreetSection {
  return {
    id,
    name: id,
    class: "residential",
    line,
    widthM: 5.5,
    lanes: 2,
    speedKmh: 30,
    oneway: "no",
    access: { car: true, bike: true, foot: true, bus: true },
    level: 0,
    tags: {},
    ...changes,
  };
}
