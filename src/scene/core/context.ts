import type { Scene } from "@cesium/engine";
import type { TwinData } from "#twin/twin.ts";
import type { SceneSide, SceneState } from "../contract.ts";
import type { Prepared } from "../prepare.ts";
import type { LocalFrame } from "./localFrame.ts";
import type { Mesher } from "./mesher.ts";
import type { SceneStore } from "./store.ts";

/** −1 = left of the swipe, 1 = right of it, 0 = both (nothing is compared, or both sides agree). */
export type Side = -1 | 0 | 1;

/** What every layer controller gets; it lives as long as one place is shown in one WebGL context. */
export type SceneContext = {
  readonly scene: Scene;
  /** The processor renders: whatever costs pixels or texels is done with less (decision 42). */
  readonly thrifty: boolean;
  readonly frame: LocalFrame;
  readonly data: TwinData;
  readonly store: SceneStore;
  readonly mesher: Mesher;
  /** Meshes that were begun before the engine was there. */
  readonly prepared: Prepared | null;
  /**
   * Calls back at once, and in a task of its own whenever one of the named parts of the state has changed: another plan
   * changes every layer, together more than a twentieth of a second of work.
   */
  readonly follow: (keys: readonly (keyof SceneState)[], react: (state: SceneState) => void) => () => void;
  readonly requestRender: () => void;
  readonly setShadows: (on: boolean) => void;
  /** Without a GPU nothing is drawn before everything is there: half a city would cost as much as the whole. */
  readonly curtain: { readonly isDown: () => boolean };
  /** Takes a primitive out of the scene and destroys it; does nothing where the context itself is gone. */
  readonly remove: (primitive: unknown) => void;
  /** Counts work that has to be done before the picture is complete. */
  readonly busy: <Result>(work: Promise<Result>) => Promise<Result>;
  readonly report: (key: string, error: unknown) => void;
};

/** A layer: made once per place, kept in step with the store by its own subscriptions. */
export type Layer = { readonly destroy: () => void };

/** The sides to draw: one for both halves, or two. */
export function sidesOf(
  left: SceneSide | null,
  right: SceneSide | null,
): readonly { readonly side: Side; readonly shown: SceneSide }[] {
  if (left === null) return right === null ? [] : [{ side: 0, shown: right }];
  if (right === null || right.twin === left.twin) return [{ side: 0, shown: left }];
  return [
    { side: -1, shown: left },
    { side: 1, shown: right },
  ];
}
