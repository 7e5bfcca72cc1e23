import type { BoundingSphere, Cartesian3 } from "@cesium/engine";

/** A range of a mesh's indices that draws the whole thing, and how large a metre has to be on the screen for it. */
export type Detail = {
  readonly leastPixelsPerM: number;
  readonly firstIndex: number;
  readonly count: number;
};

/** The detail for a size on the screen; the details are in falling order of `leastPixelsPerM`, the last is for all below. */
export function detailFor(details: readonly Detail[], pixelsPerM: number): Detail | undefined {
  return details.find(({ leastPixelsPerM }) => pixelsPerM >= leastPixelsPerM) ?? details[details.length - 1];
}

/**
 * Pixels that a metre covers at the point of a sphere that is nearest to the eye; infinite within the sphere.
 *
 * @param pixelsPerTangent height of the picture in pixels over twice the tangent of half the vertical field of view
 */
export function pixelsPerMetre(
  eye: Cartesian3,
  { center, radius }: BoundingSphere,
  pixelsPerTangent: number,
): number {
  const distanceM = Math.hypot(eye.x - center.x, eye.y - center.y, eye.z - center.z) - radius;
  return distanceM > 0 ? pixelsPerTangent / distanceM : Number.POSITIVE_INFINITY;
}
