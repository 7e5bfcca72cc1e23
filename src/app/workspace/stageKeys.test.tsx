import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startShortcuts } from "#app/keys.ts";
import { currentScenario, dispatch } from "#app/state/document.ts";
import { addPlan } from "#app/state/planActions.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import { setView } from "#app/state/view.ts";
import { openTestPlace } from "#app/testing/place.ts";
import { measureKinds } from "#scenario/measures/registry.ts";
import type { MeasureGeometry } from "#scenario/types.ts";
import type { SceneHandle, Tool } from "#scene/contract.ts";
import { defaultsOf } from "#twin/parameters/settle.ts";
import { onStageKey } from "./stageKeys.ts";

let stop = () => {};
let calls: string[] = [];

/** A scene that only writes down what the keys ask of it. */
function sceneWith(tool: Tool): SceneHandle {
  const note = (name: string) => () => {
    calls.push(name);
  };
  const pose = { x: 0, y: 0, z: 500, headingDeg: 0, pitchDeg: -45 };
  return {
    set: note("set"),
    // Only the tool is read by the keys.
    state: () => ({ tool }) as ReturnType<SceneHandle["state"]>,
    camera: {
      pose: () => pose,
      flyTo: note("flyTo"),
      home: note("home"),
      north: note("north"),
      lookAt: note("lookAt"),
    },
    sketch: {
      moveCursor: (dxM, dyM) => {
        calls.push(`move ${dxM} ${dyM}`);
      },
      placeVertex: note("place"),
      removeVertex: note("remove"),
      finish: note("finish"),
      toggle: () => {},
      cancel: note("cancel"),
    },
    walk: { press: note("press"), release: note("release") },
    picture: async () => "",
    statistics: () => ({ frames: 0, firstCompleteFrameMs: null }),
    dispose: note("dispose"),
  };
}

/** A plan with one selected measure of this shape, being edited in the city. */
function edit(geometry: MeasureGeometry): void {
  const kind = measureKinds.find((other) => other.geometry === geometry.type);
  if (kind === undefined) throw new Error(`no kind is drawn as ${geometry.type}`);
  act(() => {
    const planId = addPlan();
    if (planId === null) throw new Error("no plan");
    const parameters = defaultsOf(kind.parameters);
    dispatch({
      type: "addMeasure",
      planId,
      measure: { kind: kind.id, name: "M", geometry, parameters, enabled: true },
    });
    const measureId = currentScenario()?.plans[0]?.measures[0]?.id ?? "";
    setSession({ selectedMeasureId: measureId, tool: { type: "select" } });
    setView({ scene: sceneWith({ type: "edit", measureId, geometry, style: kind.sketch }) });
  });
}

const square: MeasureGeometry = {
  type: "area",
  ring: [
    [20, 20],
    [40, 20],
    [40, 40],
    [20, 40],
  ],
};
const press = (key: string, more: Partial<KeyboardEventInit> = {}) =>
  fireEvent.keyDown(screen.getByTestId("stage"), { key, ...more });
const measureCount = () => currentScenario()?.plans[0]?.measures.length;

beforeEach(async () => {
  await openTestPlace();
  calls = [];
  stop = startShortcuts();
  render(<div data-testid="stage" onKeyDown={onStageKey} role="application" />);
});
afterEach(() => {
  stop();
  cleanup();
  setView({ scene: null });
});

describe("keys on the city", () => {
  it("ask what is in the middle of the picture, but not while one walks", () => {
    act(() => setView({ scene: sceneWith({ type: "select" }) }));
    press(" ");
    press("ArrowUp");
    expect(calls).toEqual(["place", "flyTo"]);
    act(() => setView({ scene: sceneWith({ type: "walk" }) }));
    press(" ");
    expect(calls).toEqual(["place", "flyTo"]);
  });
});

describe("keys on a measure that is edited", () => {
  it("move its corner at once, go to the next one, and keep the change", () => {
    edit(square);
    press("ArrowRight");
    press("ArrowDown", { shiftKey: true });
    press(" ");
    press("ArrowUp");
    press("Enter");
    expect(calls).toEqual(["move 5 0", "move 0 -0.5", "place", "move 0 5", "finish"]);
  });

  it("take a corner away and leave the measure; elsewhere Delete deletes the measure", () => {
    edit(square);
    press("Delete");
    press("Backspace");
    expect(calls).toEqual(["remove", "remove"]);
    expect(measureCount()).toBe(1);
    fireEvent.keyDown(document.body, { key: "Delete" });
    expect(measureCount()).toBe(0);
  });

  it("drop the change with the first Esc and deselect with the second", () => {
    edit(square);
    press("ArrowLeft");
    press("Escape");
    expect(calls).toEqual(["move -5 0", "cancel"]);
    expect(sessionStore.getState().selectedMeasureId).not.toBeNull();
    press("Escape");
    expect(calls).toHaveLength(2);
    expect(sessionStore.getState().selectedMeasureId).toBeNull();
  });

  it("delete a point as a whole: it has no corner to lose", () => {
    edit({ type: "point", at: [30, 30] });
    press("Delete");
    expect(calls).toEqual([]);
    expect(measureCount()).toBe(0);
  });

  it("still zoom the camera, and finish nothing that was not begun", () => {
    edit(square);
    press("+");
    press("Enter");
    expect(calls).toEqual(["flyTo"]);
  });
});
