import type { ResultLayer } from "#workers/runtime/model.ts";

const onStreets = { series: null, on: "streets" } as const;
const flow = {
  unit: "veh/h",
  classEdges: [0, 25, 50, 100, 200, 400, 800],
  ramp: "flow",
  differenceSteps: [10, 50, 200],
  ...onStreets,
} as const;
const load = {
  unit: "1",
  classEdges: [0, 0.3, 0.5, 0.7, 0.85, 1],
  ramp: "heat",
  differenceSteps: [0.02, 0.1, 0.3],
  ...onStreets,
} as const;
const speed = {
  unit: "km/h",
  classEdges: [0, 10, 20, 30, 40, 50],
  ramp: "velocity",
  differenceSteps: [1, 3, 10],
  ...onStreets,
} as const;
const delay = {
  unit: "s",
  classEdges: [0, 1, 3, 10, 30],
  ramp: "heat",
  differenceSteps: [0.5, 2, 10],
  ...onStreets,
} as const;

/** "…Fixed" is the answer with unchanged demand to the question of the layer without it. */
export const trafficLayers: readonly ResultLayer[] = [
  { id: "flow", ...flow },
  { id: "flowFixed", ...flow },
  {
    id: "flowDay",
    unit: "veh/d",
    classEdges: [0, 250, 500, 1000, 2500, 5000, 10_000],
    ramp: "flow",
    differenceSteps: [150, 500, 2000],
    ...onStreets,
  },
  { id: "load", ...load },
  { id: "loadFixed", ...load },
  { id: "speedKmh", ...speed },
  { id: "speedKmhFixed", ...speed },
  { id: "delayS", ...delay },
  { id: "delaySFixed", ...delay },
  {
    id: "co2",
    unit: "kg/(km·d)",
    classEdges: [0, 50, 100, 250, 500, 1000],
    ramp: "heat",
    differenceSteps: [10, 50, 200],
    ...onStreets,
  },
  { id: "geh", unit: "1", classEdges: [0, 5, 10, 15], ramp: "heat", ...onStreets },
  { id: "capacityChange", unit: "%", classEdges: [1, 10, 25], ramp: "difference", ...onStreets },
  { id: "demandChange", unit: "%", classEdges: [1, 10, 25], ramp: "difference", series: null },
];
