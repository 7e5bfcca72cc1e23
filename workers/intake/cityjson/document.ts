/** The parts of a CityJSON 1.0–2.0 document that are read. Nothing is believed: every value is checked where it is used. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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
