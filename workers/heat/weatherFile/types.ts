/** Hour of the file's own clock and value, ascending. */
type Series = readonly (readonly [number, number])[];

const weatherQuantities = [
  "ownAirC",
  "ownHumidityPercent",
  "ownWindMPerS",
  "ownGlobalWPerM2",
  "ownDiffuseWPerM2",
] as const;
export type WeatherQuantity = (typeof weatherQuantities)[number];

/** One day of a weather file, as the model's conditions take it. */
export type WeatherDay = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly highestC: number;
  readonly series: Readonly<Record<WeatherQuantity, Series>>;
};

export type WeatherFile = {
  /** Place as the file names it; "" where it does not. */
  readonly place: string;
  /** Hours ahead of UTC; null where the file does not say. */
  readonly utcOffsetH: number | null;
  /** Whether a value is the mean of the hour that ends at its stamp; null where the file does not say. */
  readonly stamp: "hourEnding" | "instant" | null;
  readonly days: readonly WeatherDay[];
  /** Values that the file marks as missing, or that cannot be. */
  readonly missing: number;
};

export type WeatherFileErrorKey = "tooLarge" | "noTime" | "noAir" | "noHumidity" | "noDays";

/** Why a weather file is of no use; translated under `heat:weatherFile.errors.<key>`. */
export function weatherFileError(
  key: WeatherFileErrorKey,
  values: Readonly<Record<string, string | number>> = {},
): Error & { readonly key: WeatherFileErrorKey; readonly values: Readonly<Record<string, string | number>> } {
  const error = new Error(`heat.weatherFile.${key} ${JSON.stringify(values)}`);
  error.name = "WeatherFileError";
  return Object.assign(error, { key, values });
}

/** What weather on Earth can be; a value beyond is an error of the file, or its way to say "missing". */
const plausible: Readonly<Record<WeatherQuantity, readonly [number, number]>> = {
  ownAirC: [-60, 60],
  ownHumidityPercent: [1, 110],
  ownWindMPerS: [0, 60],
  ownGlobalWPerM2: [-20, 1500],
  ownDiffuseWPerM2: [-20, 1500],
};
/** Instruments give a little less than nothing at night, and a little more than all in fog. */
const bounds: Readonly<Record<WeatherQuantity, readonly [number, number]>> = {
  ...plausible,
  ownHumidityPercent: [1, 100],
  ownGlobalWPerM2: [0, 1400],
  ownDiffuseWPerM2: [0, 1400],
};

type Gathered = {
  readonly date: readonly [number, number, number];
  readonly series: Record<WeatherQuantity, [number, number][]>;
};

export type DayGatherer = {
  readonly add: (
    date: readonly [number, number, number],
    hour: number,
    quantity: WeatherQuantity,
    value: number,
  ) => void;
  readonly finish: () => { readonly days: WeatherDay[]; readonly missing: number };
};

/** Gathers values by day. An hour of 24 belongs to the day that it ends. */
export function createDays(): DayGatherer {
  const byDate = new Map<number, Gathered>();
  let missing = 0;
  return {
    add(date, hour, quantity, value) {
      const [low, high] = plausible[quantity];
      if (!(value >= low && value <= high)) {
        missing += 1;
        return;
      }
      const key = (date[0] * 13 + date[1]) * 32 + date[2];
      let day = byDate.get(key);
      if (day === undefined) {
        day = {
          date,
          series: {
            ownAirC: [],
            ownHumidityPercent: [],
            ownWindMPerS: [],
            ownGlobalWPerM2: [],
            ownDiffuseWPerM2: [],
          },
        };
        byDate.set(key, day);
      }
      const [least, most] = bounds[quantity];
      day.series[quantity].push([hour, Math.min(most, Math.max(least, value))]);
    },
    finish() {
      const days: WeatherDay[] = [];
      for (const { date, series } of byDate.values()) {
        const ownAirC = ordered(series.ownAirC);
        const ownHumidityPercent = ordered(series.ownHumidityPercent);
        if (ownAirC.length < 2 || ownHumidityPercent.length < 2) continue;
        days.push({
          year: date[0],
          month: date[1],
          day: date[2],
          highestC: Math.max(...ownAirC.map(([, value]) => value)),
          series: {
            ownAirC,
            ownHumidityPercent,
            ownWindMPerS: ordered(series.ownWindMPerS),
            ownGlobalWPerM2: ordered(series.ownGlobalWPerM2),
            ownDiffuseWPerM2: ordered(series.ownDiffuseWPerM2),
          },
        });
      }
      return { days, missing };
    },
  };
}

/** More values than this in a day are of a finer step: those of whole hours stay. */
const mostADay = 25;

/** Ascending, each hour once (the later value stays). */
function ordered(pairs: readonly [number, number][]): Series {
  const hourly = pairs.length > mostADay ? pairs.filter(([hour]) => Number.isInteger(hour)) : pairs;
  return [...new Map(hourly)].sort((a, b) => a[0] - b[0]);
}

/** A date of the calendar, or null. */
export function dateOf(year: number, month: number, day: number): readonly [number, number, number] | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 1800 && year < 2200;
  return real ? [year, month, day] : null;
}
