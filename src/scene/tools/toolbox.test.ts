import { describe, expect, it, vi } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import type { CameraRig } from "../camera/rig.ts";
import type { SceneEvents } from "../contract.ts";
import { createSceneStore } from "../core/store.ts";
import { createHeightField } from "../terrain/heightField.ts";
import { createToolbox } from "./toolbox.ts";

const twin = handmadeTwin({
  extent: { minX: 0, minY: 0, maxX: 200, maxY: 200 },
  buildings: [
    {
      id: "hall",
      ring: [
        [50, 50],
        [80, 50],
        [80, 70],
        [50, 70],
      ],
      heightM: 12,
    },
  ],
});

/** A toolbox whose camera looks straight down on a point. */
function lookingAt(x: number, y: number) {
  const field = createHeightField(twin.data.terrain);
  const pose = { x, y, z: 300, headingDeg: 0, pitchDeg: -90 };
  const rig = {
    pose: () => pose,
    lens: () => ({ fovYRad: 0.8, aspect: 1 }),
    groundAt: () => ({ x, y, z: 0, distanceM: 300 }),
  } as unknown as CameraRig;
  const events = { onGeometry: vi.fn(), onNoBuilding: vi.fn(), onNoStreet: vi.fn(), onPick: vi.fn() };
  const store = createSceneStore({ left: { planId: "A", twin, plan: null } });
  const toolbox = createToolbox({
    store,
    events: events as unknown as SceneEvents,
    rig,
    canvas: { clientWidth: 400, clientHeight: 400, style: {} } as HTMLCanvasElement,
    groundOf: () => field,
    toPixel: () => null,
    redraw: () => {},
  });
  const style = { fill: "#000", outline: "#000", form: "roof" } as const;
  store.setState({ tool: { type: "sketch", id: "t", geometry: "building", style } });
  return { toolbox, events, store };
}

describe("asking what is somewhere", () => {
  it("answers for the middle of the picture from the keyboard, as for a click there", () => {
    const { toolbox, events, store } = lookingAt(65, 60);
    store.setState({ tool: { type: "select" } });
    toolbox.sketch.placeVertex();
    toolbox.pointer.onClick({ x: 200, y: 200 });
    expect(events.onPick).toHaveBeenCalledTimes(2);
    const [byKey, byMouse] = events.onPick.mock.calls;
    expect(byKey?.[0]).toMatchObject({ type: "building", id: "hall" });
    expect(byMouse).toEqual(byKey);
    expect(events.onGeometry).not.toHaveBeenCalled();
  });
});

describe("choosing a building", () => {
  it("takes the one in the middle of the picture, which is marked until a pointer comes", () => {
    const { toolbox, events } = lookingAt(65, 60);
    expect(toolbox.view().aiming).toBe(true);
    toolbox.sketch.placeVertex();
    expect(events.onGeometry).toHaveBeenCalledWith("t", { type: "building", buildingId: "hall" });
    expect(events.onNoBuilding).not.toHaveBeenCalled();
    toolbox.pointer.onHover({ x: 10, y: 10 });
    expect(toolbox.view().aiming).toBe(false);
  });

  it("says that none stands there, to the keyboard and to the mouse", () => {
    const { toolbox, events } = lookingAt(150, 150);
    toolbox.sketch.placeVertex();
    expect(events.onNoBuilding).toHaveBeenCalledTimes(1);
    toolbox.pointer.onClick({ x: 200, y: 200 });
    expect(events.onNoBuilding).toHaveBeenCalledTimes(2);
    expect(events.onGeometry).not.toHaveBeenCalled();
  });
});
