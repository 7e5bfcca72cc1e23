import { ringArea } from "#twin/geometry/planar.ts";
import type { LayerOperation } from "#twin/operations.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { firstRefusal, notYetCovered, refusesGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { areaRing, polygonOf } from "./shapes.ts";

const parameters = {
  // From the water to the rim: a full basin takes only this much rain.
  freeboardM: { kind: "number", unit: "m", min: 0, max: 0.5, step: 0.05, default: 0.1 },
} as const satisfies ParameterSchema;

/** A filled basin or shallow pool: its water lies a freeboard below the lowest rim, and that is all the rain it holds. */
export const waterSurface = defineKind({
  id: "waterSurface",
  group: "water",
  geometry: "area",
  parameters,
  cost: { per: "m2", lowEur: 200, highEur: 1200, source: planningAssumption },
  operations: ({ geometry, parameters: p }) => {
    const shape = polygonOf(geometry);
    const operations: LayerOperation[] = [{ layer: "landCover", op: "set", shape, class: "water" }];
    if (p.freeboardM > 0) {
      operations.unshift({
        layer: "terrain",
        op: "level",
        shape,
        reference: "lowest",
        heightM: -p.freeboardM,
        only: "cut",
        sideSlope: 0,
      });
    }
    return operations;
  },
  sketch: { fill: "#7cb8d6", outline: "#245f87", form: "ground" },
  sentence: ({ geometry, parameters: p }) => {
    const areaM2 = ringArea(areaRing(geometry));
    return { areaM2: Math.round(areaM2), volumeM3: Math.round(areaM2 * p.freeboardM * 10) / 10 };
  },
  refuses: ({ geometry }, twin) =>
    firstRefusal(
      () =>
        refusesGround(areaRing(geometry), twin, {
          minM2: 4,
          underBuildings: 0.01,
          // What lies in water already is refused below, in words that fit.
          inWater: 1,
          maxReliefM: 1.5,
        }),
      notYetCovered(polygonOf(geometry), twin, "water", 0.5),
    ),
  shape: ({ geometry }) => polygonOf(geometry),
});
