import type { Point } from "#twin/frame.ts";
import type { Quad } from "../solids.ts";
import { type Building, type BuildingPart, rectangle } from "./building.ts";
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
export const box = (x: number, y: number, heading: Point, width: number, depth: number): Quad =>
  rectangle([x, y], heading, width, depth);
export const yard = (quad: Quad, surfaceClass: Surface["class"], label: string): Surface => ({
  polygon: [quad],
  class: surfaceClass,
  label,
});
