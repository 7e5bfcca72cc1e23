import { type Growable, growableBytes, growableIndices, push, reserve } from "../buildings/growable.ts";
import type { FindingCollector } from "../report.ts";
import { listOf, parseJson } from "./json.ts";
import { eachMember, hasBytes, nameBytes, skipValue } from "./scan.ts";
import type { TextReader, TextReaders } from "./textReader.ts";

/**
 * The city objects of one document or feature, by row. Their geometry, most of the text, stays bytes: an object is parsed
 * without it, and who needs it reads it where it lies.
 */
export type ObjectIndex = {
  readonly ids: readonly string[];
  readonly rowOf: ReadonlyMap<string, number>;
  /**
   * What an object holds, its list of geometries left out (null stands in its place).
   * @throws IntakeError where the object is no JSON.
   */
  readonly parse: (row: number) => unknown;
  /** Where the list of geometries begins, or 0 where the object has none or `parse` gives it. */
  readonly geometryFrom: (row: number) => number;
  /** The list of geometries, parsed. @throws IntakeError where it is no JSON. */
  readonly parseGeometry: (row: number) => readonly unknown[];
};

const geometryName = nameBytes("geometry");
const nullBytes = nameBytes("null").subarray(1, 5);
const openBrace = 0x7b;
const openBracket = 0x5b;
const backslash = 0x5c;
const longestId = 500;
/** Objects are gathered up to about this many bytes and made text in one go. */
const gatheredBytes = 128 * 1024;
/** A row that lies further ahead than this is read alone: parts may all stand behind their buildings. */
const rowsAhead = 64;

/** Ids from the keys in `keys`; those without escapes are cut from one text, which is all ids and nothing else. */
function idsOf(keys: Growable<Uint8Array>, keyEnd: Growable<Uint32Array>, textOf: TextReader): string[] {
  const ids: string[] = [];
  const bytes = keys.values.subarray(0, keys.length);
  const all = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const isAscii = all.length === bytes.length && !all.includes("\ufffd");
  for (let row = 0, from = 0; row < keyEnd.length; row++) {
    const to = keyEnd.values[row];
    const stretch = bytes.subarray(from + 1, to - 1);
    if (stretch.includes(backslash)) ids.push(String(parseJson(textOf(bytes, from, to))).slice(0, longestId));
    else {
      const id = isAscii ? all.slice(from + 1, to - 1) : textOf(bytes, from + 1, to - 1);
      ids.push(id.length > longestId ? id.slice(0, longestId) : id);
    }
    from = to;
  }
  return ids;
}

/** Where objects and their geometries lie, by row. */
type Places = {
  readonly from: Growable<Uint32Array>;
  readonly to: Growable<Uint32Array>;
  readonly geometryFrom: Growable<Uint32Array>;
  readonly geometryTo: Growable<Uint32Array>;
};

/** Appends the bytes of a row's object, with null in place of its geometry. */
function gather(bytes: Uint8Array, places: Places, row: number, target: Growable<Uint8Array>): void {
  const from = places.from.values[row];
  const to = places.to.values[row];
  const cutFrom = places.geometryFrom.values[row];
  const cutTo = places.geometryTo.values[row];
  reserve(target, to - from + nullBytes.length);
  const room = target.values;
  if (cutFrom === 0) {
    room.set(bytes.subarray(from, to), target.length);
    target.length += to - from;
    return;
  }
  room.set(bytes.subarray(from, cutFrom), target.length);
  target.length += cutFrom - from;
  room.set(nullBytes, target.length);
  target.length += nullBytes.length;
  room.set(bytes.subarray(cutTo, to), target.length);
  target.length += to - cutTo;
}

/** Texts of objects without their geometry. Rows that are asked for one after the other become text together. */
function createTexts(
  bytes: Uint8Array,
  places: Places,
  rows: number,
  { gathered, alone }: TextReaders,
): (row: number) => string {
  const one = growableBytes(0);
  const many = growableBytes(0);
  let batch: Uint8Array = new Uint8Array(0);
  let batchFrom = 0;
  let batchTo = 0;
  const batchEnd: number[] = [];
  return (row) => {
    if (row < batchFrom || row >= batchTo + rowsAhead) {
      one.length = 0;
      gather(bytes, places, row, one);
      return alone(one.values, 0, one.length);
    }
    if (row >= batchTo) {
      many.length = 0;
      batchEnd.length = 0;
      batchFrom = row;
      for (batchTo = row; batchTo < rows && many.length < gatheredBytes; batchTo++) {
        gather(bytes, places, batchTo, many);
        batchEnd.push(many.length);
      }
      // A view of its own tells the reader that the bytes are others.
      batch = many.values.subarray(0, many.length);
    }
    const at = row - batchFrom;
    return gathered(batch, at === 0 ? 0 : batchEnd[at - 1], batchEnd[at]);
  };
}

/**
 * Finds the members of `CityObjects`, which begins at `from`.
 * @returns the index and the byte after the objects.
 * @throws IntakeError "jsonBroken" with the line.
 */
export function indexObjects(
  bytes: Uint8Array,
  from: number,
  readers: TextReaders,
  findings: FindingCollector,
): { readonly index: ObjectIndex; readonly valueTo: number } {
  const keys = growableBytes(64);
  const keyEnd = growableIndices(16);
  const places: Places = {
    from: growableIndices(16),
    to: growableIndices(16),
    geometryFrom: growableIndices(16),
    geometryTo: growableIndices(16),
  };
  let geometryFrom = 0;
  let geometryTo = 0;
  const visitMember = (keyFrom: number, keyTo: number, valueFrom: number): number => {
    const to = skipValue(bytes, valueFrom);
    if (hasBytes(bytes, keyFrom, keyTo, geometryName)) {
      geometryFrom = bytes[valueFrom] === openBracket ? valueFrom : 0;
      geometryTo = to;
    }
    return to;
  };
  const valueTo = eachMember(bytes, from, (keyFrom, keyTo, valueFrom) => {
    geometryFrom = 0;
    const isMembers = bytes[valueFrom] === openBrace;
    const to = isMembers ? eachMember(bytes, valueFrom, visitMember) : skipValue(bytes, valueFrom);
    reserve(keys, keyTo - keyFrom);
    for (let at = keyFrom; at < keyTo; at++) keys.values[keys.length++] = bytes[at];
    push(keyEnd, keys.length);
    push(places.from, valueFrom);
    push(places.to, to);
    push(places.geometryFrom, geometryFrom);
    push(places.geometryTo, geometryTo);
    return to;
  });
  const ids: string[] = [];
  const rowOf = new Map<string, number>();
  for (const [row, id] of idsOf(keys, keyEnd, readers.alone).entries()) {
    if (rowOf.has(id)) {
      findings.add("dropped", "idRepeated", { id: id.slice(0, 100) }, { objectId: id });
      continue;
    }
    const kept = ids.push(id) - 1;
    rowOf.set(id, kept);
    if (kept !== row) for (const column of Object.values(places)) column.values[kept] = column.values[row];
  }
  const textOf = createTexts(bytes, places, ids.length, readers);
  const index: ObjectIndex = {
    ids,
    rowOf,
    parse: (row) => parseJson(textOf(row)),
    geometryFrom: (row) => places.geometryFrom.values[row],
    parseGeometry: (row) =>
      listOf(
        parseJson(readers.stretch(bytes, places.geometryFrom.values[row], places.geometryTo.values[row])),
      ),
  };
  return { index, valueTo };
}
