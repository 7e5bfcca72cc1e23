import { ringArea } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { firstRefusal, openGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { areaRing, polygonOf, setSurface } from "./shapes.ts";

const parameters = {
  // Asphalt reflects about 0.1 to 0.2 of the sun, light concrete and coatings 0.3 to 0.6.
  albedo: {
    kind: "number",
    unit: "1",
    min: 0.2,
    max: 0.8,
    step: 0.05,
    default: 0.45,
    source: "Santamouris (2014)",
  },
} as const satisfies ParameterSchema;

/** A surface that reflects more of the sun: cooler itself, but people on it get the reflected sun (Middel et al. 2020). */
export const lightSurface = defineKind({
  id: "lightSurface",
  group: "street",
  geometry: "area",
  parameters,
  cost: { per: "m2", lowEur: 15, highEur: 60, source: planningAssumption },
  operations: ({ geometry, parameters: p }) => [setSurface(polygonOf(geometry), "albedo", p.albedo)],
  sketch: { fill: "#ffffff", outline: "#8a8470", form: "ground" },
  sentence: ({ geometry, parameters: p }) => ({
    areaM2: Math.round(ringArea(areaRing(geometry))),
    percent: Math.round(p.albedo * 100),
  }),
  refuses: ({ geometry }, twin) => firstRefusal(openGround(areaRing(geometry), twin, 4)),
  shape: ({ geometry }) => polygonOf(geometry),
});
