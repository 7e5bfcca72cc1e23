import { lineLength } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { clearOfBuildings, firstRefusal, insidePlace, longEnough, onKnownGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { linePoints } from "./shapes.ts";

const parameters = {
  heightM: { kind: "number", unit: "m", min: 0.1, max: 3, step: 0.1, default: 0.8 },
} as const satisfies ParameterSchema;

/** How wide the wall is drawn and where it may not stand; water knows it as a line. */
const wallWidthM = 0.3;

/** A wall that holds water back up to its crest, a height above the ground it stands on. */
export const floodWall = defineKind({
  id: "floodWall",
  group: "water",
  geometry: "line",
  parameters,
  cost: { per: "m", lowEur: 600, highEur: 2500, source: planningAssumption },
  quantity: ({ geometry }) => lineLength(linePoints(geometry)),
  operations: ({ id, geometry, parameters: p }) => [
    {
      layer: "barriers",
      op: "insert",
      barrier: { id, line: linePoints(geometry), crest: { above: "ground", heightM: p.heightM } },
    },
  ],
  sketch: { fill: "#b9a48d", outline: "#6b5844", form: "wall" },
  sentence: ({ geometry, parameters: p }) => ({
    lengthM: Math.round(lineLength(linePoints(geometry))),
    heightCm: Math.round(p.heightM * 100),
  }),
  refuses: ({ geometry }, twin) => {
    const points = linePoints(geometry);
    return firstRefusal(
      insidePlace(points, twin),
      longEnough(points, 2),
      onKnownGround(points, twin),
      // A wall may run up to a façade and along it, not through the house.
      clearOfBuildings({ type: "line", points, widthM: wallWidthM }, twin, 0.25),
    );
  },
  shape: ({ geometry }) => ({ type: "line", points: linePoints(geometry), widthM: wallWidthM }),
});
