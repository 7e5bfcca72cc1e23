import { settleTable } from "#twin/parameters/table.ts";
import type { ParameterSchema, ParametersOf, TableField } from "#twin/parameters.ts";
import { heatInputError } from "./errors.ts";
import { surfaceField } from "./surfaceField.ts";

/** Hours of one day and a little more: what a series of own weather may hold. */
const mostHours = 48;
const hourly = { kind: "series", xUnit: "h", default: [], maxLength: mostHours } as const;

/** What a heat run can be asked. Labels and help: `heat:conditions.<key>`. */
export const heatConditions = {
  day: {
    kind: "choice",
    options: ["hotDay", "hotDay15", "hotDay20", "hotDay30", "summerDay", "own"],
    default: "hotDay",
  },
  year: { kind: "number", unit: "1", min: 1980, max: 2100, step: 1, default: 2026 },
  month: { kind: "number", unit: "1", min: 1, max: 12, step: 1, default: 7 },
  dayOfMonth: { kind: "number", unit: "1", min: 1, max: 31, step: 1, default: 15 },
  /** Whose clock the hours of the run are read from. */
  clock: { kind: "choice", options: ["Europe/Berlin", "UTC", "weather"], default: "Europe/Berlin" },
  hourFrom: { kind: "number", unit: "h", min: 0, max: 23, step: 1, default: 6 },
  hourTo: { kind: "number", unit: "h", min: 0, max: 23, step: 1, default: 20 },
  /** The hour that indicators of people and areas are counted at. */
  statedHour: { kind: "number", unit: "h", min: 0, max: 23, step: 1, default: 15 },
  windMPerS: {
    kind: "number",
    unit: "m/s",
    min: 0.5,
    max: 10,
    step: 0.1,
    default: 2,
  },
  shelterPercent: {
    kind: "number",
    unit: "%",
    min: 0,
    max: 90,
    step: 5,
    default: 60,
    source:
      "Ai & Mak (2015), doi:10.1016/j.buildenv.2015.10.008; Giometto et al. (2017), doi:10.1016/j.advwatres.2017.06.018",
  },
  leafTransmissivityPercent: {
    kind: "number",
    unit: "%",
    min: 0,
    max: 60,
    step: 1,
    default: 3,
    source: "SOLWEIG; Konarska et al. (2014)",
  },
  absorptivityLongWave: {
    kind: "number",
    unit: "1",
    min: 0.9,
    max: 1,
    step: 0.01,
    default: 0.97,
    source: "ISO 7726; VDI 3787-2",
  },
  ownUtcOffsetH: { kind: "number", unit: "h", min: -12, max: 14, step: 0.25, default: 1 },
  /** Whether own values are means of the hour that ends at the stamp, or of the moment itself. */
  ownStamp: { kind: "choice", options: ["hourEnding", "instant"], default: "hourEnding" },
  ownAirC: { ...hourly, yUnit: "°C" },
  ownHumidityPercent: { ...hourly, yUnit: "%" },
  ownWindMPerS: { ...hourly, yUnit: "m/s" },
  ownGlobalWPerM2: { ...hourly, yUnit: "W/m²" },
  ownDiffuseWPerM2: { ...hourly, yUnit: "W/m²" },
  /** What a town knows better of its surfaces. */
  surfaces: surfaceField,
} as const satisfies ParameterSchema;

export type HeatConditions = ParametersOf<typeof heatConditions>;

export function defaultHeatConditions(): HeatConditions {
  return Object.fromEntries(
    Object.entries(heatConditions).map(([key, field]) => [key, field.default]),
  ) as unknown as HeatConditions;
}

/** Month and day of the run's day as ISO text, "2026-07-15". */
export function isoDateOf({
  year,
  month,
  dayOfMonth,
}: Pick<HeatConditions, "year" | "month" | "dayOfMonth">): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(dayOfMonth)}`;
}

/**
 * Refuses what cannot be meant. Forms hold users within the ranges; files and command lines do not.
 * @throws HeatInputError `notANumber`, `conditionOutOfRange`, `dateInvalid`, `hoursInvalid`
 */
export function checkConditions(conditions: HeatConditions): void {
  for (const [key, field] of Object.entries(heatConditions)) {
    const value: unknown = conditions[key as keyof HeatConditions];
    if (field.kind === "number") {
      if (typeof value !== "number" || Number.isNaN(value))
        throw heatInputError("notANumber", { condition: key });
      if (value < field.min || value > field.max) {
        throw heatInputError("conditionOutOfRange", {
          condition: key,
          value,
          low: field.min,
          high: field.max,
        });
      }
    } else if (field.kind === "choice") {
      if (!(field.options as readonly unknown[]).includes(value)) {
        throw heatInputError("conditionOutOfRange", {
          condition: key,
          value: String(value),
          low: "",
          high: "",
        });
      }
    } else if (field.kind === "table") checkTable(key, field, value);
    else checkSeries(key, value);
  }
  const { year, month, dayOfMonth } = conditions;
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  if (date.getUTCMonth() !== month - 1) throw heatInputError("dateInvalid", { date: isoDateOf(conditions) });
  if (conditions.hourTo < conditions.hourFrom) {
    throw heatInputError("hoursInvalid", { from: conditions.hourFrom, to: conditions.hourTo });
  }
}

function checkTable(key: string, field: TableField, value: unknown): void {
  const { problem } = settleTable(field, value);
  if (problem === "wrongType") throw heatInputError("notANumber", { condition: key });
  if (problem !== null)
    throw heatInputError("conditionOutOfRange", {
      condition: key,
      value: JSON.stringify(value),
      low: "",
      high: "",
    });
}

function checkSeries(key: string, value: unknown): void {
  if (!Array.isArray(value)) throw heatInputError("notANumber", { condition: key });
  let before = Number.NEGATIVE_INFINITY;
  for (const pair of value as unknown[]) {
    if (!Array.isArray(pair) || !Number.isFinite(pair[0]) || !Number.isFinite(pair[1]) || pair[0] <= before)
      throw heatInputError("notANumber", { condition: key });
    before = pair[0];
  }
}
