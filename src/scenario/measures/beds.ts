import type { LandCoverClass } from "#twin/landCover.ts";
import type { LayerOperation, Shape } from "#twin/operations.ts";
import { setSurface } from "./shapes.ts";

/** Manning's n of open ground under shallow flow, s·m^(−1/3); Chow (1959), table 5-6, middle of the ranges. */
export const openRoughness = {
  lawn: 0.045,
  meadow: 0.06,
  shrubs: 0.08,
  garden: 0.05,
  gravel: 0.028,
  permeablePaving: 0.025,
} as const satisfies Partial<Record<LandCoverClass, number>>;

/** Water that stays between plants or stones, mm; ASCE (1992) after Rossman & Huber (2016): lawn 2.5–5. */
const bedStorageMm = { shrubs: 5, lawn: 4, meadow: 5, gravel: 2 } as const;

export type BedCover = keyof typeof bedStorageMm;

/** Loosened topsoil of 20 cm, or planted soil that is walked on now and then: 36 mm/h = 1e-5 m/s. */
export const bedConductivity = {
  kind: "number",
  unit: "mm/h",
  min: 1,
  max: 360,
  step: 1,
  default: 36,
  source: "DWA-A 138-1 (2024)",
} as const;

/** Open, planted ground that lets water in. */
export function bedOperations(shape: Shape, cover: BedCover, conductivityMmPerH: number): LayerOperation[] {
  return [
    { layer: "landCover", op: "set", shape, class: cover },
    setSurface(shape, "conductivityMmPerH", conductivityMmPerH),
    setSurface(shape, "depressionStorageMm", bedStorageMm[cover]),
    setSurface(shape, "manningN", openRoughness[cover]),
  ];
}
