import { ringArea } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { bedConductivity, bedOperations } from "./beds.ts";
import { firstRefusal, notYetCovered, openGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { areaRing, polygonOf } from "./shapes.ts";

const parameters = {
  cover: { kind: "choice", options: ["lawn", "meadow", "shrubs"], default: "lawn" },
  conductivityMmPerH: bedConductivity,
} as const satisfies ParameterSchema;

/** Greens open ground: bare soil, gravel, tracks. What is sealed below is taken off with it. */
export const lawn = defineKind({
  id: "lawn",
  group: "green",
  geometry: "area",
  parameters,
  cost: { per: "m2", lowEur: 10, highEur: 50, source: planningAssumption },
  operations: ({ geometry, parameters: p }) =>
    bedOperations(polygonOf(geometry), p.cover, p.conductivityMmPerH),
  sketch: { fill: "#a3cc84", outline: "#4c7a2e", form: "ground" },
  sentence: ({ geometry, parameters: p }) => ({
    areaM2: Math.round(ringArea(areaRing(geometry))),
    cover: p.cover,
    conductivityMmPerH: p.conductivityMmPerH,
  }),
  refuses: ({ geometry, parameters: p }, twin) => {
    return firstRefusal(
      openGround(areaRing(geometry), twin, 4),
      notYetCovered(polygonOf(geometry), twin, p.cover, 0.9),
    );
  },
  shape: ({ geometry }) => polygonOf(geometry),
});
