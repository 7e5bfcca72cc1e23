import { wrap } from "comlink";
import { currentScenario, dispatch } from "#app/state/document.ts";
import type { WeatherDay, WeatherFile } from "#workers/heat/weatherFile.ts";
import type { WeatherReader } from "#workers/heat/weatherFile.worker.ts";

/** What came of reading a weather file. */
export type ReadWeather =
  | { readonly status: "read"; readonly file: WeatherFile }
  | {
      readonly status: "failed";
      /** Its text stands under the errors of weather files. */
      readonly key: string;
      readonly values: Readonly<Record<string, string | number>>;
    };

const mostBytes = 30_000_000;

/** Reads a weather file in a worker of its own, which ends with the answer. */
export async function readWeather(file: File): Promise<ReadWeather> {
  if (file.size > mostBytes)
    return { status: "failed", key: "tooLarge", values: { megabytes: mostBytes / 1e6 } };
  const worker = new Worker(new URL("../../../workers/heat/weatherFile.worker.ts", import.meta.url), {
    type: "module",
  });
  try {
    const read = await wrap<WeatherReader>(worker).read(await file.text());
    return { status: "read", file: read };
  } catch (error) {
    return failureOf(error);
  } finally {
    worker.terminate();
  }
}

/** Errors keep their message alone on the way out of a worker: key and values stand in it. */
export function failureOf(error: unknown): ReadWeather {
  const message = error instanceof Error ? error.message : String(error);
  const [, key, values] = /^heat\.weatherFile\.(\w+) (\{.*\})$/.exec(message) ?? [];
  if (key === undefined) return { status: "failed", key: "unreadable", values: { detail: message } };
  return { status: "failed", key, values: JSON.parse(values) as Record<string, string | number> };
}

/** The hottest days of a file, hottest first. */
export const hottestDays = ({ days }: WeatherFile, most: number): readonly WeatherDay[] =>
  [...days].sort((a, b) => b.highestC - a.highestC).slice(0, most);

export const dayKey = ({ year, month, day }: WeatherDay): string => `${year}-${month}-${day}`;

/** Puts a day of a file into the conditions of the heat model, as one change that can be undone. */
export function takeWeatherDay(file: WeatherFile, { year, month, day, series }: WeatherDay): void {
  dispatch({
    type: "setConditions",
    modelId: "heat",
    conditions: {
      ...currentScenario()?.conditions.heat,
      day: "own",
      year,
      month,
      dayOfMonth: day,
      ...series,
      ...(file.utcOffsetH === null ? {} : { ownUtcOffsetH: file.utcOffsetH }),
      ...(file.stamp === null ? {} : { ownStamp: file.stamp }),
    },
  });
}
