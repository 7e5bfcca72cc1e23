import { reserve } from "../buildings/growable.ts";
import { endRing, type Soup, type SoupPolygon, unknownKind } from "../buildings/soup.ts";
import { type GeometryContext, insideKind, kindsOfSurfaces } from "./geometry.ts";
import { createIndexLists, type IndexLists, readFlatList, readIndexLists } from "./indexLists.ts";
import { listOf, parseJson } from "./json.ts";
import {
  closeBracket,
  comma,
  eachMember,
  hasBytes,
  nameBytes,
  openBrace,
  openBracket,
  skipBlank,
  skipValue,
} from "./scan.ts";
import type { TextReader } from "./textReader.ts";

/**
 * Geometries as nearly all files have them, straight from their bytes: sets of surfaces and solids of one shell, with
 * sound indices. Whatever is out of the ordinary is left to `geometry.ts`, which also says what is wrong with it.
 */
export type PlainReader = {
  /**
   * Appends the geometries of a list that begins at `from`, its opening bracket.
   * @returns false where one of them is not plain or the text is broken; then nothing was appended.
   */
  readonly push: (bytes: Uint8Array, from: number, part: number, context: GeometryContext) => boolean;
};

const names = {
  type: nameBytes("type"),
  lod: nameBytes("lod"),
  boundaries: nameBytes("boundaries"),
  semantics: nameBytes("semantics"),
  surfaces: nameBytes("surfaces"),
  values: nameBytes("values"),
  solid: nameBytes("Solid"),
  multiSurface: nameBytes("MultiSurface"),
  compositeSurface: nameBytes("CompositeSurface"),
} as const;

const surfacesDepth = 3;
const solidDepth = 4;
const quote = 0x22;
const point = 0x2e;
const zero = 48;

/** A level of detail of one digit, or two about a point, in quotes or not; −1 for any other writing. */
function readLod(bytes: Uint8Array, from: number, to: number): number {
  const quoted = bytes[from] === quote;
  const first = quoted ? from + 1 : from;
  const length = (quoted ? to - 1 : to) - first;
  const whole = bytes[first] - zero;
  if (!(whole >= 0 && whole < 5)) return -1;
  if (length === 1) return whole;
  const tenth = bytes[first + 2] - zero;
  if (length !== 3 || bytes[first + 1] !== point || !(tenth >= 0 && tenth <= 9)) return -1;
  return (whole * 10 + tenth) / 10;
}

/** Appends a ring. False where an index names no vertex or the ring is none. */
function pushRing(
  lists: IndexLists,
  from: number,
  to: number,
  { soup, vertices }: Pick<GeometryContext, "soup" | "vertices">,
): boolean {
  const { values, count } = vertices;
  const { coordinates } = soup;
  reserve(coordinates, (to - from) * 3);
  const target = coordinates.values;
  let out = coordinates.length;
  for (let row = from; row < to; row++) {
    const index = lists.values[row];
    if (index >= count) return false;
    const at = index * 3;
    target[out] = values[at];
    target[out + 1] = values[at + 1];
    target[out + 2] = values[at + 2];
    out += 3;
  }
  coordinates.length = out;
  const outcome = endRing(soup);
  return outcome === "open" || outcome === "ok";
}

/** Kinds of surfaces from lists in bytes. Neighbours mostly have the same few lists, which are read once. */
function createKinds(textOf: TextReader): (bytes: Uint8Array, from: number, to: number) => readonly number[] {
  const known: { readonly written: Uint8Array; readonly kinds: readonly number[] }[] = [];
  const most = 4;
  const longest = 512;
  let next = 0;
  return (bytes, from, to) => {
    for (const { written, kinds } of known) if (hasBytes(bytes, from, to, written)) return kinds;
    const kinds = kindsOfSurfaces(listOf(parseJson(textOf(bytes, from, to))));
    if (to - from <= longest) {
      known[next] = { written: bytes.slice(from, to), kinds };
      next = (next + 1) % most;
    }
    return kinds;
  };
}

const restore = (soup: Soup, coordinates: number, rings: number, polygons: number): void => {
  soup.coordinates.length = coordinates;
  soup.ringEnd.length = rings;
  soup.polygons.length = polygons;
};

/** @param textOf for lists of surfaces, which stand alone. */
export function createPlainReader(textOf: TextReader): PlainReader {
  const lists = createIndexLists();
  const kindsIn = createKinds(textOf);
  const noKinds: readonly number[] = [];
  const values: number[] = [];
  // What the geometry at hand says; −1 = nothing, 0 = not plain.
  let typeFrom = -1;
  let typeTo = -1;
  let lod = -1;
  let hasBoundaries = false;
  let valuesFrom = -1;
  let kinds = noKinds;
  let isPlain = true;
  let bytes: Uint8Array = new Uint8Array(0);

  const visitSemantics = (keyFrom: number, keyTo: number, valueFrom: number): number => {
    const to = skipValue(bytes, valueFrom);
    if (hasBytes(bytes, keyFrom, keyTo, names.surfaces))
      kinds = bytes[valueFrom] === openBracket ? kindsIn(bytes, valueFrom, to) : noKinds;
    else if (hasBytes(bytes, keyFrom, keyTo, names.values))
      valuesFrom = bytes[valueFrom] === openBracket ? valueFrom : -1;
    return to;
  };
  const visitGeometry = (keyFrom: number, keyTo: number, valueFrom: number): number => {
    if (hasBytes(bytes, keyFrom, keyTo, names.boundaries)) {
      const to = readIndexLists(bytes, valueFrom, lists);
      hasBoundaries = to >= 0;
      if (to >= 0) return to;
      isPlain = false;
    } else if (hasBytes(bytes, keyFrom, keyTo, names.semantics)) {
      kinds = noKinds;
      valuesFrom = -1;
      if (bytes[valueFrom] === openBrace) return eachMember(bytes, valueFrom, visitSemantics);
    }
    const to = skipValue(bytes, valueFrom);
    if (hasBytes(bytes, keyFrom, keyTo, names.type)) {
      typeFrom = valueFrom;
      typeTo = to;
    } else if (hasBytes(bytes, keyFrom, keyTo, names.lod)) lod = readLod(bytes, valueFrom, to);
    return to;
  };

  /** Appends the geometry that was just visited. */
  const pushVisited = (part: number, context: GeometryContext): boolean => {
    if (!isPlain || !hasBoundaries || lod < 0 || typeFrom < 0) return false;
    const solid = hasBytes(bytes, typeFrom, typeTo, names.solid);
    if (solid ? lists.depth !== solidDepth || lists.shells !== 1 : lists.depth !== surfacesDepth)
      return false;
    if (
      !solid &&
      !hasBytes(bytes, typeFrom, typeTo, names.multiSurface) &&
      !hasBytes(bytes, typeFrom, typeTo, names.compositeSurface)
    )
      return false;
    values.length = 0;
    if (valuesFrom >= 0 && readFlatList(bytes, valuesFrom, solid, values) < 0) return false;
    const { soup } = context;
    for (let surface = 0, ring = 0; surface < lists.surfaces; surface++) {
      const index = surface < values.length ? values[surface] : -1;
      const kind = index >= 0 && index < kinds.length ? kinds[index] : unknownKind;
      const ringTo = lists.surfaceEnd[surface];
      if (kind === insideKind) {
        ring = ringTo;
        continue;
      }
      const ringFrom = soup.ringEnd.length;
      for (; ring < ringTo; ring++) {
        const from = ring === 0 ? 0 : lists.ringEnd[ring - 1];
        if (!pushRing(lists, from, lists.ringEnd[ring], context)) return false;
      }
      const polygon: SoupPolygon = {
        id: "",
        kind,
        lod,
        part,
        solid,
        ringFrom,
        ringTo: soup.ringEnd.length,
        line: 0,
      };
      soup.polygons.push(polygon);
    }
    return true;
  };

  const pushAll = (from: number, part: number, context: GeometryContext): boolean => {
    let at = skipBlank(bytes, from + 1);
    if (bytes[at] === closeBracket) return true;
    for (;;) {
      if (bytes[at] !== openBrace) return false;
      typeFrom = -1;
      lod = -1;
      hasBoundaries = false;
      valuesFrom = -1;
      kinds = noKinds;
      isPlain = true;
      at = skipBlank(bytes, eachMember(bytes, at, visitGeometry));
      if (!pushVisited(part, context)) return false;
      if (bytes[at] === closeBracket) return true;
      if (bytes[at] !== comma) return false;
      at = skipBlank(bytes, at + 1);
    }
  };

  return {
    push: (given, from, part, context) => {
      bytes = given;
      const { soup } = context;
      const [coordinates, rings, polygons] = [
        soup.coordinates.length,
        soup.ringEnd.length,
        soup.polygons.length,
      ];
      if (pushAll(from, part, context)) return true;
      restore(soup, coordinates, rings, polygons);
      return false;
    },
  };
}
