import type { Scene } from "@cesium/engine";

/** When frames are drawn, and how much goes into them. */
export type Pace = {
  /** Asks for one frame; as many calls as one likes before it make one. */
  readonly requestRender: () => void;
  /** The camera moved: the engine fits its shadow map to the frame before, so one more frame settles it. */
  readonly cameraMoved: () => void;
  readonly setShadows: (on: boolean) => void;
  readonly destroy: () => void;
};

/** A picture that has stood still this long gets its shadows back. */
const stillMs = 350;

/**
 * Without a GPU (`thrifty`) every frame is paid for by the processor: shadows, the dearest part of one and only an
 * illustration, are left out while something moves and drawn once the picture stands still. While the curtain is down
 * (`isHidden`) there is no picture that could stand still.
 */
export function createPace(scene: Scene, thrifty: boolean, isHidden: () => boolean): Pace {
  let moved = false;
  let wanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = (): void => {
    if (!scene.isDestroyed()) scene.requestRender();
  };
  const stopSettling = scene.postRender.addEventListener(() => {
    if (moved) draw();
    moved = false;
  });
  const standStill = (): void => {
    if (scene.isDestroyed() || !wanted || isHidden()) return;
    scene.shadowMap.enabled = true;
    moved = true;
    draw();
  };
  const stir = (): void => {
    if (!thrifty || scene.isDestroyed()) return;
    scene.shadowMap.enabled = false;
    clearTimeout(timer);
    timer = setTimeout(standStill, stillMs);
  };

  return {
    requestRender: () => {
      stir();
      draw();
    },
    cameraMoved: () => {
      moved = !thrifty;
    },
    setShadows: (on) => {
      wanted = on;
      if (thrifty) stir();
      else scene.shadowMap.enabled = on;
    },
    destroy: () => {
      clearTimeout(timer);
      if (!scene.isDestroyed()) stopSettling();
    },
  };
}
