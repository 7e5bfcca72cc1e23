import { beforeEach, describe, expect, it, vi } from "vitest";
import type { WorkspaceRoute } from "#app/routing.ts";
import { closeDocument, openDocument } from "#app/state/document.ts";
import { initialSession, sessionStore } from "#app/state/session.ts";
import { createScenario } from "#scenario/document.ts";
import { packScenario } from "#scenario/planLink.ts";
import type { Scenario } from "#scenario/types.ts";
import { openLinkedPlans } from "./linkedPlans.ts";

const kept = vi.hoisted(() => ({ scenario: null as Scenario | null }));
const opened = vi.hoisted(() => ({ log: [] as string[], twinHere: true }));

vi.mock("#connect/storage.ts", () => ({
  readScenario: async (id: string) => (kept.scenario?.id === id ? { id } : null),
}));
vi.mock("./places.ts", () => ({
  closePlace: () => opened.log.push("closed"),
  copyOfScenario: (scenario: Scenario) => ({ ...scenario, id: "copy" }),
  openLinked: async () => opened.log.push("city only"),
  openStored: async () => {
    opened.log.push("own");
    if (kept.scenario !== null) openDocument(kept.scenario);
  },
  viewOfRoute: () => ({}),
}));
vi.mock("./scenarioFiles.ts", () => ({
  openOnItsTwin: async (scenario: Scenario) => {
    opened.log.push(`shared ${scenario.id} with ${scenario.plans.length} plans`);
    if (opened.twinHere) openDocument(scenario);
    return opened.twinHere;
  },
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
const linked: Scenario = { ...empty, plans: [{ id: "p1", name: "A", look, measures: [] }], nextId: 2 };
const packed = packScenario(linked) ?? "";
const route: WorkspaceRoute = {
  screen: "workspace",
  twinHref: "demo",
  scenarioId: "s1",
  planId: "p1",
  view: "single",
  comparePlanId: null,
  camera: null,
  model: null,
  layer: null,
  timeS: null,
};

beforeEach(() => {
  kept.scenario = null;
  opened.log = [];
  opened.twinHere = true;
  closeDocument();
  sessionStore.setState(initialSession, true);
});

describe("a link that carries plans", () => {
  it("opens them where nothing of that scenario is kept", async () => {
    await openLinkedPlans(route, packed);
    expect(opened.log).toEqual(["shared s1 with 1 plans"]);
    expect(sessionStore.getState().notices).toEqual([]);
  });

  it("leaves own work as it is and offers the link's state as a copy", async () => {
    kept.scenario = empty;
    await openLinkedPlans(route, packed);
    expect(opened.log).toEqual(["own"]);
    const [notice] = sessionStore.getState().notices;
    expect(notice).toMatchObject({ key: "workspace:linkDiffers", sticky: true });
    notice?.action?.run();
    await vi.waitFor(() => expect(opened.log).toEqual(["own", "shared copy with 1 plans"]));
  });

  it("says nothing where own work is what the link brings", async () => {
    kept.scenario = { ...linked, changedAt: "2027-01-01T00:00:00.000Z" };
    await openLinkedPlans(route, packed);
    expect(opened.log).toEqual(["own"]);
    expect(sessionStore.getState().notices).toEqual([]);
  });

  it("opens the city alone, and says so, where the plans are damaged or belong to another address", async () => {
    await openLinkedPlans(route, packed.slice(0, 40));
    await openLinkedPlans({ ...route, scenarioId: "other" }, packed);
    expect(opened.log).toEqual(["city only", "city only"]);
    expect(sessionStore.getState().notices.map((notice) => notice.key)).toEqual(["errors:linkBroken"]);
  });

  it("goes back to the start page where the city is not here", async () => {
    opened.twinHere = false;
    await openLinkedPlans(route, packed);
    expect(opened.log).toEqual(["shared s1 with 1 plans", "closed"]);
  });
});
