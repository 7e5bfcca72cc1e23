import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";
import type { Speeds } from "./speeds.ts";

const footKmh = { kind: "number", unit: "km/h", min: 1, max: 8, step: 0.1 } as const;

/** Paces and speeds, for both models. Labels and help: `<model>:conditions.<key>`. */
const speedConditions = {
  adultKmh: { ...footKmh, default: 4.8, source: "Weidmann (1993): mean of free pace 1.34 m/s" },
  childKmh: { ...footKmh, default: 3.6, source: "planning assumption: 1.0 m/s, children with company" },
  seniorKmh: {
    ...footKmh,
    default: 3.4,
    source: "Bohannon and Williams Andrews (2011): usual pace from 80 years on 0.94–0.97 m/s",
  },
  bikeKmh: {
    kind: "number",
    unit: "km/h",
    min: 5,
    max: 30,
    step: 0.5,
    default: 15,
    source: "planning assumption for everyday rides in towns, waits included",
  },
  carPercent: {
    kind: "number",
    unit: "%",
    min: 20,
    max: 100,
    step: 5,
    default: 70,
    source:
      "planning assumption: mean share of the permitted speed on free streets, waits at crossings included",
  },
} as const satisfies ParameterSchema;

/** When one leaves, for both models. */
const dayConditions = {
  serviceDay: { kind: "choice", options: ["workday", "saturday", "sunday", "date"], default: "workday" },
  year: { kind: "number", unit: "1", min: 2000, max: 2100, step: 1, default: 2026 },
  month: { kind: "number", unit: "1", min: 1, max: 12, step: 1, default: 3 },
  day: { kind: "number", unit: "1", min: 1, max: 31, step: 1, default: 17 },
  departureH: { kind: "number", unit: "h", min: 0, max: 27, step: 0.25, default: 7.5 },
  /** One departure a minute. */
  departures: { kind: "number", unit: "1", min: 60, max: 180, step: 10, default: 60 },
  /** Longest walk to a stop, from one, and between two. */
  stopWalkMin: { kind: "number", unit: "min", min: 2, max: 30, step: 1, default: 12 },
  changeWalkMin: { kind: "number", unit: "min", min: 0, max: 15, step: 1, default: 6 },
} as const satisfies ParameterSchema;

export const accessConditions = {
  walker: { kind: "choice", options: ["adult", "child", "senior"], default: "adult" },
  within: { kind: "choice", options: ["10", "15", "20", "30"], default: "15" },
  ...dayConditions,
  ...speedConditions,
} as const satisfies ParameterSchema;
export type AccessConditions = ParametersOf<typeof accessConditions>;

const farM = 500_000;

export const reachConditions = {
  mode: {
    kind: "choice",
    options: ["foot", "childFoot", "seniorFoot", "bike", "car", "transit"],
    default: "foot",
  },
  /** Frame offsets; both 0 = no place was chosen, the middle of the residents is taken. */
  fromX: { kind: "number", unit: "m", min: -farM, max: farM, step: 1, default: 0 },
  fromY: { kind: "number", unit: "m", min: -farM, max: farM, step: 1, default: 0 },
  ...dayConditions,
  ...speedConditions,
} as const satisfies ParameterSchema;
export type ReachConditions = ParametersOf<typeof reachConditions>;

export type DayConditions = ParametersOf<typeof dayConditions>;
export type Walker = AccessConditions["walker"];

export function speedsOf(conditions: ParametersOf<typeof speedConditions>, walker: Walker): Speeds {
  const { adultKmh, childKmh, seniorKmh, bikeKmh, carPercent } = conditions;
  const byWalker: Readonly<Record<Walker, number>> = { adult: adultKmh, child: childKmh, senior: seniorKmh };
  return { footKmh: byWalker[walker], bikeKmh, carShare: carPercent / 100 };
}
