import type { ParameterSchema } from "#twin/parameters.ts";
import { firstRefusal } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { knownSections, someSection } from "./streetChecks.ts";
import { lengthOf, sectionsIn } from "./streetPlaces.ts";

const parameters = {
  limit: { kind: "choice", options: ["30", "20", "walk"], default: "30" },
} as const satisfies ParameterSchema;

/** Walking pace: courts mostly read 7 km/h and little more out of the sign 325.1 (StVO). */
const limitKmh = { "30": 30, "20": 20, walk: 7 } as const;

/** A lower speed limit; sections that are slower already stay as they are. */
export const speedLimit = defineKind({
  id: "speedLimit",
  group: "street",
  geometry: "sections",
  parameters,
  cost: { per: "m", lowEur: 3, highEur: 30, source: planningAssumption },
  quantity: ({ geometry }, twin) => lengthOf(sectionsIn(geometry, twin)),
  operations: ({ geometry, parameters: p }, _year, twin) =>
    sectionsIn(geometry, twin).flatMap(({ id, speedKmh }) =>
      speedKmh > limitKmh[p.limit]
        ? [{ layer: "streets", op: "alter", id, change: { speedKmh: limitKmh[p.limit] } }]
        : [],
    ),
  sketch: { fill: "#e0a23a", outline: "#7a4a00", form: "street" },
  sentence: ({ geometry, parameters: p }, seen) => ({
    lengthM: seen ? Math.round(lengthOf(sectionsIn(geometry, seen.twin))) : 0,
    speedKmh: limitKmh[p.limit],
  }),
  refuses: ({ geometry, parameters: p }, twin) =>
    firstRefusal(
      knownSections(geometry, twin),
      someSection(geometry, twin, "alreadySlow", ({ speedKmh }) => speedKmh > limitKmh[p.limit]),
    ),
  shape: () => null,
});
