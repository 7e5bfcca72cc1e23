import type { ModelResult, ResultSurfaces } from "./model.ts";

type Numbers = Float32Array | Uint16Array | Uint32Array;

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
    ...(result.surfaces === undefined ? {} : { surfaces: ownSurfaces(result.surfaces) }),
  };
}

function ownSurfaces({ trianglesXYZ, building, fields }: ResultSurfaces): ResultSurfaces {
  return {
    trianglesXYZ: owned(trianglesXYZ),
    building: owned(building),
    fields: fields.map((field) => ({ ...field, values: owned(field.values) })),
  };
}

/** Every array of numbers in a result. */
function* numbersOf({ fields, buildingColumns, surfaces }: ModelResult): Generator<Numbers> {
  for (const { values } of fields) yield values;
  yield* Object.values(buildingColumns);
  if (surfaces === undefined) return;
  yield surfaces.trianglesXYZ;
  yield surfaces.building;
  for (const { values } of surfaces.fields) yield values;
}

function owned<Values extends Numbers>(values: Values): Values {
  const whole = values.byteOffset === 0 && values.byteLength === values.buffer.byteLength;
  return whole && values.buffer instanceof ArrayBuffer ? values : (values.slice() as Values);
}

/** Every buffer of a result once, for `postMessage`. */
export function resultBuffers(result: ModelResult): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer } of numbersOf(result)) if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  return [...buffers];
}

/** Bytes that a result holds in typed arrays. */
export function resultBytes(result: ModelResult): number {
  let bytes = 0;
  for (const { byteLength } of numbersOf(result)) bytes += byteLength;
  return bytes;
}
