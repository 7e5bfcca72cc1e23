import type { HeightField } from "./heightField.ts";

type Position = readonly [x: number, y: number, z: number];

/** Whether the ground (a slope, an embankment) stands between a point and an eye. */
export function groundHides(ground: HeightField, eye: Position, at: Position): boolean {
  const offset = [eye[0] - at[0], eye[1] - at[1], eye[2] - at[2]] as const;
  const length = Math.hypot(...offset);
  if (length < 1) return false;
  const hit = ground.hit({
    origin: at,
    direction: [offset[0] / length, offset[1] / length, offset[2] / length],
  });
  return hit !== null && hit.distanceM < length - 0.5;
}
