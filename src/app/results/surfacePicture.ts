import type { RunOutcome } from "#runs/contract.ts";
import type { SceneSurfaces } from "#scene/contract.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import type { DrawnClasses } from "./pictures.ts";
import { differenceClassesOf, differenceStepsOf } from "./ramps.ts";

/** Pictures by the values that they show: switching plans back and forth builds and uploads nothing. */
const pictures = new WeakMap<object, Map<string, SceneSurfaces>>();

/** A layer's values on walls and roofs; undefined where the result has none. */
export function surfacesOf(
  { result }: RunOutcome,
  layer: ResultLayer,
  { key, ...look }: DrawnClasses,
): SceneSurfaces | undefined {
  const field = result.surfaces === undefined ? null : fieldById(result.surfaces.fields, layer.id);
  if (result.surfaces === undefined || field === null) return undefined;
  const known = pictures.get(field.values) ?? new Map<string, SceneSurfaces>();
  pictures.set(field.values, known);
  const picture = known.get(key) ?? {
    trianglesXYZ: result.surfaces.trianglesXYZ,
    values: field.values,
    ...look,
  };
  known.set(key, picture);
  return picture;
}

/** Differences by the values that they are made of, later ones first. */
const differences = new WeakMap<Float32Array, WeakMap<Float32Array, SceneSurfaces>>();

/**
 * What changes on walls and roofs from one run to another; undefined where one of them has no values there, or the plan builds, so that they
 * are not the same walls.
 */
export function surfaceDifferenceOf(
  before: RunOutcome | null,
  after: RunOutcome | null,
  layer: ResultLayer | null,
): SceneSurfaces | undefined {
  const [from, to] = [before?.result.surfaces, after?.result.surfaces];
  if (from === undefined || to === undefined || layer === null) return undefined;
  const [old, now] = [from, to].map((surfaces) => fieldById(surfaces.fields, layer.id)?.values);
  if (old === undefined || now === undefined || !isSame(from.trianglesXYZ, to.trianglesXYZ)) return undefined;
  const known = differences.get(now) ?? new WeakMap<Float32Array, SceneSurfaces>();
  differences.set(now, known);
  const picture = known.get(old) ?? differencePicture(to.trianglesXYZ, old, now, layer);
  known.set(old, picture);
  return picture;
}

function differencePicture(
  trianglesXYZ: Float32Array,
  old: Float32Array,
  now: Float32Array,
  layer: ResultLayer,
): SceneSurfaces {
  const { edges, colours } = differenceClassesOf(layer.ramp, differenceStepsOf(layer));
  return {
    trianglesXYZ,
    values: now.map((value, i) => value - (old[i] ?? Number.NaN)),
    classEdges: edges,
    colours,
  };
}

const isSame = (a: Float32Array, b: Float32Array): boolean =>
  a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
