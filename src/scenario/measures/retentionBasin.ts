import { pointInside } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { refusesGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { digHollow, hollowSize, sideSlope } from "./hollow.ts";
import { defineKind } from "./kind.ts";
import { areaRing, polygonOf } from "./shapes.ts";

const parameters = {
  depthM: { kind: "number", unit: "m", min: 0.3, max: 5, step: 0.1, default: 1.5 },
  sideSlope,
  outlet: { kind: "choice", options: ["none", "throttle"], default: "none" },
  throttleDiameterM: { kind: "number", unit: "m", min: 0.05, max: 1, step: 0.05, default: 0.2 },
  // A grass floor that fine sediment has clogged: 10 mm/h = 3e-6 m/s.
  conductivityMmPerH: {
    kind: "number",
    unit: "mm/h",
    min: 0,
    max: 360,
    step: 1,
    default: 10,
    source: "DWA-A 138-1 (2024)",
  },
} as const satisfies ParameterSchema;

/** Contraction of a sharp-edged circular orifice (Torricelli with Cd; e.g. Bollrich 2013, ch. 7). */
const dischargeCoefficient = 0.6;

/** A dug basin that fills in heavy rain; with a throttle it empties slowly into the sewer. */
export const retentionBasin = defineKind({
  id: "retentionBasin",
  group: "water",
  geometry: "area",
  parameters,
  applies: (key, { outlet }) => key !== "throttleDiameterM" || outlet === "throttle",
  cost: { per: "m3", lowEur: 80, highEur: 250, source: planningAssumption },
  quantity: ({ geometry, parameters: p }) => hollowSize(geometry, p).volumeM3,
  operations: ({ id, geometry, parameters: p }) => {
    const operations = digHollow(geometry, p, {
      cover: "meadow",
      conductivityMmPerH: p.conductivityMmPerH,
      manningN: 0.06,
    });
    if (p.outlet === "throttle") {
      operations.push({
        layer: "links",
        op: "insert",
        link: {
          id: `${id}-throttle`,
          from: pointInside(areaRing(geometry)),
          to: null,
          kind: {
            type: "throttle",
            areaM2: (Math.PI / 4) * p.throttleDiameterM ** 2,
            dischargeCoefficient,
          },
        },
      });
    }
    return operations;
  },
  sketch: { fill: "#5d9fc9", outline: "#245f87", form: "ground" },
  sentence: ({ geometry, parameters: p }) => {
    const { areaM2, volumeM3 } = hollowSize(geometry, p);
    return { areaM2: Math.round(areaM2), depthM: p.depthM, volumeM3: Math.round(volumeM3) };
  },
  refuses: ({ geometry }, twin) =>
    refusesGround(areaRing(geometry), twin, {
      minM2: 20,
      underBuildings: 0.01,
      inWater: 0.1,
      maxReliefM: 4,
    }),
  shape: ({ geometry }) => polygonOf(geometry),
});
