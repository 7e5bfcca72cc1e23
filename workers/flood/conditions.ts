import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";
import { floodInputError } from "./errors.ts";
import { kostraThirtyYears, kostraUncertaintyPercent } from "./stormPresets.ts";
import { soilTextures } from "./surfaceTable.ts";

/**
 * More than any hour on record (305 mm in 42 min, Holt 1947): beyond it a storm is a typing error and refused. The field
 * itself reaches further, so that the error is told and not silently brought to the bound.
 */
export const mostRainMm = 400;

/** What a heavy-rain run can be asked. Labels and help: `flood:conditions.<key>`. */
export const floodConditions = {
  storm: {
    kind: "choice",
    options: [
      "rare",
      "exceptional",
      "extremeBkg",
      "extremeNrw",
      "extremeLubw",
      "customBlock",
      "customEulerTypeTwo",
    ],
    default: "extremeBkg",
  },
  rainDepthMm: { kind: "number", unit: "mm", min: 0, max: 5000, step: 0.1, default: 60 },
  rainDurationMin: { kind: "number", unit: "min", min: 5, max: 720, step: 5, default: 60 },
  depthDuration: {
    kind: "series",
    xUnit: "min",
    yUnit: "mm",
    default: kostraThirtyYears,
    maxLength: 40,
    source: "KOSTRA-DWD-2020, T = 30 a, grid cell 117111 (Deutscher Wetterdienst): an example",
  },
  depthUncertainty: {
    kind: "series",
    xUnit: "min",
    yUnit: "%",
    default: kostraUncertaintyPercent,
    maxLength: 40,
    source: "KOSTRA-DWD-2020, column UC, grid cell 117111 (Deutscher Wetterdienst): an example",
  },
  band: { kind: "choice", options: ["lower", "central", "upper"], default: "central" },
  rainFactorPercent: { kind: "number", unit: "%", min: 50, max: 200, step: 1, default: 100 },
  afterRainMin: {
    kind: "number",
    unit: "min",
    min: 0,
    max: 720,
    step: 1,
    default: 60,
    source: "LUBW and NRW practice: run on for at least one hour until the peaks have passed",
  },
  infiltration: {
    kind: "choice",
    options: ["greenAmpt", "horton", "curveNumber", "none"],
    default: "greenAmpt",
  },
  soil: { kind: "choice", options: soilTextures, default: "loam" },
  moisture: { kind: "choice", options: ["dry", "normal", "wet"], default: "normal" },
  abstractionRatio: {
    kind: "number",
    unit: "1",
    min: 0,
    max: 0.3,
    step: 0.01,
    default: 0.2,
    source: "USDA NEH-4: Ia = 0.2 S; 0.05 is in use for towns",
  },
  sewerMmPerH: {
    kind: "number",
    unit: "mm/h",
    min: 0,
    max: 60,
    step: 0.5,
    default: 0,
    source:
      "NRW and BKG practice neglects the sewer in extreme rain; 12 mm/h were used for Newcastle (HiPIMS)",
  },
  boundary: { kind: "choice", options: ["free", "closed"], default: "free" },
  inflowAt: {
    kind: "choice",
    options: ["none", "west", "east", "north", "south", "point"],
    default: "none",
  },
  inflowX: { kind: "number", unit: "m", min: -1e6, max: 1e6, step: 1, default: 0 },
  inflowY: { kind: "number", unit: "m", min: -1e6, max: 1e6, step: 1, default: 0 },
  inflowWidthM: { kind: "number", unit: "m", min: 1, max: 1000, step: 1, default: 10 },
  inflowHydrograph: {
    kind: "series",
    xUnit: "min",
    yUnit: "m³/s",
    default: [
      [0, 0],
      [30, 1],
      [120, 0],
    ],
    maxLength: 200,
  },
  scheme: { kind: "choice", options: ["localInertia", "fullShallowWater"], default: "localInertia" },
  frameIntervalS: { kind: "number", unit: "s", min: 10, max: 600, step: 10, default: 60 },
} as const satisfies ParameterSchema;

export type FloodConditions = ParametersOf<typeof floodConditions>;

export function defaultFloodConditions(): FloodConditions {
  return Object.fromEntries(
    Object.entries(floodConditions).map(([key, field]) => [key, field.default]),
  ) as unknown as FloodConditions;
}

/**
 * Refuses what cannot be meant: figures that are no numbers or out of their range. Forms hold users within the
 * ranges; files and command lines do not.
 * @throws FloodInputError `notANumber`, `rainAboveRange`, `conditionOutOfRange`
 */
export function checkConditions(conditions: FloodConditions): void {
  for (const [key, field] of Object.entries(floodConditions)) {
    const value: unknown = conditions[key as keyof FloodConditions];
    if (field.kind === "number") checkNumber(key, value, field.min, field.max);
    else if (field.kind === "series") checkSeries(key, value, field.maxLength);
    else if (!(field.options as readonly unknown[]).includes(value)) {
      throw floodInputError("conditionOutOfRange", {
        condition: key,
        value: String(value),
        low: "",
        high: "",
      });
    }
  }
}

function checkNumber(key: string, value: unknown, low: number, high: number): void {
  if (typeof value !== "number" || Number.isNaN(value))
    throw floodInputError("notANumber", { condition: key });
  if (value < low || value > high) {
    throw floodInputError("conditionOutOfRange", { condition: key, value, low, high });
  }
}

function checkSeries(key: string, value: unknown, maxLength: number): void {
  if (!Array.isArray(value)) throw floodInputError("notANumber", { condition: key });
  if (value.length > maxLength) {
    throw floodInputError("conditionOutOfRange", {
      condition: key,
      value: value.length,
      low: 0,
      high: maxLength,
    });
  }
  let before = Number.NEGATIVE_INFINITY;
  for (const pair of value as unknown[]) {
    if (!Array.isArray(pair) || !Number.isFinite(pair[0]) || !Number.isFinite(pair[1])) {
      throw floodInputError("notANumber", { condition: key });
    }
    if (pair[0] <= before || pair[1] < 0) {
      throw floodInputError("conditionOutOfRange", { condition: key, value: pair[1], low: 0, high: "" });
    }
    before = pair[0];
  }
}
