import type { HeatConditions } from "./conditions.ts";
import { heatInputError } from "./errors.ts";

type Series = readonly (readonly [number, number])[];

/** One day of a weather file, as the conditions take it. */
export type WeatherDay = Pick<
  HeatConditions,
  | "day"
  | "year"
  | "month"
  | "dayOfMonth"
  | "ownUtcOffsetH"
  | "ownStamp"
  | "ownAirC"
  | "ownHumidityPercent"
  | "ownWindMPerS"
  | "ownGlobalWPerM2"
  | "ownDiffuseWPerM2"
>;

export type WeatherFile = {
  readonly format: "epw" | "csv";
  /** Every day with air temperature and humidity, in the file's order. */
  readonly days: readonly WeatherDay[];
  /** The day with the highest air temperature: what a heat run will mostly want. */
  readonly hottest: WeatherDay;
};

const largestLength = 20_000_000;

/**
 * Reads hourly weather: EnergyPlus files (EPW; hours end at their stamp, the offset from UTC stands in the first line) or a table (CSV) with a
 * column for the time or the hour, one for air temperature, one for humidity, and where there are any, wind, global and diffuse
 * radiation. Separators comma, semicolon or tabulator; decimal point or, between semicolons, comma.
 * @throws HeatInputError `weatherFileUnknown`, `weatherMissing`
 */
export function readWeatherFile(text: string): WeatherFile {
  if (text.length > largestLength) throw heatInputError("weatherFileUnknown", { line: 1 });
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const epw = /^LOCATION,/i.test(lines[0] ?? "");
  const records = epw ? epwRecords(lines) : csvRecords(lines);
  const days = daysOf(records, epw);
  if (days.length === 0) throw heatInputError("weatherMissing", { condition: "ownAirC" });
  const highest = ({ ownAirC }: WeatherDay): number => Math.max(...ownAirC.map(([, value]) => value));
  const hottest = days.reduce((best, day) => (highest(day) > highest(best) ? day : best));
  return { format: epw ? "epw" : "csv", days, hottest };
}

type Record = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly offsetH: number;
  readonly airC: number;
  readonly humidityPercent: number;
  readonly windMPerS: number;
  readonly globalWPerM2: number;
  readonly diffuseWPerM2: number;
};

/** EPW's own values for "missing". */
const epwMissing = { air: 99.9, humidity: 999, wind: 999, radiation: 9999 } as const;

function epwRecords(lines: readonly string[]): readonly Record[] {
  const location = lines[0].split(",");
  const offsetH = Number(location[8]);
  if (!Number.isFinite(offsetH)) throw heatInputError("weatherFileUnknown", { line: 1 });
  const present = (value: string | undefined, missing: number): number => {
    const number = value === undefined || value.trim() === "" ? Number.NaN : Number(value);
    return number >= missing ? Number.NaN : number;
  };
  const records: Record[] = [];
  lines.forEach((line, index) => {
    if (!/^\d{4},\d{1,2},\d{1,2},\d{1,2},/.test(line)) return;
    const cells = line.split(",");
    if (cells.length < 22) throw heatInputError("weatherFileUnknown", { line: index + 1 });
    records.push({
      year: Number(cells[0]),
      month: Number(cells[1]),
      day: Number(cells[2]),
      hour: Number(cells[3]),
      offsetH,
      airC: present(cells[6], epwMissing.air),
      humidityPercent: present(cells[8], epwMissing.humidity),
      windMPerS: present(cells[21], epwMissing.wind),
      globalWPerM2: present(cells[13], epwMissing.radiation),
      diffuseWPerM2: present(cells[15], epwMissing.radiation),
    });
  });
  return records;
}

/** Words that head a column, in German and English, without units. */
const columnWords = {
  time: /^(time|datetime|timestamp|date|datum|zeit|zeitstempel|datum.?zeit)/i,
  hour: /^(hour|stunde|h$|std)/i,
  airC: /^(ta\b|t_?air|air.?temp|temp|lufttemp|t2m|tdb|tt_?tu)/i,
  humidityPercent: /^(rh\b|rel|humidity|feuchte|luftfeuchte|rf_?tu)/i,
  windMPerS: /^(wind|ws\b|v10|ff?\b)/i,
  globalWPerM2: /^(g\b|ghi|global|globalstrahlung|kdown|kdn|sw_?in)/i,
  diffuseWPerM2: /^(d\b|dhi|diff|diffus|kdiff)/i,
} as const;
type ColumnName = keyof typeof columnWords;

function csvRecords(lines: readonly string[]): readonly Record[] {
  const start = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  if (start < 0) throw heatInputError("weatherFileUnknown", { line: 1 });
  const head = lines[start];
  const separator = [";", "\t", ","].find((one) => head.includes(one));
  if (separator === undefined) throw heatInputError("weatherFileUnknown", { line: start + 1 });
  const names = head.split(separator).map((name) => name.trim().replace(/^"|"$/g, ""));
  const column = (name: ColumnName): number => names.findIndex((one) => columnWords[name].test(one));
  const at = {
    time: column("time"),
    hour: column("hour"),
    airC: column("airC"),
    humidityPercent: column("humidityPercent"),
  };
  if (at.airC < 0 || at.humidityPercent < 0 || (at.time < 0 && at.hour < 0))
    throw heatInputError("weatherFileUnknown", { line: start + 1 });
  const others = {
    wind: column("windMPerS"),
    global: column("globalWPerM2"),
    diffuse: column("diffuseWPerM2"),
  };
  const number = (cells: readonly string[], index: number): number => {
    const cell = index < 0 ? undefined : cells[index]?.trim().replace(/^"|"$/g, "");
    if (cell === undefined || cell === "" || /^(na|nan|null|-)$/i.test(cell)) return Number.NaN;
    const value = Number(separator === ";" ? cell.replace(",", ".") : cell);
    // What files write for "missing"; no weather is that cold.
    return value <= -900 ? Number.NaN : value;
  };
  return lines.slice(start + 1).flatMap((line, index) => {
    if (line.trim() === "") return [];
    const cells = line.split(separator);
    const when =
      at.time >= 0
        ? momentOf(cells[at.time] ?? "")
        : { year: 0, month: 0, day: 0, hour: number(cells, at.hour) };
    if (when === null || !Number.isFinite(when.hour))
      throw heatInputError("weatherFileUnknown", { line: start + index + 2 });
    return [
      {
        ...when,
        offsetH: Number.NaN,
        airC: number(cells, at.airC),
        humidityPercent: number(cells, at.humidityPercent),
        windMPerS: number(cells, others.wind),
        globalWPerM2: number(cells, others.global),
        diffuseWPerM2: number(cells, others.diffuse),
      },
    ];
  });
}

/** "2026-07-15T14:00", "2026-07-15 14:30:00", "15.07.2026 14:00", "2026071514". */
function momentOf(text: string): Pick<Record, "year" | "month" | "day" | "hour"> | null {
  const clean = text.trim().replace(/^"|"$/g, "");
  const iso =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2})(?::(\d{2}))?)?/.exec(clean) ??
    /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})?$/.exec(clean);
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,]+(\d{1,2})(?::(\d{2}))?)?/.exec(clean);
  const parts = iso ?? (german && [german[0], german[3], german[2], german[1], german[4], german[5]]);
  if (!parts) return null;
  const [, year, month, day, hour, minute] = parts.map((part) => Number(part ?? 0));
  return { year, month, day, hour: hour + minute / 60 };
}

function daysOf(records: readonly Record[], hourEnding: boolean): readonly WeatherDay[] {
  const byDay = new Map<string, Record[]>();
  for (const record of records) {
    if (Number.isNaN(record.airC) || Number.isNaN(record.humidityPercent)) continue;
    const key = `${record.year}-${record.month}-${record.day}`;
    const day = byDay.get(key);
    if (day) day.push(record);
    else byDay.set(key, [record]);
  }
  return [...byDay.values()].flatMap((day) => {
    const sorted = [...day]
      .sort((a, b) => a.hour - b.hour)
      .filter((one, i, all) => i === 0 || one.hour > all[i - 1].hour);
    if (sorted.length < 2) return [];
    const series = (value: (record: Record) => number): Series =>
      sorted.flatMap((record) => {
        const y = value(record);
        return Number.isNaN(y) ? [] : [[record.hour, y] as const];
      });
    const [{ year, month, day: dayOfMonth, offsetH }] = sorted;
    return [
      {
        day: "own",
        // A table of hours alone has no date: the conditions keep theirs.
        year: year > 0 ? year : 2026,
        month: month > 0 ? month : 7,
        dayOfMonth: dayOfMonth > 0 ? dayOfMonth : 15,
        ownUtcOffsetH: Number.isNaN(offsetH) ? 1 : offsetH,
        ownStamp: hourEnding ? "hourEnding" : "instant",
        ownAirC: series(({ airC }) => airC),
        ownHumidityPercent: series(({ humidityPercent }) => humidityPercent),
        ownWindMPerS: series(({ windMPerS }) => windMPerS),
        ownGlobalWPerM2: series(({ globalWPerM2 }) => globalWPerM2),
        ownDiffuseWPerM2: series(({ diffuseWPerM2 }) => diffuseWPerM2),
      } satisfies WeatherDay,
    ];
  });
}
