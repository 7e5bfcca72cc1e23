import { closeBracket, comma, openBracket, skipBlank } from "./scan.ts";

/** Nested lists of vertex indices, flat: boundaries of surfaces (three deep) or of solids (four deep). */
export type IndexLists = {
  values: Int32Array;
  /** Number of values up to the end of ring r. */
  ringEnd: Int32Array;
  rings: number;
  /** Number of rings up to the end of surface s. */
  surfaceEnd: Int32Array;
  surfaces: number;
  shells: number;
  /** How deep the values lie. */
  depth: number;
};

export const createIndexLists = (): IndexLists => ({
  values: new Int32Array(1024),
  ringEnd: new Int32Array(256),
  rings: 0,
  surfaceEnd: new Int32Array(256),
  surfaces: 0,
  shells: 0,
  depth: 0,
});

/** More digits than this an index into a document of the largest size cannot have. */
const mostDigits = 9;
const zero = 48;
const nine = 57;
const lastBlank = 32;

function grown(values: Int32Array): Int32Array {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}

/**
 * Reads lists of whole numbers, all equally deep (three or four), from the bytes of a JSON text.
 * @returns the byte after them, or −1 for anything else: an empty list, another value, another depth, broken text.
 */
export function readIndexLists(bytes: Uint8Array, from: number, into: IndexLists): number {
  let at = from;
  let depth = 0;
  while (bytes[at] === openBracket) {
    depth += 1;
    at = skipBlank(bytes, at + 1);
  }
  if (depth !== 3 && depth !== 4) return -1;
  into.depth = depth;
  into.shells = 0;
  let { values, ringEnd, surfaceEnd } = into;
  let count = 0;
  let rings = 0;
  let surfaces = 0;
  for (;;) {
    const first = at;
    let value = 0;
    let code = bytes[at];
    while (code >= zero && code <= nine) {
      value = value * 10 + (code - zero);
      code = bytes[++at];
    }
    const digits = at - first;
    if (digits === 0 || digits > mostDigits || (digits > 1 && bytes[first] === zero)) return -1;
    if (count === values.length) {
      values = grown(values);
      into.values = values;
    }
    values[count++] = value;
    if (code <= lastBlank) {
      at = skipBlank(bytes, at);
      code = bytes[at];
    }
    let closed = 0;
    while (code === closeBracket) {
      closed += 1;
      if (closed === 1) {
        if (rings === ringEnd.length) {
          ringEnd = grown(ringEnd);
          into.ringEnd = ringEnd;
        }
        ringEnd[rings++] = count;
      } else if (closed === 2) {
        if (surfaces === surfaceEnd.length) {
          surfaceEnd = grown(surfaceEnd);
          into.surfaceEnd = surfaceEnd;
        }
        surfaceEnd[surfaces++] = rings;
      } else if (closed === 3) into.shells += 1;
      at += 1;
      if (closed === depth) {
        into.rings = rings;
        into.surfaces = surfaces;
        return at;
      }
      if (bytes[at] <= lastBlank) at = skipBlank(bytes, at);
      code = bytes[at];
    }
    if (code !== comma) return -1;
    at += 1;
    if (bytes[at] <= lastBlank) at = skipBlank(bytes, at);
    for (; closed > 0; closed--) {
      if (bytes[at] !== openBracket) return -1;
      at += 1;
      if (bytes[at] <= lastBlank) at = skipBlank(bytes, at);
    }
  }
}

/**
 * Reads a list of whole numbers or null (−1), which may stand in one more list by itself.
 * @returns the byte after it, or −1 for anything else.
 */
export function readFlatList(bytes: Uint8Array, from: number, isNested: boolean, into: number[]): number {
  into.length = 0;
  let at = from;
  for (let depth = isNested ? 2 : 1; depth > 0; depth--) {
    if (bytes[at] !== openBracket) return -1;
    at = skipBlank(bytes, at + 1);
  }
  for (;;) {
    const first = at;
    let value = 0;
    let code = bytes[at];
    while (code >= zero && code <= nine) {
      value = value * 10 + (code - zero);
      code = bytes[++at];
    }
    if (at === first) {
      // "null"
      if (code !== 110 || bytes[at + 1] !== 117 || bytes[at + 2] !== 108 || bytes[at + 3] !== 108) return -1;
      at += 4;
      value = -1;
    } else if (at - first > mostDigits || (at - first > 1 && bytes[first] === zero)) return -1;
    into.push(value);
    at = skipBlank(bytes, at);
    if (bytes[at] === closeBracket) break;
    if (bytes[at] !== comma) return -1;
    at = skipBlank(bytes, at + 1);
  }
  at += 1;
  if (!isNested) return at;
  at = skipBlank(bytes, at);
  return bytes[at] === closeBracket ? at + 1 : -1;
}
