import { lineLength } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { downhill } from "./checks.ts";
import { insertConduit, refusesConduit } from "./conduit.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { linePoints } from "./shapes.ts";

const parameters = {
  diameterM: { kind: "number", unit: "m", min: 0.2, max: 3, step: 0.1, default: 0.8 },
  // Concrete pipe.
  manningN: {
    kind: "number",
    unit: "s·m^(−1/3)",
    min: 0.009,
    max: 0.03,
    step: 0.001,
    default: 0.013,
    source: "Chow (1959), 5-6",
  },
} as const satisfies ParameterSchema;

/** A pipe under the ground from the first to the last point of a line: water that stands at its inlet comes out at its outlet. */
export const culvert = defineKind({
  id: "culvert",
  group: "water",
  geometry: "line",
  parameters,
  cost: { per: "m", lowEur: 600, highEur: 3000, source: planningAssumption },
  quantity: ({ geometry }) => lineLength(linePoints(geometry)),
  operations: ({ id, geometry, parameters: p }) => [
    insertConduit(id, geometry, {
      type: "culvert",
      diameterM: p.diameterM,
      lengthM: lineLength(linePoints(geometry)),
      manningN: p.manningN,
    }),
  ],
  sketch: { fill: "#4f83a8", outline: "#1f4e70", form: "pipe" },
  sentence: ({ geometry, parameters: p }) => ({
    lengthM: Math.round(lineLength(linePoints(geometry))),
    diameterCm: Math.round(p.diameterM * 100),
  }),
  refuses: ({ geometry }, twin) => refusesConduit(geometry, twin, downhill(linePoints(geometry), twin)),
  shape: ({ geometry, parameters: p }) => ({
    type: "line",
    points: linePoints(geometry),
    widthM: p.diameterM,
  }),
});
