import { pointInside, ringArea } from "#twin/geometry/planar.ts";
import type { LayerOperation } from "#twin/operations.ts";
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
import { areaRing, hollowVolumeOf, polygonOf, setSurface } from "./shapes.ts";

const parameters = {
  depthM: { kind: "number", unit: "m", min: 0.3, max: 5, step: 0.1, default: 1.5 },
  // Horizontal per vertical; 1 : 2 is usual for grass, 0 an upright wall.
  sideSlope: {
    kind: "number",
    unit: "1",
    min: 0,
    max: 5,
    step: 0.5,
    default: 2,
  },
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
  cost: { per: "m3", lowEur: 80, highEur: 250, source: planningAssumption },
  quantity: ({ geometry, parameters: p }) => {
    const ring = areaRing(geometry);
    return hollowVolumeOf(ring, ringArea(ring), p.depthM, p.sideSlope);
  },
  operations: ({ id, geometry, parameters: p }) => {
    const shape = polygonOf(geometry);
    const operations: LayerOperation[] = [
      {
        layer: "terrain",
        op: "level",
        shape,
        reference: "lowest",
        heightM: -p.depthM,
        only: "cut",
        sideSlope: p.sideSlope,
      },
      { layer: "landCover", op: "set", shape, class: "meadow" },
      setSurface(shape, "conductivityMmPerH", p.conductivityMmPerH),
      setSurface(shape, "depressionStorageMm", 5),
      setSurface(shape, "manningN", 0.06),
    ];
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
    const ring = areaRing(geometry);
    const areaM2 = ringArea(ring);
    return {
      areaM2: Math.round(areaM2),
      depthM: p.depthM,
      volumeM3: Math.round(hollowVolumeOf(ring, areaM2, p.depthM, p.sideSlope)),
    };
  },
  refuses: ({ geometry }, twin) => {
    const ring = areaRing(geometry);
    const shape = polygonOf(geometry);
    return firstRefusal(
      insidePlace(ring, twin),
      properRing(ring, 20),
      onKnownGround(ring, twin),
      clearOfBuildings(shape, twin, 0.01),
      clearOfWater(shape, twin, 0.1),
      gentleGround(shape, twin, 4),
    );
  },
  shape: ({ geometry }) => polygonOf(geometry),
});
