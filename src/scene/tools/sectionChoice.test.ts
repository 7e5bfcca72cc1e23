import { describe, expect, it, vi } from "vitest";
import { trafficPlace } from "#scenario/measures/trafficPlace.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import type { CameraRig } from "../camera/rig.ts";
import type { SceneEvents } from "../contract.ts";
import { createSceneStore } from "../core/store.ts";
import { createHeightField } from "../terrain/heightField.ts";
import { emptySketch, toggled } from "./sketch.ts";
import { createToolbox } from "./toolbox.ts";

const twin = handmadeTwin(trafficPlace);

/** A toolbox over a city whose pixels are its metres, and half a metre high each. */
function choosing(choose: {
  readonly least: number;
  readonly most: number;
  readonly ids: readonly string[];
}) {
  const field = createHeightField(twin.data.terrain);
  const rig = {
    pose: () => ({ x: 0, y: 0, z: 300, headingDeg: 0, pitchDeg: -90 }),
    lens: () => ({ fovYRad: 2 * Math.atan(0.5), aspect: 1 }),
    groundAt: (x: number, y: number) => ({ x, y, z: 100, distanceM: 200 }),
    set: () => {},
  } as unknown as CameraRig;
  const events = { onGeometry: vi.fn(), onNoStreet: vi.fn(), onSketch: vi.fn(), onSketchCancelled: vi.fn() };
  const store = createSceneStore({ left: { planId: "A", twin, plan: null } });
  const toolbox = createToolbox({
    store,
    events: events as unknown as SceneEvents,
    rig,
    canvas: { clientWidth: 400, clientHeight: 400, style: {} } as HTMLCanvasElement,
    groundOf: () => field,
    toPixel: ([x, y]) => ({ x, y }),
    redraw: () => {},
  });
  const style = { fill: "#000", outline: "#000", form: "street" } as const;
  store.setState({ tool: { type: "sketch", id: "t", geometry: "sections", style, choose } });
  return { toolbox, events, chosen: () => toolbox.view().sketch?.sectionIds };
}

const any = { least: 1, most: 1000, ids: [] };

describe("choosing street sections", () => {
  it("takes what is clicked, lets it go again, and finishes by Enter", () => {
    const { toolbox, events, chosen } = choosing(any);
    toolbox.sketch.finish();
    expect(events.onGeometry).not.toHaveBeenCalled();
    // Ten pixels beside the street are still meant for it.
    toolbox.pointer.onHover({ x: 60, y: 210 });
    expect(toolbox.view().sketch?.hovered).toBe("west");
    toolbox.pointer.onClick({ x: 60, y: 210 });
    toolbox.pointer.onClick({ x: 300, y: 195 });
    expect(chosen()).toEqual(["west", "east"]);
    toolbox.pointer.onClick({ x: 60, y: 200 });
    expect(chosen()).toEqual(["east"]);
    toolbox.sketch.finish();
    expect(events.onGeometry).toHaveBeenCalledWith("t", { type: "sections", sectionIds: ["east"] });
  });

  it("says so where no street is, and on paths without motor traffic", () => {
    const { toolbox, events, chosen } = choosing(any);
    toolbox.pointer.onClick({ x: 60, y: 300 });
    toolbox.pointer.onClick({ x: 320, y: 0 });
    expect(events.onNoStreet).toHaveBeenCalledTimes(2);
    expect(chosen()).toEqual([]);
  });

  it("ends by a double click on a street, which is chosen then whatever the two clicks did", () => {
    const { toolbox, events } = choosing(any);
    toolbox.pointer.onClick({ x: 60, y: 200 });
    toolbox.pointer.onClick({ x: 60, y: 200 });
    toolbox.pointer.onDoubleClick({ x: 60, y: 200 });
    expect(events.onGeometry).toHaveBeenCalledWith("t", { type: "sections", sectionIds: ["west"] });
  });

  it("is done by itself when as many are chosen as it takes", () => {
    const { toolbox, events } = choosing({ least: 2, most: 2, ids: [] });
    toolbox.pointer.onClick({ x: 60, y: 200 });
    toolbox.sketch.finish();
    expect(events.onGeometry).not.toHaveBeenCalled();
    toolbox.pointer.onClick({ x: 200, y: 300 });
    expect(events.onGeometry).toHaveBeenCalledWith("t", { type: "sections", sectionIds: ["west", "north"] });
  });

  it("works by keys: the cursor finds the street, Space takes it, Backspace takes it back", () => {
    const { toolbox, chosen } = choosing(any);
    toolbox.pointer.onHover({ x: 100, y: 212 });
    toolbox.sketch.moveCursor(0, -10);
    expect(toolbox.view()).toMatchObject({ keyboardCursor: true, sketch: { hovered: "west" } });
    toolbox.sketch.placeVertex();
    expect(chosen()).toEqual(["west"]);
    toolbox.sketch.removeVertex();
    expect(chosen()).toEqual([]);
  });

  it("goes on from those that are chosen already, and takes whole streets by name", () => {
    const { toolbox, events, chosen } = choosing({ ...any, ids: ["north"] });
    expect(chosen()).toEqual(["north"]);
    toolbox.sketch.toggle(["west", "east"]);
    expect(events.onSketch).toHaveBeenLastCalledWith(
      expect.objectContaining({ sectionIds: ["north", "west", "east"] }),
    );
    toolbox.sketch.toggle(["west", "east"]);
    expect(chosen()).toEqual(["north"]);
  });

  it("lets the first ones go where only so many fit", () => {
    const two = { ...emptySketch("sections"), sectionIds: ["a", "b"] };
    expect(toggled(two, ["c"], 2).sectionIds).toEqual(["b", "c"]);
    expect(toggled(two, ["b", "c"], 9).sectionIds).toEqual(["a", "b", "c"]);
  });
});
