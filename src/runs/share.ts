import type { TwinData } from "#twin/twin.ts";
import type { TwinPart } from "#workers/runtime/protocol.ts";

/** Names what a worker holds: equal base hashes are equal data. */
export function twinKey(data: TwinData): string {
  return [data.id, ...Object.entries(data.baseHashes).map(([layer, hash]) => `${layer}=${hash}`)].join(" ");
}

const attributesPerPart = 5000;

/**
 * A base twin in pieces, each small enough that cloning it does not hold the page up. Typed arrays are first put into
 * shared memory where the page is isolated: then every worker reads the same bytes; otherwise each gets a copy.
 */
export function twinParts(data: TwinData, shared: boolean): TwinPart[] {
  const parts: TwinPart[] = [];
  for (const [name, value] of Object.entries(data)) {
    // Tilesets are hundreds of megabytes that no model reads.
    const entry =
      name === "buildings" ? { ...data.buildings, attributes: [] } : name === "tiles3d" ? null : value;
    parts.push({ type: "entry", name, value: shared ? withSharedArrays(entry) : entry });
  }
  const { attributes } = data.buildings;
  for (let from = 0; from < attributes.length; from += attributesPerPart) {
    parts.push({ type: "buildingAttributes", values: attributes.slice(from, from + attributesPerPart) });
  }
  return parts;
}

/** Copies typed arrays of a plain object (at any depth) into shared memory; lists and everything else stay as they are. */
export function withSharedArrays(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return value instanceof DataView ? value : sharedCopy(value);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withSharedArrays(entry)]));
}

function sharedCopy(view: ArrayBufferView): ArrayBufferView {
  if (view.buffer instanceof SharedArrayBuffer) return view;
  const memory = new SharedArrayBuffer(view.byteLength);
  new Uint8Array(memory).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const Kind = view.constructor as new (buffer: SharedArrayBuffer) => ArrayBufferView;
  return new Kind(memory);
}
