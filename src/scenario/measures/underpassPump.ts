import { lineLength } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { insertConduit, refusesConduit } from "./conduit.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { linePoints } from "./shapes.ts";

const parameters = {
  capacityLPerS: { kind: "number", unit: "l/s", min: 5, max: 2000, step: 5, default: 150 },
  startDepthM: { kind: "number", unit: "m", min: 0.05, max: 1, step: 0.05, default: 0.1 },
} as const satisfies ParameterSchema;

/** A pump at the first point of a line, say the bottom of an underpass, that lifts water to the last point. */
export const underpassPump = defineKind({
  id: "underpassPump",
  group: "water",
  geometry: "line",
  parameters,
  cost: { per: "piece", lowEur: 80_000, highEur: 400_000, source: planningAssumption },
  quantity: () => 1,
  operations: ({ id, geometry, parameters: p }) => [
    insertConduit(id, geometry, {
      type: "pump",
      capacityM3PerS: p.capacityLPerS / 1000,
      startDepthM: p.startDepthM,
    }),
  ],
  sketch: { fill: "#4f83a8", outline: "#1f4e70", form: "pump" },
  sentence: ({ geometry, parameters: p }) => ({
    lengthM: Math.round(lineLength(linePoints(geometry))),
    capacityLPerS: p.capacityLPerS,
    capacityM3PerH: Math.round(p.capacityLPerS * 3.6),
  }),
  refuses: ({ geometry }, twin) => refusesConduit(geometry, twin),
  shape: ({ geometry }) => ({ type: "line", points: linePoints(geometry), widthM: 0.5 }),
});
