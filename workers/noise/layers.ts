import type { ResultLayer } from "#workers/runtime/model.ts";

/** Lower ends of the classes that noise maps must show (34. BImSchV), dB(A). */
export const denClassesDb = [50, 55, 60, 65, 70, 75] as const;
export const nightClassesDb = [45, 50, 55, 60, 65, 70] as const;

/**
 * Changes under 1 dB are not heard. The 16. BImSchV calls a change of 3 dB substantial, and differences are rounded up: from 2.1 dB on. That is where the second
 * class begins.
 */
const differenceSteps = [1, 2.1, 5] as const;

export const noiseLayers: readonly ResultLayer[] = [
  {
    id: "noiseDen",
    unit: "dB(A)",
    classEdges: [45, ...denClassesDb],
    ramp: "noise",
    differenceSteps,
    series: null,
  },
  {
    id: "noiseNight",
    unit: "dB(A)",
    classEdges: [40, ...nightClassesDb],
    ramp: "noise",
    differenceSteps,
    series: null,
  },
  {
    id: "noiseDay",
    unit: "dB(A)",
    classEdges: [44, 49, 54, 59, 64, 69, 74],
    ramp: "noise",
    differenceSteps,
    series: null,
  },
  {
    id: "noiseEmission",
    unit: "dB(A)/m",
    classEdges: [60, 65, 70, 75, 80, 85],
    ramp: "noise",
    differenceSteps,
    series: null,
    on: "streets",
  },
];
