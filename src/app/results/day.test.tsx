import { act, cleanup, configure, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dispatch } from "#app/state/document.ts";
import { resultsStore, setResults, showModel } from "#app/state/results.ts";
import { setSession } from "#app/state/session.ts";
import type { RunExplanation, RunService } from "#runs/contract.ts";
import type { Pick } from "#scene/contract.ts";
import type { Point } from "#twin/frame.ts";
import { startResults } from "./keeping.ts";
import { PointResults } from "./PointResults.tsx";
import { ResultLegend } from "./ResultLegend.tsx";
import { RouteResults } from "./RouteResults.tsx";
import { setRunService } from "./service.ts";
import { drivenService, heatCode, heatOutcomeOf, openTestCity } from "./testing.ts";

// A machine that does other things meanwhile takes longer than the usual second.
configure({ asyncUtilTimeout: 10_000 });

vi.mock("#workers/runtime/registry.ts", () => ({
  modelIds: ["flood", "heat"],
  loadModel: async (id: string) => {
    const models = await import("./testing.ts");
    const explain = () => Promise.reject(new Error("asked in the worker"));
    return id === "flood" ? models.testModel : { ...models.testHeatModel, explain };
  },
}));

const baseline = "heat baseline 2 {}";
const plan = "heat p1 2 {}";
const ground: Pick = { type: "ground", at: [2, 6], groundZ: 0 };

let stop: (() => void) | null = null;
afterEach(() => {
  cleanup();
  stop?.();
  stop = null;
  setRunService(null);
});

/** The plan is cooler by two degrees in the first cell: 20 °C at 6 h, 4 °C more each step. The second cell has nothing. */
const curveAt = (address: string, cell: number): Float32Array =>
  Float32Array.from([0, 1, 2, 3, 4], (i) =>
    cell === 1 ? Number.NaN : 20 + 4 * i - (address === plan && cell === 0 ? 2 : 0),
  );

async function openHeat(change: Partial<RunService> = {}) {
  const { service } = drivenService();
  await openTestCity({
    ...service,
    curve: async (address, _series, cell) => curveAt(address, cell),
    frame: async (address, _series, index) =>
      Uint16Array.from([0, 1, 2, 3], (cell) => {
        const value = curveAt(address, cell)[index] ?? Number.NaN;
        return Number.isNaN(value) ? 0 : heatCode(value);
      }),
    ...change,
  });
  stop = startResults();
  act(() => showModel("heat"));
  await waitFor(() => expect(resultsStore.getState().addresses.p1).toBe(plan));
  const run = (address: string, utciC: number) => ({
    running: false,
    progress: null,
    failure: null,
    preview: null,
    previewOf: null,
    outcome: heatOutcomeOf(address, utciC),
  });
  act(() => {
    setSession({ activePlanId: "p1" });
    setResults({ runs: { baseline: run(baseline, 36), p1: run(plan, 34) }, layerId: "utci", timeS: 54_000 });
  });
}

const rowsOf = (table: HTMLElement): string[] =>
  within(table)
    .getAllByRole("row")
    .map((row) => (row.textContent ?? "").replaceAll(/\s+/g, " "));

describe("a day at a place", () => {
  it("gives each plan's values at the moment shown, between two hours too, and what the plan changes", async () => {
    await openHeat();
    render(<PointResults pick={ground} />);
    const table = await screen.findByRole("table", { name: "Um 15:00 Uhr" });
    expect(rowsOf(table)).toEqual(["PlanUTCI", "0Nullfall32 °C", "ASchwammstraße30 °C (−2,0)"]);
    act(() => setResults({ timeS: 54_000 + 5400 }));
    expect(rowsOf(screen.getByRole("table", { name: "Um 16:30 Uhr" }))[1]).toBe("0Nullfall34 °C");
  });

  it("speaks of the place beside a building that is clicked, and explains it there", async () => {
    const asked: Point[] = [];
    const { service } = drivenService();
    await openHeat({
      explain: (request, at, timeS, signal) => {
        if (request.planId === "p1") asked.push(at);
        return service.explain(request, at, timeS, signal);
      },
    });
    render(<PointResults pick={{ type: "building", id: "none", at: [5, 6], groundZ: 0 }} />);
    expect(
      await screen.findByText("Die Werte gelten für die nächste Stelle neben dem Gebäude."),
    ).toBeTruthy();
    // The second cell has no value; the first one, in the west, is as near as the one below it and comes first.
    expect(rowsOf(screen.getByRole("table", { name: "Um 15:00 Uhr" }))[1]).toBe("0Nullfall32 °C");
    await waitFor(() => expect(asked).toEqual([[2, 6]]));
  });

  it("speaks of the roof that is clicked, and compares no roof with the ground before it was built", async () => {
    const asked: Point[] = [];
    const { service } = drivenService();
    await openHeat({
      explain: (request, at, timeS, signal) => {
        if (request.planId === "p1") asked.push(at);
        return service.explain(request, at, timeS, signal);
      },
    });
    const withRoof = (planId: string): void => {
      const { runs } = resultsStore.getState();
      const run = runs[planId];
      if (run?.outcome == null) throw new Error("The run has no result.");
      const result = { ...run.outcome.result, roofs: Uint8Array.of(1, 0, 0, 0) };
      setResults({ runs: { ...runs, [planId]: { ...run, outcome: { ...run.outcome, result } } } });
    };
    const roof = { type: "building", id: "none", at: [3, 5], groundZ: 0, onRoof: true } as const;
    act(() => withRoof("p1"));
    const { rerender } = render(<PointResults pick={roof} />);
    expect(await screen.findByText(/^Mit Schwammstraße gelten die Werte auf dem Dach/)).toBeTruthy();
    expect(rowsOf(screen.getByRole("table", { name: "Um 15:00 Uhr" }))[2]).toBe("ASchwammstraße30 °C");
    act(() => withRoof("baseline"));
    expect(await screen.findByText("Die Werte gelten für jemanden, der auf dem Dach steht.")).toBeTruthy();
    expect(rowsOf(screen.getByRole("table", { name: "Um 15:00 Uhr" }))[2]).toBe("ASchwammstraße30 °C (−2,0)");
    // In the middle of the cell: the click itself may lie beside it.
    await waitFor(() => expect(asked.at(-1)).toEqual([2, 6]));
    // A wall of the same house: the place before it.
    rerender(<PointResults pick={{ ...roof, onRoof: false }} />);
    expect(
      await screen.findByText("Die Werte gelten für die nächste Stelle neben dem Gebäude."),
    ).toBeTruthy();
  });

  it("says where nothing is computed", async () => {
    await openHeat();
    render(<PointResults pick={{ ...ground, at: [6, 6] }} />);
    expect(await screen.findByText("An dieser Stelle wird nichts gerechnet.")).toBeTruthy();
  });

  it("explains the active plan at the computed hour nearest to the one shown: fluxes by size, then the rest", async () => {
    const asked: { readonly planId: string; readonly at: Point; readonly timeS: number }[] = [];
    const { service } = drivenService();
    await openHeat({
      explain: (request, at, timeS, signal) => {
        asked.push({ planId: request.planId, at, timeS });
        if (request.planId === "p1") return service.explain(request, at, timeS, signal);
        // Without the trees of the plan there is more sun.
        const parts = [
          { key: "directSun", value: 160, unit: "W/m²" },
          { key: "longWalls", value: -12, unit: "W/m²" },
        ];
        return Promise.resolve({ status: "done", explanation: { timeS, parts } });
      },
    });
    act(() => setResults({ timeS: 54_000 - 600 }));
    const view = render(<PointResults pick={ground} />);
    const why = await screen.findByRole("region", { name: "Warum?" });
    await waitFor(() => expect(why.textContent).toContain("Schwammstraße, 15:00 Uhr"));
    expect(asked).toEqual(["p1", "baseline"].map((planId) => ({ planId, at: [2, 6], timeS: 54_000 })));
    await waitFor(() =>
      expect(rowsOf(within(why).getByRole("table"))).toEqual([
        "in W/m²ASchwammstraße0Nullfall",
        "Direkte Sonne140160",
        "Wärmestrahlung der Wände−12−12",
      ]),
    );
    expect(why.textContent).toMatch(/Strahlungstemperatur61\s°C/);
    const found = await axe.run(view.container, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it("gives a question up when another place is clicked, and shows no answer of the place before", async () => {
    const { service } = drivenService();
    const signals: AbortSignal[] = [];
    const answers: ((told: RunExplanation) => void)[] = [];
    await openHeat({
      explain: (request, at, timeS, signal) => {
        if (request.planId === "baseline") return service.explain(request, at, timeS, signal);
        signals.push(signal);
        return new Promise((resolve) => answers.push(resolve));
      },
    });
    const view = render(<PointResults pick={ground} />);
    await waitFor(() => expect(signals).toHaveLength(1));
    view.rerender(<PointResults pick={{ ...ground, at: [2, 2] }} />);
    await waitFor(() => expect(signals).toHaveLength(2));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    const told = (value: number): RunExplanation => ({
      status: "done",
      explanation: { timeS: 54_000, parts: [{ key: "directSun", value, unit: "W/m²" }] },
    });
    await act(async () => {
      answers[0]?.(told(111));
      answers[1]?.(told(222));
    });
    expect(screen.queryByText(/111/)).toBeNull();
    expect(await screen.findByText(/222/)).toBeTruthy();
  });

  it("does not explain a result of an earlier state", async () => {
    await openHeat();
    act(() => dispatch({ type: "setConditions", modelId: "heat", conditions: { day: "later" } }));
    await waitFor(() => expect(resultsStore.getState().addresses.p1).not.toBe(plan));
    render(<PointResults pick={ground} />);
    expect(await screen.findByText(/Rechnen Sie neu, dann steht hier/)).toBeTruthy();
  });
});

describe("a way on foot", () => {
  it("says how long it leads through heat, with and without the plan, in a sentence and a table", async () => {
    await openHeat();
    // Along the northern row: 4 m through the first cell, 4 m where nothing is known.
    render(
      <RouteResults
        points={[
          [0, 6],
          [8, 6],
        ]}
      />,
    );
    const sentence = await screen.findByText(
      /^Um 15:00 Uhr liegen von 0,1 Minuten Weg mit „Schwammstraße“ 0 Minuten/,
    );
    expect(sentence.textContent).toContain("bei 32 °C oder mehr (UTCI), im Nullfall 0,1 Minuten.");
    const rows = rowsOf(screen.getByRole("table", { name: "Minuten je Klasse" }));
    expect(rows[0]).toBe("Klasse0NullfallASchwammstraße");
    expect(rows.slice(1)).toEqual([
      "29 bis 32 °C mäßige Wärmebelastung–0,1 min",
      "32 bis 35 °C starke Wärmebelastung0,1 min–",
      "ohne Wert, zum Beispiel Gebäude0,1 min0,1 min",
    ]);
    const speed = screen.getByRole("textbox", { name: "Gehgeschwindigkeit" });
    await userEvent.clear(speed);
    await userEvent.type(speed, "1");
    await userEvent.tab();
    expect(await screen.findByText(/von 0,5 Minuten Weg/)).toBeTruthy();
  });

  it("says what is missing", async () => {
    await openHeat();
    act(() => setResults({ runs: {} }));
    render(
      <RouteResults
        points={[
          [0, 6],
          [8, 6],
        ]}
      />,
    );
    expect(await screen.findByText(/^Noch kein Ergebnis/)).toBeTruthy();
    act(() => showModel("flood"));
    expect(await screen.findByText(/^Wählen Sie das Modell „Hitze“/)).toBeTruthy();
  });
});

describe("a legend of heat", () => {
  it("draws stress classes in halves, each named once, and says what is not drawn", async () => {
    await openHeat();
    render(<ResultLegend />);
    const items = screen.getAllByRole("listitem").map((item) => item.textContent?.replaceAll(/\s/g, " "));
    expect(items).toEqual([
      "26 bis 29 °C: mäßige Wärmebelastung",
      "29 bis 32 °C",
      "32 bis 35 °C: starke Wärmebelastung",
      "35 bis 38 °C",
      "38 bis 42 °C: sehr starke Wärmebelastung",
      "42 bis 46 °C",
      "ab 46 °C: extreme Wärmebelastung",
      "unter 26 °C: keine Wärmebelastung",
    ]);
  });
});
