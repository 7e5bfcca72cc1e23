import i18next from "i18next";
import { randomId } from "#app/lifecycle/id.ts";
import { openImported } from "#app/lifecycle/places.ts";
import { openScenarioFile, scenarioEnding } from "#app/lifecycle/scenarioFiles.ts";
import { notify } from "#app/state/session.ts";
import type { ImportProgress } from "#workers/intake/buildTwin.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import type { NamedFile, SessionView } from "#workers/runtime/intakeService.ts";
import { broughtTilesets, openCityAsDelivered, openWithTilesets } from "./addToCity.ts";
import { naturalBox, overlapBox } from "./area.ts";
import { nameFromPaths } from "./cityName.ts";
import { CancelledError, type IntakeClient, startIntake, WorkerLostError } from "./intakeClient.ts";
import { keepCity } from "./keepCity.ts";
import { openData } from "./openData.ts";
import {
  type Change,
  changed,
  initialWizard,
  mainFiles,
  setWizard,
  type WizardState,
  type Working,
  wizardStore,
} from "./wizard.ts";

/** What happens to files: scenarios open, everything else goes through the wizard. */

let client: IntakeClient | null = null;
/** Counts builds: the answer to one that was cancelled is not wanted. */
let build = 0;

function current(): IntakeClient {
  client ??= startIntake();
  return client;
}

/** Files from a dialog or a drop. */
export function takeFiles(files: readonly NamedFile[]): void {
  const isScenario = ({ path }: NamedFile) => path.toLowerCase().endsWith(scenarioEnding);
  const scenario = files.find(isScenario)?.file ?? null;
  const others = files.filter((file) => !isScenario(file));
  if (others.length === 0) {
    if (scenario !== null) openScenarioSafely(scenario);
    return;
  }
  if (scenario !== null) setWizard({ scenario });
  void addFiles(others);
}

function openScenarioSafely(file: File): void {
  openScenarioFile(file).catch(() =>
    notify({ tone: "problem", key: "errors:fileUnreadable", values: { name: file.name } }),
  );
}

/** Steps that wait for the worker: it does one after the other. */
let steps = 0;

/** Runs a step of the session and shows what it left. False where the worker did not survive it. */
async function step(
  what: Working["what"],
  totalBytes: number,
  work: (worker: IntakeClient, onProgress: (progress: ImportProgress) => void) => Promise<SessionView>,
): Promise<boolean> {
  setWizard({ working: { what, fraction: 0, file: "", objects: 0, totalBytes } });
  steps += 1;
  try {
    const session = await work(current(), showProgress);
    if (steps === 1) setWizard({ working: null });
    showSession(session);
    return true;
  } catch (error) {
    fail(error);
    return false;
  } finally {
    steps -= 1;
  }
}

function showProgress({ fraction, file, objects }: ImportProgress): void {
  const { working } = wizardStore.getState();
  if (working === null) return;
  setWizard({ working: { ...working, fraction, file: file === "" ? working.file : file, objects } });
}

/** Where memory ran out, the worker may go on living and yet be of no use. */
const isMemory = (error: unknown): boolean =>
  error instanceof WorkerLostError ||
  /out of memory|allocat|array buffer|invalid array length/i.test(String(error));

/** Says what went wrong. Files that were read are kept as long as their worker lives. */
function fail(error: unknown): void {
  if (error instanceof CancelledError) return;
  const detail = String(error);
  if (isMemory(error)) {
    client?.end();
    client = null;
    setWizard({ ...initialWizard, shown: true, failure: { kind: "lost", detail } });
  } else setWizard({ working: null, failure: { kind: "unforeseen", detail } });
}

function showSession(answer: SessionView): void {
  const before = wizardStore.getState();
  const session = { ...answer, files: withKnown(answer.files, before.session.files) };
  const box = naturalBox(session.files);
  const change: Partial<WizardState> = {
    session,
    answer: null,
    page: "files",
    ...(before.nameGiven ? {} : { name: firstName(session.files) }),
    // A rectangle in another system, or around nothing, says nothing.
    ...(before.session.crs === session.crs && box !== null ? {} : { rectangle: null, areaMode: "all" }),
  };
  setWizard(change);
  if (wizardStore.getState().areaMode === "overlap" && overlapBox(session.files) === null)
    setWizard({ areaMode: "all" });
}

/** Files as they come from the worker, those that did not change as the objects they were: their rows stay as they are. */
function withKnown(
  files: readonly FileDescription[],
  before: readonly FileDescription[],
): readonly FileDescription[] {
  const known = new Map(before.map((file) => [file.id, file]));
  return files.map((file) => {
    const same = known.get(file.id);
    return same !== undefined && JSON.stringify(same) === JSON.stringify(file) ? same : file;
  });
}

const firstName = (files: readonly FileDescription[]): string =>
  nameFromPaths(
    mainFiles(files)
      .filter(({ outlines }) => outlines.length > 0)
      .map(({ report }) => report.name),
  ) || i18next.t("wizard:unnamed");

async function addFiles(files: readonly NamedFile[]): Promise<void> {
  setWizard({ shown: true, failure: null });
  const before = new Set(wizardStore.getState().session.files.map(({ id }) => id));
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (!(await step("reading", bytes, (worker, onProgress) => worker.add(files, onProgress)))) return;
  const now = mainFiles(wizardStore.getState().session.files);
  const [only] = now;
  if (now.length === 1 && only !== undefined && before.size === 0 && isWholePackage(only)) {
    // A city that was made before has nothing left to decide.
    await buildCity();
    if (wizardStore.getState().answer?.twin != null) await openCity();
    return;
  }
  const known = now.filter(({ id }) => !before.has(id)).flatMap(openDataOf);
  if (known.length > 0) await step("changing", 0, (worker, onProgress) => worker.choose(known, onProgress));
}

const isWholePackage = ({ report }: FileDescription): boolean =>
  report.format === "twinPackage" && !report.findings.some(({ level }) => level === "problem");

/** Some formats are always the same people's data. */
function openDataOf({ id, choice, report }: FileDescription) {
  const source = openData.find(({ formats }) => formats.includes(report.format));
  if (source === undefined || choice.licence !== undefined) return [];
  return [{ id, choice: { ...choice, licence: source.licence, attribution: source.attribution } }];
}

/** Changes what is decided about files; those that have to be read again for it are. */
export async function choose(ids: readonly number[], change: Change): Promise<void> {
  const chosen = wizardStore
    .getState()
    .session.files.filter(({ id }) => ids.includes(id))
    .map(({ id, choice, report }) => ({ id, bytes: report.bytes, choice: changed(choice, change) }));
  const bytes = chosen.reduce((sum, file) => sum + file.bytes, 0);
  await step("changing", bytes, (worker, onProgress) =>
    worker.choose(
      chosen.map(({ id, choice }) => ({ id, choice })),
      onProgress,
    ),
  );
}

export async function removeFiles(ids: readonly number[]): Promise<void> {
  await step("changing", 0, (worker) => worker.remove(ids));
}

/** Makes the city and shows the report on it. */
export async function buildCity(): Promise<void> {
  const { session, name, areaMode, rectangle } = wizardStore.getState();
  const area = areaMode === "all" ? null : areaMode === "overlap" ? overlapBox(session.files) : rectangle;
  build += 1;
  const mine = build;
  const totalBytes = session.files.reduce((sum, { report }) => sum + report.bytes, 0);
  setWizard({ working: { what: "building", fraction: 0.9, file: "", objects: 0, totalBytes } });
  try {
    const answer = await current().build(
      {
        id: `city-${randomId()}`,
        name: isWholeTwin(session) ? "" : name.trim() || i18next.t("wizard:unnamed"),
        ...(area === null ? {} : { area }),
      },
      (progress) => {
        if (mine === build) showProgress(progress);
      },
    );
    if (mine !== build) return;
    setWizard({ working: null, answer, page: "report", name: answer.twin?.data.name ?? name });
  } catch (error) {
    if (mine === build) fail(error);
  }
}

/** Lays the tilesets among the files into the city that is open. Where none fits, the report says why. */
export async function addToOpenCity(): Promise<void> {
  build += 1;
  const mine = build;
  const totalBytes = wizardStore.getState().session.files.reduce((sum, { report }) => sum + report.bytes, 0);
  setWizard({ working: { what: "building", fraction: 0.9, file: "", objects: 0, totalBytes } });
  try {
    const onto = await openCityAsDelivered();
    if (onto === null || mine !== build) return setWizard({ working: null });
    const answer = await current().build({ id: "open-city", name: "", onto }, (progress) => {
      if (mine === build) showProgress(progress);
    });
    if (mine !== build) return;
    if (answer.twin === null || !broughtTilesets(answer))
      return setWizard({ working: null, answer: { ...answer, twin: null }, page: "report" });
    if (await openWithTilesets(answer.twin)) discard();
    else setWizard({ working: null });
  } catch (error) {
    if (mine === build) fail(error);
  }
}

const isWholeTwin = ({ files }: SessionView): boolean =>
  files.some(({ report, choice }) => report.format === "twinPackage" && choice.used !== false);

/** Ends what is going on; files that were read before stay. */
export function cancelWork(): void {
  const { working } = wizardStore.getState();
  if (working?.what === "building") {
    // Assembling cannot be interrupted in its worker; its answer is thrown away when it comes.
    build += 1;
    setWizard({ working: null });
  } else client?.stop();
}

/** From the report to the city, under the name that stands there. */
export async function openCity(): Promise<void> {
  const { answer, name, scenario } = wizardStore.getState();
  if (answer?.twin == null) return;
  const { data, twinPackage } = answer.twin;
  const called = { ...data, name: name.trim() === "" ? data.name : name.trim() };
  const href = await keepCity(called, twinPackage);
  discard();
  await openImported(called, href);
  if (scenario !== null) openScenarioSafely(scenario);
}

/** Back from the report: the files are still there. */
export function backToFiles(): void {
  setWizard({ page: "files", answer: null });
}

/** Puts the wizard away. Files that were read wait to be gone on with. */
export function closeWizard(): void {
  const { session, working, answer } = wizardStore.getState();
  cancelWork();
  if (session.files.length === 0) {
    discard();
    return;
  }
  setWizard({
    shown: false,
    working: null,
    ...(working === null && answer !== null ? {} : { page: "files" }),
  });
  notify({
    tone: "info",
    key: "wizard:waiting",
    values: { count: mainFiles(session.files).length },
    action: { labelKey: "wizard:goOn", run: resume },
  });
}

export function resume(): void {
  setWizard({ shown: true });
}

/** Forgets all files and gives back their memory. */
export function discard(): void {
  build += 1;
  client?.end();
  client = null;
  setWizard(initialWizard);
}
