import type { CameraPose } from "../contract.ts";
import type { CameraRig } from "./rig.ts";
import { orbit, rayThrough, zoomTowards } from "./view.ts";

type Pixel = { readonly x: number; readonly y: number };
type Vector = readonly [number, number, number];

/** What tools get to see of the pointer; they may take a drag away from the camera. */
export type PointerTool = {
  /** true = the tool drags something (a handle) and the camera stays where it is. */
  readonly onPress: (at: Pixel) => boolean;
  readonly onDrag: (at: Pixel) => void;
  readonly onRelease: (at: Pixel) => void;
  readonly onHover: (at: Pixel) => void;
  readonly onClick: (at: Pixel) => void;
  readonly onDoubleClick: (at: Pixel) => void;
};

/** A press that moves less than this is a click, CSS pixels. */
const clickSlopPx = 5;
const orbitDegPerPixel = 0.28;
const doubleClickMs = 350;

type Drag =
  | { readonly kind: "pan"; readonly grabbed: Vector; readonly start: CameraPose }
  | { readonly kind: "orbit"; readonly pivot: Vector }
  | { readonly kind: "look" }
  | { readonly kind: "tool" };

/**
 * Mouse and touch on the city: left drag or one finger moves the ground along, right drag (or Ctrl) turns around the
 * point under the pointer, wheel and two fingers zoom towards it. Returns the way out.
 */
export function attachCameraControls(
  surface: HTMLElement,
  rig: CameraRig,
  tool: PointerTool,
  isWalking: () => boolean,
): () => void {
  const pointers = new Map<number, Pixel>();
  let drag: Drag | null = null;
  let pressedAt: Pixel | null = null;
  let lastClick = { time: 0, x: 0, y: 0 };
  let pinch: { readonly distance: number; readonly angle: number; readonly middle: Pixel } | null = null;

  const pixelOf = (event: MouseEvent): Pixel => {
    const box = surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  /** The ground under a pixel, or a point ahead at the camera's own height scale where there is none. */
  const anchorAt = (at: Pixel): Vector => {
    const hit = rig.groundAt(at.x, at.y);
    if (hit && hit.distanceM < 20_000) return [hit.x, hit.y, hit.z];
    const pose = rig.pose();
    const ray = rayOf(at);
    const ahead = Math.min(1500, Math.max(50, pose.z));
    return [
      pose.x + ray.direction[0] * ahead,
      pose.y + ray.direction[1] * ahead,
      pose.z + ray.direction[2] * ahead,
    ];
  };
  const rayOf = (at: Pixel) =>
    rayThrough(
      rig.pose(),
      rig.lens(),
      (2 * at.x) / Math.max(1, surface.clientWidth) - 1,
      1 - (2 * at.y) / Math.max(1, surface.clientHeight),
    );

  const pan = (at: Pixel, grabbed: Vector): void => {
    const ray = rayOf(at);
    const fall = grabbed[2] - ray.origin[2];
    // Near the horizon a pixel spans kilometres: there the ground no longer follows the pointer.
    if (ray.direction[2] * Math.sign(fall) < 0.03) return;
    const t = fall / ray.direction[2];
    const pose = rig.pose();
    rig.set({
      ...pose,
      x: pose.x + grabbed[0] - (ray.origin[0] + ray.direction[0] * t),
      y: pose.y + grabbed[1] - (ray.origin[1] + ray.direction[1] * t),
    });
  };

  const look = (dx: number, dy: number): void => {
    const pose = rig.pose();
    rig.set({ ...pose, headingDeg: pose.headingDeg - dx * 0.15, pitchDeg: pose.pitchDeg + dy * 0.12 });
  };

  const onPointerDown = (event: PointerEvent): void => {
    surface.setPointerCapture(event.pointerId);
    rig.stop();
    const at = pixelOf(event);
    pointers.set(event.pointerId, at);
    if (pointers.size === 2) {
      drag = null;
      pressedAt = null;
      pinch = pinchOf(pointers);
      return;
    }
    if (pointers.size > 2) return;
    pressedAt = at;
    const turning =
      event.button === 2 || event.button === 1 || (event.button === 0 && (event.ctrlKey || event.metaKey));
    if (!turning && tool.onPress(at)) drag = { kind: "tool" };
    else if (isWalking()) drag = { kind: "look" };
    else if (turning) drag = { kind: "orbit", pivot: anchorAt(at) };
    else drag = { kind: "pan", grabbed: anchorAt(at), start: rig.pose() };
  };

  const onPointerMove = (event: PointerEvent): void => {
    const at = pixelOf(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === "mouse") tool.onHover(at);
      return;
    }
    pointers.set(event.pointerId, at);
    if (pointers.size === 2) {
      movePinch();
      return;
    }
    if (drag === null) return;
    if (drag.kind === "tool") {
      tool.onDrag(at);
      return;
    }
    if (pressedAt && Math.hypot(at.x - pressedAt.x, at.y - pressedAt.y) < clickSlopPx) return;
    pressedAt = null;
    if (drag.kind === "pan") pan(at, drag.grabbed);
    else if (drag.kind === "look") look(at.x - before.x, at.y - before.y);
    else
      rig.set(
        orbit(
          rig.pose(),
          drag.pivot,
          (at.x - before.x) * orbitDegPerPixel,
          (before.y - at.y) * -orbitDegPerPixel,
        ),
      );
  };

  const movePinch = (): void => {
    const now = pinchOf(pointers);
    if (pinch === null || now === null) return;
    const pivot = anchorAt(now.middle);
    let pose = zoomTowards(rig.pose(), pivot, Math.min(1.25, Math.max(0.8, pinch.distance / now.distance)));
    let turn = ((now.angle - pinch.angle) * 180) / Math.PI;
    turn = ((turn + 540) % 360) - 180;
    pose = orbit(pose, pivot, turn, (now.middle.y - pinch.middle.y) * -0.2);
    rig.set(pose);
    pan(now.middle, anchorAt(pinch.middle));
    pinch = now;
  };

  const onPointerUp = (event: PointerEvent): void => {
    const at = pixelOf(event);
    const known = pointers.delete(event.pointerId);
    pinch = null;
    if (!known) return;
    const ended = drag;
    drag = null;
    if (ended?.kind === "tool") {
      tool.onRelease(at);
      return;
    }
    if (pressedAt === null || event.type === "pointercancel" || event.button > 0) return;
    pressedAt = null;
    const near = Math.hypot(at.x - lastClick.x, at.y - lastClick.y) < 2 * clickSlopPx;
    if (near && event.timeStamp - lastClick.time < doubleClickMs) {
      lastClick = { time: 0, x: 0, y: 0 };
      tool.onDoubleClick(at);
    } else {
      lastClick = { time: event.timeStamp, x: at.x, y: at.y };
      tool.onClick(at);
    }
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (isWalking()) return;
    const lines = event.deltaMode === 1 ? 30 : event.deltaMode === 2 ? 300 : 1;
    const amount = Math.max(-240, Math.min(240, event.deltaY * lines));
    rig.set(zoomTowards(rig.pose(), anchorAt(pixelOf(event)), 1.0016 ** amount));
  };
  const onContextMenu = (event: Event): void => event.preventDefault();

  surface.addEventListener("pointerdown", onPointerDown);
  surface.addEventListener("pointermove", onPointerMove);
  surface.addEventListener("pointerup", onPointerUp);
  surface.addEventListener("pointercancel", onPointerUp);
  surface.addEventListener("wheel", onWheel, { passive: false });
  surface.addEventListener("contextmenu", onContextMenu);
  return () => {
    surface.removeEventListener("pointerdown", onPointerDown);
    surface.removeEventListener("pointermove", onPointerMove);
    surface.removeEventListener("pointerup", onPointerUp);
    surface.removeEventListener("pointercancel", onPointerUp);
    surface.removeEventListener("wheel", onWheel);
    surface.removeEventListener("contextmenu", onContextMenu);
  };
}

function pinchOf(
  pointers: ReadonlyMap<number, Pixel>,
): { readonly distance: number; readonly angle: number; readonly middle: Pixel } | null {
  const [a, b] = [...pointers.values()];
  if (!a || !b) return null;
  return {
    distance: Math.max(10, Math.hypot(b.x - a.x, b.y - a.y)),
    angle: Math.atan2(b.y - a.y, b.x - a.x),
    middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
  };
}
