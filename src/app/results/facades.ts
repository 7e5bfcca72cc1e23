import type { Point } from "#twin/frame.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";

/** Farther from a click no receiver on the wall speaks for it, metres. */
const nearM = 12;

/** A building's highest value over all its façades; NaN where the result has none for it. */
export function loudestLevel(
  { buildingIds, buildingColumns }: ModelResult,
  id: string,
  column: string,
): number {
  const row = buildingIds.indexOf(id);
  return row < 0 ? Number.NaN : (buildingColumns[column]?.[row] ?? Number.NaN);
}

/**
 * The value of a field on the wall of a building where it was clicked: that of the nearest triangle with one. NaN where the building has
 * none nearby.
 */
export function facadeLevel(
  { buildingIds, surfaces }: ModelResult,
  { id, at: [x, y] }: { readonly id: string; readonly at: Point },
  fieldId: string,
): number {
  const row = buildingIds.indexOf(id);
  const values = surfaces === undefined ? undefined : fieldById(surfaces.fields, fieldId)?.values;
  if (row < 0 || surfaces === undefined || values === undefined) return Number.NaN;
  const { building, trianglesXYZ: xyz } = surfaces;
  let nearest = nearM * nearM;
  let level = Number.NaN;
  for (let triangle = 0; triangle < building.length; triangle += 1) {
    const value = values[3 * triangle] ?? Number.NaN;
    if (building[triangle] !== row || Number.isNaN(value)) continue;
    const corner = (axis: number): number =>
      ((xyz[9 * triangle + axis] ?? 0) +
        (xyz[9 * triangle + 3 + axis] ?? 0) +
        (xyz[9 * triangle + 6 + axis] ?? 0)) /
      3;
    const square = (corner(0) - x) ** 2 + (corner(1) - y) ** 2;
    if (square >= nearest) continue;
    nearest = square;
    level = value;
  }
  return level;
}
