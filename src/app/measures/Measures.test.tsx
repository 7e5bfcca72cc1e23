import { act, cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { I18nProvider } from "react-aria-components";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { currentScenario, undoLast } from "#app/state/document.ts";
import { alterMeasure, completeGeometry } from "#app/state/measureActions.ts";
import { addPlan } from "#app/state/planActions.ts";
import { sessionStore } from "#app/state/session.ts";
import { setView } from "#app/state/view.ts";
import { openTestPlace } from "#app/testing/place.ts";
import { measureKinds } from "#scenario/measures/registry.ts";
import { MeasuresPanel } from "./MeasuresPanel.tsx";
import { ParameterCard } from "./ParameterCard.tsx";

const measures = () => currentScenario()?.plans[0]?.measures ?? [];

/** Draws with the pencil in hand, as the scene would report it. */
function draw(points: readonly (readonly [number, number])[]): void {
  const { tool } = sessionStore.getState();
  if (tool.type !== "sketch" || tool.geometry !== "area") throw new Error("no area is being drawn");
  act(() => completeGeometry(tool.id, { type: "area", ring: points }));
}

async function drawBasin(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  act(() => {
    addPlan();
    setView({ paletteOpen: true });
  });
  await user.click(screen.getByRole("button", { name: /^Rückhaltebecken/ }));
  draw([
    [20, 20],
    [40, 20],
    [40, 40],
    [20, 40],
  ]);
}

beforeEach(() => openTestPlace());
afterEach(cleanup);

describe("MeasuresPanel", () => {
  it("teaches the next step on the baseline and in an empty plan", async () => {
    const user = userEvent.setup();
    render(<MeasuresPanel />);
    await user.click(screen.getByRole("button", { name: "Planfall anlegen" }));
    expect(currentScenario()?.plans).toHaveLength(1);
    expect(screen.getByRole("heading", { name: "Maßnahme wählen" })).toBeTruthy();
  });

  it("offers every kind with a sentence, and finds them by words of either", async () => {
    const user = userEvent.setup();
    act(() => {
      addPlan();
      setView({ paletteOpen: true });
    });
    render(<MeasuresPanel />);
    const buttons = within(screen.getByRole("region", { name: "Maßnahmen" })).getAllByRole("button");
    const kinds = buttons.filter((button) => button.querySelector("strong") !== null);
    expect(kinds).toHaveLength(measureKinds.length);
    await user.type(screen.getByRole("searchbox"), "MUELDE");
    expect(screen.getByText("Keine Maßnahme passt zu „MUELDE“.")).toBeTruthy();
    await user.clear(screen.getByRole("searchbox"));
    await user.type(screen.getByRole("searchbox"), "regengarten");
    expect(screen.getAllByRole("button", { name: /^Mulde/ })).toHaveLength(1);
    expect(screen.queryByRole("button", { name: /^Rückhaltebecken/ })).toBeNull();
  });

  it("keeps the focus where one types, chooses the first that is found by Enter, and gives it back", async () => {
    const user = userEvent.setup();
    act(() => void addPlan());
    render(<MeasuresPanel />);
    const add = () => screen.getByRole("button", { name: "Maßnahme hinzufügen" });
    add().focus();
    await user.keyboard("{Enter}");
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
    await user.keyboard("{Enter}");
    expect(sessionStore.getState().tool.type).toBe("select");
    await user.click(screen.getByRole("button", { name: "Zurück zur Liste" }));
    expect(document.activeElement).toBe(add());
    await user.keyboard("{Enter}durchl{Enter}");
    expect(sessionStore.getState()).toMatchObject({ sketchKind: "culvert", tool: { type: "sketch" } });
    expect(document.activeElement).not.toBe(add());
  });

  it("adds what was drawn, lists it with size and cost, switches and deletes it", async () => {
    const user = userEvent.setup();
    render(<MeasuresPanel />);
    await drawBasin(user);
    expect(measures()).toMatchObject([{ kind: "retentionBasin", name: "Rückhaltebecken 1", enabled: true }]);
    expect(sessionStore.getState()).toMatchObject({
      selectedMeasureId: measures()[0]?.id,
      tool: { type: "select" },
    });
    const row = screen.getByRole("button", { name: /^Rückhaltebecken 1/ });
    expect(row.textContent).toContain("400\u202fm²");
    expect(row.textContent).toContain("€");

    await user.click(screen.getByRole("switch", { name: "„Rückhaltebecken 1“ einschalten" }));
    expect(measures()[0]?.enabled).toBe(false);
    row.focus();
    await user.keyboard("{Delete}");
    expect(measures()).toEqual([]);
    act(() => sessionStore.getState().notices[0]?.action?.run());
    expect(measures()).toHaveLength(1);

    await user.click(screen.getByRole("switch", { name: "„Rückhaltebecken 1“ einschalten" }));
    expect(sessionStore.getState().notices).toEqual([]);
  });
});

describe("YearControl", () => {
  /** A row of trees 36 m long, drawn in 2026. */
  async function drawRow(user: ReturnType<typeof userEvent.setup>): Promise<void> {
    act(() => {
      addPlan();
      setView({ paletteOpen: true });
    });
    await user.click(screen.getByRole("button", { name: /^Baumreihe/ }));
    const { tool } = sessionStore.getState();
    if (tool.type !== "sketch") throw new Error("nothing is being drawn");
    const points = [
      [10, 10],
      [46, 10],
    ] as const;
    act(() => completeGeometry(tool.id, { type: "line", points }));
  }

  it("is there once something grows, and each change is one step back", async () => {
    const user = userEvent.setup();
    render(
      <I18nProvider locale="de-DE">
        <MeasuresPanel />
        <ParameterCard />
      </I18nProvider>,
    );
    await drawBasin(user);
    expect(screen.queryByRole("region", { name: "Gezeigtes Jahr" })).toBeNull();
    act(() => sessionStore.setState({ activePlanId: "baseline" }));
    await drawRow(user);
    expect(measures().concat(currentScenario()?.plans[1]?.measures ?? [])).toHaveLength(2);
    const control = within(screen.getByRole("region", { name: "Gezeigtes Jahr" }));
    expect(control.getByRole("button", { name: /^Jahr der Pflanzung/ }).getAttribute("aria-pressed")).toBe(
      "true",
    );
    expect(screen.getByText(/^5 Bäume alle 8/).textContent).toContain("Im Jahr 2026: 5 m hoch");

    await user.click(control.getByRole("button", { name: /25 Jahre nach der Pflanzung, 2051/ }));
    expect(currentScenario()?.year).toBe(2051);
    expect(screen.getByText(/^5 Bäume alle 8/).textContent).toMatch(/Im Jahr 2051: 9,\d m hoch/);
    const field = control.getByRole("textbox", { name: "Gezeigtes Jahr" });
    await user.clear(field);
    await user.type(field, "2020{Enter}");
    expect(currentScenario()?.year).toBe(2020);
    expect(screen.getByText(/erst 2026 gepflanzt/)).toBeTruthy();
    act(() => void undoLast());
    expect(currentScenario()?.year).not.toBe(2020);
    expect(currentScenario()?.plans[1]?.measures[0]?.parameters.plantedYear).toBe(2026);
    // Years are no amounts: no thousands, no bounds.
    expect(screen.getByRole("textbox", { name: "Gepflanzt im Jahr" })).toHaveProperty("value", "2026");
    expect(screen.queryByText(/1\.990/)).toBeNull();
  });
});

describe("ParameterCard", () => {
  it("shows and changes the parameters of the selected measure within their range", async () => {
    const user = userEvent.setup();
    render(
      <I18nProvider locale="de-DE">
        <MeasuresPanel />
        <ParameterCard />
      </I18nProvider>,
    );
    await drawBasin(user);
    const depth = screen.getByRole("textbox", { name: "Tiefe" });
    await user.clear(depth);
    await user.type(depth, "2,5{Enter}");
    await user.tab();
    expect(measures()[0]?.parameters.depthM).toBe(2.5);
    await user.clear(depth);
    await user.type(depth, "99{Enter}");
    await user.tab();
    expect(measures()[0]?.parameters.depthM).toBe(5);
    act(() => void undoLast());
    expect(measures()[0]?.parameters.depthM).not.toBe(5);
  });

  it("asks for the throttle's diameter only where there is a throttle", async () => {
    const user = userEvent.setup();
    render(
      <I18nProvider locale="de-DE">
        <MeasuresPanel />
        <ParameterCard />
      </I18nProvider>,
    );
    await drawBasin(user);
    const diameter = () => screen.queryByRole("textbox", { name: "Durchmesser der Drossel" });
    expect(diameter()).toBeNull();
    act(() =>
      alterMeasure(measures()[0]?.id ?? "", {
        parameters: { ...measures()[0]?.parameters, outlet: "throttle" },
      }),
    );
    expect(diameter()).not.toBeNull();
  });

  it("says why a measure cannot stand where it was drawn", async () => {
    const user = userEvent.setup();
    render(
      <I18nProvider locale="de-DE">
        <MeasuresPanel />
        <ParameterCard />
      </I18nProvider>,
    );
    act(() => {
      addPlan();
      setView({ paletteOpen: true });
    });
    await user.click(screen.getByRole("button", { name: /^Rückhaltebecken/ }));
    draw([
      [1e5, 1e5],
      [1e5 + 20, 1e5],
      [1e5 + 20, 1e5 + 20],
    ]);
    expect((await screen.findByRole("alert")).textContent).toContain("über das Gebiet hinaus");
  });
});
