import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";

/** What a sun run can be asked. Labels and help: `sun:conditions.<key>`. */
export const sunConditions = {
  month: { kind: "number", unit: "1", min: 1, max: 12, step: 1, default: 3 },
  day: { kind: "number", unit: "1", min: 1, max: 31, step: 1, default: 21 },
  stepMin: { kind: "number", unit: "min", min: 1, max: 30, step: 1, default: 5 },
  leaves: { kind: "choice", options: ["bySeason", "leafOn", "leafOff", "noTrees"], default: "bySeason" },
  /** Sun that stands lower does not count for rooms. */
  lowestSunDeg: {
    kind: "number",
    unit: "°",
    min: 0,
    max: 20,
    step: 1,
    default: 11,
    source: "DIN EN 17037:2022-05, exposure to sunlight, central Europe",
  },
  yearly: { kind: "flag", default: true },
  /** Month and global radiation on level ground in it. */
  monthlyRadiation: {
    kind: "series",
    xUnit: "1–12",
    yUnit: "kWh/m²",
    default: [
      [1, 21],
      [2, 37],
      [3, 80],
      [4, 122],
      [5, 152],
      [6, 160],
      [7, 158],
      [8, 136],
      [9, 94],
      [10, 55],
      [11, 25],
      [12, 16],
    ],
    maxLength: 12,
    source:
      "planning assumption for central Germany, 1,056 kWh/m² a year; take the place's own from DWD or PVGIS",
  },
  groundAlbedo: {
    kind: "number",
    unit: "1",
    min: 0,
    max: 0.8,
    step: 0.05,
    default: 0.2,
    source: "Liu and Jordan (1963)",
  },
  moduleEfficiencyPercent: { kind: "number", unit: "%", min: 5, max: 30, step: 0.5, default: 21 },
  performanceRatio: {
    kind: "number",
    unit: "1",
    min: 0.5,
    max: 0.95,
    step: 0.01,
    default: 0.82,
    source: "Fraunhofer ISE, Aktuelle Fakten zur Photovoltaik: 0.80–0.90 for new systems",
  },
  usableRoofShare: { kind: "number", unit: "1", min: 0.1, max: 1, step: 0.05, default: 0.6 },
  usableFacadeShare: { kind: "number", unit: "1", min: 0, max: 1, step: 0.05, default: 0.3 },
  /** Areas with less in a year are left without modules. */
  leastYearlyKwhPerM2: { kind: "number", unit: "kWh/m²", min: 0, max: 1200, step: 10, default: 650 },
} as const satisfies ParameterSchema;

export type SunConditions = ParametersOf<typeof sunConditions>;

/** Days of the year by whose sun a run is made; the sun's path differs by less than 0.3° from year to year. */
export const referenceYear = 2026;

/** All of Germany keeps this time. */
export const timeZone = "Europe/Berlin";
