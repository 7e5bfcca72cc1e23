import { beforeEach, describe, expect, it, vi } from "vitest";
import { closeDocument, openDocument } from "#app/state/document.ts";
import { initialSession, sessionStore } from "#app/state/session.ts";
import { createScenario, writeScenario } from "#scenario/document.ts";
import type { Scenario } from "#scenario/types.ts";
import { openScenarioFile } from "./scenarioFiles.ts";

const kept = vi.hoisted(() => ({ scenario: null as Scenario | null, readable: true }));
const opened = vi.hoisted(() => ({ log: [] as string[], twinHere: true }));

vi.mock("#connect/storage.ts", () => ({
  readScenario: async (id: string) =>
    kept.scenario?.id === id ? { id, title: kept.scenario.title, document: kept.scenario } : null,
  listTwins: async () => [],
}));
vi.mock("./autosave.ts", () => ({ savePending: async () => undefined }));
vi.mock("./places.ts", () => ({
  demoHref: "demo",
  localHref: (id: string) => `local:${id}`,
  readTwin: async () => (opened.twinHere ? { id: "t", name: "T", baseHashes: {} } : null),
  copyOfScenario: (scenario: Scenario) => ({ ...scenario, id: "copy", title: `${scenario.title} (Kopie)` }),
  openScenario: async (scenario: Scenario) => {
    opened.log.push(`${scenario.id} with ${scenario.plans.length} plans`);
  },
  openStored: async (id: string) => {
    opened.log.push(`own ${id}`);
  },
  restoredHistory: () => (kept.readable ? { scenario: kept.scenario, past: [], future: [] } : null),
}));

const twin = {
  id: "t",
  name: "T",
  hash: "h",
  href: "demo",
  crs: "EPSG:25832",
  originEastM: 0,
  originNorthM: 0,
};
const empty = createScenario(twin, { id: "s1", title: "Plan", now: "2026-01-01T00:00:00.000Z", year: 2026 });
const look = { colour: "#0b6e99", letter: "A", dash: [] };
const planned: Scenario = { ...empty, plans: [{ id: "p1", name: "A", look, measures: [] }], nextId: 2 };
const computed: Scenario = {
  ...planned,
  outcomes: [
    {
      planId: "p1",
      modelId: "flood",
      modelVersion: "1",
      resolutionM: 8,
      inputHash: "abc",
      indicators: [{ id: "runoffVolume", value: 7, low: null, high: null, unit: "m³" }],
    },
  ],
};
const fileOf = (scenario: Scenario) => new File([writeScenario(scenario)], "plan.planfall.json");
const notices = () => sessionStore.getState().notices.map((notice) => notice.key);

beforeEach(() => {
  kept.scenario = null;
  kept.readable = true;
  opened.log = [];
  opened.twinHere = true;
  closeDocument();
  sessionStore.setState(initialSession, true);
});

describe("a scenario file", () => {
  it("opens as it is where nothing of it is kept", async () => {
    await openScenarioFile(fileOf(planned));
    expect(opened.log).toEqual(["s1 with 1 plans"]);
  });

  it("opens as a copy where the kept scenario stands differently, and offers the own state", async () => {
    kept.scenario = empty;
    await openScenarioFile(fileOf(planned));
    expect(opened.log).toEqual(["copy with 1 plans"]);
    const notice = sessionStore
      .getState()
      .notices.find((candidate) => candidate.key === "workspace:fileAsCopy");
    expect(notice).toMatchObject({ sticky: true, values: { title: "Plan", copy: "Plan (Kopie)" } });
    notice?.action?.run();
    expect(opened.log).toEqual(["copy with 1 plans", "own s1"]);
  });

  it("opens the kept scenario where the two say the same, with its way back", async () => {
    kept.scenario = { ...computed, changedAt: "2027-01-01T00:00:00.000Z" };
    await openScenarioFile(fileOf(planned));
    expect(opened.log).toEqual(["own s1"]);
    expect(notices()).toEqual(["workspace:fileIsKept"]);
  });

  it("does not open twice what is open already", async () => {
    kept.scenario = planned;
    openDocument(planned);
    await openScenarioFile(fileOf(planned));
    expect(opened.log).toEqual([]);
    expect(notices()).toEqual(["workspace:fileIsKept"]);
  });

  it("keeps numbers of runs that only the file has, in a copy", async () => {
    kept.scenario = planned;
    await openScenarioFile(fileOf(computed));
    expect(opened.log).toEqual(["copy with 1 plans"]);
  });

  it("leaves a kept scenario that cannot be read where it is", async () => {
    kept.scenario = planned;
    kept.readable = false;
    await openScenarioFile(fileOf(planned));
    expect(opened.log).toEqual(["copy with 1 plans"]);
  });

  it("says only that the city is missing where it is", async () => {
    kept.scenario = empty;
    opened.twinHere = false;
    await openScenarioFile(fileOf(planned));
    expect(opened.log).toEqual([]);
    expect(notices()).toEqual(["errors:twinNeeded"]);
  });
});
