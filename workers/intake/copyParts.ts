import { createParts, type IntakeParts } from "./assemble/parts.ts";

/** Columns are copied, whatever holds them; texts and facts are never changed and stay shared. */
function copied(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return (value as Float32Array).slice();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)]));
}

const copiedLater: ReadonlySet<keyof IntakeParts> = new Set([
  "terrain",
  "buildingHeights",
  "vegetationHeights",
  "coverRasters",
  "imagery",
  "tiles3d",
]);

/**
 * The same parts with columns of their own: assembling moves columns into the twin's frame in place, and what it makes is
 * handed to other threads. Rasters and tilesets are large, and copied by assembling itself.
 */
export function copyParts(parts: IntakeParts): IntakeParts {
  const copy = createParts();
  for (const layer of Object.keys(copy) as (keyof IntakeParts)[]) {
    const list = parts[layer] as readonly unknown[];
    (copy[layer] as unknown[]).push(...(copiedLater.has(layer) ? list : list.map(copied)));
  }
  return copy;
}
