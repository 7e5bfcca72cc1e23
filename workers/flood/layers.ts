import type { ResultLayer } from "#workers/runtime/model.ts";
import { depthSeries, speedSeries } from "./recorder.ts";

/** Depth classes of the Baden-Württemberg guide (LUBW 2016): 5–10, 10–50, 50–100, above 100 cm. */
const depthEdgesM = [0.05, 0.1, 0.3, 0.5, 1];
/** Velocity classes of the same guide. */
const speedEdgesMPerS = [0.2, 0.5, 2];

export const floodLayers: readonly ResultLayer[] = [
  { id: "maxDepth", unit: "m", classEdges: depthEdgesM, ramp: "depth", series: null },
  { id: "maxSpeed", unit: "m/s", classEdges: speedEdgesMPerS, ramp: "velocity", series: null },
  { id: "maxDepthVelocity", unit: "m²/s", classEdges: [0.1, 0.3, 0.6, 1], ramp: "velocity", series: null },
  { id: "hazard", unit: "1", classEdges: [1, 2, 3, 4, 5, 6], ramp: "hazard", series: null },
  { id: "arrival", unit: "min", classEdges: [0, 15, 30, 45, 60, 90], ramp: "time", series: null },
  { id: "depth", unit: "m", classEdges: depthEdgesM, ramp: "depth", series: depthSeries },
  { id: "speed", unit: "m/s", classEdges: speedEdgesMPerS, ramp: "velocity", series: speedSeries },
];
