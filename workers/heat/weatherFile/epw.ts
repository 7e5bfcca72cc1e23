import { createDays, dateOf, type WeatherFile, type WeatherQuantity } from "./types.ts";

export const isEpw = (text: string): boolean => /^\uFEFF?LOCATION,/i.test(text);

/** Columns of a data line, from 0, and what stands for "missing" (EnergyPlus Auxiliary Programs, EPW data dictionary). */
const columns: readonly (readonly [WeatherQuantity, number, number])[] = [
  ["ownAirC", 6, 99.9],
  ["ownHumidityPercent", 8, 999],
  ["ownGlobalWPerM2", 13, 9999],
  ["ownDiffuseWPerM2", 15, 9999],
  ["ownWindMPerS", 21, 999],
];
const headLines = 8;

/** EnergyPlus weather: hours 1–24 of standard time, each the hour that ends then. */
export function readEpw(text: string): WeatherFile {
  const lines = text.split(/\r?\n/);
  const head = lines[0].split(",");
  const offset = Number(head[8]);
  const days = createDays();
  for (let i = headLines; i < lines.length; i += 1) {
    const parts = lines[i].split(",");
    if (parts.length < 22) continue;
    const date = dateOf(Number(parts[0]), Number(parts[1]), Number(parts[2]));
    const hour = Number(parts[3]);
    if (date === null || !(hour >= 0 && hour <= 24)) continue;
    for (const [quantity, column, absent] of columns) {
      const value = parts[column].trim() === "" ? Number.NaN : Number(parts[column]);
      days.add(date, hour, quantity, value === absent ? Number.NaN : value);
    }
  }
  return {
    place: (head[1] ?? "").trim(),
    utcOffsetH: head[8] !== undefined && Math.abs(offset) <= 14 ? offset : null,
    stamp: "hourEnding",
    ...days.finish(),
  };
}
