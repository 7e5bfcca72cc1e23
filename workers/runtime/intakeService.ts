import type { TwinData } from "#twin/twin.ts";
import type { BuildOptions, ImportProgress } from "#workers/intake/buildTwin.ts";
import type { FileChoice } from "#workers/intake/choices.ts";
import type { ModelReadiness } from "#workers/intake/describe/readiness.ts";
import type { ImportReport } from "#workers/intake/report.ts";
import type { FileDescription } from "#workers/intake/session.ts";

/** What came of a build. `twin` is null where nothing in the files could become one. */
export type ImportAnswer = {
  readonly twin: { readonly data: TwinData; readonly twinPackage: Blob } | null;
  readonly report: ImportReport;
};

/** `onto`: a city, open or as it is kept, that tilesets among the files are laid into. */
export type BuildRequest = Omit<BuildOptions, "onto"> & { readonly onto?: TwinData | Blob };

/** A file with the path by which a person knows it ("tiles/dgm.tif" out of a folder). */
export type NamedFile = { readonly path: string; readonly file: File };

/** An exported city; where there is none, why (texts under `intake:findings`). */
export type ExportAnswer = {
  readonly archive: Blob | null;
  readonly refusal: {
    readonly key: string;
    readonly values: Readonly<Record<string, string | number>>;
  } | null;
};

/** The session as it stands after a step. */
export type SessionView = {
  readonly files: readonly FileDescription[];
  readonly readiness: readonly ModelReadiness[];
  /** Metric system of the twin to be; null while no file has settled it. */
  readonly crs: string | null;
};

export type OnProgress = (progress: ImportProgress) => void;

/**
 * What the intake worker does for the page (workers/runtime/intake.worker.ts, through Comlink). A worker holds one
 * session of files; steps of it are done one after the other.
 */
export type IntakeService = {
  /** A twin package in a folder of this origin. Rejects where a file is missing or broken. */
  readonly openFolder: (address: string) => Promise<TwinData>;
  /** A twin package as one zip, as the browser keeps it. Rejects where it is broken or too large. */
  readonly openPackage: (twinPackage: Blob) => Promise<TwinData>;
  /** A city, open or as it is kept, as one archive of open formats under the given name. */
  readonly exportCity: (
    city: TwinData | Blob,
    name: string,
    onProgress: (fraction: number) => void,
  ) => Promise<ExportAnswer>;
  /** Reads more files of any format. Stopped, the session has none of them. */
  readonly addFiles: (files: readonly NamedFile[], onProgress: OnProgress) => Promise<SessionView>;
  /** Another choice for some files. Stopped, those that were done before stay changed. */
  readonly chooseFor: (
    choices: readonly { readonly id: number; readonly choice: FileChoice }[],
    onProgress: OnProgress,
  ) => Promise<SessionView>;
  readonly removeFiles: (ids: readonly number[]) => Promise<SessionView>;
  /** Makes a twin of the files in use; the session stays and can build again. */
  readonly buildTwin: (options: BuildRequest, onProgress: OnProgress) => Promise<ImportAnswer>;
  /** Stops the step that reads files. */
  readonly stop: () => Promise<void>;
};
