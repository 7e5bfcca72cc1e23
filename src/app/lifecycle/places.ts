import i18next from "i18next";
import { openFolder, openPackage } from "#app/intake/intakeClient.ts";
import type { WorkspaceRoute } from "#app/routing.ts";
import { closeDocument, currentScenario, restoreDocument } from "#app/state/document.ts";
import { repairSession } from "#app/state/planActions.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import { initialResults } from "#app/state/results.ts";
import { initialSession, notify, sessionStore, setSession } from "#app/state/session.ts";
import { readPicture, type ShownPicture, startPicture } from "#app/state/shownPicture.ts";
import { closedTwin, setOpenTwin, twinStore } from "#app/state/twin.ts";
import { setView, viewStore } from "#app/state/view.ts";
import {
  getStoredTwin,
  listScenarios,
  readScenario,
  readTwinPackage,
  type StoredScenario,
  updateStoredTwin,
} from "#connect/storage.ts";
import { createScenario, readScenario as readScenarioText } from "#scenario/document.ts";
import { createHistory, type History } from "#scenario/history.ts";
import type { Scenario } from "#scenario/types.ts";
import { type OwnFigures, withOwnFigures } from "#twin/ownFigures.ts";
import { twinHash } from "#twin/package/write.ts";
import type { TwinData } from "#twin/twin.ts";
import { isUnreachable } from "#workers/runtime/unreachable.ts";
import { rememberThumbnail, saveNow, savePending } from "./autosave.ts";
import { randomId } from "./id.ts";
import { preloadPlace, preloadScene } from "./preload.ts";
import { readSnapshot, readSteps, snapshotOf } from "./snapshot.ts";
import { claimScenario, releaseScenario } from "./tabs.ts";

/** Opening and closing places: from the demo, from this browser, from a link, from files. */

export const demoHref = "demo";
const demoFolder = "./demo/wiesenbrueck/";
const localPrefix = "local:";

export function localHref(storedTwinId: string): string {
  return `${localPrefix}${storedTwinId}`;
}

export function storedTwinId(href: string): string {
  return href.slice(localPrefix.length);
}

/** Only the newest request counts: an older one that ends later changes nothing. */
let request = 0;

function beginOpening(): number {
  request += 1;
  // What is open is noted as it is now; the database keeps the order of what it is asked.
  void savePending();
  preloadScene();
  setView({ screen: "opening", dialog: null, paletteOpen: false });
  return request;
}

function failOpening(
  ticket: number,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): void {
  if (ticket !== request) return;
  closePlace();
  notify({ tone: "problem", key, values });
}

function failOpeningBy(ticket: number, error: unknown): void {
  if (isUnreachable(error)) failOpening(ticket, "errors:unreachable");
  else failOpening(ticket, "errors:openFailed", { detail: String(error) });
}

/** The twin behind an address, from memory where it is the one that is open; null where it is gone. */
export async function readTwin(href: string): Promise<TwinData | null> {
  const open = twinStore.getState();
  if (open.href === href && open.data !== null) return open.data;
  if (href === demoHref) {
    const folder = new URL(demoFolder, document.baseURI).toString();
    const opening = openFolder(folder);
    // Asked beside it, so that a city that is there does not wait for the question whether it is.
    opening.result.catch(() => {});
    const there = await fetch(new URL("twin.json", folder), { method: "HEAD" });
    const type = there.headers.get("content-type") ?? "";
    // A static host answers a missing file with its start page.
    if (there.ok && !type.startsWith("text/html")) return opening.result;
    opening.cancel();
    return null;
  }
  if (!href.startsWith(localPrefix)) return null;
  const id = href.slice(localPrefix.length);
  const [twinPackage, stored] = await Promise.all([readTwinPackage(id), getStoredTwin(id)]);
  if (twinPackage === null) return null;
  const data = await openPackage(twinPackage).result;
  // The name can be given after the import; the package itself stays as it was made.
  return withOwnFigures({ ...data, name: stored?.name ?? data.name }, stored?.own ?? {});
}

/** @param hash of the city as delivered: a person's own figures are theirs alone, and no part of what a scenario names. */
function newScenario(data: TwinData, href: string, hash = twinHash(data.baseHashes)): Scenario {
  const { id, name, frame } = data;
  return createScenario(
    {
      id,
      name,
      hash,
      href,
      crs: frame.crs,
      originEastM: frame.originEastM,
      originNorthM: frame.originNorthM,
    },
    {
      id: randomId(),
      title: i18next.t("workspace:newTitle", { name }),
      now: new Date().toISOString(),
      year: new Date().getFullYear(),
    },
  );
}

/** Puts a place on the screen. A scenario that another tab has open is continued as a copy. */
async function enter(
  ticket: number,
  data: TwinData,
  href: string,
  history: History,
  view: unknown,
  thumbnail: string,
): Promise<void> {
  const session = {
    ...initialSession,
    ...keptTaste(),
    ...readSnapshot(view ?? snapshotOf(initialSession)),
  };
  preloadPlace(data, session);
  const mine = await claimScenario(history.scenario.id);
  if (ticket !== request) return;
  const own = mine ? history : copyOf(history);
  if (!mine) {
    await claimScenario(own.scenario.id);
    notify({
      tone: "info",
      key: "workspace:copyOpened",
      values: { title: own.scenario.title },
      sticky: true,
    });
  }
  rememberThumbnail(thumbnail);
  setOpenTwin(data, href);
  restoreDocument(own);
  startPicture(pictureOfView(view));
  // What was said meanwhile stays said.
  setSession({ ...session, notices: sessionStore.getState().notices });
  repairSession();
  setView({ screen: "workspace", sceneStatus: "loading", sheet: "none", searchOpen: false });
  await saveNow();
}

function keptTaste() {
  const { language, theme, notices } = sessionStore.getState();
  return { language, theme, notices };
}

function copyOf(history: History): History {
  return createHistory(copyOfScenario(history.scenario));
}

/** The same under an id and a name of its own. */
export function copyOfScenario(scenario: Scenario): Scenario {
  return { ...scenario, id: randomId(), title: i18next.t("workspace:copyTitle", { title: scenario.title }) };
}

/** What was kept, checked like a file from outside: it may come from an older version of the app. */
export function restoredHistory(stored: StoredScenario): History | null {
  const kept = stored.document as Partial<History> | null;
  if (kept === null || typeof kept !== "object") return null;
  const read = readScenarioText(JSON.stringify(kept.scenario ?? null));
  if (!read.ok) return null;
  const intact = read.notes.length === 0;
  return { scenario: read.scenario, ...(intact ? readSteps(kept) : { past: [], future: [] }) };
}

/** Opens a scenario that this browser keeps. */
export async function openStored(id: string, route: WorkspaceRoute | null = null): Promise<void> {
  const ticket = beginOpening();
  try {
    const stored = await readScenario(id);
    if (stored === null) return failOpening(ticket, "errors:scenarioGone");
    await openStoredScenario(ticket, stored, route);
  } catch (error) {
    failOpeningBy(ticket, error);
  }
}

async function openStoredScenario(
  ticket: number,
  stored: StoredScenario,
  route: WorkspaceRoute | null,
): Promise<void> {
  const history = restoredHistory(stored);
  if (history === null) return failOpening(ticket, "errors:scenarioBroken", { title: stored.title });
  const data = await readTwin(stored.twinHref);
  if (ticket !== request) return;
  if (data === null) return failOpening(ticket, "errors:twinGone", { name: stored.twinName });
  const view = { ...(stored.view as object), ...viewOfRoute(route, pictureOfView(stored.view)) };
  await enter(ticket, data, stored.twinHref, history, view, stored.thumbnail);
}

/** Which model and layer a kept view shows; null where it says nothing of it. */
function pictureOfView(view: unknown): ShownPicture | null {
  return typeof view === "object" && view !== null && "picture" in view ? readPicture(view.picture) : null;
}

/** What an address says of the picture goes before what was kept. */
function pictureOfRoute({ model, layer, timeS }: WorkspaceRoute, kept: ShownPicture | null): ShownPicture {
  const modelId = model ?? initialResults.modelId;
  return {
    modelId,
    layers: { ...kept?.layers, ...(layer === null ? {} : { [modelId]: layer }) },
    timeS: timeS ?? (kept?.modelId === modelId ? kept.timeS : 0),
  };
}

/** A route as the part of a kept view that it decides. `kept`: the picture that was on the city when it was left. */
export function viewOfRoute(route: WorkspaceRoute | null, kept: ShownPicture | null = null): object {
  if (route === null) return {};
  const [x, y, z, headingDeg, pitchDeg] = route.camera ?? [];
  return {
    activePlanId: route.planId,
    compareMode: route.view,
    comparePlanId: route.comparePlanId,
    picture: pictureOfRoute(route, kept),
    ...(route.camera === null ? {} : { camera: { x, y, z, headingDeg, pitchDeg } }),
  };
}

/** Follows a link: the scenario if it is here, else the same city from its start. */
export async function openLinked(route: WorkspaceRoute): Promise<void> {
  const stored = await readScenario(route.scenarioId).catch(() => null);
  if (stored !== null) return openStored(stored.id, route);
  await openTwin(route.twinHref, viewOfRoute({ ...route, planId: baselinePlanId, view: "single" }));
  if (route.planId !== baselinePlanId && currentScenario() !== null)
    notify({ tone: "info", key: "workspace:linkWithoutScenario" });
}

/** Opens a city with a new, empty scenario. */
export async function openTwin(href: string, view: object = {}): Promise<void> {
  const ticket = beginOpening();
  try {
    const data = await readTwin(href);
    if (ticket !== request) return;
    if (data === null) {
      if (href === demoHref) return failOpening(ticket, "errors:demoMissing");
      const stored = await getStoredTwin(storedTwinId(href)).catch(() => null);
      return stored === null
        ? failOpening(ticket, "errors:linkCityGone")
        : failOpening(ticket, "errors:twinGone", { name: stored.name });
    }
    if (href.startsWith(localPrefix)) {
      void updateStoredTwin(href.slice(localPrefix.length), { openedAt: new Date().toISOString() });
    }
    const kept = href.startsWith(localPrefix) ? await getStoredTwin(storedTwinId(href)) : null;
    await enter(ticket, data, href, createHistory(newScenario(data, href, kept?.hash)), view, "");
  } catch (error) {
    failOpeningBy(ticket, error);
  }
}

/** The demo city, where it was left last time. */
export async function openDemo(): Promise<void> {
  const ticket = beginOpening();
  const known = await listScenarios().catch(() => []);
  const last = known.find((scenario) => scenario.twinHref === demoHref);
  if (ticket !== request) return;
  if (last === undefined) await openTwin(demoHref);
  else await openStored(last.id);
}

/** Keeps a person's own figures of a building of the open city (null = as delivered) and opens the city with them. */
export async function setOwnFigures(buildingId: string, figures: OwnFigures | null): Promise<void> {
  const { href } = twinStore.getState();
  const scenario = currentScenario();
  if (href === null || !href.startsWith(localPrefix) || scenario === null) return;
  const stored = await getStoredTwin(storedTwinId(href));
  if (stored === null) return;
  const { [buildingId]: _, ...others } = stored.own ?? {};
  await updateStoredTwin(stored.id, {
    own: figures === null ? others : { ...others, [buildingId]: figures },
  });
  const { pick, selectedBuildingId } = sessionStore.getState();
  await reopenPlace();
  // The card that was open stays open, now with the new figures.
  setSession({ pick, selectedBuildingId });
}

/** Opens the city that is open once more, because what this browser keeps of it has changed. */
export async function reopenPlace(): Promise<void> {
  const scenario = currentScenario();
  if (scenario === null) return;
  await saveNow();
  closePlace();
  await openStored(scenario.id);
}

/** A place that was just imported. */
export async function openImported(data: TwinData, href: string): Promise<void> {
  const ticket = beginOpening();
  await enter(ticket, data, href, createHistory(newScenario(data, href)), {}, "");
}

/** A scenario from a file or a link, on a twin that fits. */
export async function openScenario(
  scenario: Scenario,
  data: TwinData,
  href: string,
  view: object = {},
): Promise<void> {
  const ticket = beginOpening();
  await enter(ticket, data, href, createHistory(scenario), view, "");
}

export function closePlace(): void {
  request += 1;
  releaseScenario();
  setView({ screen: "start", scene: null, sceneStatus: "loading", dialog: null });
  closeDocument();
  twinStore.setState(closedTwin);
  setSession({ ...initialSession, ...keptTaste() });
  viewStore.setState({ paletteOpen: false });
}
