import type { Point } from "#twin/frame.ts";
import type { WalkMove } from "../contract.ts";
import type { CameraRig } from "./rig.ts";

const stepsPerSecondM = 4.5;
const turnDegPerSecond = 70;

/** A tap moves at least this far: buttons on the screen are tapped more than held. */
const tapSeconds = 0.22;

/** What a key means; the same moves come from the buttons on the screen. */
const moveOfKey: Readonly<Record<string, WalkMove>> = {
  w: "forward",
  arrowup: "forward",
  s: "back",
  arrowdown: "back",
  a: "left",
  d: "right",
  q: "turnLeft",
  arrowleft: "turnLeft",
  e: "turnRight",
  arrowright: "turnRight",
};
/** Where arrow keys already mean something else. */
const ownArrows =
  "[role=menu], [role=menubar], [role=dialog], [role=listbox], [role=slider], [role=tablist], [role=radiogroup]";

export type WalkKeys = {
  readonly press: (move: WalkMove) => void;
  readonly release: (move: WalkMove) => void;
  readonly stop: () => void;
};

/** While walking, W A S D and the arrow keys move at the speed of a brisk walk, as long as they are held. */
export function attachWalkKeys(
  rig: CameraRig,
  isWalking: () => boolean,
  /** Where a step really ends: walls stand in the way. */
  stepTo: (from: Point, to: Point) => Point,
): WalkKeys {
  const held = new Set<WalkMove>();
  let running = 0;
  let before = 0;

  const walk = (seconds: number): void => {
    const pose = rig.pose();
    const has = (move: WalkMove): number => (held.has(move) ? 1 : 0);
    const forward = has("forward") - has("back");
    const sideways = has("right") - has("left");
    const turn = has("turnRight") - has("turnLeft");
    const heading = (pose.headingDeg * Math.PI) / 180;
    const way = stepsPerSecondM * seconds;
    const [x, y] = stepTo(
      [pose.x, pose.y],
      [
        pose.x + (forward * Math.sin(heading) + sideways * Math.cos(heading)) * way,
        pose.y + (forward * Math.cos(heading) - sideways * Math.sin(heading)) * way,
      ],
    );
    rig.set({ ...pose, x, y, headingDeg: pose.headingDeg + turn * turnDegPerSecond * seconds });
  };
  const step = (time: number): void => {
    running = 0;
    if (held.size === 0 || !isWalking()) return;
    walk(Math.min(0.1, Math.max(0, (time - before) / 1000)));
    before = time;
    running = requestAnimationFrame(step);
  };
  const press = (move: WalkMove): void => {
    if (!isWalking() || held.has(move)) return;
    held.add(move);
    walk(tapSeconds);
    if (running === 0) {
      before = performance.now() + tapSeconds * 1000;
      running = requestAnimationFrame(step);
    }
  };
  const release = (move: WalkMove): void => {
    held.delete(move);
  };

  const isTyping = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
  const onDown = (event: KeyboardEvent): void => {
    const move = moveOfKey[event.key.toLowerCase()];
    if (!isWalking() || move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    if (event.target instanceof Element && event.target.closest(ownArrows) !== null) return;
    event.preventDefault();
    // The arrows would otherwise also pan the camera as they do from above.
    event.stopPropagation();
    press(move);
  };
  const onUp = (event: KeyboardEvent): void => {
    const move = moveOfKey[event.key.toLowerCase()];
    if (move !== undefined) release(move);
  };
  const onBlur = (): void => held.clear();
  window.addEventListener("keydown", onDown, { capture: true });
  window.addEventListener("keyup", onUp);
  window.addEventListener("blur", onBlur);
  const stop = (): void => {
    cancelAnimationFrame(running);
    window.removeEventListener("keydown", onDown, { capture: true });
    window.removeEventListener("keyup", onUp);
    window.removeEventListener("blur", onBlur);
  };
  return { press, release, stop };
}
