import type { ModelResult } from "./model.ts";

type Numbers = Float32Array | Uint16Array;

/**
 * The same result in arrays that own their memory: a model may hand back views of its kernel's (shared) memory, which
 * can neither be transferred nor stored.
 */
export function ownResult(result: ModelResult): ModelResult {
  return {
    ...result,
    fields: result.fields.map((field) => ({ ...field, values: owned(field.values) })),
    buildingColumns: Object.fromEntries(
      Object.entries(result.buildingColumns).map(([name, values]) => [name, owned(values)]),
    ),
  };
}

function owned<Values extends Numbers>(values: Values): Values {
  const whole = values.byteOffset === 0 && values.byteLength === values.buffer.byteLength;
  return whole && values.buffer instanceof ArrayBuffer ? values : (values.slice() as Values);
}

/** Every buffer of a result once, for `postMessage`. */
export function resultBuffers(result: ModelResult): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const field of result.fields) collect(field.values, buffers);
  for (const values of Object.values(result.buildingColumns)) collect(values, buffers);
  return [...buffers];
}

function collect(values: Numbers, into: Set<ArrayBuffer>): void {
  if (values.buffer instanceof ArrayBuffer) into.add(values.buffer);
}

/** Bytes that a result holds in typed arrays. */
export function resultBytes(result: ModelResult): number {
  let bytes = 0;
  for (const field of result.fields) bytes += field.values.byteLength;
  for (const values of Object.values(result.buildingColumns)) bytes += values.byteLength;
  return bytes;
}
