import type { Point } from "#twin/frame.ts";
import type { PointerTool } from "../camera/controls.ts";
import type { CameraRig } from "../camera/rig.ts";
import type { Pick, SceneEvents, SceneHandle, SceneSide, SceneState } from "../contract.ts";
import { type SceneStore, watch } from "../core/store.ts";
import type { HeightField } from "../terrain/heightField.ts";
import { createPointing, type Pixel } from "./pointing.ts";
import {
  canFinish,
  geometryOf,
  inserted,
  middles,
  moved,
  profileAlong,
  progressOf,
  removed,
  type Sketch,
  sketchOf,
  toggled,
  withoutLast,
  withVertex,
} from "./sketch.ts";

const handleReachPx = 18;
const staysDrawn: ReadonlySet<string> = new Set(["distance", "area", "profile", "route"]);

/** What the overlay draws of the tool at hand. */
export type ToolView = {
  readonly sketch: Sketch | null;
  /** Keyboard drawing shows its cursor as a cross. */
  readonly keyboardCursor: boolean;
  /** A building is to be chosen, and no pointer is at hand: the middle of the picture is what Space takes. */
  readonly aiming: boolean;
};

export type Toolbox = {
  readonly pointer: PointerTool;
  readonly sketch: SceneHandle["sketch"];
  readonly view: () => ToolView;
  readonly destroy: () => void;
};

export function createToolbox(options: {
  readonly store: SceneStore;
  readonly events: SceneEvents;
  readonly rig: CameraRig;
  readonly canvas: HTMLCanvasElement;
  readonly groundOf: (side: SceneSide) => HeightField;
  /** A frame point in CSS pixels, null behind the camera. */
  readonly toPixel: (at: Point) => Pixel | null;
  readonly redraw: () => void;
}): Toolbox {
  const { store, events, rig, canvas } = options;
  let sketch: Sketch | null = null;
  let keyboardCursor = false;
  let aiming = false;
  let dragged = -1;
  let dragMoved = false;
  let finishedTool: SceneState["tool"] | null = null;

  const tool = (): SceneState["tool"] => store.getState().tool;
  const toolId = (): string => {
    const current = tool();
    return current.type === "sketch"
      ? current.id
      : current.type === "edit"
        ? current.measureId
        : current.type;
  };

  const { pick, groundPoint, sectionAt, sectionUnder } = createPointing(options);

  const choose = (): { readonly least: number; readonly most: number } => {
    const current = tool();
    return (current.type === "sketch" && current.choose) || { least: 1, most: Number.POSITIVE_INFINITY };
  };

  /** One more section, or one less. Where as many are chosen as it takes, the drawing is done. */
  const toggle = (ids: readonly string[]): void => {
    if (sketch === null || sketch.shape !== "sections") return;
    const { most } = choose();
    const more = ids.some((id) => !sketch?.sectionIds.includes(id));
    put(toggled(sketch, ids, most));
    if (more && sketch.sectionIds.length >= most) finish();
  };

  const put = (next: Sketch): void => {
    sketch = next;
    events.onSketch(progressOf(next, false));
    options.redraw();
  };

  const finish = (): void => {
    if (sketch === null) return;
    if (sketch.shape === "point" && sketch.points.length === 0 && sketch.cursor !== null)
      sketch = withVertex(sketch, sketch.cursor);
    const geometry = canFinish(sketch, choose().least) ? geometryOf(sketch) : null;
    if (geometry === null) return;
    const current = tool();
    events.onSketch(progressOf(sketch, true));
    if (current.type === "profile") events.onProfile(profileAlong(sketch.points, rig.heightAt));
    const id = toolId();
    const editing = sketch.editing;
    // Measured lines stay on the screen until the next one begins; a measure becomes part of the plan.
    if (staysDrawn.has(current.type)) {
      finishedTool = current;
      sketch = { ...sketch, cursor: null };
    } else if (!editing) sketch = sketchOf(current);
    options.redraw();
    if (current.type === "sketch" || current.type === "edit") events.onGeometry(id, geometry);
  };

  const cancel = (): void => {
    const id = toolId();
    const current = tool();
    sketch = sketchOf(current);
    finishedTool = null;
    options.redraw();
    events.onSketchCancelled(id);
  };

  const vertexAt = (at: Pixel): number => nearest(sketch?.points ?? [], at);
  const middleAt = (at: Pixel): number => (sketch === null ? -1 : nearest(middles(sketch), at));
  const nearest = (points: readonly Point[], at: Pixel): number => {
    let best = -1;
    let bestPx = handleReachPx;
    points.forEach((point, i) => {
      const pixel = options.toPixel(point);
      const away = pixel === null ? Number.POSITIVE_INFINITY : Math.hypot(pixel.x - at.x, pixel.y - at.y);
      if (away < bestPx) {
        bestPx = away;
        best = i;
      }
    });
    return best;
  };

  const place = (at: Point): void => {
    if (sketch === null || sketch.editing) return;
    if (finishedTool !== null) {
      finishedTool = null;
      sketch = sketchOf(tool());
      if (sketch === null) return;
    }
    put(withVertex(sketch, at));
    if (sketch?.shape === "point") finish();
  };

  const pointer: PointerTool = {
    onPress: (at) => {
      if (sketch === null || !sketch.editing) return false;
      const vertex = vertexAt(at);
      if (vertex >= 0) {
        dragged = vertex;
        sketch = { ...sketch, active: vertex };
      } else {
        const middle = middleAt(at);
        if (middle < 0) return false;
        put(inserted(sketch, middle, middles(sketch)[middle]));
        dragged = middle + 1;
      }
      dragMoved = false;
      return true;
    },
    onDrag: (at) => {
      const point = groundPoint(at);
      if (sketch === null || dragged < 0 || point === null) return;
      dragMoved = true;
      put(moved(sketch, dragged, point));
    },
    onRelease: () => {
      const was = dragged;
      dragged = -1;
      options.redraw();
      if (was >= 0 && dragMoved) finish();
    },
    onHover: (at) => {
      const current = tool();
      if (aiming) {
        aiming = false;
        options.redraw();
      }
      if (sketch !== null && !sketch.editing && finishedTool === null) {
        const point = groundPoint(at);
        keyboardCursor = false;
        if (sketch.shape === "sections") {
          const hovered = sectionUnder(at);
          const other = hovered !== sketch.hovered;
          sketch = { ...sketch, cursor: point, hovered };
          if (other) options.redraw();
        } else if (point !== null) put({ ...sketch, cursor: point });
      }
      const drawing = sketch !== null && !sketch.editing;
      const onHandle = sketch?.editing === true && (vertexAt(at) >= 0 || middleAt(at) >= 0);
      canvas.style.cursor = drawing || current.type === "sketch" ? "crosshair" : onHandle ? "move" : "";
    },
    onClick: (at) => {
      const current = tool();
      if (current.type === "sketch" && current.geometry === "building") {
        takeBuilding(current.id, pick(at));
        return;
      }
      if (sketch?.shape === "sections") {
        const id = sectionUnder(at);
        if (id !== null) toggle([id]);
        else events.onNoStreet();
        return;
      }
      if (sketch !== null && !sketch.editing) {
        // A click on the first vertex closes a ring; on the last one it ends a line.
        const vertex = finishedTool === null ? vertexAt(at) : -1;
        const closing = sketch.shape === "area" ? vertex === 0 : vertex === sketch.points.length - 1;
        if (vertex >= 0 && closing && sketch.shape !== "point" && canFinish(sketch)) {
          finish();
          return;
        }
        const point = groundPoint(at);
        if (point !== null) place(point);
        return;
      }
      if (current.type === "walk") {
        const picked = pick(at);
        // A building tells what it is; on open ground one goes there.
        if (picked?.type === "building") events.onPick(picked);
        else {
          const there = groundPoint(at);
          if (there !== null) rig.land(there);
        }
        return;
      }
      if (current.type === "select" || current.type === "edit") events.onPick(pick(at));
    },
    onDoubleClick: (at) => {
      if (sketch === null) return;
      if (sketch.shape === "sections") {
        // Two clicks have taken it in and out again.
        const id = sectionUnder(at);
        if (id !== null && !sketch.sectionIds.includes(id)) toggle([id]);
        finish();
        return;
      }
      if (sketch.editing) {
        const vertex = vertexAt(at);
        const next = vertex < 0 ? sketch : removed(sketch, vertex);
        if (next === sketch) return;
        put(next);
        finish();
      } else finish();
    },
  };

  const startCursor = (): Point => {
    const hit = rig.groundAt(canvas.clientWidth / 2, canvas.clientHeight / 2);
    const pose = rig.pose();
    return hit ? [hit.x, hit.y] : [pose.x, pose.y];
  };

  /** Keeps the keyboard cursor on the screen by moving the camera along. */
  const follow = (at: Point): void => {
    const pixel = options.toPixel(at);
    const margin = 60;
    const inside =
      pixel !== null &&
      pixel.x > margin &&
      pixel.y > margin &&
      pixel.x < canvas.clientWidth - margin &&
      pixel.y < canvas.clientHeight - margin;
    if (inside) return;
    const centre = startCursor();
    const pose = rig.pose();
    rig.set({ ...pose, x: pose.x + at[0] - centre[0], y: pose.y + at[1] - centre[1] });
  };

  const stop = watch(store, ["tool"], (state) => {
    sketch = sketchOf(state.tool);
    finishedTool = null;
    keyboardCursor = false;
    aiming = choosesBuilding(state.tool) && !isCoarse();
    dragged = -1;
    canvas.style.cursor = "";
    options.redraw();
  });

  return {
    pointer,
    sketch: {
      moveCursor: (dxM, dyM) => {
        if (sketch === null) return;
        if (sketch.editing) {
          const at = sketch.points[sketch.active];
          if (at) put(moved(sketch, sketch.active, [at[0] + dxM, at[1] + dyM]));
          return;
        }
        if (finishedTool !== null) {
          finishedTool = null;
          sketch = sketchOf(tool()) ?? sketch;
        }
        const from = sketch.cursor ?? startCursor();
        const to: Point = keyboardCursor || sketch.cursor ? [from[0] + dxM, from[1] + dyM] : from;
        keyboardCursor = true;
        const hovered = sketch.shape === "sections" ? sectionAt(to, 0) : null;
        put({ ...sketch, cursor: to, hovered });
        follow(to);
      },
      placeVertex: () => {
        if (sketch === null) {
          atMiddle();
          return;
        }
        if (sketch.editing) sketch = { ...sketch, active: (sketch.active + 1) % sketch.points.length };
        else if (sketch.shape === "sections") {
          const id = sectionAt(sketch.cursor ?? startCursor(), 0);
          if (id !== null) toggle([id]);
          else events.onNoStreet();
        } else place(sketch.cursor ?? startCursor());
        keyboardCursor = true;
        options.redraw();
      },
      removeVertex: () => {
        if (sketch === null) return;
        if (sketch.editing) put(removed(sketch, sketch.active));
        else if (sketch.points.length + sketch.sectionIds.length > 0) put(withoutLast(sketch));
      },
      finish,
      cancel,
      toggle,
    },
    view: () => ({ sketch, keyboardCursor, aiming }),
    destroy: () => {
      stop();
      canvas.style.cursor = "";
    },
  };

  /** From the keyboard, a building is chosen, or what is there is asked, at the middle of the picture. */
  function atMiddle(): void {
    const current = tool();
    const middle = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
    if (current.type === "select") events.onPick(pick(middle));
    if (current.type !== "sketch" || current.geometry !== "building") return;
    aiming = true;
    options.redraw();
    takeBuilding(current.id, pick(middle));
  }

  function takeBuilding(id: string, picked: Pick | null): void {
    if (picked?.type === "building") events.onGeometry(id, { type: "building", buildingId: picked.id });
    else events.onNoBuilding();
  }
}

const choosesBuilding = (tool: SceneState["tool"]): boolean =>
  tool.type === "sketch" && tool.geometry === "building";

/** A finger taps what it means; a cross would only puzzle. */
const isCoarse = (): boolean => typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches;
