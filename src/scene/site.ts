import type { CesiumWidget } from "@cesium/engine";
import type { Point } from "#twin/frame.ts";
import { plannedTerrain } from "#twin/read/terrain.ts";
import type { Twin, TwinData } from "#twin/twin.ts";
import { nextTurn } from "#workers/runtime/turns.ts";
import { attachCameraControls } from "./camera/controls.ts";
import { type CameraRig, createCameraRig } from "./camera/rig.ts";
import { project } from "./camera/view.ts";
import { stepTo, walkStart } from "./camera/walk.ts";
import { attachWalkKeys } from "./camera/walkKeys.ts";
import type { CameraPose, SceneEvents, SceneHandle, SceneState } from "./contract.ts";
import type { Layer, SceneContext } from "./core/context.ts";
import { createLocalFrame } from "./core/localFrame.ts";
import type { Mesher } from "./core/mesher.ts";
import { createPace } from "./core/pace.ts";
import { createStepQueue, inSlices, type StepQueue } from "./core/slices.ts";
import { type SceneStore, watch } from "./core/store.ts";
import { isSoftware } from "./core/widget.ts";
import { createBasemap } from "./layers/basemap.ts";
import { deckHeightAt } from "./layers/bridgeDecks.ts";
import { createBridgeLayer, decksOf } from "./layers/bridges.ts";
import { createBuildingLayer } from "./layers/buildings.ts";
import { createFieldUniforms } from "./layers/fields.ts";
import { createGroundLayer } from "./layers/ground.ts";
import { createImagery } from "./layers/imagery.ts";
import { createMeasureLayer } from "./layers/measures.ts";
import { createStreetLayer } from "./layers/streets.ts";
import { createSunLight } from "./layers/sun.ts";
import { createSurfaceLayer } from "./layers/surfaces.ts";
import { createTilesetLayer } from "./layers/tilesets.ts";
import { createTreeLayer } from "./layers/trees.ts";
import { createVehicleLayer } from "./layers/vehicles.ts";
import { createWaterLayer } from "./layers/water.ts";
import { takePrepared } from "./prepare.ts";
import { lookOf } from "./style/look.ts";
import { baselineOf } from "./terrain/baseline.ts";
import { groundHides } from "./terrain/groundHides.ts";
import { groundOf } from "./terrain/groundOf.ts";
import { roofsOf } from "./terrain/roofField.ts";
import { labelsOf } from "./tools/labels.ts";
import { createOverlay } from "./tools/overlay.ts";
import { createToolbox } from "./tools/toolbox.ts";

/** One place shown in one WebGL context: camera, tools and a controller per layer. */
export type Site = {
  readonly rig: CameraRig;
  /** Resolves when everything of the first state is on the screen. */
  readonly complete: Promise<void>;
  readonly sketch: SceneHandle["sketch"];
  readonly walk: SceneHandle["walk"];
  /** What is drawn above the city, for pictures of the whole. */
  readonly overlayCanvas: HTMLCanvasElement;
  /** Resolves when every layer has followed the last change. */
  readonly followed: () => Promise<void>;
  readonly destroy: () => void;
};

export function createSite(options: {
  readonly widget: CesiumWidget;
  readonly container: HTMLElement;
  readonly store: SceneStore;
  readonly events: SceneEvents;
  readonly data: TwinData;
  readonly mesher: Mesher;
  readonly start: CameraPose | null;
}): Site {
  const { widget, store, events, data } = options;
  const { scene } = widget;
  const baseTwin = baselineOf(data);

  const thrifty = isSoftware(scene);
  let curtainDown = thrifty;
  const pace = createPace(scene, thrifty, () => curtainDown);
  let destroyed = false;
  // Behind the curtain the engine draws no frames of its own accord; it would at every file that it loads.
  if (curtainDown) widget.useDefaultRenderLoop = false;
  const drawNow = (): void => {
    widget.resize();
    scene.requestRender();
    widget.render();
  };
  let waiting = 0;
  let signal = (): void => {};
  const complete = new Promise<void>((resolve) => {
    signal = resolve;
  });
  const settled = (): void => {
    waiting--;
    if (waiting > 0 || scene.isDestroyed()) return;
    // One more frame, so that what arrived last has been drawn.
    const stop = scene.postRender.addEventListener(() => {
      stop();
      if (waiting === 0) signal();
    });
    const rises = curtainDown;
    curtainDown = false;
    pace.requestRender();
    if (rises) {
      drawNow();
      widget.useDefaultRenderLoop = true;
    }
  };
  const standing = (): boolean => !destroyed && !scene.isDestroyed();
  const steps = createStepQueue(
    standing,
    () => context.requestRender(),
    (error) => context.report("place", error),
  );
  const context: SceneContext = {
    scene,
    thrifty,
    frame: createLocalFrame(data.frame),
    data,
    store,
    mesher: options.mesher,
    prepared: takePrepared(data, options.mesher),
    follow: (keys, react) => {
      react(store.getState());
      const step = (): void => react(store.getState());
      return store.subscribe((state, before) => {
        if (keys.some((key) => state[key] !== before[key])) steps.add(step);
      });
    },
    requestRender: () => {
      // Behind the curtain a frame would show nothing, between two steps half of a change.
      if (!curtainDown && steps.isEmpty()) pace.requestRender();
    },
    setShadows: pace.setShadows,
    curtain: { isDown: () => curtainDown },
    remove: (primitive) => {
      if (!scene.isDestroyed()) scene.primitives.remove(primitive);
    },
    busy: (work) => {
      waiting++;
      work.then(settled, settled);
      return work;
    },
    report: (key, error) => {
      if (!scene.isDestroyed()) events.onError(key, error instanceof Error ? error.message : String(error));
    },
  };

  /** The plan that camera and names go by: it changes once its ground is known, or the next frame would wait for that. */
  let shown = twinOf(store.getState()) ?? baseTwin;
  const shownTwin = (): Twin => shown;
  const stopPlanning = planAhead(store, steps, () => {
    shown = twinOf(store.getState()) ?? baseTwin;
  });
  const rig = createCameraRig({
    scene,
    frame: context.frame,
    extent: data.extent,
    ground: () => groundOf(shownTwin()),
    walk: {
      start: (near, headingDeg) => walkStart(shownTwin(), near, headingDeg),
      deckAt: (x, y) => deckHeightAt(decksOf(shownTwin(), groundOf(shownTwin())), x, y),
    },
    start: options.start,
    onMove: (pose) => {
      pace.cameraMoved();
      events.onCamera(pose);
    },
    requestRender: context.requestRender,
  });
  const sun = createSunLight(context);
  const basemap = createBasemap(context);
  const imagery = createImagery(context);
  const fields = createFieldUniforms(context);
  const layers: Layer[] = [basemap, imagery, fields];
  const makers: readonly (() => Layer)[] = [
    () => createBuildingLayer(context, sun, fields),
    () => createGroundLayer(context, sun.daylight, fields, groundOf, imagery, basemap),
    () => createTreeLayer(context, sun, groundOf),
    () => createWaterLayer(context, sun.daylight),
    // After the water: what is drawn later lies on top where both are transparent.
    () => createBridgeLayer(context, sun, groundOf),
    () => createStreetLayer(context, sun, groundOf),
    () => createVehicleLayer(context, sun, groundOf),
    () => createMeasureLayer(context, groundOf),
    () => createSurfaceLayer(context, sun),
    () => createTilesetLayer(context),
  ];
  const building = inSlices(
    makers.map((make) => () => {
      layers.push(make());
    }),
    standing,
  ).then(() => {
    // A frame behind the curtain: the shaders are compiled while the workers are still busy.
    if (standing() && curtainDown) drawNow();
  });
  context.busy(building).catch((error) => context.report("place", error));
  const pixelAt = (at: Point, z: number) => {
    const seen = project(rig.pose(), rig.lens(), [at[0], at[1], z]);
    if (seen === null) return null;
    const { clientWidth, clientHeight } = scene.canvas;
    return {
      x: ((seen.x + 1) / 2) * clientWidth,
      y: ((1 - seen.y) / 2) * clientHeight,
      depthM: seen.depthM,
    };
  };
  const toPixel = (at: Point) => {
    const z = rig.heightAt(at);
    return pixelAt(at, Number.isNaN(z) ? 0 : z);
  };
  const buildingsShown = (): boolean => store.getState().layers.buildings;
  let queued = 0;
  const toolbox = createToolbox({
    store,
    events,
    rig,
    canvas: scene.canvas,
    groundOf: (side) => groundOf(side.twin),
    toPixel,
    // Pointer moves come faster than the screen refreshes.
    redraw: () => {
      if (queued === 0)
        queued = requestAnimationFrame(() => {
          queued = 0;
          overlay.draw();
        });
    },
  });
  const overlay = createOverlay({
    container: options.container,
    labels: labelsOf(data),
    state: store.getState,
    tool: () => toolbox.view(),
    toPixel,
    labelView: {
      heightAt: rig.heightAt,
      roofAt: (at) => (buildingsShown() ? roofsOf(shownTwin()).topAt(at[0], at[1]) : Number.NaN),
      pixelAt,
      isHidden: (at, z, clearM) => {
        const { x, y, z: eyeZ } = rig.pose();
        const eye = [x, y, eyeZ] as const;
        if (buildingsShown() && roofsOf(shownTwin()).hides(eye, [at[0], at[1], z], clearM)) return true;
        return groundHides(groundOf(shownTwin()), eye, [at[0], at[1], z + 1.2]);
      },
      isWalking: () => store.getState().tool.type === "walk",
    },
  });
  const walk = attachWalkKeys(
    rig,
    () => store.getState().tool.type === "walk",
    (from, to) => stepTo(shownTwin(), from, to),
  );
  // Names follow the first picture in a task of their own: which roof hides which name takes a while to know.
  let named = false;
  const drawOverlay = (): void => {
    if (named) overlay.draw();
  };
  complete.then(nextTurn).then(() => {
    named = true;
    if (standing()) overlay.draw();
  });
  const stops = [
    watch(store, ["theme"], (state) => {
      scene.backgroundColor = lookOf(state.theme).background;
    }),
    watch(store, ["right", "left", "swipe"], (state) => {
      scene.splitPosition = state.right === null ? 1 : state.swipe;
      context.requestRender();
    }),
    watch(store, ["tool"], (state) => rig.setWalking(state.tool.type === "walk")),
    attachCameraControls(scene.canvas, rig, toolbox.pointer, () => store.getState().tool.type === "walk"),
    walk.stop,
    scene.postRender.addEventListener(drawOverlay),
    watch(store, ["layers", "theme", "language"], drawOverlay),
  ];
  return {
    rig,
    complete,
    sketch: toolbox.sketch,
    walk,
    overlayCanvas: overlay.canvas,
    followed: steps.drained,
    destroy: () => {
      destroyed = true;
      stopPlanning();
      rig.stop();
      pace.destroy();
      cancelAnimationFrame(queued);
      toolbox.destroy();
      overlay.destroy();
      for (const stop of stops) stop();
      for (const layer of layers) layer.destroy();
      sun.destroy();
    },
  };
}

const twinOf = ({ left, right }: SceneState): Twin | undefined => (right ?? left)?.twin;

/** What all layers read of another plan is made before they follow it, each part in a task of its own. */
function planAhead(store: SceneStore, steps: StepQueue, onKnown: () => void): () => void {
  const sides = (["left", "right"] as const).map((side) => {
    const ask = (make: (twin: Twin) => unknown) => (): void => {
      const twin = store.getState()[side]?.twin;
      if (twin !== undefined) make(twin);
    };
    return { side, parts: [ask(plannedTerrain), ask(groundOf)] };
  });
  const roofs = (): void => {
    const state = store.getState();
    const twin = twinOf(state);
    // Names ask which roof hides them.
    if (twin !== undefined && state.layers.labels && state.layers.buildings) roofsOf(twin);
  };
  return store.subscribe((state, before) => {
    const changed = sides.filter(({ side }) => state[side]?.twin !== before[side]?.twin);
    for (const { parts } of changed) for (const part of parts) steps.add(part);
    if (twinOf(state) === twinOf(before)) return;
    steps.add(roofs);
    steps.add(onKnown);
  });
}
