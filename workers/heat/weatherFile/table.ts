import { createDays, dateOf, type WeatherFile, type WeatherQuantity, weatherFileError } from "./types.ts";

/** How headings name a quantity, and what its values have to be multiplied by. */
type Heading = {
  readonly quantity: WeatherQuantity;
  readonly pattern: RegExp;
  readonly factor: number;
};

/** Names of Deutscher Wetterdienst first: its radiation is in J/cm² and hour. */
const headings: readonly Heading[] = [
  { quantity: "ownAirC", pattern: /^(tt_tu|tt_10)$/, factor: 1 },
  { quantity: "ownHumidityPercent", pattern: /^(rf_tu|rf_10)$/, factor: 1 },
  { quantity: "ownWindMPerS", pattern: /^(f|ff|ff_10)$/, factor: 1 },
  { quantity: "ownGlobalWPerM2", pattern: /^fg_(lberg|strahl)$/, factor: 10_000 / 3600 },
  { quantity: "ownDiffuseWPerM2", pattern: /^fd_(lberg|strahl)$/, factor: 10_000 / 3600 },
  { quantity: "ownDiffuseWPerM2", pattern: /diffus|^dhi|^kdiff/, factor: 1 },
  { quantity: "ownGlobalWPerM2", pattern: /global|^ghi|^kdn|^kdown|shortwave_radiation/, factor: 1 },
  { quantity: "ownWindMPerS", pattern: /wind_?(speed|geschw)|^wind|^ws\b|^uwind/, factor: 1 },
  { quantity: "ownHumidityPercent", pattern: /humid|feuchte|^rh\b|^rel/, factor: 1 },
  { quantity: "ownAirC", pattern: /temp|^ta\b|^tair|^t2m|dry.?bulb|^td\b/, factor: 1 },
];
const timePattern = /^(mess_datum|zeit|zeitstempel|datum|date|time|datetime|timestamp|date_?time)/;
const hourPattern = /^(stunde|hour|uhrzeit)/;

/**
 * A table with a line of headings. Stamps: ISO 8601, German ("15.07.2026 14:00") or digits (2026071514); an hour in a column of
 * its own counts. A stamp with a zone says the clock of the file; Deutscher Wetterdienst stamps in UTC.
 * @throws WeatherFileError `noTime`, `noAir`, `noHumidity`
 */
export function readWeatherCsv(text: string): WeatherFile {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const top = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  const separator = separatorOf(lines[top] ?? "");
  const names = cells(lines[top] ?? "", separator).map((name) => name.toLowerCase());
  const timeColumn = names.findIndex((name) => timePattern.test(name));
  const hourColumn = names.findIndex((name) => hourPattern.test(name));
  if (timeColumn < 0) throw weatherFileError("noTime");
  const found = columnsOf(names);
  if (!found.some(({ quantity }) => quantity === "ownAirC")) throw weatherFileError("noAir");
  if (!found.some(({ quantity }) => quantity === "ownHumidityPercent")) throw weatherFileError("noHumidity");
  const days = createDays();
  let offset: number | null = names[timeColumn] === "mess_datum" ? 0 : null;
  for (const line of lines.slice(top + 1)) {
    if (line.trim() === "") continue;
    const parts = cells(line, separator);
    const stamp = stampOf(parts[timeColumn] ?? "", hourColumn < 0 ? null : (parts[hourColumn] ?? ""));
    if (stamp === null) continue;
    offset ??= stamp.offsetH;
    for (const { quantity, column, factor } of found) {
      const value = numberOf(parts[column] ?? "", separator);
      // −999 and its like stand for "missing" in the files of most services.
      days.add(stamp.date, stamp.hour, quantity, value <= -99 ? Number.NaN : value * factor);
    }
  }
  return { place: "", utcOffsetH: offset, stamp: null, ...days.finish() };
}

function separatorOf(line: string): string {
  const counted = [";", "\t", ","].map((separator) => ({ separator, count: line.split(separator).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}

const cells = (line: string, separator: string): string[] =>
  line.split(separator).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim(),
  );

/** The first column for each quantity. */
function columnsOf(
  names: readonly string[],
): { readonly quantity: WeatherQuantity; readonly column: number; readonly factor: number }[] {
  const taken = new Map<WeatherQuantity, { quantity: WeatherQuantity; column: number; factor: number }>();
  for (const { quantity, pattern, factor } of headings) {
    if (taken.has(quantity)) continue;
    const column = names.findIndex((name) => pattern.test(name));
    const used = [...taken.values()].some((one) => one.column === column);
    if (column >= 0 && !used) taken.set(quantity, { quantity, column, factor });
  }
  return [...taken.values()];
}

function numberOf(text: string, separator: string): number {
  if (text === "") return Number.NaN;
  return Number(separator === "," ? text : text.replace(",", "."));
}

type Stamp = {
  readonly date: readonly [number, number, number];
  readonly hour: number;
  readonly offsetH: number | null;
};

const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):?(\d{2})?(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2})(?::(\d{2}))?)?/;
const digits = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})?$/;

function stampOf(text: string, hourText: string | null): Stamp | null {
  const [, ...isoParts] = iso.exec(text) ?? [];
  if (isoParts.length > 0) {
    const [year, month, day, hour, minute, zone] = isoParts;
    return stamp(year, month, day, hour, minute, hourText, zone);
  }
  const [, ...germanParts] = german.exec(text) ?? [];
  if (germanParts.length > 0) {
    const [day, month, year, hour, minute] = germanParts;
    return stamp(year, month, day, hour, minute, hourText);
  }
  const [, ...digitParts] = digits.exec(text) ?? [];
  if (digitParts.length === 0) return null;
  const [year, month, day, hour, minute] = digitParts;
  return stamp(year, month, day, hour, minute, hourText);
}

function stamp(
  year: string,
  month: string,
  day: string,
  hour: string | undefined,
  minute: string | undefined,
  hourText: string | null,
  zone?: string,
): Stamp | null {
  const date = dateOf(Number(year), Number(month), Number(day));
  const [ownHour, ownMinute] = (hourText ?? "").split(":").map(Number);
  const at =
    hourText === null ? Number(hour ?? 0) + Number(minute ?? 0) / 60 : ownHour + (ownMinute || 0) / 60;
  if (date === null || !(at >= 0 && at <= 24)) return null;
  return { date, hour: at, offsetH: zone === undefined ? null : offsetOf(zone) };
}

function offsetOf(zone: string): number {
  if (zone === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) + Number(zone.slice(-2)) / 60);
}
