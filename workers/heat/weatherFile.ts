import { isEpw, readEpw } from "./weatherFile/epw.ts";
import { readWeatherCsv } from "./weatherFile/table.ts";
import type { WeatherFile } from "./weatherFile/types.ts";
import { weatherFileError } from "./weatherFile/types.ts";

/** A year of hours as EnergyPlus writes it has 1.6 MB. */
const mostBytes = 30_000_000;

/**
 * Days of hourly weather from the text of a file: EnergyPlus weather (EPW), or a table with a line of headings (CSV of any
 * separator, Deutscher Wetterdienst included). Missing values are left out; whole days without air or humidity too.
 *
 * @throws WeatherFileError `tooLarge`, `noTime`, `noAir`, `noHumidity`, `noDays`
 */
export function readWeatherFile(text: string): WeatherFile {
  if (text.length > mostBytes) throw weatherFileError("tooLarge", { megabytes: mostBytes / 1e6 });
  const file = isEpw(text) ? readEpw(text) : readWeatherCsv(text);
  if (file.days.length === 0) throw weatherFileError("noDays");
  return file;
}

export type { WeatherDay, WeatherFile } from "./weatherFile/types.ts";
