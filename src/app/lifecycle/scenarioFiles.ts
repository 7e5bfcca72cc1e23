import { fileOpen, fileSave } from "browser-fs-access";
import i18next from "i18next";
import { currentScenario } from "#app/state/document.ts";
import { announce, notify } from "#app/state/session.ts";
import { twinStore } from "#app/state/twin.ts";
import { listTwins, readScenario as readStored } from "#connect/storage.ts";
import { type FileIssue, readScenario, writeScenario } from "#scenario/document.ts";
import { sameShared } from "#scenario/planLink.ts";
import type { Scenario, ScenarioOutcome } from "#scenario/types.ts";
import { twinHash } from "#twin/package/write.ts";
import type { TwinData } from "#twin/twin.ts";
import { savePending } from "./autosave.ts";
import {
  copyOfScenario,
  demoHref,
  localHref,
  openScenario,
  openStored,
  readTwin,
  restoredHistory,
} from "./places.ts";

/** Scenarios as files, for people who want files. */

export const scenarioEnding = ".planfall.json";
const mostBytes = 8_000_000;

/** "Klimaplan Mitte" → "klimaplan-mitte.planfall.json". */
export function fileNameOf(title: string): string {
  const plain = title
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${plain === "" ? "szenario" : plain.slice(0, 60)}${scenarioEnding}`;
}

/** A file dialog that was closed is no error. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

export async function downloadScenario(): Promise<void> {
  const scenario = currentScenario();
  if (scenario === null) return;
  const text = writeScenario({ ...scenario, changedAt: new Date().toISOString() });
  const blob = new Blob([text], { type: "application/json" });
  try {
    await fileSave(blob, { fileName: fileNameOf(scenario.title), extensions: [".json"] });
    announce(i18next.t("workspace:share.saved"));
  } catch (error) {
    if (!isAbort(error))
      notify({ tone: "problem", key: "errors:saveFailed", values: { detail: String(error) } });
  }
}

export async function openScenarioDialog(): Promise<void> {
  try {
    const file = await fileOpen({ extensions: [".json"], mimeTypes: ["application/json"] });
    await openScenarioFile(file);
  } catch (error) {
    if (!isAbort(error)) notify({ tone: "problem", key: "errors:fileUnreadable", values: { name: "" } });
  }
}

/** Opens a scenario with its twin: the open one, the demo, or one that this browser keeps. */
export async function openScenarioFile(file: File): Promise<void> {
  if (file.size > mostBytes) {
    notify({ tone: "problem", key: "errors:fileTooLarge", values: { name: file.name } });
    return;
  }
  const read = readScenario(await file.text());
  if (!read.ok) {
    const issue = read.issues[0];
    const reason =
      issue === undefined
        ? ""
        : i18next.t(`refusals:file.${issue.key}`, { ...issue.values, path: issue.path });
    notify({ tone: "problem", key: "errors:scenarioFile", values: { name: file.name, reason } });
    return;
  }
  await openBesideKept(read.scenario, read.notes);
}

/**
 * What this browser keeps under the same id is never replaced: the same state opens as it was left, another one opens as
 * a copy beside it.
 */
async function openBesideKept(scenario: Scenario, notes: readonly FileIssue[]): Promise<void> {
  await savePending();
  const stored = await readStored(scenario.id).catch(() => null);
  if (stored === null) {
    await openOnItsTwin(scenario, notes);
    return;
  }
  const own = restoredHistory(stored)?.scenario ?? null;
  if (own !== null && holdsAll(own, scenario)) {
    if (currentScenario()?.id !== own.id) await openStored(own.id);
    notify({ tone: "info", key: "workspace:fileIsKept", values: { title: own.title } });
    return;
  }
  const copy = copyOfScenario(scenario);
  if (!(await openOnItsTwin(copy, notes))) return;
  notify({
    tone: "info",
    key: "workspace:fileAsCopy",
    values: { title: stored.title, copy: copy.title },
    action:
      own === null ? null : { labelKey: "workspace:fileOpenOwn", run: () => void openStored(stored.id) },
    sticky: true,
  });
}

/** True where the kept scenario says everything that the file says, the numbers of runs included. */
function holdsAll(own: Scenario, file: Scenario): boolean {
  const numbers = ({ planId, modelId, inputHash, indicators }: ScenarioOutcome): string =>
    JSON.stringify([planId, modelId, inputHash, indicators]);
  const known = new Set(own.outcomes.map(numbers));
  return sameShared(own, file) && file.outcomes.every((outcome) => known.has(numbers(outcome)));
}

/** Opens a scenario from outside on the twin that it was made for. False where that twin is not here. */
export async function openOnItsTwin(
  scenario: Scenario,
  notes: readonly FileIssue[],
  view: object = {},
): Promise<boolean> {
  const place = await findTwin(scenario);
  if (place === null) {
    notify({ tone: "problem", key: "errors:twinNeeded", values: { name: scenario.twin.name } });
    return false;
  }
  await openScenario(scenario, place.data, place.href, view);
  const same = twinHash(place.data.baseHashes) === scenario.twin.hash;
  if (!same) notify({ tone: "info", key: "workspace:twinDiffers", values: { name: place.data.name } });
  for (const note of notes) {
    const reason = i18next.t(`refusals:file.${note.key}`, { ...note.values, path: note.path });
    notify({ tone: "info", key: "workspace:fileNote", values: { reason } });
  }
  return true;
}

type Place = { readonly data: TwinData; readonly href: string };

/** By the hash of its data first, by its id where the data was imported anew since. */
async function findTwin(scenario: Scenario): Promise<Place | null> {
  const { data, href } = twinStore.getState();
  if (data !== null && (data.id === scenario.twin.id || twinHash(data.baseHashes) === scenario.twin.hash)) {
    return { data, href };
  }
  const kept = await listTwins().catch(() => []);
  const byHash = kept.find((twin) => twin.hash === scenario.twin.hash);
  const byName = kept.find((twin) => twin.name === scenario.twin.name);
  const found = byHash ?? byName;
  const target = found === undefined ? demoHref : localHref(found.id);
  const opened = await readTwin(target);
  if (opened === null) return null;
  const fits = found !== undefined || opened.id === scenario.twin.id;
  return fits ? { data: opened, href: target } : null;
}
