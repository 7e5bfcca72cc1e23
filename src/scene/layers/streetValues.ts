import type { StreetSection } from "#twin/objects.ts";
import type { SceneStreets } from "../contract.ts";
import { valuesARow } from "./streetShader.ts";

/** What "nothing here" becomes in a texture: comparisons with NaN are not reliable on every GPU. */
const nothing = -1e30;

const rowsKnown = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Row of each id, kept as long as the list of ids is. */
function rowsOf(ids: readonly string[]): ReadonlyMap<string, number> {
  let rows = rowsKnown.get(ids);
  if (rows === undefined) {
    rows = new Map(ids.map((id, row) => [id, row]));
    rowsKnown.set(ids, rows);
  }
  return rows;
}

/** Two values a section of the twin, in its order, padded to whole rows of a texture; at least one row. */
export function rowValues(
  sections: readonly StreetSection[],
  { sectionIds, values }: SceneStreets,
): Float32Array {
  const rows = Math.max(1, Math.ceil((2 * sections.length) / valuesARow));
  const all = new Float32Array(rows * valuesARow).fill(nothing);
  const rowOf = rowsOf(sectionIds);
  sections.forEach(({ id }, section) => {
    const row = rowOf.get(id);
    if (row === undefined) return;
    for (const direction of [0, 1]) {
      const value = values[2 * row + direction];
      if (value !== undefined && !Number.isNaN(value)) all[2 * section + direction] = value;
    }
  });
  return all;
}

const slots = 9;

/** Widths as the shader takes them, beside the colours of `classScale`: nine, the first for what lies below the first edge. */
export function widthScale(classEdges: readonly number[], widthsPx: readonly number[]): number[] {
  const withBelow = widthsPx.length > classEdges.length ? widthsPx : [0, ...widthsPx];
  return Array.from({ length: slots }, (_, i) => withBelow[i] ?? withBelow[withBelow.length - 1] ?? 0);
}
