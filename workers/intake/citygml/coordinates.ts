import { pushVertex, type Soup } from "../buildings/soup.ts";

const powersOfTen = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/**
 * Numbers of a white-space separated list, appended to `into` (cleared first). Plain decimals are read digit by digit,
 * which is exact up to 15 digits (both parts fit a double, and one division rounds once); everything else goes through
 * `Number`. What is no number becomes NaN.
 */
export function parseNumbers(text: string, into: number[]): void {
  into.length = 0;
  const end = text.length;
  let at = 0;
  while (at < end) {
    let code = text.charCodeAt(at);
    if (isSpace(code)) {
      at += 1;
      continue;
    }
    const start = at;
    const negative = code === 45;
    if (negative) code = text.charCodeAt(++at);
    let digits = 0;
    let value = 0;
    let decimals = 0;
    let seenPoint = false;
    for (; at < end; code = text.charCodeAt(++at)) {
      if (code >= 48 && code <= 57) {
        value = value * 10 + (code - 48);
        digits += 1;
        if (seenPoint) decimals += 1;
      } else if (code === 46 && !seenPoint) seenPoint = true;
      else break;
    }
    if (at < end && !isSpace(code)) {
      while (at < end && !isSpace(text.charCodeAt(at))) at += 1;
      into.push(Number(text.slice(start, at)));
    } else if (digits === 0 || digits > 15) {
      into.push(digits === 0 ? Number.NaN : Number(text.slice(start, at)));
    } else {
      if (decimals > 0) value /= powersOfTen[decimals];
      into.push(negative ? -value : value);
    }
  }
}

/** How many stretches between white space a text has. */
export function countOfWords(text: string): number {
  let count = 0;
  let before = true;
  for (let at = 0; at < text.length; at++) {
    const space = isSpace(text.charCodeAt(at));
    if (before && !space) count += 1;
    before = space;
  }
  return count;
}

const numbers: number[] = [];

/**
 * Appends the vertices of a gml:posList or gml:pos.
 * @returns false where the count of numbers does not fit the dimension; then nothing is appended.
 */
export function pushPosList(soup: Soup, text: string, dimension: 2 | 3): boolean {
  parseNumbers(text, numbers);
  if (numbers.length % dimension !== 0) return false;
  for (let i = 0; i < numbers.length; i += dimension) {
    pushVertex(soup, numbers[i], numbers[i + 1], dimension === 3 ? numbers[i + 2] : 0);
  }
  return true;
}

/** Appends the vertices of a gml:coordinates list of GML 2 ("x,y,z x,y,z"). */
export function pushCoordinates(soup: Soup, text: string): boolean {
  for (const tuple of text.trim().split(/\s+/)) {
    const parts = tuple.split(",").map(Number);
    if (parts.length !== 3) return false;
    pushVertex(soup, parts[0], parts[1], parts[2]);
  }
  return true;
}
