/** Numbers and texts out of foreign tables: everything may be a string, with units, decimal commas and "unknown" words. */

/** Whether a cell holds nothing. */
export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === "string" && value.trim() === "");

/** A value as text, at most `most` characters; "" where it is none. */
export function textOfValue(value: unknown, most = 200): string {
  if (typeof value === "string") return value.trim().slice(0, most);
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  return typeof value === "number" && Number.isFinite(value) ? String(value) : "";
}

const leading = /^[+-]?(?:\d[\d.,' ]*|[.,]\d+)(?:e[+-]?\d{1,3})?/i;

/**
 * The number that a cell begins with: 12.5, "12,5 m", "1.234,5", "1 234"; NaN where it begins with none. Of two kinds of
 * separators the last is the decimal one; one comma alone is decimal, several equal separators group thousands.
 */
export function numberOfValue(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return Number.NaN;
  const found = leading.exec(value.trim().slice(0, 60))?.[0];
  if (found === undefined) return Number.NaN;
  let digits = found.replace(/[' ]/g, "").replace(/[.,]+$/, "");
  const comma = digits.lastIndexOf(",");
  const point = digits.lastIndexOf(".");
  if (comma >= 0 && point >= 0)
    digits = comma > point ? digits.replaceAll(".", "").replace(",", ".") : digits.replaceAll(",", "");
  else if (comma >= 0)
    digits = digits.split(",").length > 2 ? digits.replaceAll(",", "") : digits.replace(",", ".");
  else if (digits.split(".").length > 2) digits = digits.replaceAll(".", "");
  return Number(digits);
}

const feet = /^\s*[\d.,]+\s*(?:ft|feet|')/i;
const centimetres = /^\s*[\d.,]+\s*cm\b/i;

/** A length in metres; `factor` is what the column's name says of its unit. OSM also has feet ("40'"). */
export function lengthOfValue(value: unknown, factor = 1): number {
  const number = numberOfValue(value);
  if (typeof value !== "string") return number * factor;
  if (feet.test(value)) return number * 0.3048;
  return centimetres.test(value) ? number * 0.01 : number * factor;
}

/** The largest number of a list such as OSM's "3;4". */
export function largestOfList(value: unknown): number {
  if (typeof value !== "string" || !value.includes(";")) return numberOfValue(value);
  const numbers = value.slice(0, 200).split(";").map(numberOfValue).filter(Number.isFinite);
  return numbers.length === 0 ? Number.NaN : Math.max(...numbers);
}

const compass = [
  "n",
  "nne",
  "ne",
  "ene",
  "e",
  "ese",
  "se",
  "sse",
  "s",
  "ssw",
  "sw",
  "wsw",
  "w",
  "wnw",
  "nw",
  "nnw",
];

/** A direction, degrees clockwise from north, from a number or a compass point ("SW", German "SO"); NaN = none. */
export function directionOfValue(value: unknown): number {
  const number = numberOfValue(value);
  if (Number.isFinite(number)) return ((number % 360) + 360) % 360;
  const point = compass.indexOf(textOfValue(value).toLowerCase().replaceAll("o", "e"));
  return point < 0 ? Number.NaN : point * 22.5;
}
