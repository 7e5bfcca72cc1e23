import { act, cleanup, configure, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { overlayStore } from "#app/state/overlay.ts";
import { resultsStore, setRun, showModel } from "#app/state/results.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import { streetStore } from "#app/state/street.ts";
import { transformBetween } from "#workers/intake/crs/project.ts";
import { PointResults } from "./PointResults.tsx";
import { ResultLegend } from "./ResultLegend.tsx";
import { SimulationPanel } from "./SimulationPanel.tsx";
import { setRunService } from "./service.ts";
import { type StreetFile, streetCsv, streetGeoJson } from "./streetFiles.ts";
import { drivenService, standInForMedia } from "./testing.ts";
import { openStreetCity, testSections, testTrafficModel, trafficOutcomeOf } from "./testingStreets.ts";

configure({ asyncUtilTimeout: 10_000 });

vi.mock("#workers/runtime/registry.ts", () => ({
  modelIds: ["flood", "traffic"],
  loadModel: async (id: string) => {
    const flood = await import("./testing.ts");
    const streets = await import("./testingStreets.ts");
    return id === "flood" ? flood.testModel : id === "traffic" ? streets.testTrafficModel : null;
  },
}));

beforeEach(() => {
  standInForMedia();
  // The test's DOM has no such names, and a dialog asks for one.
  vi.stubGlobal("CSS", { escape: (text: string) => text });
});

afterEach(() => {
  cleanup();
  setRunService(null);
});

const streetsDrawn = () => overlayStore.getState().left.streets;
const clickAt = (x: number, y: number) =>
  act(() => setSession({ pick: { type: "ground", at: [x, y], groundZ: 5 } }));

/** The panel with the traffic model shown and both plans run. */
async function openTraffic() {
  const driven = drivenService();
  await openStreetCity(driven.service);
  render(<SimulationPanel />);
  await screen.findByRole("button", { name: "Simulieren" });
  act(() => showModel("traffic"));
  await waitFor(() => expect(resultsStore.getState().addresses.baseline).toContain("traffic"));
  const { addresses } = resultsStore.getState();
  act(() => {
    setRun("traffic", "baseline", { outcome: trafficOutcomeOf(addresses.baseline ?? "", false) });
    setRun("traffic", "p1", { outcome: trafficOutcomeOf(addresses.p1 ?? "", true) });
    resultsStore.setState({ layerId: "flow" });
  });
  await waitFor(() => expect(streetsDrawn()).toBeDefined());
  return driven;
}

describe("a model with results on streets", () => {
  it("is asked for no resolution, and its chips stand in two groups", async () => {
    await openTraffic();
    expect(screen.queryByRole("button", { name: /Genauigkeit/ })).toBeNull();
    expect(screen.getByText("Klima")).toBeTruthy();
    expect(screen.getByText("Mobilität")).toBeTruthy();
  });

  it("says beside the result how it came about", async () => {
    await openTraffic();
    const facts = screen.getByRole("list", { name: "Wie das Ergebnis zustande kam" });
    expect(facts.textContent).toContain("3\u202F·\u202F10⁻⁷");
    expect(facts.textContent).toContain("Bezugsjahr 2023");
    expect(facts.textContent).toContain("nicht an Zählungen angepasst");
  });

  it("draws the layer, and the other of two answers at a switch", async () => {
    await openTraffic();
    expect([...(streetsDrawn()?.values ?? [])].slice(0, 2)).toEqual([120, 60]);
    await userEvent.click(screen.getByRole("radio", { name: "Nur andere Wege" }));
    await waitFor(() => expect([...(streetsDrawn()?.values ?? [])].slice(0, 2)).toEqual([130, 70]));
    // One name for both answers in the list of maps.
    expect(resultsStore.getState().layerId).toBe("flowFixed");
  });

  it("draws the change with what is too small left out, and says its lengths", async () => {
    await openTraffic();
    act(() => setSession({ activePlanId: "p1", compareMode: "difference" }));
    await waitFor(() => expect(streetsDrawn()?.classEdges.length).toBe(7));
    expect([...(streetsDrawn()?.values ?? [])]).toEqual([-120, -60, -120, -60, 120, 60]);
    render(<ResultLegend />);
    const text = document.body.textContent ?? "";
    expect(text).toContain("Auf 0,4 km Straße fahren weniger Fahrzeuge, auf 0,4 km mehr.");
    expect(text).toContain("−120\u202FKfz/h");
  });
});

describe("a street that is clicked", () => {
  it("is outlined, tells its figures by direction, and is forgotten with the click", async () => {
    await openTraffic();
    clickAt(100, 3);
    await waitFor(() => expect(overlayStore.getState().left.streetId).toBe("s1"));
    const { pick } = sessionStore.getState();
    if (pick === null) throw new Error("nothing picked");
    render(<PointResults pick={pick} />);
    expect(screen.getByRole("heading", { name: "Wallstraße" })).toBeTruthy();
    const table = screen.getByRole("table", { name: "nach Osten (Ringstraße)" });
    expect(within(table).getByRole("row", { name: /in Kfz\/h 120/ })).toBeTruthy();
    act(() => setSession({ pick: null }));
    await waitFor(() => expect(overlayStore.getState().left.streetId).toBeUndefined());
  });

  it("shows where its traffic comes from, alone on the map, and which routes left it", async () => {
    await openTraffic();
    act(() => setSession({ activePlanId: "p1" }));
    clickAt(100, 0);
    const { pick } = sessionStore.getState();
    if (pick === null) throw new Error("nothing picked");
    render(<PointResults pick={pick} />);
    const origins = screen.getByRole("table", { name: "Kommt aus" });
    expect(within(origins).getByRole("row", { name: /Nordviertel/ }).textContent).toContain("120");
    expect(within(origins).getByRole("row", { name: /Südviertel \(außerhalb\)/ }).textContent).toContain(
      "60",
    );
    expect(screen.getByText("2 Wege haben sich geändert")).toBeTruthy();
    expect(document.body.textContent).toContain("120 → 0 Kfz/h durch diese Straße.");
    await userEvent.click(screen.getByRole("radio", { name: "Nur diesen Verkehr zeigen" }));
    act(() => setSession({ activePlanId: "baseline" }));
    await waitFor(() =>
      expect([...(streetsDrawn()?.values ?? [])]).toEqual([120, 60, 120, 60, Number.NaN, Number.NaN]),
    );
    await userEvent.click(screen.getByRole("radio", { name: "nach Osten (Ringstraße)" }));
    await waitFor(() => expect(streetsDrawn()?.values[1]).toBeNaN());
    await userEvent.click(screen.getAllByRole("button", { name: "Alle Straßen zeigen" })[0] as HTMLElement);
    expect(streetStore.getState().linked).toBe(false);
  });
});

describe("the table of streets", () => {
  it("sorts by the greatest change, and brings up the street that is chosen in it", async () => {
    await openTraffic();
    act(() => setSession({ activePlanId: "p1" }));
    await userEvent.click(await screen.findByRole("button", { name: "Straßen als Tabelle" }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("Am stärksten");
    const rows = () => within(within(dialog).getByRole("table")).getAllByRole("row").slice(1);
    expect(rows().length).toBe(6);
    expect(rows()[0]?.textContent).toContain("120");
    await userEvent.click(within(dialog).getByRole("button", { name: /^Straße/ }));
    expect(rows()[0]?.textContent).toContain("Wohnstraße");
    await userEvent.click(within(dialog).getAllByRole("button", { name: "Ringstraße" })[0] as HTMLElement);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(streetStore.getState().sectionId).toBe("s2");
    expect(sessionStore.getState().pick?.at).toEqual([200, 100]);
  });
});

describe("files of the streets' numbers", () => {
  const file = {
    data: { name: "Test", frame: { crs: "EPSG:25832", originEastM: 477_000, originNorthM: 5_474_000 } },
    sections: testSections,
    layers: testTrafficModel.layers,
    plans: [
      { id: "baseline", name: "Nullfall", outcome: trafficOutcomeOf("h0", false) },
      { id: "p1", name: "=Plan", outcome: trafficOutcomeOf("h1", true) },
    ],
    language: "de",
    t: ((key: string) => key) as unknown as StreetFile["t"],
  } as unknown as StreetFile;

  it("hold every direction with a value, decimal commas for German spreadsheets and no formulas", () => {
    const lines = streetCsv(file).split("\r\n");
    expect(lines.length).toBe(1 + 6 + 1);
    expect(lines[1]?.split(";").slice(0, 2)).toEqual(["s1", "Wallstraße"]);
    expect(lines[1]?.split(";").at(5)).toBe("120");
    expect(lines[1]?.endsWith(";;;")).toBe(true);
  });

  it("are lines in the direction of travel in longitude and latitude", () => {
    const json = JSON.parse(streetGeoJson(file, transformBetween("EPSG:25832", "EPSG:4326"))) as {
      features: { geometry: { coordinates: [number, number][] }; properties: Record<string, unknown> }[];
    };
    const [along, against] = json.features;
    expect(along?.geometry.coordinates[0]?.[0]).toBeCloseTo(8.6829, 3);
    expect(along?.geometry.coordinates[0]?.[1]).toBeCloseTo(49.4182, 3);
    expect(against?.geometry.coordinates).toEqual([...(along?.geometry.coordinates ?? [])].reverse());
    expect(along?.properties.baseline_flow).toBe(120);
    expect(along?.properties.p1_flow).toBeUndefined();
  });
});
