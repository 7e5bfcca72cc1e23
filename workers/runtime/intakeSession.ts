import { openZippedPackage, zipPackage } from "#twin/package/zip.ts";
import type { BuildOptions, ImportOutcome } from "#workers/intake/buildTwin.ts";
import { createFindings, IntakeError } from "#workers/intake/report.ts";
import type { IntakeSession } from "#workers/intake/session.ts";
import { blobSource } from "#workers/intake/source.ts";
import type { IntakeService, OnProgress, SessionView } from "./intakeService.ts";

/** Between two messages about progress; a reader reports after every chunk. */
const progressEveryMs = 100;

/** Passes on one message in a while, and every change of the file. */
function seldom(onProgress: OnProgress): OnProgress {
  let last = 0;
  let file = "";
  return (progress) => {
    const now = performance.now();
    if (progress.file === file && now - last < progressEveryMs && progress.fraction < 1) return;
    last = now;
    file = progress.file;
    onProgress(progress);
  };
}

const never = new AbortController().signal;

/** A twin of the files in use; of a package's open files where their changes are wanted. */
async function build(
  current: IntakeSession,
  options: BuildOptions,
  onProgress: OnProgress,
): Promise<ImportOutcome> {
  const edited = current.editedPackage();
  if (edited === null) return current.build(options, onProgress);
  const { importEditedPackage } = await import("#workers/intake/openFiles.ts");
  try {
    return await importEditedPackage(edited, onProgress, never);
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    const findings = createFindings();
    findings.add("problem", error.key, error.values);
    const files = current.files().map(({ report }) => report);
    return { data: null, report: { usable: false, files, twin: findings.list() } };
  }
}

/** The part of the intake service that holds files on their way into a twin. */
export function createSessionService(): Pick<
  IntakeService,
  "addFiles" | "chooseFor" | "removeFiles" | "buildTwin" | "stop"
> {
  let session: Promise<IntakeSession> | null = null;
  let running: AbortController | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  // All formats together are three hundred kilobytes of script, which nobody needs who opens a city.
  const opened = (): Promise<IntakeSession> => {
    session ??= import("#workers/intake/session.ts").then(({ createIntakeSession }) => createIntakeSession());
    return session;
  };

  const viewOf = (current: IntakeSession): SessionView => ({
    files: current.describe(),
    readiness: current.readiness(),
    crs: current.crs(),
  });

  /** Steps change the same files: each waits for the one before. */
  const inTurn = <Value>(step: (current: IntakeSession) => Promise<Value>): Promise<Value> => {
    const done = queue.then(async () => step(await opened()));
    queue = done.catch(() => undefined);
    return done;
  };

  /** A step that reads. Stopped, it leaves the files as they were before the one that was being read. */
  const reading = (
    step: (current: IntakeSession, signal: AbortSignal) => Promise<void>,
  ): Promise<SessionView> =>
    inTurn(async (current) => {
      const controller = new AbortController();
      running = controller;
      try {
        await step(current, controller.signal);
      } catch (error) {
        if (!controller.signal.aborted) throw error;
      } finally {
        running = null;
      }
      return viewOf(current);
    });

  return {
    addFiles: (files, onProgress) =>
      reading((current, signal) =>
        current.add(
          files.map(({ path, file }) => blobSource(path, file)),
          seldom(onProgress),
          signal,
        ),
      ),
    chooseFor: (choices, onProgress) =>
      reading(async (current, signal) => {
        for (const { id, choice } of choices) await current.choose(id, choice, seldom(onProgress), signal);
      }),
    removeFiles: (ids) =>
      inTurn(async (current) => {
        for (const id of ids) current.remove(id);
        return viewOf(current);
      }),
    buildTwin: ({ onto, ...request }, onProgress) =>
      inTurn(async (current) => {
        const base =
          onto instanceof Blob ? await openZippedPackage(new Uint8Array(await onto.arrayBuffer())) : onto;
        const options: BuildOptions = { ...request, ...(base === undefined ? {} : { onto: base }) };
        const { data, report } = await build(current, options, onProgress);
        if (data === null) return { twin: null, report };
        // A package that was opened keeps the name it came with; the one given here stands above it.
        const named = { ...data, name: options.name === "" ? data.name : options.name };
        const twinPackage = new Blob([zipPackage(named)], { type: "application/zip" });
        return { twin: { data: named, twinPackage }, report };
      }),
    stop: async () => running?.abort(),
  };
}
