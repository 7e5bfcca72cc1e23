import { ringArea } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { insertShade, refusesShade } from "./shades.ts";
import { areaRing, polygonOf } from "./shapes.ts";

const parameters = {
  heightM: { kind: "number", unit: "m", min: 2.3, max: 12, step: 0.1, default: 3.5 },
  // Woven cloth of outdoor sails: 5 to 30 % of the sun.
  transmissivity: {
    kind: "number",
    unit: "1",
    min: 0.05,
    max: 0.3,
    step: 0.01,
    default: 0.1,
  },
} as const satisfies ParameterSchema;

/** Cloth, metres. */
const thicknessM = 0.05;

/** A cloth stretched over an area: shade without cooler air; rain falls through in the model. */
export const shadeSail = defineKind({
  id: "shadeSail",
  group: "shade",
  geometry: "area",
  parameters,
  cost: { per: "m2", lowEur: 150, highEur: 600, source: planningAssumption },
  operations: ({ id, geometry, parameters: p }) => [
    insertShade(id, "sail", geometry, p.heightM, thicknessM, p.transmissivity),
  ],
  sketch: { fill: "#ece3d0", outline: "#8a7a55", form: "canopy" },
  sentence: ({ geometry, parameters: p }) => ({
    areaM2: Math.round(ringArea(areaRing(geometry))),
    heightM: p.heightM,
    percent: Math.round(p.transmissivity * 100),
  }),
  refuses: ({ geometry }, twin) => refusesShade(geometry, twin),
  shape: ({ geometry }) => polygonOf(geometry),
});
