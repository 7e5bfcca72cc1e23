import { settle } from "#twin/parameters/settle.ts";
import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";
import { streetClassField } from "./streetClasses.ts";

const mid2023 = "MiD 2023 (infas, DLR, IVT, infas 360): trips by main mode, Germany";
const berlin = "MATSim Open Berlin Scenario 6.x, calibrated scoring, CC BY 4.0";
const bpr = "Bureau of Public Roads (1964)";
const assumption = "planning assumption; replace it by figures of the place";

/** What a traffic run can be asked. Labels and help: `traffic:conditions.<key>`. */
export const trafficConditions = {
  demand: { kind: "choice", options: ["routesOnly", "modes", "modesAndPlaces"], default: "modes" },
  /** The hour that starts then. */
  hour: { kind: "number", unit: "h", min: 0, max: 23, step: 1, default: 16 },
  baseYear: { kind: "number", unit: "1", min: 2000, max: 2060, step: 1, default: 2023, source: mid2023 },
  tripsPerPersonDay: {
    kind: "number",
    unit: "1",
    min: 0,
    max: 6,
    step: 0.1,
    default: 3.1,
    source: "MiD 2017: 3.1 trips per person and day",
  },
  walkPercent: { kind: "number", unit: "%", min: 0, max: 100, step: 1, default: 26, source: mid2023 },
  bikePercent: { kind: "number", unit: "%", min: 0, max: 100, step: 1, default: 11, source: mid2023 },
  transitPercent: { kind: "number", unit: "%", min: 0, max: 100, step: 1, default: 11, source: mid2023 },
  carPercent: { kind: "number", unit: "%", min: 0, max: 100, step: 1, default: 53, source: mid2023 },
  personsPerCar: {
    kind: "number",
    unit: "1",
    min: 1,
    max: 3,
    step: 0.01,
    default: 1.33,
    source: "MiD 2023: 40 % as driver, 13 % as passenger",
  },
  /** Of the residents' trips, those to places beyond the edge of the data. */
  leavingPercent: { kind: "number", unit: "%", min: 0, max: 100, step: 5, default: 60, source: assumption },
  /** Cars of people from outside who come here, compared with residents' cars that leave. */
  visitorsPercent: {
    kind: "number",
    unit: "%",
    min: 0,
    max: 300,
    step: 10,
    default: 100,
    source: assumption,
  },
  /** Of the usual through traffic of each class of street (`capacities.ts`). */
  throughPercent: { kind: "number", unit: "%", min: 0, max: 400, step: 10, default: 100, source: assumption },
  /** How far trips go on beyond the edge. */
  outsideKm: { kind: "number", unit: "km", min: 0, max: 50, step: 1, default: 8, source: assumption },
  /** Distance over which the wish to go somewhere falls to 37 %. */
  reachKm: { kind: "number", unit: "km", min: 0.2, max: 20, step: 0.1, default: 1.5, source: assumption },
  zoneSizeM: { kind: "number", unit: "m", min: 75, max: 500, step: 25, default: 150 },
  /** Capacity, free speed and b of BPR by class of street; lanes and limits where the data name none. */
  classes: streetClassField,
  /** BPR: t = t₀ (1 + b (x / c)^p). */
  bprPower: { kind: "number", unit: "1", min: 1, max: 8, step: 0.5, default: 4, source: bpr },
  junctionDelayPercent: { kind: "number", unit: "%", min: 0, max: 300, step: 10, default: 100 },
  timeValueEurPerH: {
    kind: "number",
    unit: "€/h",
    min: 1,
    max: 40,
    step: 0.01,
    default: 6.88,
    source: berlin,
  },
  carEurPerKm: { kind: "number", unit: "€/km", min: 0, max: 1, step: 0.001, default: 0.149, source: berlin },
  waitWeight: { kind: "number", unit: "1", min: 1, max: 4, step: 0.1, default: 2, source: assumption },
  changeMin: { kind: "number", unit: "min", min: 0, max: 20, step: 1, default: 5, source: assumption },
  /** 2 · section + (0 along its line as drawn, 1 against it), and vehicles in the stated hour. */
  counts: { kind: "series", xUnit: "1", yUnit: "veh/h", default: [], maxLength: 4000 },
  calibrate: { kind: "flag", default: false },
  demandBoundPercent: { kind: "number", unit: "%", min: 0, max: 100, step: 5, default: 30 },
  capacityBoundPercent: { kind: "number", unit: "%", min: 0, max: 100, step: 5, default: 20 },
} as const satisfies ParameterSchema;

export type TrafficConditions = ParametersOf<typeof trafficConditions>;

/** All conditions as they are where nothing was chosen. */
export const defaultTrafficConditions = (): TrafficConditions =>
  settle(trafficConditions, {}).values as TrafficConditions;
