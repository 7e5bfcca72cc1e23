import type { TwinData } from "#twin/twin.ts";
import type { ImportReport } from "#workers/intake/report.ts";
import type { ImportProgress } from "#workers/intake/session.ts";

/** What came of an import. `twin` is null where nothing in the files could become one. */
export type ImportAnswer = {
  readonly twin: { readonly data: TwinData; readonly twinPackage: Blob } | null;
  readonly report: ImportReport;
};

/** What the intake worker does for the page (workers/runtime/intake.worker.ts, through Comlink). */
export type IntakeService = {
  /** A twin package in a folder of this origin. Rejects where a file is missing or broken. */
  readonly openFolder: (address: string) => Promise<TwinData>;
  /** A twin package as one zip, as the browser keeps it. Rejects where it is broken or too large. */
  readonly openPackage: (twinPackage: Blob) => Promise<TwinData>;
  /** Any other files. `name` is the city's first name. */
  readonly importFiles: (
    files: readonly File[],
    city: { readonly id: string; readonly name: string },
    onProgress: (progress: ImportProgress) => void,
  ) => Promise<ImportAnswer>;
};
