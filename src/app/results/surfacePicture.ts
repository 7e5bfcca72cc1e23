import type { RunOutcome } from "#runs/contract.ts";
import type { SceneSurfaces } from "#scene/contract.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import type { DrawnClasses } from "./pictures.ts";

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
