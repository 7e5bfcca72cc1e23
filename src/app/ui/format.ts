import type { Language } from "#app/state/session.ts";
import { roundedCost } from "#scenario/cost.ts";
import type { CostRange } from "#scenario/types.ts";

const locales: Readonly<Record<Language, string>> = { de: "de-DE", en: "en-GB" };
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: Language, minimum: number, maximum: number): Intl.NumberFormat {
  const key = `${language}/${minimum}/${maximum}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locales[language], {
      minimumFractionDigits: minimum,
      maximumFractionDigits: maximum,
    });
    formats.set(key, format);
  }
  return format;
}

/** A number in the reader's notation with exactly `digits` decimals. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return numberFormat(language, digits, digits).format(value);
}

/** "12,5 m", "1,24 km": a narrow space keeps number and unit together. */
export function formatLength(lengthM: number, language: Language): string {
  if (lengthM >= 1000) return `${formatNumber(lengthM / 1000, language, 2)}\u202fkm`;
  return `${formatNumber(lengthM, language, lengthM < 100 ? 1 : 0)}\u202fm`;
}

/** "120 m²", "1,2 ha" from ten thousand square metres. */
export function formatArea(areaM2: number, language: Language): string {
  if (areaM2 >= 10_000) return `${formatNumber(areaM2 / 10_000, language, 2)}\u202fha`;
  return `${formatNumber(areaM2, language, areaM2 < 10 ? 1 : 0)}\u202fm²`;
}

/** "12.000–18.000 €", or "1,2–1,8 Mio. €". */
export function formatCost(cost: CostRange, language: Language): string {
  const { lowEur: low, highEur: high } = roundedCost(cost);
  const millions = high >= 1_000_000;
  const part = (value: number) =>
    millions
      ? numberFormat(language, 0, 2).format(value / 1_000_000)
      : numberFormat(language, 0, 0).format(value);
  const unit = millions ? (language === "de" ? "Mio.\u202f€" : "m\u202f€") : "€";
  return low === high ? `${part(low)}\u202f${unit}` : `${part(low)}–${part(high)}\u202f${unit}`;
}

export function formatBytes(bytes: number, language: Language): string {
  if (bytes >= 1e9) return `${numberFormat(language, 1, 1).format(bytes / 1e9)}\u202fGB`;
  if (bytes >= 1e6) return `${numberFormat(language, 1, 1).format(bytes / 1e6)}\u202fMB`;
  return `${numberFormat(language, 0, 0).format(Math.ceil(bytes / 1e3))}\u202fkB`;
}

export function formatDate(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleDateString(locales[language], { day: "numeric", month: "long", year: "numeric" });
}

export function formatMoment(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleString(locales[language], { dateStyle: "medium", timeStyle: "short" });
}

/** Numbers among the values of a sentence in the reader's notation ("1,5" instead of "1.5"). */
export function localised(
  values: Readonly<Record<string, string | number>>,
  language: Language,
): Readonly<Record<string, string>> {
  const format = numberFormat(language, 0, 2);
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "number" ? format.format(value) : value,
    ]),
  );
}
