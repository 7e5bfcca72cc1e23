import type { Point } from "#twin/frame.ts";
import type { Ring } from "../geometry/vector.ts";
import type { Quad } from "../solids.ts";
import { type Building, type BuildingPart, flat, functionCodes, gable, pent, rectangle } from "./building.ts";
import type { PlannedPlace } from "./places.ts";
import type { Surface } from "./site.ts";

export type Special = {
  readonly buildings: readonly Building[];
  readonly surfaces: readonly Surface[];
  readonly places: readonly PlannedPlace[];
};

export const part = (
  shape: BuildingPart["shape"],
  roof: BuildingPart["roof"],
  storeys: number,
): BuildingPart => ({
  shape,
  roof,
  storeys,
});
export const flatPart = (ring: Ring, heightM: number, storeys: number): BuildingPart =>
  part(flat(ring, heightM), "flat", storeys);
export const gablePart = (quad: Quad, eavesM: number, ridgeM: number, storeys: number): BuildingPart =>
  part(gable(quad, eavesM, ridgeM), "gable", storeys);
export const pentPart = (quad: Quad, frontM: number, backM: number, storeys: number): BuildingPart =>
  part(pent(quad, frontM, backM), "pent", storeys);
export const spirePart = (ring: Ring, eavesM: number, apexM: number, storeys: number): BuildingPart =>
  part({ type: "pyramid", ring, eavesM, apexM }, "pyramid", storeys);

/** A building without homes. */
export const workplace = (
  use: keyof typeof functionCodes,
  parts: readonly BuildingPart[],
  about: Pick<Building, "name" | "inmates"> = {},
): Building => ({ parts, functionCode: functionCodes[use], dwellings: 0, ...about });

export const box = (x: number, y: number, heading: Point, width: number, depth: number): Quad =>
  rectangle([x, y], heading, width, depth);
export const yard = (quad: Quad, surfaceClass: Surface["class"], label: string): Surface => ({
  polygon: [quad],
  class: surfaceClass,
  label,
});
