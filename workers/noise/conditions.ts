import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";

const table2 = "RLS-19, table 2 (standard values where no counts are at hand), lorries and trucks together";

/** What a noise run can be asked. Labels and help: `noise:conditions.<key>`. */
export const noiseConditions = {
  /** Which flows of the traffic model are taken. */
  demand: { kind: "choice", options: ["shown", "fixed"], default: "shown" },
  /** RLS-19 takes the permitted speed; the driven one is the mean of the peak hour. */
  speed: { kind: "choice", options: ["permitted", "driven"], default: "permitted" },
  /** Surface of streets whose tags say no more than asphalt, or nothing. */
  asphalt: { kind: "choice", options: ["reference", "concrete", "mastic"], default: "reference" },
  heavyPrimaryPercent: {
    kind: "number",
    unit: "%",
    min: 0,
    max: 60,
    step: 0.5,
    default: 10,
    source: table2,
  },
  heavyLinkPercent: { kind: "number", unit: "%", min: 0, max: 60, step: 0.5, default: 8, source: table2 },
  heavyLocalPercent: { kind: "number", unit: "%", min: 0, max: 60, step: 0.5, default: 7, source: table2 },
  nightPercent: {
    kind: "number",
    unit: "%",
    min: 0.2,
    max: 5,
    step: 0.05,
    default: 1,
    source: "RLS-19, table 2: an hour of the night (22–6) has 0.0100 of the daily traffic",
  },
  eveningRatio: {
    kind: "number",
    unit: "1",
    min: 0.3,
    max: 1.3,
    step: 0.01,
    default: 0.73,
    source:
      "VBUS, table 2: an hour of the evening (18–22) has 0.042 of the daily traffic, RLS-19 by day 0.0575",
  },
  reachM: { kind: "number", unit: "m", min: 100, max: 1500, step: 50, default: 500 },
  reflections: { kind: "flag", default: true },
} as const satisfies ParameterSchema;

export type NoiseConditions = ParametersOf<typeof noiseConditions>;
