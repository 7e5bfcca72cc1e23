import type { CameraRig } from "./rig.ts";

const stepsPerSecondM = 4.5;
const turnDegPerSecond = 70;

/** While walking, W A S D and the arrow keys move at the speed of a brisk walk, as long as they are held. */
export function attachWalkKeys(rig: CameraRig, isWalking: () => boolean): () => void {
  const held = new Set<string>();
  let running = 0;
  let before = 0;

  const step = (time: number): void => {
    running = 0;
    if (held.size === 0 || !isWalking()) return;
    const seconds = Math.min(0.1, (time - before) / 1000);
    before = time;
    const pose = rig.pose();
    const has = (...names: string[]): number => (names.some((name) => held.has(name)) ? 1 : 0);
    const forward = has("w", "arrowup") - has("s", "arrowdown");
    const sideways = has("d") - has("a");
    const turn = has("arrowright", "e") - has("arrowleft", "q");
    const heading = (pose.headingDeg * Math.PI) / 180;
    const way = stepsPerSecondM * seconds;
    rig.set({
      ...pose,
      x: pose.x + (forward * Math.sin(heading) + sideways * Math.cos(heading)) * way,
      y: pose.y + (forward * Math.cos(heading) - sideways * Math.sin(heading)) * way,
      headingDeg: pose.headingDeg + turn * turnDegPerSecond * seconds,
    });
    running = requestAnimationFrame(step);
  };

  const keys = new Set(["w", "a", "s", "d", "q", "e", "arrowup", "arrowdown", "arrowleft", "arrowright"]);
  const isTyping = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
  const onDown = (event: KeyboardEvent): void => {
    const name = event.key.toLowerCase();
    if (!isWalking() || !keys.has(name) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    event.preventDefault();
    // The arrows would otherwise also pan the camera as they do from above.
    event.stopPropagation();
    held.add(name);
    if (running === 0) {
      before = performance.now();
      running = requestAnimationFrame(step);
    }
  };
  const onUp = (event: KeyboardEvent): void => {
    held.delete(event.key.toLowerCase());
  };
  const onBlur = (): void => held.clear();
  window.addEventListener("keydown", onDown, { capture: true });
  window.addEventListener("keyup", onUp);
  window.addEventListener("blur", onBlur);
  return () => {
    cancelAnimationFrame(running);
    window.removeEventListener("keydown", onDown, { capture: true });
    window.removeEventListener("keyup", onUp);
    window.removeEventListener("blur", onBlur);
  };
}
