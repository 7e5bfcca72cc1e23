import { plannedTerrain } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";
import { createHeightField, type HeightField } from "./heightField.ts";

const fields = new WeakMap<Float32Array, HeightField>();

/** The planned ground of a twin; made once per terrain, which plans without earthworks share with the baseline. */
export function groundOf(twin: Twin): HeightField {
  const terrain = plannedTerrain(twin);
  let field = fields.get(terrain.values);
  if (field === undefined) {
    field = createHeightField(terrain);
    fields.set(terrain.values, field);
  }
  return field;
}
