import { formatAmount, formatTimeOfDay } from "./format.ts";

const units = [
  ["KwhPerM2", "kWh/m²"],
  ["WPerM2", "W/m²"],
  ["M3", "m³"],
  ["M2", "m²"],
  ["Mm", "mm"],
  ["C", "°C"],
  ["Deg", "°"],
] as const;

/** A figure of a run's ledger in words: its unit is the end of the key's name. */
export function ledgerText(key: string, value: number, language: string): string {
  if (key.endsWith("Relative")) {
    return new Intl.NumberFormat(language, { notation: "scientific", maximumFractionDigits: 1 }).format(
      value,
    );
  }
  if (key.endsWith("TimeS")) return formatTimeOfDay(value);
  const unit = units.find(([ending]) => key.endsWith(ending))?.[1] ?? "";
  return `${formatAmount(value, language)}${unit === "" ? "" : `\u202F${unit}`}`;
}
