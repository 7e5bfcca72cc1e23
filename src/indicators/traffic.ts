import type { IndicatorDefinition } from "./indicator.ts";

/**
 * How far figures of traffic may be off either way where the base was not calibrated to counts, and where it was: own judgement. Car
 * volumes of uncalibrated models commonly miss counts by a fifth and more.
 */
export const volumeTolerance = { assumed: 0.25, calibrated: 0.1 } as const;
export const timeTolerance = { assumed: 0.15, calibrated: 0.1 } as const;
/** Percentage points of a mode's share. */
export const shareTolerance = 3;

const model = "traffic model";
const emep = "EMEP/EEA air pollutant emission inventory guidebook, average-speed functions and wear";
const elvik = "Elvik (2009), power model of mean speed and road safety, times kilometres driven";

// Below a tenth of a point, or of a minute, a table would judge what nobody notices and no model of traffic knows.
const share = { unit: "%", digits: 2, type: "share", finest: 0.2, source: model } as const;
const time = { unit: "min", better: "lower", digits: 2, type: "amount", finest: 0.2, source: model } as const;
const perDay = { unit: "kg/d", better: "lower", digits: 2, type: "amount", source: emep } as const;
const casualties = {
  unit: "%",
  better: "lower",
  digits: 2,
  type: "amount",
  finest: 0.2,
  source: elvik,
} as const;

export const trafficIndicators: readonly IndicatorDefinition[] = [
  { id: "trafficVehKm", unit: "km/d", better: "lower", digits: 2, type: "amount", source: model },
  { id: "trafficSideVehKm", unit: "km/d", better: "lower", digits: 2, type: "amount", source: model },
  { id: "trafficDelay", unit: "h/d", better: "lower", digits: 2, type: "amount", source: model },
  { id: "trafficShareWalk", better: "higher", ...share },
  { id: "trafficShareBike", better: "higher", ...share },
  { id: "trafficShareTransit", better: "higher", ...share },
  { id: "trafficShareCar", better: "lower", ...share },
  { id: "trafficTimeCar", ...time },
  { id: "trafficTimeCarP90", ...time },
  { id: "trafficTimeTransit", ...time },
  { id: "trafficTimeTransitP90", ...time },
  { id: "trafficTimeBike", ...time },
  { id: "trafficTimeBikeP90", ...time },
  { id: "trafficTimeWalk", ...time },
  { id: "trafficTimeWalkP90", ...time },
  { id: "trafficCo2", ...perDay },
  { id: "trafficNox", ...perDay },
  { id: "trafficPm10", ...perDay },
  { id: "trafficPm25", ...perDay },
  { id: "trafficSevere", ...casualties },
  { id: "trafficSlight", ...casualties },
  { id: "trafficUnreachable", unit: "1/h", better: "lower", digits: 2, type: "amount", source: model },
];

/** Entries of a run's ledger that decide how far its traffic, and what builds on it, may be trusted. */
export const trafficFacts = ["hour", "demandMode", "baseYear", "calibrated", "gap", "demandGap"] as const;
