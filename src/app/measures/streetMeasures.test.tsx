import { act, cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { currentScenario, undoLast } from "#app/state/document.ts";
import { completeGeometry, startSketch } from "#app/state/measureActions.ts";
import { addPlan } from "#app/state/planActions.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import { setView } from "#app/state/view.ts";
import { openTestPlace } from "#app/testing/place.ts";
import { kindOf } from "#scenario/measures/registry.ts";
import { handmadeTimetable, trafficPlace } from "#scenario/measures/trafficPlace.ts";
import type { MeasureGeometry } from "#scenario/types.ts";
import type { SceneHandle } from "#scene/contract.ts";
import { DrawingBar } from "./DrawingBar.tsx";
import { MeasuresPanel } from "./MeasuresPanel.tsx";
import { ParameterCard } from "./ParameterCard.tsx";

const measures = () => currentScenario()?.plans[0]?.measures ?? [];

function pickUp(id: string): string {
  const kind = kindOf(id);
  if (kind === null) throw new Error(id);
  act(() => startSketch(kind));
  const { tool } = sessionStore.getState();
  if (tool.type !== "sketch") throw new Error("no pencil");
  return tool.id;
}
const place = (id: string, geometry: MeasureGeometry): void => {
  const toolId = pickUp(id);
  act(() => completeGeometry(toolId, geometry));
};

beforeEach(async () => {
  await openTestPlace(trafficPlace);
  act(() => void addPlan());
});
afterEach(cleanup);

describe("measures on streets", () => {
  it("let streets be found by name, whole or by section, and say which are chosen", async () => {
    const user = userEvent.setup();
    const toggle = vi.fn();
    setView({ scene: { sketch: { toggle }, camera: { lookAt: () => {} } } as unknown as SceneHandle });
    render(<DrawingBar />);
    pickUp("speedLimit");
    await user.type(screen.getByRole("searchbox", { name: "Straße suchen" }), "WEST-strasse");
    const hits = within(screen.getByRole("menu", { name: "Gefundene Straßen" }));
    await user.click(hits.getByRole("menuitem", { name: "west-Straße, ein Abschnitt" }));
    expect(toggle).toHaveBeenCalledWith(["west"]);
    act(() =>
      setSession({ sketch: { points: [], lengthM: 0, areaM2: 0, complete: false, sectionIds: ["west"] } }),
    );
    expect(hits.getByRole("menuitem", { name: /gewählt$/ })).toBeTruthy();
    const bar = screen.getByRole("region", { name: "Zeichnen" });
    expect(bar.textContent).toContain("1 Abschnitt · 200\u202fm");
    await user.clear(screen.getByRole("searchbox"));
    await user.type(screen.getByRole("searchbox"), "nirgends");
    expect(screen.getByText("Keine Straße heißt so.")).toBeTruthy();
  });

  it("go back to choosing with the streets they have, as one step that can be undone", async () => {
    const user = userEvent.setup();
    render(<ParameterCard />);
    place("speedLimit", { type: "sections", sectionIds: ["west"] });
    await user.click(screen.getByRole("button", { name: "Straßen ändern" }));
    const { tool } = sessionStore.getState();
    if (tool.type !== "sketch") throw new Error("no pencil");
    expect(tool.choose?.ids).toEqual(["west"]);
    act(() => completeGeometry(tool.id, { type: "sections", sectionIds: ["west", "east"] }));
    expect(measures()).toMatchObject([{ id: "m2", geometry: { sectionIds: ["west", "east"] } }]);
    expect(sessionStore.getState()).toMatchObject({ selectedMeasureId: "m2", tool: { type: "select" } });
    act(() => void undoLast());
    expect(measures()).toMatchObject([{ id: "m2", geometry: { sectionIds: ["west"] } }]);
  });

  it("warn in card and list where a bus is cut, and still stand", async () => {
    render(
      <>
        <MeasuresPanel />
        <ParameterCard />
      </>,
    );
    place("streetClosure", { type: "sections", sectionIds: ["east"] });
    await waitFor(() => expect(screen.getByText(/^Linie 7 fährt heute durch east-Straße/)).toBeTruthy());
    expect(screen.getByRole("button", { name: /^Straßensperrung 1/ }).textContent).toContain("Bitte prüfen");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("take a line from the timetable, and say so where there is none", async () => {
    const user = userEvent.setup();
    render(<DrawingBar />);
    pickUp("denserHeadway");
    expect(screen.getByRole("button", { name: /Linie 7: West – Ost/ })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Fertig" }));
    expect(measures()).toMatchObject([
      { kind: "denserHeadway", geometry: { type: "transitLine", lineId: handmadeTimetable.lines.ids[0] } },
    ]);
    cleanup();
    await openTestPlace();
    act(() => void addPlan());
    render(<DrawingBar />);
    pickUp("denserHeadway");
    expect(screen.getByText(/^Für diese Stadt gibt es keinen Fahrplan und damit keine Linien/)).toBeTruthy();
  });
});
