import { lineLength } from "#twin/geometry/planar.ts";
import type { Shape } from "#twin/operations.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import type { MeasureGeometry } from "../types.ts";
import { clearOfBuildings, firstRefusal, insidePlace, longEnough, onKnownGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { linePoints, setSurface } from "./shapes.ts";

const parameters = {
  widthM: { kind: "number", unit: "m", min: 2, max: 25, step: 0.5, default: 6 },
  depthM: { kind: "number", unit: "m", min: 0.05, max: 0.5, step: 0.05, default: 0.15 },
  // 0 = kerb; with a slope (horizontal per vertical) the profile is a shallow trough.
  sideSlope: {
    kind: "number",
    unit: "1",
    min: 0,
    max: 10,
    step: 0.5,
    default: 0,
  },
} as const satisfies ParameterSchema;

const strip = (geometry: MeasureGeometry, widthM: number): Shape => ({
  type: "line",
  points: linePoints(geometry),
  widthM,
});

/** An emergency flow path (Notwasserweg): a street lowered along its slope, smooth, that leads water where it does no harm. */
export const loweredStreet = defineKind({
  id: "loweredStreet",
  group: "street",
  geometry: "line",
  parameters,
  cost: { per: "m2", lowEur: 120, highEur: 320, source: planningAssumption },
  operations: ({ geometry, parameters: p }) => {
    const shape = strip(geometry, p.widthM);
    return [
      { layer: "terrain", op: "add", shape, heightM: -p.depthM, sideSlope: p.sideSlope },
      { layer: "landCover", op: "set", shape, class: "asphalt" },
      setSurface(shape, "manningN", 0.016),
    ];
  },
  sketch: { fill: "#7f93a8", outline: "#42566b", form: "ground" },
  sentence: ({ geometry, parameters: p }) => ({
    lengthM: Math.round(lineLength(linePoints(geometry))),
    widthM: p.widthM,
    depthCm: Math.round(p.depthM * 100),
  }),
  refuses: ({ geometry, parameters: p }, twin) => {
    const points = linePoints(geometry);
    return firstRefusal(
      insidePlace(points, twin),
      longEnough(points, 5),
      onKnownGround(points, twin),
      clearOfBuildings(strip(geometry, p.widthM), twin, 0.02),
    );
  },
  shape: ({ geometry, parameters: p }) => strip(geometry, p.widthM),
});
