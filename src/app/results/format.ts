/** Numbers, times and units as people write them, in the language of the app. */

export function formatNumber(value: number, language: string, digits = 2): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** A change with its sign: "−3,4", "+0,2"; "negative": only what is below zero has one. */
export function formatSigned(
  value: number,
  language: string,
  digits: number,
  signs: "exceptZero" | "negative" = "exceptZero",
): string {
  return new Intl.NumberFormat(language, {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
    signDisplay: signs,
  })
    .format(value)
    .replace("-", "−");
}

/** Simulated time as hours and minutes: 2100 s → "0:35". */
export function formatClock(timeS: number): string {
  const minutes = Math.max(0, Math.round(timeS / 60));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Time of day: 51 000 s after midnight → "14:10". */
export function formatTimeOfDay(timeS: number): string {
  const minutes = Math.max(0, Math.round(timeS / 60)) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Unit as it stands behind a number; "1" is a bare count. Signs stand close, words a word's space away. */
export function formatUnit(unit: string): string {
  if (unit === "1" || unit === "") return "";
  return /\p{L}{5}|\p{L} \p{L}/u.test(unit) ? `\u00A0${unit}` : `\u202F${unit}`;
}

/** An area or a volume with the two digits that mean something. */
export function formatRounded(value: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumSignificantDigits: 2 }).format(value);
}

/** An amount over several orders of magnitude: three significant digits, grouped. */
export function formatAmount(value: number, language: string): string {
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** Remaining time in steps that do not flicker: seconds by five, then minutes. */
export function roundedSeconds(seconds: number): number {
  if (seconds < 10) return Math.max(1, Math.round(seconds));
  if (seconds < 90) return Math.round(seconds / 5) * 5;
  return Math.round(seconds / 60) * 60;
}

export function formatWhen(ms: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" }).format(ms);
}
