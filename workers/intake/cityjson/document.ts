import type { Growable } from "../buildings/growable.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { isObject, type JsonObject, keyOf, listOf, parseJson } from "./json.ts";
import { indexObjects, type ObjectIndex } from "./objects.ts";
import { eachMember, readVertices, skipBlank, skipValue } from "./scan.ts";
import type { TextReader, TextReaders } from "./textReader.ts";

/** The parts of a CityJSON 1.0–2.0 document that are read. Nothing is believed: every value is checked where it is used. */

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

/** What a document or feature says besides its objects and vertices, and where those are. */
export type Scanned = {
  readonly bytes: Uint8Array;
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
  readers: TextReaders,
  findings: FindingCollector,
): Scanned {
  const textOf = readers.stretch;
  const head: Record<string, unknown> = {};
  into.length = 0;
  let objects: ObjectIndex | null = null;
  let vertices: VertexList | null = null;
  const start = skipBlank(bytes, 0);
  if (bytes[start] === 0x5b) throw new IntakeError("cityJsonIncomplete");
  const end = eachMember(bytes, start, (keyFrom, keyTo, valueFrom) => {
    const key = keyOf(textOf(bytes, keyFrom, keyTo));
    if (key === "CityObjects" && bytes[valueFrom] === 0x7b) {
      const { index, valueTo } = indexObjects(bytes, valueFrom, readers, findings);
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
      head[key] = parseJson(textOf(bytes, valueFrom, valueTo));
    return valueTo;
  });
  const rest = skipBlank(bytes, end);
  if (rest < bytes.length) findings.add("info", "jsonRestIgnored", { bytes: bytes.length - rest });
  return { bytes, head, objects, vertices, templates: templatesOf(head["geometry-templates"]) };
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

/** Takes vertices to the file's system, in place. */
export function applyTransform(list: VertexList, { scale, translate }: VertexTransform): void {
  const { values, count } = list;
  for (let at = 0; at < count * 3; at += 3) {
    values[at] = values[at] * scale[0] + translate[0];
    values[at + 1] = values[at + 1] * scale[1] + translate[1];
    values[at + 2] = values[at + 2] * scale[2] + translate[2];
  }
}
