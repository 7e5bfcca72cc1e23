import { fileSave } from "browser-fs-access";
import { createStore } from "zustand/vanilla";
import { fileNameOf, scenarioEnding } from "#app/lifecycle/scenarioFiles.ts";
import { hookOf } from "#app/state/hook.ts";
import { notify } from "#app/state/session.ts";
import { readTwinPackage } from "#connect/storage.ts";
import type { TwinData } from "#twin/twin.ts";
import type { ExportAnswer } from "#workers/runtime/intakeService.ts";
import { CancelledError, exportCity } from "./intakeClient.ts";

/** A city on its way into a file of open formats; null = none. */
export type Exporting = { readonly name: string; readonly fraction: number } | null;

const exportStore = createStore<{ readonly exporting: Exporting }>(() => ({ exporting: null }));
export const useExport = hookOf(exportStore);

let cancel: () => void = () => {};

export function cancelExport(): void {
  cancel();
}

class RefusedError extends Error {
  readonly refusal: ExportAnswer["refusal"];
  constructor(refusal: ExportAnswer["refusal"]) {
    super("refused");
    this.refusal = refusal;
  }
}

/** Asks where to, then writes a city as one archive that QGIS opens and that opens again here. */
export async function saveCity(city: TwinData | Blob, name: string): Promise<void> {
  cancel();
  exportStore.setState({ exporting: { name, fraction: 0 } });
  const job = exportCity(city, name, (fraction) => {
    if (exportStore.getState().exporting !== null) exportStore.setState({ exporting: { name, fraction } });
  });
  cancel = job.cancel;
  const archive = job.result.then((answer) => {
    if (answer.archive !== null) return answer.archive;
    throw new RefusedError(answer.refusal);
  });
  // It is looked at where the file is saved, which a closed file dialog prevents.
  archive.catch(() => {});
  try {
    const fileName = fileNameOf(name).replace(scenarioEnding, ".zip");
    await fileSave(archive, { fileName, extensions: [".zip"], mimeTypes: ["application/zip"] });
    notify({ tone: "success", key: "wizard:export.done", values: { name } });
  } catch (error) {
    job.cancel();
    tell(error);
  } finally {
    exportStore.setState({ exporting: null });
  }
}

function tell(error: unknown): void {
  if (error instanceof CancelledError) return;
  if (error instanceof DOMException && error.name === "AbortError") return;
  if (error instanceof RefusedError && error.refusal !== null) {
    const { key, values } = error.refusal;
    notify({ tone: "problem", key: `intake:findings.${key}`, values });
  } else notify({ tone: "problem", key: "errors:saveFailed", values: { detail: String(error) } });
}

/** A city that this browser keeps. */
export async function saveStoredCity(id: string, name: string): Promise<void> {
  const twinPackage = await readTwinPackage(id);
  if (twinPackage === null) notify({ tone: "problem", key: "errors:twinGone", values: { name } });
  else await saveCity(twinPackage, name);
}
