import { type Growable, push, reserve } from "../buildings/growable.ts";
import { IntakeError } from "../report.ts";

/**
 * Reads the outer structure of a JSON text as UTF-8 bytes, without making objects of it: where members begin and end, and
 * lists of vertices straight into columns. What lies between is parsed piece by piece by whoever needs it, so that a
 * document of a hundred thousand buildings never stands in memory as millions of small arrays.
 */

const quote = 0x22;
const backslash = 0x5c;
export const comma = 0x2c;
const colon = 0x3a;
export const openBrace = 0x7b;
const closeBrace = 0x7d;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;

/** A building's geometry lies nine deep; what is a hundred times deeper would exhaust whoever walks through it. */
const deepest = 1000;

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/** The line of a byte, from 1. */
function lineAt(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = bytes.indexOf(10); i >= 0 && i < at; i = bytes.indexOf(10, i + 1)) line += 1;
  return line;
}

/** @throws always: IntakeError "jsonBroken" with the place. */
function broken(bytes: Uint8Array, at: number): never {
  throw new IntakeError("jsonBroken", { detail: `byte ${at + 1}.` }, lineAt(bytes, at));
}

/** First byte from here on that is no blank. */
export function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isBlank(bytes[at])) at += 1;
  return at;
}

/** The byte after a string that begins here. */
function skipString(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const code = bytes[at];
    if (code === quote) return at + 1;
    if (code === backslash) at += 1;
  }
  return broken(bytes, from);
}

/** The byte after a value that begins here. Its inside is not checked: it is when the value is parsed. */
export function skipValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === quote) return skipString(bytes, from);
  let at = from;
  if (first !== openBrace && first !== openBracket) {
    for (; at < bytes.length; at++) {
      const code = bytes[at];
      if (code === comma || code === closeBrace || code === closeBracket || isBlank(code)) break;
    }
    return at === from ? broken(bytes, from) : at;
  }
  let depth = 0;
  while (at < bytes.length) {
    const code = bytes[at];
    if (code === quote) {
      at = skipString(bytes, at);
      continue;
    }
    at += 1;
    // Braces and brackets are the only codes beyond 0x5a that count here.
    if (code < openBracket) continue;
    if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > deepest) throw new IntakeError("jsonTooDeep", { limit: deepest }, lineAt(bytes, at));
    } else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return broken(bytes, from);
}

/** A member's name as it stands in a text, with its quotes. */
export const nameBytes = (name: string): Uint8Array => new TextEncoder().encode(`"${name}"`);

/** Whether a stretch is these bytes. A name that is written with escapes is none of ours. */
export function hasBytes(bytes: Uint8Array, from: number, to: number, wanted: Uint8Array): boolean {
  if (to - from !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[from + i] !== wanted[i]) return false;
  return true;
}

/**
 * Visits the members of the object that begins here. `visit` is given where the key (with its quotes) and the value lie
 * and returns the byte after the value.
 * @returns the byte after the object.
 * @throws IntakeError "jsonBroken" where the text is no object.
 */
export function eachMember(
  bytes: Uint8Array,
  from: number,
  visit: (keyFrom: number, keyTo: number, valueFrom: number) => number,
): number {
  if (bytes[from] !== openBrace) return broken(bytes, from);
  let at = skipBlank(bytes, from + 1);
  if (bytes[at] === closeBrace) return at + 1;
  for (;;) {
    if (bytes[at] !== quote) return broken(bytes, at);
    const keyTo = skipString(bytes, at);
    const between = skipBlank(bytes, keyTo);
    if (bytes[between] !== colon) return broken(bytes, between);
    at = skipBlank(bytes, visit(at, keyTo, skipBlank(bytes, between + 1)));
    if (bytes[at] === closeBrace) return at + 1;
    if (bytes[at] !== comma) return broken(bytes, at);
    at = skipBlank(bytes, at + 1);
  }
}

const powersOfTen = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const scratch = { at: 0, value: 0 };

/** Reads the number that begins here into `scratch`; NaN for anything else. Exact up to 15 digits, else as Number does. */
function readNumber(bytes: Uint8Array, from: number): void {
  let at = from;
  const negative = bytes[at] === 45;
  if (negative) at += 1;
  let value = 0;
  let digits = 0;
  let decimals = 0;
  let seenPoint = false;
  for (; at < bytes.length; at++) {
    const code = bytes[at];
    if (code >= 48 && code <= 57) {
      value = value * 10 + (code - 48);
      digits += 1;
      if (seenPoint) decimals += 1;
    } else if (code === 46 && !seenPoint) seenPoint = true;
    else break;
  }
  const end = bytes[at];
  const plain = end === comma || end === closeBracket || isBlank(end);
  if (plain && digits > 0 && digits <= 15) {
    scratch.at = at;
    if (decimals > 0) value /= powersOfTen[decimals];
    scratch.value = negative ? -value : value;
    return;
  }
  scratch.at = skipValue(bytes, from);
  const text = String.fromCharCode(...bytes.subarray(from, Math.min(scratch.at, from + 40)));
  scratch.value = /^-?\d[\d.eE+-]*$/.test(text) ? Number(text) : Number.NaN;
}

/** Reads the numbers of one vertex into three places; all are NaN where there are fewer. Returns the byte after it. */
function readVertex(bytes: Uint8Array, from: number, into: Float64Array, to: number): number {
  let at = from;
  let count = 0;
  for (;;) {
    // Whole numbers, as documents with a transform have them, need no more than this.
    const negative = bytes[at] === 45;
    let digit = negative ? at + 1 : at;
    const first = digit;
    let value = 0;
    for (let code = bytes[digit]; code >= 48 && code <= 57; code = bytes[++digit])
      value = value * 10 + (code - 48);
    const end = bytes[digit];
    if (digit > first && digit - first <= 15 && (end === comma || end === closeBracket)) {
      if (count < 3) into[to + count] = negative ? -value : value;
      at = digit;
    } else {
      at = skipBlank(bytes, at);
      if (bytes[at] === closeBracket) break;
      readNumber(bytes, at);
      if (count < 3) into[to + count] = scratch.value;
      at = skipBlank(bytes, scratch.at);
    }
    count += 1;
    if (bytes[at] === closeBracket) break;
    if (bytes[at] !== comma) return broken(bytes, at);
    at += 1;
  }
  if (count < 3) into.fill(Number.NaN, to, to + 3);
  return at + 1;
}

/**
 * Appends a list of vertices [[x, y, z], …] as three numbers each. A vertex that is none keeps its row as NaN, so that
 * the others keep their index.
 * @returns the byte after the list, or −1 where there is no list.
 */
export function readVertices(bytes: Uint8Array, from: number, into: Growable<Float64Array>): number {
  if (bytes[from] !== openBracket) return -1;
  let at = skipBlank(bytes, from + 1);
  if (bytes[at] === closeBracket) return at + 1;
  for (;;) {
    if (bytes[at] === openBracket) {
      reserve(into, 3);
      at = readVertex(bytes, at + 1, into.values, into.length);
      into.length += 3;
    } else {
      at = skipValue(bytes, at);
      for (let i = 0; i < 3; i++) push(into, Number.NaN);
    }
    at = skipBlank(bytes, at);
    if (bytes[at] === closeBracket) return at + 1;
    if (bytes[at] !== comma) return broken(bytes, at);
    at = skipBlank(bytes, at + 1);
  }
}
