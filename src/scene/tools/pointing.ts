import type { Point } from "#twin/frame.ts";
import type { CameraRig } from "../camera/rig.ts";
import { rayThrough } from "../camera/view.ts";
import type { Pick, SceneSide } from "../contract.ts";
import type { SceneStore } from "../core/store.ts";
import type { HeightField } from "../terrain/heightField.ts";
import { pickAlong } from "./pick.ts";
import { sectionNear } from "./sectionNear.ts";

/** CSS pixels from the picture's upper left corner. */
export type Pixel = { readonly x: number; readonly y: number };

/** What lies under a pixel: a thing of the city, the ground, a section of a street. */
export type Pointing = {
  readonly pick: (at: Pixel) => Pick | null;
  readonly groundPoint: (at: Pixel) => Point | null;
  /** The section at a place of the ground; the reach grows with what a pixel covers there, metres. */
  readonly sectionAt: (at: Point, metresPerPixel: number) => string | null;
  readonly sectionUnder: (at: Pixel) => string | null;
};

const pickReachPx = 8;

export function createPointing({
  store,
  rig,
  canvas,
  groundOf,
}: {
  readonly store: SceneStore;
  readonly rig: CameraRig;
  readonly canvas: HTMLCanvasElement;
  readonly groundOf: (side: SceneSide) => HeightField;
}): Pointing {
  const sideAt = (at: Pixel): SceneSide | null => {
    const { left, right, swipe } = store.getState();
    return right !== null && at.x > swipe * canvas.clientWidth ? right : left;
  };

  /** Where results lie on the streets, a click asks for those: measures on whole streets are chosen from the list then. */
  const answering = (side: SceneSide): SceneSide => {
    const { leftOverlay, rightOverlay } = store.getState();
    if (side.plan === null || !(leftOverlay.streets || rightOverlay.streets)) return side;
    const measures = side.plan.measures.filter(({ geometry }) => geometry.type !== "sections");
    return { ...side, plan: { ...side.plan, measures } };
  };

  const metresPerPixelAt = (distanceM: number): number =>
    (2 * Math.tan(rig.lens().fovYRad / 2) * distanceM) / Math.max(1, canvas.clientHeight);

  const sectionAt = (at: Point, metresPerPixel: number): string | null =>
    sectionNear(store.getState().left?.twin ?? null, at, metresPerPixel);

  return {
    pick: (at) => {
      const side = sideAt(at);
      if (side === null) return null;
      const x = (2 * at.x) / Math.max(1, canvas.clientWidth) - 1;
      const y = 1 - (2 * at.y) / Math.max(1, canvas.clientHeight);
      const hit = rig.groundAt(at.x, at.y);
      const metresPerPixel = hit ? metresPerPixelAt(hit.distanceM) : 0;
      return pickAlong(
        rayThrough(rig.pose(), rig.lens(), x, y),
        answering(side),
        groundOf(side),
        store.getState().layers,
        metresPerPixel * pickReachPx,
      );
    },
    groundPoint: (at) => {
      const hit = rig.groundAt(at.x, at.y);
      return hit === null ? null : [hit.x, hit.y];
    },
    sectionAt,
    sectionUnder: (at) => {
      const hit = rig.groundAt(at.x, at.y);
      return hit === null ? null : sectionAt([hit.x, hit.y], metresPerPixelAt(hit.distanceM));
    },
  };
}
