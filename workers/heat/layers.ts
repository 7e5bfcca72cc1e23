import type { ResultLayer } from "#workers/runtime/model.ts";
import { heatCode } from "./hour.ts";

/** Stress classes of UTCI (Bröde et al. 2012): none, moderate, strong, very strong, extreme heat. */
const utciEdgesC = [9, 26, 32, 38, 46] as const;
/** Stress classes of PET (VDI 3787 part 2). */
const petEdgesC = [18, 23, 29, 35, 41] as const;
const tmrtEdgesC = [20, 30, 40, 50, 60, 70] as const;
/** Steps of difference maps: radiation swings far more than what is felt of it. */
const radiationStepsK = [1, 5, 15] as const;
const hourSteps = [0.5, 1.5, 3] as const;
const shareSteps = [0.02, 0.1, 0.3] as const;
const hourEdges = [0, 1, 2, 4, 6, 8, 10] as const;

export const heatLayers: readonly ResultLayer[] = [
  { id: "utci", unit: "°C", classEdges: utciEdgesC, ramp: "heat", series: { name: "utci", ...heatCode } },
  { id: "pet", unit: "°C", classEdges: petEdgesC, ramp: "heat", series: { name: "pet", ...heatCode } },
  {
    id: "tmrt",
    differenceSteps: radiationStepsK,
    unit: "°C",
    classEdges: tmrtEdgesC,
    ramp: "heat",
    series: { name: "tmrt", ...heatCode },
  },
  { id: "utciMax", unit: "°C", classEdges: utciEdgesC, ramp: "heat", series: null },
  {
    id: "utciHours32",
    differenceSteps: hourSteps,
    unit: "h",
    classEdges: hourEdges,
    ramp: "heat",
    series: null,
  },
  {
    id: "utciHours38",
    differenceSteps: hourSteps,
    unit: "h",
    classEdges: hourEdges,
    ramp: "heat",
    series: null,
  },
  {
    id: "tmrtMean",
    differenceSteps: radiationStepsK,
    unit: "°C",
    classEdges: tmrtEdgesC,
    ramp: "heat",
    series: null,
  },
  { id: "utciStated", unit: "°C", classEdges: utciEdgesC, ramp: "heat", series: null },
  {
    id: "sunHours",
    differenceSteps: hourSteps,
    unit: "h",
    classEdges: hourEdges,
    ramp: "time",
    series: null,
  },
  {
    id: "skyView",
    differenceSteps: shareSteps,
    unit: "1",
    classEdges: [0, 0.2, 0.4, 0.6, 0.8],
    ramp: "time",
    series: null,
  },
];
