import { ringArea } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { bedOperations } from "./beds.ts";
import { fewEnough, firstRefusal, openGround, roomForTrees } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { freeSpots, groveCount, groveSpots } from "./planting.ts";
import { areaRing, polygonOf } from "./shapes.ts";
import {
  countTrees,
  facadeM,
  formOf,
  pitParameters,
  plantTrees,
  treeParameters,
  treeSentence,
} from "./trees.ts";

const parameters = {
  areaPerTreeM2: { kind: "number", unit: "m²", min: 9, max: 400, step: 1, default: 50 },
  ...treeParameters,
  ground: { kind: "choice", options: ["lawn", "meadow", "shrubs", "keep"], default: "lawn" },
  facadeM,
  ...pitParameters,
} as const satisfies ParameterSchema;

/** Trees spread over an area, on open ground or each with a bed of its own in the ground as it is. */
export const grove = defineKind({
  id: "grove",
  group: "green",
  geometry: "area",
  parameters,
  grows: true,
  applies: (key, { ground, pitAreaM2 }) => {
    if (key === "pitAreaM2") return ground === "keep";
    if (key === "pitCover") return ground === "keep" && pitAreaM2 > 0;
    return key !== "conductivityMmPerH" || ground !== "keep" || pitAreaM2 > 0;
  },
  cost: { per: "piece", lowEur: 1500, highEur: 6000, source: planningAssumption },
  quantity: ({ geometry, parameters: p }, twin) =>
    freeSpots(groveSpots(areaRing(geometry), p.areaPerTreeM2), twin, p.facadeM).length,
  operations: ({ id, geometry, parameters: p }, year, twin) => {
    if (year < p.plantedYear) return [];
    const spots = freeSpots(groveSpots(areaRing(geometry), p.areaPerTreeM2), twin, p.facadeM);
    if (p.ground === "keep") return plantTrees(id, spots, p, p, year);
    return [
      ...bedOperations(polygonOf(geometry), p.ground, p.conductivityMmPerH),
      ...plantTrees(id, spots, p, null, year),
    ];
  },
  sketch: { fill: "#6f9e52", outline: "#3c6324", form: "planting" },
  sentence: ({ id, geometry, parameters: p }, seen) => {
    const ring = areaRing(geometry);
    const spots = groveSpots(ring, p.areaPerTreeM2);
    const trees = countTrees(id, spots, p.facadeM, seen);
    return {
      ...treeSentence(p, seen),
      trees,
      treesForm: formOf(trees),
      areaM2: Math.round(ringArea(ring)),
      ground: p.ground,
    };
  },
  refuses: ({ geometry, parameters: p }, twin) => {
    const ring = areaRing(geometry);
    return firstRefusal(
      openGround(ring, twin, 20),
      fewEnough(groveCount(ring, p.areaPerTreeM2)),
      roomForTrees(groveSpots(ring, p.areaPerTreeM2), twin, p.facadeM),
    );
  },
  shape: ({ geometry }) => polygonOf(geometry),
});
