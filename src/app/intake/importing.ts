import { createStore } from "zustand/vanilla";
import { randomId } from "#app/lifecycle/id.ts";
import { localHref, openImported, storedTwinId } from "#app/lifecycle/places.ts";
import { openScenarioFile } from "#app/lifecycle/scenarioFiles.ts";
import { hookOf } from "#app/state/hook.ts";
import { notify } from "#app/state/session.ts";
import { keepTwin, updateStoredTwin } from "#connect/storage.ts";
import { twinHash } from "#twin/package/write.ts";
import type { TwinData } from "#twin/twin.ts";
import type { ImportReport } from "#workers/intake/report.ts";
import { CancelledError, importFiles, type Job, openPackage } from "./intakeClient.ts";

/** The import that is going on, and what came of it. */
export type ImportState =
  | { readonly status: "idle" }
  | {
      readonly status: "running";
      readonly name: string;
      readonly totalBytes: number;
      readonly fraction: number;
      readonly phase: "reading" | "assembling";
      readonly file: string;
      readonly objects: number;
    }
  | {
      readonly status: "done";
      readonly name: string;
      readonly report: ImportReport;
      readonly place: { readonly data: TwinData; readonly href: string } | null;
      /** A scenario that came with the files and is opened on them. */
      readonly scenario: File | null;
    }
  | { readonly status: "failed"; readonly detail: string };

export const importStore = createStore<ImportState>(() => ({ status: "idle" }));
export const useImport = hookOf(importStore);

let cancel: () => void = () => {};

/** A zip is a twin package, everything else is what municipalities bring. */
function isPackage(files: readonly File[]): boolean {
  return files.length === 1 && files[0]?.name.toLowerCase().endsWith(".zip") === true;
}

export function startImport(files: readonly File[], name: string, scenario: File | null): void {
  cancel();
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  importStore.setState(
    { status: "running", name, totalBytes, fraction: 0, phase: "reading", file: "", objects: 0 },
    true,
  );
  const work = isPackage(files)
    ? takePackage(files[0] as File, scenario)
    : takeSources(files, name, scenario);
  work.catch((error: unknown) => {
    if (error instanceof CancelledError) importStore.setState({ status: "idle" }, true);
    else importStore.setState({ status: "failed", detail: String(error) }, true);
  });
}

function run<Value>(job: Job<Value>): Promise<Value> {
  cancel = job.cancel;
  return job.result;
}

async function takePackage(file: File, scenario: File | null): Promise<void> {
  const data = await run(openPackage(file));
  const href = await keep(data, file);
  importStore.setState({ status: "idle" }, true);
  await show({ data, href }, scenario);
}

async function takeSources(files: readonly File[], name: string, scenario: File | null): Promise<void> {
  const city = { id: `city-${randomId()}`, name };
  const answer = await run(
    importFiles(files, city, ({ fraction, phase, file, objects }) => {
      const state = importStore.getState();
      if (state.status !== "running") return;
      importStore.setState({ ...state, fraction, phase, file, objects: Math.max(objects, 0) }, true);
    }),
  );
  const { twin, report } = answer;
  const place = twin === null ? null : { data: twin.data, href: await keep(twin.data, twin.twinPackage) };
  importStore.setState({ status: "done", name, report, place, scenario }, true);
}

/** Keeps the package for next time; a full disk does not keep the city from opening now. */
async function keep(data: TwinData, twinPackage: Blob): Promise<string> {
  const id = randomId();
  try {
    await keepTwin(
      {
        id,
        name: data.name,
        hash: twinHash(data.baseHashes),
        bytes: twinPackage.size,
        buildingCount: data.buildings.count,
        openedAt: new Date().toISOString(),
        thumbnail: "",
      },
      twinPackage,
    );
  } catch {
    notify({ tone: "problem", key: "errors:cityNotKept" });
  }
  return localHref(id);
}

async function show(
  place: { readonly data: TwinData; readonly href: string },
  scenario: File | null,
): Promise<void> {
  await openImported(place.data, place.href);
  if (scenario !== null) await openScenarioFile(scenario);
}

export function cancelImport(): void {
  cancel();
  cancel = () => {};
  importStore.setState({ status: "idle" }, true);
}

/** From the report to the city, under the name that was given there. */
export function openImportedPlace(name: string): void {
  const state = importStore.getState();
  importStore.setState({ status: "idle" }, true);
  if (state.status !== "done" || state.place === null) return;
  const { data, href } = state.place;
  const named = { ...data, name: name.trim() === "" ? data.name : name.trim() };
  updateStoredTwin(storedTwinId(href), { name: named.name }).catch(() => {
    // Where nothing is kept there is nothing to rename.
  });
  void show({ data: named, href }, state.scenario);
}

export function dismissImport(): void {
  importStore.setState({ status: "idle" }, true);
}
