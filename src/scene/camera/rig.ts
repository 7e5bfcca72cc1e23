import { Cartesian3, Matrix4, type PerspectiveFrustum, type Scene } from "@cesium/engine";
import type { Extent, Point } from "#twin/frame.ts";
import type { CameraPose } from "../contract.ts";
import type { LocalFrame } from "../core/localFrame.ts";
import type { GroundHit, HeightField } from "../terrain/heightField.ts";
import { axesOf, between, type Lens, lookingAt, rayThrough } from "./view.ts";
import type { WalkStart } from "./walk.ts";

const eyeHeightM = 1.7;
/** A walker climbs a step of this height, metres. */
const stepUpM = 1;
const clearanceM = 3;
/** Fields of view along the longer side of the picture: a long lens keeps walls upright, a walker sees more. */
const fovRad = 0.72;
const walkingFovRad = 1.25;
const homeHeadingDeg = 22;
const homePitchDeg = -36;

/** The camera in frame offsets: the only thing that writes the engine's camera. */
export type CameraRig = {
  readonly pose: () => CameraPose;
  /** Goes there at once; kept above the ground and near the city. */
  readonly set: (pose: CameraPose) => void;
  readonly flyTo: (pose: CameraPose, seconds: number) => void;
  readonly homePose: () => CameraPose;
  readonly lens: () => Lens;
  /** The ground under a place of the picture (CSS pixels from the canvas's corner). */
  readonly groundAt: (pixelX: number, pixelY: number) => GroundHit | null;
  readonly heightAt: (at: Point) => number;
  readonly setWalking: (walking: boolean) => void;
  /** A walker goes to another place: onto the nearest street there. */
  readonly land: (near: Point) => void;
  readonly stop: () => void;
};

export type RigOptions = {
  readonly scene: Scene;
  readonly frame: LocalFrame;
  readonly extent: Extent;
  /** The ground that the camera must not enter; changes with the plan shown. */
  readonly ground: () => HeightField;
  readonly walk: {
    /** Where a walk begins near a point, and which way it looks. */
    readonly start: (near: Point, headingDeg: number) => WalkStart;
    /** NHN height of a bridge's deck over a point, NaN without one. */
    readonly deckAt: (x: number, y: number) => number;
  };
  readonly start: CameraPose | null;
  readonly onMove: (pose: CameraPose) => void;
  readonly requestRender: () => void;
};

export function createCameraRig(options: RigOptions): CameraRig {
  const { scene, extent } = options;
  let walking = false;
  let flight = 0;
  const widthM = extent.maxX - extent.minX;
  const depthM = extent.maxY - extent.minY;
  const reachM = Math.hypot(widthM, depthM);
  const centre: Point = [(extent.minX + extent.maxX) / 2, (extent.minY + extent.maxY) / 2];

  const lens = (): Lens => {
    const { clientWidth, clientHeight } = scene.canvas;
    const aspect = Math.max(1, clientWidth) / Math.max(1, clientHeight);
    const fov = walking ? walkingFovRad : fovRad;
    return { fovYRad: aspect <= 1 ? fov : 2 * Math.atan(Math.tan(fov / 2) / aspect), aspect };
  };

  const homePose = (): CameraPose => {
    const height = options.ground().heightAt(...centre);
    const z = Number.isNaN(height) ? options.ground().minZ : height;
    const { fovYRad, aspect } = lens();
    const tall = Math.tan(fovYRad / 2);
    // The nearer half of the city fills the picture; narrow pictures step further back.
    // A phone held upright shows the middle of the city, from further up.
    const upright = aspect < 0.8;
    const distance =
      Math.max(0.42 / tall, (upright ? 0.3 : 0.46) / (tall * aspect)) * Math.max(widthM, depthM) * 0.98;
    return lookingAt(
      [centre[0], centre[1] - 0.085 * depthM, z],
      distance,
      homeHeadingDeg,
      upright ? -52 : homePitchDeg,
    );
  };

  /** A walker who comes along a bridge stays on its deck; one who comes from below walks under it. */
  const footing = (x: number, y: number, floor: number, eyeZ: number): number => {
    const deck = options.walk.deckAt(x, y);
    return deck - (eyeZ - eyeHeightM) < stepUpM && deck > floor ? deck : floor;
  };

  const kept = (pose: CameraPose): CameraPose => {
    const margin = reachM * 1.2;
    const x = Math.min(extent.maxX + margin, Math.max(extent.minX - margin, pose.x));
    const y = Math.min(extent.maxY + margin, Math.max(extent.minY - margin, pose.y));
    const height = options.ground().heightAt(x, y);
    const floor = Number.isNaN(height) ? options.ground().minZ : height;
    const z = walking
      ? footing(x, y, floor, pose.z) + eyeHeightM
      : Math.min(floor + reachM * 2.5, Math.max(floor + clearanceM, pose.z));
    const pitchDeg = Math.min(walking ? 60 : 10, Math.max(-89.5, pose.pitchDeg));
    return { x, y, z, headingDeg: ((pose.headingDeg % 360) + 360) % 360, pitchDeg };
  };

  (scene.camera.frustum as PerspectiveFrustum).fov = fovRad;
  let current: CameraPose = kept(options.start ?? homePose());

  const held = { direction: new Cartesian3(), up: new Cartesian3() };
  const apply = (): void => {
    const affine = options.frame.affineAt(current.x, current.y, current.z);
    const { forward, up } = axesOf(current);
    const turn = (direction: readonly [number, number, number]): Cartesian3 => {
      const world = Matrix4.multiplyByPointAsVector(
        affine,
        Cartesian3.fromArray([...direction]),
        new Cartesian3(),
      );
      return Cartesian3.normalize(world, world);
    };
    // The shadow map's cascades start at the near plane: far above the ground they must not be spent on air.
    const above = current.z - options.ground().minZ;
    scene.camera.frustum.near = Math.max(0.4, Math.min(60, above * 0.12));
    scene.camera.setView({
      destination: Matrix4.getTranslation(affine, new Cartesian3()),
      orientation: { direction: turn(forward), up: turn(up) },
    });
    Cartesian3.clone(scene.camera.direction, held.direction);
    Cartesian3.clone(scene.camera.up, held.up);
    options.onMove(current);
    options.requestRender();
  };
  apply();
  // The engine turns its camera by a rounding error every frame; some views it would never call still, and draw without end.
  scene.preUpdate.addEventListener(() => {
    Cartesian3.clone(held.direction, scene.camera.direction);
    Cartesian3.clone(held.up, scene.camera.up);
  });

  const groundAt = (pixelX: number, pixelY: number): GroundHit | null => {
    const { clientWidth, clientHeight } = scene.canvas;
    const x = (2 * pixelX) / Math.max(1, clientWidth) - 1;
    const y = 1 - (2 * pixelY) / Math.max(1, clientHeight);
    return options.ground().hit(rayThrough(current, lens(), x, y));
  };

  const land = (near: Point): void => {
    const { at, headingDeg } = options.walk.start(near, current.headingDeg);
    current = kept({ x: at[0], y: at[1], z: options.ground().minZ, headingDeg, pitchDeg: 2 });
    apply();
  };

  const stop = (): void => {
    cancelAnimationFrame(flight);
    flight = 0;
  };

  return {
    pose: () => current,
    set: (pose) => {
      stop();
      current = kept(pose);
      apply();
    },
    flyTo: (pose, seconds) => {
      stop();
      if (seconds <= 0) {
        current = kept(pose);
        apply();
        return;
      }
      const from = current;
      const began = performance.now();
      const step = (): void => {
        const share = Math.min(1, (performance.now() - began) / (seconds * 1000));
        const eased = share * share * (3 - 2 * share);
        current = kept(between(from, pose, eased));
        apply();
        flight = share < 1 ? requestAnimationFrame(step) : 0;
      };
      flight = requestAnimationFrame(step);
    },
    homePose,
    lens,
    groundAt,
    heightAt: (at) => options.ground().heightAt(at[0], at[1]),
    land: (near) => {
      stop();
      if (walking) land(near);
    },
    setWalking: (on) => {
      if (walking === on) return;
      const { clientWidth, clientHeight } = scene.canvas;
      const seen = groundAt(clientWidth / 2, clientHeight / 2);
      walking = on;
      (scene.camera.frustum as PerspectiveFrustum).fov = on ? walkingFovRad : fovRad;
      if (on) {
        // One lands on the street where one was looking, not below where the camera hung.
        land(seen ? [seen.x, seen.y] : [current.x, current.y]);
        return;
      } else
        current = kept(lookingAt([current.x, current.y, current.z], 180, current.headingDeg, homePitchDeg));
      apply();
    },
    stop,
  };
}
