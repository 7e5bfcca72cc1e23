import type { CameraPose } from "../contract.ts";
import type { Ray } from "../terrain/heightField.ts";

type Vector = readonly [number, number, number];

const radians = Math.PI / 180;

/** The camera's axes in frame directions (x east, y north, z up), unit length. */
export function axesOf(pose: CameraPose): {
  readonly forward: Vector;
  readonly right: Vector;
  readonly up: Vector;
} {
  const heading = pose.headingDeg * radians;
  const pitch = pose.pitchDeg * radians;
  const forward: Vector = [
    Math.sin(heading) * Math.cos(pitch),
    Math.cos(heading) * Math.cos(pitch),
    Math.sin(pitch),
  ];
  const right: Vector = [Math.cos(heading), -Math.sin(heading), 0];
  const up: Vector = [
    -Math.sin(heading) * Math.sin(pitch),
    -Math.cos(heading) * Math.sin(pitch),
    Math.cos(pitch),
  ];
  return { forward, right, up };
}

/** What the picture plane is like: vertical field of view and width over height. */
export type Lens = { readonly fovYRad: number; readonly aspect: number };

/** The line of sight through a point of the picture; (−1, −1) = lower left, (1, 1) = upper right. */
export function rayThrough(pose: CameraPose, lens: Lens, x: number, y: number): Ray {
  const { forward, right, up } = axesOf(pose);
  const tall = Math.tan(lens.fovYRad / 2);
  const sx = x * tall * lens.aspect;
  const sy = y * tall;
  const direction = [0, 1, 2].map(
    (axis) => forward[axis as 0] + right[axis as 0] * sx + up[axis as 0] * sy,
  ) as [number, number, number];
  const length = Math.hypot(...direction);
  return {
    origin: [pose.x, pose.y, pose.z],
    direction: [direction[0] / length, direction[1] / length, direction[2] / length],
  };
}

/** Where a point appears in the picture (−1 … 1), and how far ahead it lies; null behind the camera. */
export function project(
  pose: CameraPose,
  lens: Lens,
  point: Vector,
): { readonly x: number; readonly y: number; readonly depthM: number } | null {
  const { forward, right, up } = axesOf(pose);
  const d: Vector = [point[0] - pose.x, point[1] - pose.y, point[2] - pose.z];
  const dot = (axis: Vector): number => axis[0] * d[0] + axis[1] * d[1] + axis[2] * d[2];
  const depthM = dot(forward);
  if (depthM <= 0.1) return null;
  const tall = Math.tan(lens.fovYRad / 2);
  return { x: dot(right) / (depthM * tall * lens.aspect), y: dot(up) / (depthM * tall), depthM };
}

const lowestPitchDeg = -89.5;

/** Turns the camera and its place together around a point, so that the point stays where it is in the picture. */
export function orbit(
  pose: CameraPose,
  pivot: Vector,
  headingDeg: number,
  pitchDeg: number,
  highestPitchDeg = -4,
): CameraPose {
  const pitch = Math.min(highestPitchDeg, Math.max(lowestPitchDeg, pose.pitchDeg + pitchDeg));
  const tilt = (pitch - pose.pitchDeg) * radians;
  let offset: Vector = [pose.x - pivot[0], pose.y - pivot[1], pose.z - pivot[2]];
  offset = rotateAbout(offset, axesOf(pose).right, tilt);
  // Headings count clockwise, rotations about z counter-clockwise.
  offset = rotateAbout(offset, [0, 0, 1], -headingDeg * radians);
  return {
    x: pivot[0] + offset[0],
    y: pivot[1] + offset[1],
    z: pivot[2] + offset[2],
    headingDeg: (((pose.headingDeg + headingDeg) % 360) + 360) % 360,
    pitchDeg: pitch,
  };
}

/** Rotation of a vector about a unit axis (Rodrigues 1840). */
function rotateAbout(v: Vector, axis: Vector, angle: number): Vector {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const dot = (v[0] * axis[0] + v[1] * axis[1] + v[2] * axis[2]) * (1 - c);
  return [
    v[0] * c + (axis[1] * v[2] - axis[2] * v[1]) * s + axis[0] * dot,
    v[1] * c + (axis[2] * v[0] - axis[0] * v[2]) * s + axis[1] * dot,
    v[2] * c + (axis[0] * v[1] - axis[1] * v[0]) * s + axis[2] * dot,
  ];
}

/** Moves towards a point (factor < 1) or away from it (factor > 1). */
export function zoomTowards(pose: CameraPose, target: Vector, factor: number): CameraPose {
  return {
    ...pose,
    x: target[0] + (pose.x - target[0]) * factor,
    y: target[1] + (pose.y - target[1]) * factor,
    z: target[2] + (pose.z - target[2]) * factor,
  };
}

/** A pose that looks at a point from a distance. */
export function lookingAt(
  target: Vector,
  distanceM: number,
  headingDeg: number,
  pitchDeg: number,
): CameraPose {
  const { forward } = axesOf({ x: 0, y: 0, z: 0, headingDeg, pitchDeg });
  return {
    x: target[0] - forward[0] * distanceM,
    y: target[1] - forward[1] * distanceM,
    z: target[2] - forward[2] * distanceM,
    headingDeg,
    pitchDeg,
  };
}

/** Between two poses, the short way round; share 0–1. */
export function between(a: CameraPose, b: CameraPose, share: number): CameraPose {
  const mix = (from: number, to: number): number => from + (to - from) * share;
  const turn = ((((b.headingDeg - a.headingDeg) % 360) + 540) % 360) - 180;
  return {
    x: mix(a.x, b.x),
    y: mix(a.y, b.y),
    z: mix(a.z, b.z),
    headingDeg: (((a.headingDeg + turn * share) % 360) + 360) % 360,
    pitchDeg: mix(a.pitchDeg, b.pitchDeg),
  };
}
