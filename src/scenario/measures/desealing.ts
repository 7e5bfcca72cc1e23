import { ringArea } from "#twin/geometry/planar.ts";
import type { LandCoverClass } from "#twin/landCover.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { openRoughness } from "./beds.ts";
import { firstRefusal, openGround, someSealedGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { areaRing, polygonOf, setSurface } from "./shapes.ts";

const covers = ["lawn", "meadow", "shrubs", "garden", "gravel", "permeablePaving"] as const;

const parameters = {
  cover: { kind: "choice", options: covers, default: "lawn" },
  // Soils from 1e-6 to 1e-3 m/s take water; 36 mm/h = 1e-5 m/s, a loosened loamy sand.
  conductivityMmPerH: {
    kind: "number",
    unit: "mm/h",
    min: 1,
    max: 1000,
    step: 1,
    default: 36,
    source: "DWA-A 138-1 (2024)",
  },
  // Lawn holds 2.5 to 5 mm.
  storageMm: {
    kind: "number",
    unit: "mm",
    min: 0,
    max: 50,
    step: 0.5,
    default: 4,
    source: "ASCE (1992); Rossman & Huber (2016)",
  },
} as const satisfies ParameterSchema;

/** Takes sealing off: another land cover, ground that lets water in, a rougher surface that holds more of it. */
export const desealing = defineKind({
  id: "desealing",
  group: "green",
  geometry: "area",
  parameters,
  cost: { per: "m2", lowEur: 50, highEur: 150, source: planningAssumption },
  operations: ({ geometry, parameters: { cover, conductivityMmPerH, storageMm } }) => {
    const shape = polygonOf(geometry);
    return [
      { layer: "landCover", op: "set", shape, class: cover satisfies LandCoverClass },
      setSurface(shape, "conductivityMmPerH", conductivityMmPerH),
      setSurface(shape, "depressionStorageMm", storageMm),
      setSurface(shape, "manningN", openRoughness[cover]),
    ];
  },
  sketch: { fill: "#8fbf6b", outline: "#4c7a2e", form: "ground" },
  sentence: ({ geometry, parameters: { cover, conductivityMmPerH } }) => ({
    areaM2: Math.round(ringArea(areaRing(geometry))),
    cover,
    conductivityMmPerH,
  }),
  refuses: ({ geometry }, twin) =>
    firstRefusal(openGround(areaRing(geometry), twin, 4), someSealedGround(polygonOf(geometry), twin, 0.1)),
  shape: ({ geometry }) => polygonOf(geometry),
});
