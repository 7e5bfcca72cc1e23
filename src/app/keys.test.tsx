import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startShortcuts } from "./keys.ts";
import { currentScenario } from "./state/document.ts";
import { addPlan } from "./state/planActions.ts";
import { sessionStore, setSession, shownPlans } from "./state/session.ts";
import { viewStore } from "./state/view.ts";
import { openTestPlace } from "./testing/place.ts";

let stop = () => {};

beforeEach(async () => {
  await openTestPlace();
  stop = startShortcuts();
});
afterEach(() => {
  stop();
  cleanup();
});

const press = (key: string, more: Partial<KeyboardEventInit> = {}) =>
  fireEvent.keyDown(document.body, { key, ...more });

describe("shortcuts", () => {
  it("undoes and redoes, and falls back to the baseline when its plan is gone", () => {
    addPlan();
    press("z", { ctrlKey: true });
    expect(currentScenario()?.plans).toEqual([]);
    expect(sessionStore.getState().activePlanId).toBe("baseline");
    press("Z", { metaKey: true, shiftKey: true });
    expect(currentScenario()?.plans).toHaveLength(1);
  });

  it("shows plans by number and the baseline while B is held", () => {
    const id = addPlan();
    press("1");
    expect(sessionStore.getState().activePlanId).toBe("baseline");
    press("2");
    expect(sessionStore.getState().activePlanId).toBe(id);
    press("4");
    expect(sessionStore.getState().activePlanId).toBe(id);
    press("b");
    expect(shownPlans(sessionStore.getState())).toEqual({ left: "baseline", right: null });
    fireEvent.keyUp(document.body, { key: "b" });
    expect(shownPlans(sessionStore.getState()).left).toBe(id);
  });

  it("steps back one thing at a time with Esc", () => {
    setSession({ tool: { type: "distance" }, selectedMeasureId: "m1" });
    press("Escape");
    expect(sessionStore.getState().tool.type).toBe("select");
    expect(sessionStore.getState().selectedMeasureId).toBe("m1");
    press("Escape");
    expect(sessionStore.getState().selectedMeasureId).toBeNull();
  });

  it("opens the search instead of the browser's own", () => {
    const event = new KeyboardEvent("keydown", { key: "f", ctrlKey: true, bubbles: true, cancelable: true });
    act(() => void document.body.dispatchEvent(event));
    expect(event.defaultPrevented).toBe(true);
    expect(viewStore.getState().searchOpen).toBe(true);
  });

  it("leaves plain keys to whoever types", () => {
    addPlan();
    render(<input aria-label="field" />);
    fireEvent.keyDown(screen.getByLabelText("field"), { key: "1" });
    expect(sessionStore.getState().activePlanId).not.toBe("baseline");
    fireEvent.keyDown(screen.getByLabelText("field"), { key: "z", ctrlKey: true });
    expect(currentScenario()?.plans).toHaveLength(1);
  });
});
