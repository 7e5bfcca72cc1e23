import type { Access, StreetSection } from "#twin/objects.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { firstRefusal } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { knownSections, someSection } from "./streetChecks.ts";
import { lengthOf, sectionsIn } from "./streetPlaces.ts";

const parameters = {
  closedTo: { kind: "choice", options: ["cars", "motor", "allButFoot", "school"], default: "motor" },
} as const satisfies ParameterSchema;

/** Whom each sort of closure still lets in. */
const lets: Readonly<Record<"cars" | "motor" | "allButFoot" | "school", Access>> = {
  cars: { car: false, bus: true, bike: true, foot: true },
  motor: { car: false, bus: false, bike: true, foot: true },
  allButFoot: { car: false, bus: false, bike: false, foot: true },
  school: { car: false, bus: true, bike: true, foot: true },
};

const remaining = ({ access }: StreetSection, open: Access): Access => ({
  car: access.car && open.car,
  bike: access.bike && open.bike,
  foot: access.foot && open.foot,
  bus: access.bus && open.bus,
});

const closes = ({ access }: StreetSection, open: Access): boolean =>
  (access.car && !open.car) || (access.bus && !open.bus) || (access.bike && !open.bike);

/** Streets that are closed over their whole length: to cars, to all motor traffic, or to all but people on foot. */
export const streetClosure = defineKind({
  id: "streetClosure",
  group: "street",
  geometry: "sections",
  parameters,
  cost: { per: "m", lowEur: 20, highEur: 400, source: planningAssumption },
  quantity: ({ geometry }, twin) => lengthOf(sectionsIn(geometry, twin)),
  operations: ({ geometry, parameters: p }, _year, twin) =>
    sectionsIn(geometry, twin)
      .filter((section) => closes(section, lets[p.closedTo]))
      .map((section) => ({
        layer: "streets",
        op: "alter",
        id: section.id,
        change: { access: remaining(section, lets[p.closedTo]) },
      })),
  sketch: { fill: "#d9483b", outline: "#7d1d14", form: "street" },
  sentence: ({ geometry, parameters: p }, seen) => ({
    ...(p.closedTo === "school" ? { context: "school" } : {}),
    lengthM: seen ? Math.round(lengthOf(sectionsIn(geometry, seen.twin))) : 0,
    closedTo: p.closedTo,
  }),
  refuses: ({ geometry, parameters: p }, twin) =>
    firstRefusal(
      knownSections(geometry, twin),
      someSection(geometry, twin, "alreadyClosed", (section) => closes(section, lets[p.closedTo])),
    ),
  shape: () => null,
});
