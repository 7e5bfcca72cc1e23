import type { ModelResult, ResultField, ResultRoutes, ResultSurfaces } from "./model.ts";

type Numbers = Float32Array | Uint8Array | Uint16Array | Uint32Array;

/**
 * The same result in arrays that own their memory: a model may hand back views of its kernel's (shared) memory, which
 * can neither be transferred nor stored.
 */
export function ownResult(result: ModelResult): ModelResult {
  return {
    ...result,
    fields: ownFields(result.fields),
    buildingColumns: Object.fromEntries(
      Object.entries(result.buildingColumns).map(([name, values]) => [name, owned(values)]),
    ),
    ...(result.roofs === undefined ? {} : { roofs: owned(result.roofs) }),
    ...(result.surfaces === undefined ? {} : { surfaces: ownSurfaces(result.surfaces) }),
    ...(result.streets === undefined
      ? {}
      : { streets: { ...result.streets, fields: ownFields(result.streets.fields) } }),
    ...(result.routes === undefined ? {} : { routes: ownRoutes(result.routes) }),
  };
}

const ownFields = (fields: readonly ResultField[]): readonly ResultField[] =>
  fields.map((field) => ({ ...field, values: owned(field.values) }));

function ownRoutes({ zones, ...routes }: ResultRoutes): ResultRoutes {
  return {
    zones: {
      ...zones,
      xy: owned(zones.xy),
      external: owned(zones.external),
      residents: owned(zones.residents),
    },
    origin: owned(routes.origin),
    destination: owned(routes.destination),
    flowVehPerH: owned(routes.flowVehPerH),
    costS: owned(routes.costS),
    stepStart: owned(routes.stepStart),
    steps: owned(routes.steps),
  };
}

function ownSurfaces({ trianglesXYZ, building, fields }: ResultSurfaces): ResultSurfaces {
  return {
    trianglesXYZ: owned(trianglesXYZ),
    building: owned(building),
    fields: ownFields(fields),
  };
}

/** Every array of numbers in a result. */
function* numbersOf({
  fields,
  roofs,
  buildingColumns,
  surfaces,
  streets,
  routes,
}: ModelResult): Generator<Numbers> {
  for (const { values } of fields) yield values;
  if (roofs !== undefined) yield roofs;
  yield* Object.values(buildingColumns);
  for (const { values } of streets?.fields ?? []) yield values;
  if (routes !== undefined) {
    const { zones, origin, destination, flowVehPerH, costS, stepStart, steps } = routes;
    yield* [zones.xy, zones.external, zones.residents];
    yield* [origin, destination, flowVehPerH, costS, stepStart, steps];
  }
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
