import { type Growable, growableIndices, push } from "../buildings/growable.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { eachMember, readVertices, skipBlank, skipValue } from "./scan.ts";

/** The parts of a CityJSON 1.0–2.0 document that are read. Nothing is believed: every value is checked where it is used. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

export type VertexTransform = {
  readonly scale: readonly [number, number, number];
  readonly translate: readonly [number, number, number];
};

const isTriple = (value: unknown): value is [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every((part) => Number.isFinite(part));

/** The document's transform; the identity where it has none (allowed in 1.0). Null where it is broken. */
export function transformOf(document: JsonObject): VertexTransform | null {
  const transform = document.transform;
  if (transform === undefined) return { scale: [1, 1, 1], translate: [0, 0, 0] };
  if (!isObject(transform) || !isTriple(transform.scale) || !isTriple(transform.translate)) return null;
  return { scale: transform.scale, translate: transform.translate };
}

/** What `metadata` says of the coordinate system: a URL (1.1, 2.0), a URN (1.0), or the older `crs.epsg`. */
export function referenceSystemOf(document: JsonObject): string {
  const metadata = document.metadata;
  if (!isObject(metadata)) return "";
  if (typeof metadata.referenceSystem === "string") return metadata.referenceSystem.slice(0, 300);
  const crs = metadata.crs;
  return isObject(crs) && typeof crs.epsg === "number" ? `EPSG:${crs.epsg}` : "";
}

/** A level of detail as a number: "2.2", 2 and "2" alike; −1 where it is none. */
export function lodOf(geometry: JsonObject): number {
  const lod = typeof geometry.lod === "string" ? Number.parseFloat(geometry.lod) : geometry.lod;
  return typeof lod === "number" && lod >= 0 && lod < 5 ? lod : -1;
}

/** Vertices in the file's system, three numbers each. */
export type VertexList = { readonly values: Float64Array; readonly count: number };

/** Geometries that city objects place where they stand (trees, lamps). */
export type Templates = { readonly geometries: readonly unknown[]; readonly vertices: VertexList };

const noTemplates: Templates = { geometries: [], vertices: { values: new Float64Array(0), count: 0 } };

/** The city objects of one document or feature, parsed one by one when they are asked for. */
export type ObjectIndex = {
  readonly ids: readonly string[];
  readonly rowOf: ReadonlyMap<string, number>;
  /** @throws IntakeError where the object is no JSON. */
  readonly parse: (row: number) => unknown;
};

/** What a document or feature says besides its objects and vertices, and where those are. */
export type Scanned = {
  /** Small members as they stand, and `hasTextures`. */
  readonly head: JsonObject;
  readonly objects: ObjectIndex | null;
  /** As written, before the transform; null where there is no list. */
  readonly vertices: VertexList | null;
  readonly templates: Templates;
};

const headMembers: ReadonlySet<string> = new Set([
  "type",
  "version",
  "id",
  "metadata",
  "transform",
  "extensions",
  "geometry-templates",
]);
/** Head members are small; a larger one is not read. */
const largestHeadMember = 64 * 1024 * 1024;

/** Text of a stretch of bytes. */
export type TextReader = (bytes: Uint8Array, from: number, to: number) => string;

const blockBytes = 256 * 1024;

/**
 * Text of bytes: UTF-8, or Windows-1252 where it is none (said once). Stretches that follow each other are cut from one
 * larger text as long as that is ASCII, where a byte is a character.
 */
export function createTextReader(findings: FindingCollector): TextReader {
  const loose = new TextDecoder("utf-8", { ignoreBOM: true });
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const fallback = new TextDecoder("windows-1252");
  let said = false;
  let block = "";
  let isAscii = false;
  let owner: Uint8Array | null = null;
  let blockFrom = 0;
  let blockTo = 0;
  return (bytes, from, to) => {
    if (owner !== bytes || from < blockFrom || to > blockTo) {
      owner = bytes;
      blockFrom = from;
      blockTo = Math.min(bytes.length, Math.max(to, from + blockBytes));
      block = loose.decode(bytes.subarray(blockFrom, blockTo));
      // A byte that is no UTF-8 becomes one character too.
      isAscii = block.length === blockTo - blockFrom && !block.includes("\ufffd");
    }
    if (isAscii) return block.slice(from - blockFrom, to - blockFrom);
    const stretch = bytes.subarray(from, to);
    try {
      return strict.decode(stretch);
    } catch {
      if (!said) findings.add("repaired", "encodingNotUtf8");
      said = true;
      return fallback.decode(stretch);
    }
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new IntakeError("jsonBroken", {
      detail: (error instanceof Error ? error.message : String(error)).slice(0, 200),
    });
  }
}

/** Text of a key, quotes taken off. */
const keyOf = (text: string): string => (text.includes("\\") ? String(parse(text)) : text.slice(1, -1));

function templatesOf(value: unknown): Templates {
  if (!isObject(value)) return noTemplates;
  const list = listOf(value["vertices-templates"]);
  const values = new Float64Array(list.length * 3);
  for (const [row, vertex] of list.entries()) {
    const numbers = listOf(vertex);
    for (let axis = 0; axis < 3; axis++) {
      const number = numbers[axis];
      values[row * 3 + axis] = typeof number === "number" ? number : Number.NaN;
    }
  }
  return { geometries: listOf(value.templates), vertices: { values, count: list.length } };
}

/**
 * Finds the parts of a document or feature in its bytes. Vertices go to `into`, which is cleared first.
 * @throws IntakeError "jsonBroken" with the line where the text is no JSON object.
 */
export function scanDocument(
  bytes: Uint8Array,
  into: Growable<Float64Array>,
  textOf: TextReader,
  findings: FindingCollector,
): Scanned {
  const head: Record<string, unknown> = {};
  into.length = 0;
  let objects: ObjectIndex | null = null;
  let vertices: VertexList | null = null;
  const start = skipBlank(bytes, 0);
  if (bytes[start] === 0x5b) throw new IntakeError("cityJsonIncomplete");
  const end = eachMember(bytes, start, (keyFrom, keyTo, valueFrom) => {
    const key = keyOf(textOf(bytes, keyFrom, keyTo));
    if (key === "CityObjects" && bytes[valueFrom] === 0x7b) {
      const { index, valueTo } = indexObjects(bytes, valueFrom, textOf, findings);
      objects = index;
      return valueTo;
    }
    if (key === "vertices") {
      into.length = 0;
      const valueTo = readVertices(bytes, valueFrom, into);
      vertices = valueTo < 0 ? null : { values: into.values, count: into.length / 3 };
      return valueTo < 0 ? skipValue(bytes, valueFrom) : valueTo;
    }
    const valueTo = skipValue(bytes, valueFrom);
    if (key === "appearance" && bytes[valueFrom] === 0x7b)
      head.hasTextures = hasMember(bytes, valueFrom, "textures", textOf);
    if (headMembers.has(key) && valueTo - valueFrom <= largestHeadMember)
      head[key] = parse(textOf(bytes, valueFrom, valueTo));
    return valueTo;
  });
  const rest = skipBlank(bytes, end);
  if (rest < bytes.length) findings.add("info", "jsonRestIgnored", { bytes: bytes.length - rest });
  return { head, objects, vertices, templates: templatesOf(head["geometry-templates"]) };
}

function hasMember(bytes: Uint8Array, from: number, wanted: string, textOf: TextReader): boolean {
  let found = false;
  eachMember(bytes, from, (keyFrom, keyTo, valueFrom) => {
    const valueTo = skipValue(bytes, valueFrom);
    // "[]" is two bytes.
    if (keyOf(textOf(bytes, keyFrom, keyTo)) === wanted && valueTo - valueFrom > 2) found = true;
    return valueTo;
  });
  return found;
}

function indexObjects(
  bytes: Uint8Array,
  from: number,
  textOf: TextReader,
  findings: FindingCollector,
): { readonly index: ObjectIndex; readonly valueTo: number } {
  const ids: string[] = [];
  const rowOf = new Map<string, number>();
  const starts = growableIndices();
  const ends = growableIndices();
  const valueTo = eachMember(bytes, from, (keyFrom, keyTo, valueFrom) => {
    const to = skipValue(bytes, valueFrom);
    // Parsed, not cut out: a cut-out string keeps the text around it in memory.
    const id = String(parse(textOf(bytes, keyFrom, keyTo))).slice(0, 500);
    if (rowOf.has(id)) findings.add("dropped", "idRepeated", { id: id.slice(0, 100) }, { objectId: id });
    else {
      rowOf.set(id, ids.length);
      ids.push(id);
      push(starts, valueFrom);
      push(ends, to);
    }
    return to;
  });
  const index: ObjectIndex = {
    ids,
    rowOf,
    parse: (row) => parse(textOf(bytes, starts.values[row], ends.values[row])),
  };
  return { index, valueTo };
}

/** Takes vertices to the file's system, in place. */
export function applyTransform(list: VertexList, { scale, translate }: VertexTransform): void {
  const { values, count } = list;
  for (let at = 0; at < count * 3; at += 3) {
    values[at] = values[at] * scale[0] + translate[0];
    values[at + 1] = values[at + 1] * scale[1] + translate[1];
    values[at + 2] = values[at + 2] * scale[2] + translate[2];
  }
}
