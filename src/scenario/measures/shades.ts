import type { Point } from "#twin/frame.ts";
import { signedArea } from "#twin/geometry/planar.ts";
import type { LayerOperation, Shape } from "#twin/operations.ts";
import type { Twin } from "#twin/twin.ts";
import type { MeasureGeometry, Refusal } from "../types.ts";
import {
  clearOfBuildings,
  firstRefusal,
  gentleGround,
  insidePlace,
  onKnownGround,
  properRing,
} from "./checks.ts";
import { areaRing, polygonOf } from "./shapes.ts";

/** Ground below a roof on posts falls by no more than this, metres: its height is one number. */
const maxReliefM = 3;

/** A flat roof over an area, as shade structures are kept: the ring runs counter-clockwise. */
export function insertShade(
  id: string,
  type: "sail" | "pergola",
  geometry: MeasureGeometry,
  undersideM: number,
  thicknessM: number,
  transmissivity: number,
): LayerOperation {
  const ring = areaRing(geometry);
  return {
    layer: "shades",
    op: "insert",
    shade: {
      id,
      type,
      ring: counterClockwise(ring),
      undersideM,
      topM: Math.round((undersideM + thicknessM) * 100) / 100,
      transmissivity,
    },
  };
}

const counterClockwise = (ring: readonly Point[]): readonly Point[] =>
  signedArea(ring) < 0 ? ring.toReversed() : ring;

export function refusesShade(geometry: MeasureGeometry, twin: Twin): Refusal | null {
  const ring = areaRing(geometry);
  const shape: Shape = polygonOf(geometry);
  return firstRefusal(
    insidePlace(ring, twin),
    properRing(ring, 4),
    onKnownGround(ring, twin),
    // Sails hang on façades: their rim may reach over the wall.
    clearOfBuildings(shape, twin, 0.1),
    gentleGround(shape, twin, maxReliefM),
  );
}
