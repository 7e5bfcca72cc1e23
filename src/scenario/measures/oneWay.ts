import type { StreetSection } from "#twin/objects.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { firstRefusal } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { knownSections, someSection } from "./streetChecks.ts";
import { directionsAlong, lengthOf, sectionsIn } from "./streetPlaces.ts";

const parameters = {
  direction: { kind: "choice", options: ["asChosen", "against"], default: "asChosen" },
  bikesBothWays: { kind: "flag", default: true },
  busesBothWays: { kind: "flag", default: false },
} as const satisfies ParameterSchema;

/** The way that traffic runs on each section. */
export function oneWaysOf(
  sections: readonly StreetSection[],
  direction: "asChosen" | "against",
): readonly ("forward" | "backward")[] {
  const along = directionsAlong(sections);
  return direction === "asChosen" ? along : along.map((way) => (way === "forward" ? "backward" : "forward"));
}

/** Streets in one direction only, along the way in which they were chosen. */
export const oneWay = defineKind({
  id: "oneWay",
  group: "street",
  geometry: "sections",
  parameters,
  cost: { per: "m", lowEur: 5, highEur: 60, source: planningAssumption },
  quantity: ({ geometry }, twin) => lengthOf(sectionsIn(geometry, twin)),
  operations: ({ geometry, parameters: p }, _year, twin) => {
    const sections = sectionsIn(geometry, twin);
    const ways = oneWaysOf(sections, p.direction);
    return sections.map((section, i) => ({
      layer: "streets",
      op: "alter",
      id: section.id,
      change: {
        oneway: ways[i],
        tags: {
          ...section.tags,
          "oneway:bicycle": p.bikesBothWays ? "no" : "yes",
          "oneway:bus": p.busesBothWays ? "no" : "yes",
          // OSM has two names for it; one that stayed would speak against the measure.
          "oneway:psv": p.busesBothWays ? "no" : "yes",
        },
      },
    }));
  },
  sketch: { fill: "#3d6fb5", outline: "#163a6b", form: "arrows" },
  sentence: ({ geometry, parameters: p }, seen) => ({
    context: p.bikesBothWays ? "bikes" : "all",
    lengthM: seen ? Math.round(lengthOf(sectionsIn(geometry, seen.twin))) : 0,
  }),
  refuses: ({ geometry, parameters: p }, twin) =>
    firstRefusal(
      knownSections(geometry, twin),
      someSection(geometry, twin, "alreadyClosed", ({ access }) => access.car || access.bus),
      () => {
        const sections = sectionsIn(geometry, twin);
        const ways = oneWaysOf(sections, p.direction);
        return sections.every(({ oneway }, i) => oneway === ways[i])
          ? { key: "alreadyOneWay", values: {} }
          : null;
      },
    ),
  shape: () => null,
});
