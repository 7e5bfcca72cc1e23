import { ringArea } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import {
  clearOfBuildings,
  clearOfWater,
  firstRefusal,
  insidePlace,
  notYetCovered,
  properRing,
} from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { areaRing, polygonOf } from "./shapes.ts";
import { bedOperations } from "./trees.ts";

const parameters = {
  cover: { kind: "choice", options: ["lawn", "meadow", "shrubs"], default: "lawn" },
  // Loosened topsoil of 20 cm: 36 mm/h = 1e-5 m/s.
  conductivityMmPerH: {
    kind: "number",
    unit: "mm/h",
    min: 1,
    max: 360,
    step: 1,
    default: 36,
    source: "DWA-A 138-1 (2024)",
  },
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
    const ring = areaRing(geometry);
    const shape = polygonOf(geometry);
    return firstRefusal(
      insidePlace(ring, twin),
      properRing(ring, 4),
      clearOfBuildings(shape, twin, 0.25),
      clearOfWater(shape, twin, 0.25),
      notYetCovered(shape, twin, p.cover, 0.9),
    );
  },
  shape: ({ geometry }) => polygonOf(geometry),
});
