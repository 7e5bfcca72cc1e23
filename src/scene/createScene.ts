import type { CesiumWidget } from "@cesium/engine";
import { creditsOf } from "#twin/credit.ts";
import type { TwinData } from "#twin/twin.ts";
import { lookingAt } from "./camera/view.ts";
import type { CameraPose, SceneEvents, SceneHandle, SceneState } from "./contract.ts";
import type { Mesher } from "./core/mesher.ts";
import { pictureOf } from "./core/picture.ts";
import { createSceneStore } from "./core/store.ts";
import { createWidget } from "./core/widget.ts";
import { takeMesher } from "./prepare.ts";
import { createSite, type Site } from "./site.ts";
import "./scene.css";

const noPose: CameraPose = { x: 0, y: 0, z: 0, headingDeg: 0, pitchDeg: -40 };
const flightSeconds = 0.7;

/**
 * A scene without a WebGL context yet: its state outlives the widgets that come and go (a lost context, React mounting
 * twice). `attach` shows it in a widget, `detach` takes it out again.
 */
export type SceneCore = {
  readonly handle: SceneHandle;
  readonly attach: (widget: CesiumWidget, container: HTMLElement) => void;
  readonly detach: () => void;
  /** Called when the GPU took the context away and gave it back: the widget has to be made anew. */
  readonly onContextRestored: (rebuild: () => void) => void;
};

export function createSceneCore(events: SceneEvents, initial: Partial<SceneState> = {}): SceneCore {
  const began = performance.now();
  const store = createSceneStore(initial);
  // The workers start while the widget is made and the place is still being opened.
  let mesher: Mesher | null = takeMesher();
  let widget: CesiumWidget | null = null;
  let container: HTMLElement | null = null;
  let site: Site | null = null;
  let shownData: TwinData | null = null;
  let pose: CameraPose | null = null;
  let frames = 0;
  let firstCompleteFrameMs: number | null = null;
  let rebuild = (): void => {};
  let stops: (() => void)[] = [];
  let disposed = false;

  const closeSite = (): void => {
    if (site !== null) pose = site.rig.pose();
    site?.destroy();
    site = null;
    shownData = null;
    container?.removeAttribute("data-scene-ready");
  };

  const openSite = (): void => {
    const { left } = store.getState();
    const data = left?.twin.data ?? null;
    if (widget === null || container === null || mesher === null || data === shownData) return;
    const changedPlace = shownData !== null;
    closeSite();
    if (data === null) return;
    if (changedPlace) pose = null;
    const opened = container;
    try {
      const made = createSite({ widget, container, store, events, data, mesher, start: pose });
      site = made;
      shownData = data;
      made.complete.then(() => {
        if (site !== made) return;
        firstCompleteFrameMs ??= performance.now() - began;
        opened.dataset.sceneReady = "true";
        events.onReady();
      });
    } catch (error) {
      events.onError("place", error instanceof Error ? error.message : String(error));
    }
  };
  const stopWatching = store.subscribe((state, before) => {
    if (state.left?.twin.data !== before.left?.twin.data) openSite();
  });

  const watchContext = (watched: CesiumWidget): void => {
    const { canvas } = watched;
    const onLost = (event: Event): void => {
      // Without this the browser never gives the context back.
      event.preventDefault();
      watched.useDefaultRenderLoop = false;
      // Let go of everything now: once the context is back, these objects belong to one that no longer exists.
      closeSite();
      events.onContextLost();
    };
    const onRestored = (): void => {
      rebuild();
      events.onContextRestored();
    };
    canvas.addEventListener("webglcontextlost", onLost);
    canvas.addEventListener("webglcontextrestored", onRestored);
    stops.push(() => {
      canvas.removeEventListener("webglcontextlost", onLost);
      canvas.removeEventListener("webglcontextrestored", onRestored);
    });
  };

  const attach = (to: CesiumWidget, holder: HTMLElement): void => {
    detach();
    if (disposed) return;
    widget = to;
    container = holder;
    stops.push(
      to.scene.postRender.addEventListener(() => {
        frames++;
        holder.dataset.sceneFrames = String(frames);
        const { x, y, z, headingDeg, pitchDeg } = site?.rig.pose() ?? noPose;
        holder.dataset.scenePose = `${x} ${y} ${z} ${headingDeg} ${pitchDeg}`;
      }),
      to.scene.renderError.addEventListener((_scene: unknown, error: unknown) => {
        events.onError("render", error instanceof Error ? error.message : String(error));
      }),
    );
    watchContext(to);
    openSite();
  };
  const detach = (): void => {
    closeSite();
    for (const stop of stops) stop();
    stops = [];
    widget = null;
    container = null;
  };

  const motion = (seconds: number): number => (store.getState().reducedMotion ? 0 : seconds);
  const handle: SceneHandle = {
    set: (change) => store.setState(change),
    state: () => store.getState(),
    camera: {
      pose: () => site?.rig.pose() ?? pose ?? noPose,
      flyTo: (to, seconds = flightSeconds) => {
        if (site === null) pose = to;
        else site.rig.flyTo(to, motion(seconds));
      },
      home: () => site?.rig.flyTo(site.rig.homePose(), motion(flightSeconds)),
      north: () => {
        if (site !== null) site.rig.flyTo({ ...site.rig.pose(), headingDeg: 0 }, motion(0.3));
      },
      lookAt: (at, distanceM) => {
        if (site === null) return;
        const now = site.rig.pose();
        const z = site.rig.heightAt(at);
        const target = lookingAt(
          [at[0], at[1], Number.isNaN(z) ? now.z : z],
          distanceM,
          now.headingDeg,
          Math.min(-25, now.pitchDeg),
        );
        site.rig.flyTo(target, motion(flightSeconds));
      },
    },
    sketch: {
      moveCursor: (dxM, dyM) => site?.sketch.moveCursor(dxM, dyM),
      placeVertex: () => site?.sketch.placeVertex(),
      removeVertex: () => site?.sketch.removeVertex(),
      finish: () => site?.sketch.finish(),
      cancel: () => site?.sketch.cancel(),
      toggle: (sectionIds) => site?.sketch.toggle(sectionIds),
    },
    walk: {
      press: (move) => site?.walk.press(move),
      release: (move) => site?.walk.release(move),
    },
    picture: async () => {
      await site?.followed();
      if (widget === null) return "";
      const { layers, left } = store.getState();
      const credits = [...creditsOf(left?.twin.data.sources ?? {}), layers.basemap?.attribution ?? ""];
      return pictureOf(
        widget,
        site?.overlayCanvas ?? null,
        credits.filter((credit) => credit !== ""),
      );
    },
    statistics: () => ({ frames, firstCompleteFrameMs }),
    dispose: () => {
      disposed = true;
      detach();
      stopWatching();
      mesher?.dispose();
      mesher = null;
    },
  };
  return {
    handle,
    attach,
    detach,
    onContextRestored: (react) => {
      rebuild = react;
    },
  };
}

/** A scene in a container of its own, without React. Where there is no WebGL 2, `onError("noWebgl2")` and an empty one. */
export function createScene(container: HTMLElement, events: SceneEvents): SceneHandle {
  const core = createSceneCore(events);
  container.classList.add("planfall-scene");
  let widget: CesiumWidget | null = null;
  const mount = (): void => {
    widget = createWidget(container);
    if (widget === null) events.onError("noWebgl2", navigator.userAgent);
    else core.attach(widget, container);
  };
  mount();
  core.onContextRestored(() => {
    core.detach();
    widget?.destroy();
    mount();
  });
  return {
    ...core.handle,
    dispose: () => {
      core.handle.dispose();
      widget?.destroy();
    },
  };
}
