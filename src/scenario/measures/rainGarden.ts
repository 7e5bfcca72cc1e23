import { ringArea } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import {
  clearOfBuildings,
  clearOfWater,
  firstRefusal,
  gentleGround,
  insidePlace,
  onKnownGround,
  properRing,
} from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { addRetention, areaRing, hollowVolumeOf, polygonOf, setSurface } from "./shapes.ts";

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
  // Horizontal per vertical; 1 : 2 is usual for grass, 0 an upright edge as in a planter.
  sideSlope: {
    kind: "number",
    unit: "1",
    min: 0,
    max: 5,
    step: 0.5,
    default: 2,
  },
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
  operations: ({ geometry, parameters: p }) => {
    const shape = polygonOf(geometry);
    return [
      {
        layer: "terrain",
        op: "level",
        shape,
        // Below the lowest ground, so that the whole depth ponds on a slope, too.
        reference: "lowest",
        heightM: -p.depthM,
        only: "cut",
        sideSlope: p.sideSlope,
      },
      { layer: "landCover", op: "set", shape, class: p.planting },
      setSurface(shape, "conductivityMmPerH", p.conductivityMmPerH),
      setSurface(shape, "depressionStorageMm", 5),
      setSurface(shape, "manningN", roughness[p.planting]),
      addRetention(shape, p.bedStorageMm),
    ];
  },
  sketch: { fill: "#6fae9a", outline: "#2f6e5c", form: "ground" },
  sentence: ({ geometry, parameters: p }) => {
    const ring = areaRing(geometry);
    const areaM2 = ringArea(ring);
    const pondedM3 = hollowVolumeOf(ring, areaM2, p.depthM, p.sideSlope);
    return {
      areaM2: Math.round(areaM2),
      depthCm: Math.round(p.depthM * 100),
      volumeM3: Math.round(pondedM3 + (areaM2 * p.bedStorageMm) / 1000),
    };
  },
  refuses: ({ geometry }, twin) => {
    const ring = areaRing(geometry);
    const shape = polygonOf(geometry);
    return firstRefusal(
      insidePlace(ring, twin),
      properRing(ring, 4),
      onKnownGround(ring, twin),
      clearOfBuildings(shape, twin, 0.02),
      clearOfWater(shape, twin, 0.1),
      gentleGround(shape, twin, 1.5),
    );
  },
  shape: ({ geometry }) => polygonOf(geometry),
});
