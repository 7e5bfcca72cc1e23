import type { ParameterSchema } from "#twin/parameters.ts";
import { refusesGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { digHollow, hollowSize, sideSlope } from "./hollow.ts";
import { defineKind } from "./kind.ts";
import { addRetention, areaRing, polygonOf } from "./shapes.ts";

const parameters = {
  // Swales pond no deeper than about 0.3 m.
  depthM: {
    kind: "number",
    unit: "m",
    min: 0.1,
    max: 0.5,
    step: 0.05,
    default: 0.2,
    source: "DWA-A 138-1 (2024)",
  },
  sideSlope,
  // Planted soil of a swale takes 1e-5 to 1e-4 m/s; 72 mm/h = 2e-5 m/s.
  conductivityMmPerH: {
    kind: "number",
    unit: "mm/h",
    min: 4,
    max: 360,
    step: 1,
    default: 72,
    source: "DWA-A 138-1 (2024)",
  },
  // 30 cm of soil with one fifth of free pores.
  bedStorageMm: {
    kind: "number",
    unit: "mm",
    min: 0,
    max: 600,
    step: 10,
    default: 60,
  },
  planting: { kind: "choice", options: ["meadow", "shrubs", "lawn"], default: "meadow" },
} as const satisfies ParameterSchema;

/** Manning's n of the planted bed, s·m^(−1/3); Chow (1959), table 5-6. */
const roughness = { meadow: 0.06, shrubs: 0.08, lawn: 0.045 } as const;

/** A shallow planted hollow with a level bed that ponds rain and lets it seep away; what is too much runs over its rim. */
export const rainGarden = defineKind({
  id: "rainGarden",
  group: "water",
  geometry: "area",
  parameters,
  cost: { per: "m2", lowEur: 60, highEur: 180, source: planningAssumption },
  operations: ({ geometry, parameters: p }) => [
    ...digHollow(geometry, p, {
      cover: p.planting,
      conductivityMmPerH: p.conductivityMmPerH,
      manningN: roughness[p.planting],
    }),
    addRetention(polygonOf(geometry), p.bedStorageMm),
  ],
  sketch: { fill: "#6fae9a", outline: "#2f6e5c", form: "ground" },
  sentence: ({ geometry, parameters: p }) => {
    const { areaM2, volumeM3 } = hollowSize(geometry, p);
    return {
      areaM2: Math.round(areaM2),
      depthCm: Math.round(p.depthM * 100),
      volumeM3: Math.round(volumeM3 + (areaM2 * p.bedStorageMm) / 1000),
    };
  },
  refuses: ({ geometry }, twin) =>
    refusesGround(areaRing(geometry), twin, {
      minM2: 4,
      underBuildings: 0.02,
      inWater: 0.1,
      maxReliefM: 1.5,
    }),
  shape: ({ geometry }) => polygonOf(geometry),
});
