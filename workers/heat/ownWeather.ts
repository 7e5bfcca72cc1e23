import type { HeatConditions } from "./conditions.ts";
import { heatInputError } from "./errors.ts";

type Series = readonly (readonly [number, number])[];

/** Gaps up to this many hours are filled by a straight line; longer ones are refused. */
const longestGapH = 2;

/** What weather on Earth can be. Values beyond are errors of the file, such as −999 for "missing". */
const plausible = {
  ownAirC: { low: -40, high: 55 },
  ownHumidityPercent: { low: 1, high: 100 },
  ownWindMPerS: { low: 0, high: 40 },
  ownGlobalWPerM2: { low: 0, high: 1400 },
  ownDiffuseWPerM2: { low: 0, high: 1400 },
} as const;
type OwnKey = keyof typeof plausible;

/**
 * The hours that own weather covers: whole steps of one hour from the first stamp to the last.
 * @throws HeatInputError `weatherMissing`, `weatherImplausible`, `weatherGap`
 */
export function ownWeatherHours(conditions: HeatConditions): readonly number[] {
  for (const key of Object.keys(plausible) as OwnKey[]) checkValues(key, conditions[key]);
  const { ownAirC, ownHumidityPercent } = conditions;
  if (ownAirC.length < 2) throw heatInputError("weatherMissing", { condition: "ownAirC" });
  if (ownHumidityPercent.length < 2)
    throw heatInputError("weatherMissing", { condition: "ownHumidityPercent" });
  const first = Math.max(ownAirC[0][0], ownHumidityPercent[0][0]);
  const last = Math.min(ownAirC[ownAirC.length - 1][0], ownHumidityPercent[ownHumidityPercent.length - 1][0]);
  const hours: number[] = [];
  for (let hour = first; hour <= last + 1e-9; hour += 1) hours.push(hour);
  if (hours.length === 0) throw heatInputError("weatherMissing", { condition: "ownAirC" });
  return hours;
}

function checkValues(key: OwnKey, series: Series): void {
  const { low, high } = plausible[key];
  for (const [hour, value] of series) {
    if (value < low || value > high)
      throw heatInputError("weatherImplausible", { condition: key, hour, value });
  }
  for (let i = 1; i < series.length; i += 1) {
    const gap = series[i][0] - series[i - 1][0];
    if (gap > longestGapH + 1 + 1e-9)
      throw heatInputError("weatherGap", { condition: key, from: series[i - 1][0], to: series[i][0] });
  }
}

export type OwnWeather = {
  readonly airC: number;
  readonly humidityPercent: number;
  readonly windMPerS: number;
  readonly globalWPerM2: number | null;
  readonly diffuseWPerM2: number | null;
  readonly filled: boolean;
};

export function ownWeatherAt(conditions: HeatConditions, hour: number): OwnWeather {
  const air = valueAt(conditions.ownAirC, hour);
  const humidity = valueAt(conditions.ownHumidityPercent, hour);
  const wind = valueAt(conditions.ownWindMPerS, hour);
  const global = valueAt(conditions.ownGlobalWPerM2, hour);
  const diffuse = valueAt(conditions.ownDiffuseWPerM2, hour);
  if (conditions.ownGlobalWPerM2.length > 0 && global === null)
    throw heatInputError("weatherGap", { condition: "ownGlobalWPerM2", from: hour, to: hour });
  return {
    airC: air?.value ?? Number.NaN,
    humidityPercent: humidity?.value ?? Number.NaN,
    windMPerS: wind?.value ?? conditions.windMPerS,
    globalWPerM2: global?.value ?? null,
    diffuseWPerM2: diffuse?.value ?? null,
    filled: [air, humidity, wind, global, diffuse].some((one) => one?.filled === true),
  };
}

/** A series at an hour; null beyond its ends. */
function valueAt(series: Series, hour: number): { readonly value: number; readonly filled: boolean } | null {
  for (let i = 0; i < series.length; i += 1) {
    const [x, y] = series[i];
    if (Math.abs(x - hour) < 1e-9) return { value: y, filled: false };
    if (x < hour) continue;
    if (i === 0) return null;
    const [x0, y0] = series[i - 1];
    return { value: y0 + ((y - y0) * (hour - x0)) / (x - x0), filled: x - x0 > 1 + 1e-9 };
  }
  return null;
}
