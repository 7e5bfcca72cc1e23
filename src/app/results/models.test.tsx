import { act, cleanup, configure, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dispatch, documentStore } from "#app/state/document.ts";
import { overlayStore } from "#app/state/overlay.ts";
import { noLayer, resultsStore, setResults, showModel } from "#app/state/results.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import { readPicture, shownPicture, startPicture } from "#app/state/shownPicture.ts";
import { setView } from "#app/state/view.ts";
import type { SceneHandle } from "#scene/contract.ts";
import { CompareView } from "./CompareView.tsx";
import { ResultLegend } from "./ResultLegend.tsx";
import { SimulationPanel } from "./SimulationPanel.tsx";
import { setRunService } from "./service.ts";
import { TimeBar } from "./TimeBar.tsx";
import {
  drivenService,
  heatCode,
  heatOutcomeOf,
  openTestCity,
  outcomeOf,
  standInForMedia,
} from "./testing.ts";

// A machine that does other things meanwhile takes longer than the usual second.
configure({ asyncUtilTimeout: 10_000 });

vi.mock("#workers/runtime/registry.ts", () => ({
  modelIds: ["flood", "heat"],
  loadModel: async (id: string) => {
    const models = await import("./testing.ts");
    return id === "flood" ? models.testModel : id === "heat" ? models.testHeatModel : null;
  },
}));

beforeEach(standInForMedia);

afterEach(() => {
  cleanup();
  setRunService(null);
});

const baseline = "baseline 4 {}";
const heatBaseline = "heat baseline 2 {}";
const heatPlan = "heat p1 2 {}";

async function openPanel() {
  const driven = drivenService();
  await openTestCity(driven.service);
  render(<SimulationPanel />);
  await screen.findByRole("button", { name: "Simulieren" });
  await waitFor(() => expect(resultsStore.getState().addresses.baseline).toBe(baseline));
  return driven;
}

const chip = (name: RegExp) => screen.getByRole("radio", { name });
const labelOf = (radio: HTMLElement): string => radio.closest("label")?.textContent ?? "";

async function showHeat() {
  await userEvent.click(chip(/Hitze|heat/));
  await waitFor(() => expect(resultsStore.getState().addresses.p1).toBe(heatPlan));
}

describe("several models", () => {
  it("keeps each model's results, layer, grid and moment, and lets a run go on behind another model", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => setResults({ timeS: 60 }));
    await showHeat();
    expect(resultsStore.getState().resolutionM).toBe(2);
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    expect(runs.map(({ request }) => request.modelId)).toEqual(["flood", "heat"]);
    expect(labelOf(chip(/Starkregen/))).toContain("rechnet");
    // The rain's result comes in while heat is shown.
    act(() => runs[0]?.listener.onDone(outcomeOf(baseline, 40, 0.6)));
    expect(resultsStore.getState().runs.baseline?.outcome).toBeNull();
    expect(labelOf(chip(/Starkregen/))).not.toContain("rechnet");
    act(() => runs[1]?.listener.onDone(heatOutcomeOf(heatBaseline, 36)));
    expect(resultsStore.getState()).toMatchObject({ layerId: "utciMax", timeS: 15 * 3600 });
    // Both are noted in the document.
    const outcomes = documentStore.getState().history?.scenario.outcomes ?? [];
    expect(outcomes.map(({ modelId, inputHash }) => [modelId, inputHash])).toEqual([
      ["flood", baseline],
      ["heat", heatBaseline],
    ]);
    await userEvent.click(chip(/Starkregen/));
    const state = resultsStore.getState();
    expect(state).toMatchObject({ resolutionM: 4, layerId: "maxDepth", timeS: 60 });
    expect(state.runs.baseline?.outcome?.inputHash).toBe(baseline);
    await userEvent.click(chip(/Hitze|heat/));
    expect(resultsStore.getState()).toMatchObject({ resolutionM: 2, layerId: "utciMax", timeS: 15 * 3600 });
  });

  it("marks the result of the model behind as old when the plan changes meanwhile", async () => {
    const { runs } = await openPanel();
    act(() => setSession({ activePlanId: "p1" }));
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => runs[0]?.listener.onDone(outcomeOf(baseline, 40, 0.6)));
    act(() => runs[1]?.listener.onDone(outcomeOf("p1 4 {}", 40, 0.6)));
    await showHeat();
    act(() => dispatch({ type: "setConditions", modelId: "flood", conditions: { rainDepthMm: 80 } }));
    await waitFor(() =>
      expect(resultsStore.getState().others.flood?.addresses.p1).toBe('p1 4 {"rainDepthMm":80}'),
    );
    await userEvent.click(chip(/Starkregen/));
    expect(screen.getByText(/^Veraltet/)).toBeTruthy();
  });

  it("stops only the shown model's runs", async () => {
    const { runs } = await openPanel();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    await showHeat();
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    await userEvent.click(screen.getByRole("button", { name: "Abbrechen" }));
    expect(runs.map(({ cancelled }) => cancelled)).toEqual([false, true]);
  });

  it("brings model, layers and moment back from what was kept, and leaves a model that there is not", async () => {
    await openPanel();
    await showHeat();
    act(() => setResults({ layerId: "utci", timeS: 32_400 }));
    act(() => showModel("flood"));
    act(() => setResults({ layerId: noLayer }));
    act(() => showModel("heat"));
    const kept = readPicture(JSON.parse(JSON.stringify(shownPicture())));
    expect(kept).toEqual({ modelId: "heat", layers: { heat: "utci", flood: noLayer }, timeS: 32_400 });
    act(() => startPicture(kept));
    await waitFor(() => expect(resultsStore.getState().model?.id).toBe("heat"));
    expect(resultsStore.getState()).toMatchObject({ layerId: "utci", timeS: 32_400 });
    act(() => showModel("flood"));
    await waitFor(() => expect(resultsStore.getState().model?.id).toBe("flood"));
    expect(resultsStore.getState().layerId).toBe(noLayer);
    act(() => startPicture({ modelId: "noSuch", layers: {}, timeS: 0 }));
    await waitFor(() => expect(resultsStore.getState().modelId).toBe("flood"));
    expect(readPicture({ modelId: "<script>", layers: 7 })).toBeNull();
  });
});

describe("a day's series", () => {
  async function openHeat(frames: (address: string, index: number) => number) {
    const driven = await openPanel();
    const frame = async (address: string, _series: string, index: number) =>
      Uint16Array.of(heatCode(frames(address, index)), 0, heatCode(30), heatCode(30));
    setRunService({ ...driven.service, frame });
    await showHeat();
    act(() => setSession({ activePlanId: "p1" }));
    await userEvent.click(screen.getByRole("button", { name: "Simulieren" }));
    act(() => driven.runs[0]?.listener.onDone(heatOutcomeOf(heatBaseline, 36)));
    act(() => driven.runs[1]?.listener.onDone(heatOutcomeOf(heatPlan, 30)));
    act(() => setResults({ layerId: "utci", timeS: 10 * 3600 }));
    return driven;
  }

  it("lies on the ground between two steps of the clock, with the sun where it stands", async () => {
    await openHeat((_, index) => 20 + index);
    await waitFor(() => expect(overlayStore.getState().left.frames).not.toBeNull());
    const { left, sun } = overlayStore.getState();
    expect(left.field).toMatchObject({ style: "draped", byCell: true });
    expect(left.frames?.decode).toEqual({ scale: 0.1, offset: -100 });
    expect(left.frames?.mix).toBeCloseTo(1 / 3);
    expect([left.frames?.before[0], left.frames?.after[0]]).toEqual([heatCode(21), heatCode(22)]);
    expect(sun?.minutesOfDay).toBe(600);
    // Within a minute nothing about the sun is new.
    act(() => setResults({ timeS: 10 * 3600 + 20 }));
    await waitFor(() => expect(overlayStore.getState().left).not.toBe(left));
    expect(overlayStore.getState().sun).toBe(sun);
    act(() => setResults({ layerId: "utciMax" }));
    await waitFor(() => expect(overlayStore.getState().sun).toBeNull());
  });

  it("has a clock for a slider", async () => {
    await openHeat(() => 30);
    render(<TimeBar />);
    const slider = screen.getByRole("slider", { name: "Uhrzeit" });
    expect(slider.getAttribute("aria-valuetext")).toBe("10:00");
    expect([slider.getAttribute("min"), slider.getAttribute("max")]).toEqual(["360", "1080"]);
    expect(screen.getByText("10:00 Uhr")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Einen Zeitschritt vor" }));
    expect(resultsStore.getState().timeS).toBe(12 * 3600);
  });

  it("prints the picture that the legend speaks of, not the difference that the table took the place of", async () => {
    await openHeat((_, index) => 20 + index);
    act(() => setSession({ compareMode: "difference", comparePlanId: "baseline" }));
    await waitFor(() => expect(overlayStore.getState().left.field?.classEdges[0]).toBeLessThan(0));
    // Whatever lies on the city when the picture is taken.
    const picture = async () => `data:,${overlayStore.getState().left.field?.classEdges[0]}`;
    setView({ scene: { picture } as unknown as SceneHandle });
    const { container } = render(<CompareView />);
    act(() => setSession({ compareMode: "table" }));
    await waitFor(() => expect(container.querySelector("img")?.getAttribute("src")).toBe("data:,26"));
    expect(container.querySelector("figcaption")?.textContent).toBe("Schwammstraße, 10:00 Uhr");
    setView({ scene: null });
  });

  it("says of an hour without sun what the model cannot tell", async () => {
    await openHeat(() => 25);
    const said = () => screen.getAllByText(/^Nach Sonnenuntergang gibt das Modell/);
    expect(said()[0]?.closest("li")).not.toBeNull();
    act(() => setResults({ timeS: 18 * 3600 }));
    expect(said()).toHaveLength(1);
    expect(said()[0]?.getAttribute("role")).toBe("status");
    // A map of the whole day is of no hour.
    act(() => setResults({ layerId: "utciMax" }));
    expect(said()[0]?.closest("li")).not.toBeNull();
  });

  it("subtracts two plans at the moment shown; where either has nothing there is no difference", async () => {
    await openHeat((address, index) => (address === heatPlan ? 30 - index : 30));
    act(() => setSession({ compareMode: "difference", comparePlanId: "baseline" }));
    act(() => setResults({ timeS: 9 * 3600 }));
    await waitFor(() => expect(overlayStore.getState().left.frames).not.toBeNull());
    const { frames } = overlayStore.getState().left;
    const { scale = 0, offset = 0 } = frames?.decode ?? {};
    const values = (codes: Uint16Array | undefined) =>
      [...(codes ?? [])].map((code) => (code === 0 ? null : Math.round((offset + code * scale) * 10) / 10));
    expect(values(frames?.before)).toEqual([-1, null, 0, 0]);
    expect(values(frames?.after)).toEqual([-2, null, 0, 0]);
    render(<ResultLegend />);
    // One cell of 4 m is cooler by a degree.
    expect(screen.getAllByText(/^Um 09:00 Uhr: 16 m² kühler, 0 m² heißer\.$/)).not.toEqual([]);
    expect(sessionStore.getState().compareMode).toBe("difference");
    render(<TimeBar />);
    expect(screen.getByRole("slider", { name: "Uhrzeit" })).toBeTruthy();
  });
});
