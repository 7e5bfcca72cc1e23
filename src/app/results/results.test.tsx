import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dispatch, documentStore, openDocument } from "#app/state/document.ts";
import { overlayStore } from "#app/state/overlay.ts";
import { baselineLook, planEntries } from "#app/state/plans.ts";
import { resultsStore, setResults } from "#app/state/results.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import type { Pick } from "#scene/contract.ts";
import { CompareView } from "./CompareView.tsx";
import { formatWhen } from "./format.ts";
import { PointResults } from "./PointResults.tsx";
import { orderedPairs, SeriesTable } from "./SeriesTable.tsx";
import { SimulationPanel } from "./SimulationPanel.tsx";
import { SwipeHandle } from "./SwipeHandle.tsx";
import { setRunService } from "./service.ts";
import { TimeBar } from "./TimeBar.tsx";
import {
  drivenService,
  openTestCity,
  outcomeOf,
  standInForMedia,
  testGrid,
  testModel,
  testScenario,
} from "./testing.ts";

vi.mock("#workers/runtime/registry.ts", () => ({
  modelIds: ["flood", "heat"],
  loadModel: async (id: string) =>
    id === "flood" ? testModel : id === "heat" ? (await import("./testing.ts")).testHeatModel : null,
}));

const baselineAddress = "baseline 4 {}";
const planAddress = "p1 4 {}";

beforeEach(standInForMedia);

afterEach(() => {
  cleanup();
  setRunService(null);
});

async function openPanel(kept?: Parameters<typeof drivenService>[0]) {
  const driven = drivenService(kept);
  await openTestCity(driven.service);
  const view = render(<SimulationPanel />);
  await screen.findByRole("button", { name: "Simulieren" });
  await waitFor(() => expect(resultsStore.getState().addresses.p1).toBe(planAddress));
  return { ...driven, view };
}

async function violations(element: Element): Promise<string[]> {
  const { violations: found } = await axe.run(element, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
}

describe("simulation panel", () => {
  it("runs the plan and the baseline it is compared with, shows preview, result, and keeps the numbers", async () => {
    const { runs } = await openPanel();
    act(() => setSession({ activePlanId: "p1" }));
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    expect(runs.map((run) => run.request.planId)).toEqual(["baseline", "p1"]);
    const [baseline, plan] = runs;
    act(() => plan?.listener.onProgress({ fraction: 0.31, phase: "preview", secondsLeft: 12.4 }));
    const row = screen.getByText("Schwammstraße").closest("li") as HTMLElement;
    expect(within(row).getByRole("progressbar").getAttribute("aria-valuenow")).toBe("31");
    expect(row.textContent).toContain("noch etwa 10 Sekunden");
    expect(sessionStore.getState().announcement).toBe("Schwammstraße: 25 Prozent gerechnet.");

    act(() => plan?.listener.onPreview(outcomeOf("coarse", 9, 0.4), planAddress));
    expect(screen.getByText(/Grobe Vorschau im Raster/)).toBeTruthy();

    act(() => baseline?.listener.onDone(outcomeOf(baselineAddress, 40, 0.6)));
    act(() => plan?.listener.onDone(outcomeOf(planAddress, 12, 0.4)));
    expect(screen.queryByText(/Grobe Vorschau/)).toBeNull();
    expect(screen.getByText("Mit Plan „Schwammstraße“: 28 Gebäude weniger werden nass.")).toBeTruthy();
    const outcomes = documentStore.getState().history?.scenario.outcomes ?? [];
    expect(outcomes.map(({ planId, inputHash }) => [planId, inputHash])).toEqual([
      ["baseline", baselineAddress],
      ["p1", planAddress],
    ]);
    expect(documentStore.getState().history?.past).toHaveLength(0);
  });

  it("stops all runs on request", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Alle Pläne rechnen" }));
    expect(runs).toHaveLength(2);
    await userEvent.click(screen.getByRole("button", { name: "Abbrechen" }));
    expect(runs.every((run) => run.cancelled)).toBe(true);
    expect(screen.getByRole("button", { name: "Simulieren" })).toBeTruthy();
  });

  it("keeps the preview of a run that was stopped, and says that it is one", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onPreview(outcomeOf("coarse", 9, 0.4), baselineAddress));
    await userEvent.click(screen.getByRole("button", { name: "Abbrechen" }));
    expect(resultsStore.getState().runs.baseline?.preview?.inputHash).toBe("coarse");
    expect(screen.getByText(/Nur die grobe Vorschau im Raster 4 m/)).toBeTruthy();
    act(() => dispatch({ type: "setConditions", modelId: "flood", conditions: { rainDepthMm: 80 } }));
    await screen.findByText(/^Veraltet: Das Ergebnis gehört zu einem früheren Stand/);
  });

  it("keeps the preview of a run that failed", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onPreview(outcomeOf("coarse", 9, 0.4), baselineAddress));
    act(() => runs[0]?.listener.onFailed({ key: "results:failures.memory", values: {}, detail: "" }));
    expect(screen.getByRole("alert").textContent).toContain("die grobe Vorschau sind erhalten");
    expect(screen.getByText(/Nur die grobe Vorschau im Raster 4 m/)).toBeTruthy();
  });

  it("offers a coarser grid where memory ran out", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onFailed({ key: "results:failures.memory", values: {}, detail: "" }));
    expect(screen.getByRole("alert").textContent).toContain("Der Arbeitsspeicher reicht");
    await userEvent.click(screen.getByRole("button", { name: "Im Raster 8 m rechnen" }));
    expect(runs.at(-1)?.request.resolutionM).toBe(8);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("says when a result was computed, also of one from before a reload", async () => {
    const restored = outcomeOf(baselineAddress, 40, 0.6);
    await openPanel(new Map([[baselineAddress, restored]]));
    await screen.findByText(`Gerechnet am ${formatWhen(restored.computedAtMs ?? 0, "de")}.`);
  });

  it("marks a result of an older model version as out of date", async () => {
    const old = { ...outcomeOf(baselineAddress, 40, 0.6), modelVersion: "0.9" };
    await openPanel(new Map([[baselineAddress, old]]));
    const line = await screen.findByText(/stammt von Modellversion 0.9, heute gilt 1/);
    expect(line.textContent).toContain("Gerechnet am");
  });

  it("brings back what the document remembers as out of date, if it lies in this city", async () => {
    const grid = { ...testGrid, westX: 100_000 };
    const here = outcomeOf("of last week", 40, 0.6);
    const elsewhere = { ...outcomeOf("of another city", 12, 0.4) };
    const kept = new Map([
      [here.inputHash, here],
      [elsewhere.inputHash, { ...elsewhere, result: { ...elsewhere.result, grid } }],
    ]);
    const driven = drivenService(kept);
    await openTestCity(driven.service);
    const noted = ({ inputHash, modelId, modelVersion, resolutionM, indicators }: typeof here) => ({
      inputHash,
      modelId,
      modelVersion,
      resolutionM,
      indicators,
    });
    openDocument({
      ...testScenario,
      outcomes: [
        { planId: "baseline", ...noted(here) },
        { planId: "p1", ...noted(elsewhere) },
      ],
    });
    render(<SimulationPanel />);
    await screen.findByText(/^Veraltet: Das Ergebnis gehört zu einem früheren Stand/);
    expect(resultsStore.getState().runs.baseline?.outcome).toBe(here);
    expect(resultsStore.getState().runs.p1?.outcome ?? null).toBeNull();
  });

  it("keeps an old result, dimmed and named as such, when the conditions change", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onDone(outcomeOf(baselineAddress, 40, 0.6)));
    const fresh = await waitFor(() => {
      const { field } = overlayStore.getState().left;
      if (field === null) throw new Error("no picture yet");
      return field;
    });
    act(() => dispatch({ type: "setConditions", modelId: "flood", conditions: { rainDepthMm: 80 } }));
    await screen.findByText(/gehört zu einem früheren Stand/);
    const stale = await waitFor(() => {
      const { field } = overlayStore.getState().left;
      if (field === fresh) throw new Error("still fresh");
      return field;
    });
    expect(stale?.values).toBe(fresh.values);
    expect(stale?.colours[0]).toBe(`${fresh.colours[0]}80`);
    act(() => dispatch({ type: "setConditions", modelId: "flood", conditions: {} }));
    await waitFor(() => expect(overlayStore.getState().left.field).toBe(fresh));
  });

  it("brings back what was computed before a reload, without running", async () => {
    const { runs } = await openPanel(new Map([[planAddress, outcomeOf(planAddress, 12, 0.4)]]));
    await waitFor(() => expect(resultsStore.getState().runs.p1?.outcome?.inputHash).toBe(planAddress));
    expect(runs).toHaveLength(0);
  });

  it("says what went wrong, and keeps the last result", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onDone(outcomeOf(baselineAddress, 40, 0.6)));
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() =>
      runs[1]?.listener.onFailed({ key: "results:failures.crashed", values: {}, detail: "out of memory" }),
    );
    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("Der Rechenprozess ist abgestürzt.");
    expect(alert.textContent).toContain("das letzte Ergebnis sind erhalten");
    expect(resultsStore.getState().runs.baseline?.outcome).not.toBeNull();
  });

  it("has no accessibility violations with a result", async () => {
    const { runs, view } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onDone(outcomeOf(baselineAddress, 40, 0.6)));
    expect(await violations(view.container)).toEqual([]);
  });
});

describe("time bar", () => {
  it("plays, steps and slides through the water, and switches to it", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onDone(outcomeOf(baselineAddress, 40, 0.6)));
    const bar = render(<TimeBar />);
    await userEvent.click(screen.getByRole("button", { name: "Einen Zeitschritt vor" }));
    expect(resultsStore.getState()).toMatchObject({ timeS: 60, layerId: "depth" });
    await waitFor(() => expect(overlayStore.getState().left.frames?.before[0]).toBe(1));
    const { before, after } = overlayStore.getState().left.frames ?? {};
    act(() => setResults({ timeS: 90 }));
    await waitFor(() => expect(overlayStore.getState().left.frames?.mix).toBe(0.5));
    expect(overlayStore.getState().left.frames?.before).toBe(before);
    expect(overlayStore.getState().left.frames?.after).toBe(after);
    fireEvent.change(within(bar.container).getByRole("slider"), { target: { value: "1" } });
    expect(within(bar.container).getByRole("slider").getAttribute("aria-valuetext")).toMatch(
      /^1 minute|^1 Minute/,
    );
    expect(resultsStore.getState().timeS).toBe(60);
    await userEvent.click(screen.getByRole("button", { name: "Wasser abspielen" }));
    expect(resultsStore.getState()).toMatchObject({ playing: true, layerId: "depth" });
    await userEvent.click(screen.getByRole("button", { name: "Anhalten" }));
    expect(resultsStore.getState().playing).toBe(false);
    expect(await violations(bar.container)).toEqual([]);
  });
});

describe("comparison", () => {
  const entries = planEntries(testScenario);

  it("moves the divider by keyboard, within the picture, and says where it is", async () => {
    await openTestCity(drivenService().service);
    const [left, right] = entries;
    if (left === undefined || right === undefined) throw new Error("no plans");
    const view = render(<SwipeHandle left={left} right={right} />);
    const handle = screen.getByRole("slider", { name: "Trennlinie: links Nullfall, rechts Schwammstraße" });
    handle.focus();
    await userEvent.keyboard("{ArrowRight}{PageUp}");
    expect(sessionStore.getState().swipe).toBeCloseTo(0.62, 6);
    expect(handle.getAttribute("aria-valuetext")).toContain("62 Prozent");
    await userEvent.keyboard("{End}{ArrowRight}");
    expect(sessionStore.getState().swipe).toBe(0.98);
    expect(await violations(view.container)).toEqual([]);
  });

  it("draws the difference of two plans and hides what is below the tolerance", async () => {
    const { runs } = await openPanel();
    act(() => setSession({ activePlanId: "p1", comparePlanId: "baseline", compareMode: "difference" }));
    await screen.findByText(/Für die Änderung fehlt ein Ergebnis|Wählen Sie den Regen/);
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onDone(outcomeOf(baselineAddress, 40, 0.6)));
    act(() => runs[1]?.listener.onDone(outcomeOf(planAddress, 12, 0.4)));
    await waitFor(() => {
      const values = overlayStore.getState().left.field?.values;
      expect([...(values ?? [])].map((value) => Math.round(value * 10) / 10)).toEqual([
        -0.2,
        Number.NaN,
        Number.NaN,
        Number.NaN,
      ]);
    });
    expect(screen.getByText(/Braun bedeutet weniger Wasser/)).toBeTruthy();
    expect(overlayStore.getState().right.field).toBeNull();
  });

  it("shows the table with change, range, verdict in words and definition", async () => {
    const { runs } = await openPanel();
    act(() => setSession({ activePlanId: "p1", compareMode: "table" }));
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onDone(outcomeOf(baselineAddress, 40, 0.6)));
    act(() => runs[1]?.listener.onDone(outcomeOf(planAddress, 12, 0.4)));
    const view = render(<CompareView />);
    const table = screen.getByRole("table", { name: "Vergleich der Pläne" });
    const cell = within(table).getByText("−28").closest("td") as HTMLElement;
    expect(cell.textContent).toContain("besser");
    expect(cell.textContent).toContain("10–15");
    expect(await violations(view.container)).toEqual([]);
    await userEvent.click(screen.getByRole("radio", { name: "Schieber" }));
    expect(sessionStore.getState().compareMode).toBe("swipe");
  });
});

describe("what the model says at a place", () => {
  it("gives depth and façade depth per plan, and says where it stays dry", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onDone(outcomeOf(baselineAddress, 40, 0.6)));
    const ground: Pick = { type: "ground", at: [1, 7], groundZ: 0 };
    const view = render(<PointResults pick={ground} />);
    expect(within(view.container).getByRole("table").textContent).toContain("60\u202Fcm");
    view.rerender(<PointResults pick={{ ...ground, at: [5, 7] }} />);
    expect(within(view.container).getByRole("table").textContent).toContain("trocken");
    view.rerender(<PointResults pick={{ type: "building", id: "b1", at: [5, 7], groundZ: 0 }} />);
    expect(within(view.container).getByRole("table").textContent).toContain("34\u202Fcm");
    expect(await violations(view.container)).toEqual([]);
  });
});

describe("table of pairs", () => {
  it("keeps pairs ascending and adds, changes and removes them", async () => {
    await openTestCity(drivenService().service);
    const changes: unknown[] = [];
    const field = { kind: "series", xUnit: "min", yUnit: "mm", default: [], maxLength: 3 } as const;
    render(
      <SeriesTable
        field={field}
        label="Tabelle"
        onChange={(value) => changes.push(value)}
        value={[
          [5, 10],
          [10, 15],
        ]}
        xLabel="in min"
        yLabel="in mm"
      />,
    );
    await userEvent.click(screen.getByRole("button", { name: "Zeile hinzufügen" }));
    const cell = screen.getByRole("textbox", { name: "in min, Zeile 1" });
    await userEvent.clear(cell);
    await userEvent.type(cell, "20{Enter}");
    await userEvent.click(screen.getByRole("button", { name: "Zeile 2 entfernen" }));
    expect(changes).toEqual([
      [
        [5, 10],
        [10, 15],
        [15, 15],
      ],
      [
        [10, 15],
        [20, 10],
      ],
      [[5, 10]],
    ]);
    expect(
      orderedPairs([
        [10, 1],
        [5, 2],
        [10, 3],
      ]),
    ).toEqual([
      [5, 2],
      [10, 3],
    ]);
    expect(baselineLook.letter).toBe("0");
  });
});
