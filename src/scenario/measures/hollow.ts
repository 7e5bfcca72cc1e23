import { ringArea } from "#twin/geometry/planar.ts";
import type { LandCoverClass } from "#twin/landCover.ts";
import type { LayerOperation } from "#twin/operations.ts";
import type { MeasureGeometry } from "../types.ts";
import { areaRing, hollowVolumeOf, polygonOf, setSurface } from "./shapes.ts";

/** Horizontal per vertical; 1 : 2 is usual for grass, 0 an upright edge as in a planter or a walled basin. */
export const sideSlope = { kind: "number", unit: "1", min: 0, max: 5, step: 0.5, default: 2 } as const;

type Hollow = { readonly depthM: number; readonly sideSlope: number };
type Bed = {
  readonly cover: LandCoverClass;
  readonly conductivityMmPerH: number;
  /** Manning's n, s·m^(−1/3). */
  readonly manningN: number;
};

/** Water that stays between the plants of a level bed, mm. */
const bedDepressionMm = 5;

/** A hollow with a level floor, dug below the lowest ground so that its whole depth ponds on a slope, too. */
export function digHollow(geometry: MeasureGeometry, hollow: Hollow, bed: Bed): LayerOperation[] {
  const shape = polygonOf(geometry);
  return [
    {
      layer: "terrain",
      op: "level",
      shape,
      reference: "lowest",
      heightM: -hollow.depthM,
      only: "cut",
      sideSlope: hollow.sideSlope,
    },
    { layer: "landCover", op: "set", shape, class: bed.cover },
    setSurface(shape, "conductivityMmPerH", bed.conductivityMmPerH),
    setSurface(shape, "depressionStorageMm", bedDepressionMm),
    setSurface(shape, "manningN", bed.manningN),
  ];
}

/** Area at the rim, m², and volume up to it, m³. */
export function hollowSize(
  geometry: MeasureGeometry,
  { depthM, sideSlope }: Hollow,
): { readonly areaM2: number; readonly volumeM3: number } {
  const ring = areaRing(geometry);
  const areaM2 = ringArea(ring);
  return { areaM2, volumeM3: hollowVolumeOf(ring, areaM2, depthM, sideSlope) };
}
