import { type BuildingTable, extensionsDeclared } from "#twin/buildings.ts";
import { isPersonal } from "#workers/intake/features/personal.ts";

const objectOf = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/**
 * What is known of a building, under the names of CityJSON; codes and provenance as they were delivered. Columns about people
 * do not pass, whatever a twin holds.
 */
export function attributesOf(table: BuildingTable, row: number): Record<string, unknown> {
  const { lod: _lod, generic, measuredHeightM, ...plain } = objectOf(table.attributes[row]);
  const attributes: Record<string, unknown> = {};
  for (const known of [typeof generic === "object" && generic !== null ? generic : {}, plain]) {
    for (const [name, value] of Object.entries(known))
      if (!isPersonal(name) && name !== extensionsDeclared) attributes[name] = value;
  }
  if (table.functionCode[row] !== "") attributes.function = table.functionCode[row];
  if (table.roofTypeCode[row] !== "") attributes.roofType = table.roofTypeCode[row];
  if (table.storeys[row] > 0) attributes.storeysAboveGround = table.storeys[row];
  attributes.measuredHeight =
    typeof measuredHeightM === "number"
      ? measuredHeightM
      : Math.round((table.ridgeZ[row] - table.groundZ[row]) * 1000) / 1000;
  return attributes;
}

/** Level of detail that the building came in. */
export function lodOf(table: BuildingTable, row: number): string {
  const { lod } = objectOf(table.attributes[row]);
  return typeof lod === "number" && lod >= 1 && lod < 4 ? String(lod) : "2";
}

/** Extensions of CityJSON that any of the buildings came with, by their names; of two of one name the first counts. */
export function extensionsOf({ count, attributes }: BuildingTable): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const read = new Set<string>();
  for (let row = 0; row < count; row++) {
    // Most buildings have none, and a whole town would be parsed once more.
    if (!attributes[row].includes(extensionsDeclared)) continue;
    const { generic } = objectOf(attributes[row]);
    const declared = (generic as Record<string, unknown> | undefined)?.[extensionsDeclared];
    if (typeof declared !== "string" || read.has(declared)) continue;
    read.add(declared);
    for (const [name, value] of Object.entries(objectOf(declared))) found[name] ??= value;
  }
  return found;
}
