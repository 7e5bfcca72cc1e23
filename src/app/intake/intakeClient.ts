import { proxy, type Remote, releaseProxy, wrap } from "comlink";
import type { TwinData } from "#twin/twin.ts";
import type { FileChoice } from "#workers/intake/choices.ts";
import type {
  BuildRequest,
  ExportAnswer,
  ImportAnswer,
  IntakeService,
  NamedFile,
  OnProgress,
  SessionView,
} from "#workers/runtime/intakeService.ts";

/** The main thread's side of reading files. */
export type Job<Value> = { readonly result: Promise<Value>; readonly cancel: () => void };

/** Rejection of a cancelled job. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** The worker died, most likely because memory ran out; what it held is lost. */
export class WorkerLostError extends Error {
  override readonly name = "WorkerLostError";
}

type Running = {
  readonly service: Remote<IntakeService>;
  /** Settles with the work, or rejects where the worker dies or is ended. */
  readonly guard: <Value>(work: Promise<Value>) => Promise<Value>;
  readonly end: (reason: Error) => void;
};

function startWorker(): Running {
  const worker = new Worker(new URL("../../../workers/runtime/intake.worker.ts", import.meta.url), {
    type: "module",
    name: "intake",
  });
  const service = wrap<IntakeService>(worker);
  let stop: (reason: Error) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  // Nobody may be waiting at the moment.
  stopped.catch(() => {});
  const end = (reason: Error) => {
    stop(reason);
    service[releaseProxy]();
    worker.terminate();
  };
  worker.addEventListener("error", (event) => end(new WorkerLostError(event.message)));
  return { service, guard: (work) => Promise.race([work, stopped]), end };
}

/** One worker a job, ended with the job, so that cancel is immediate and memory is given back. */
function startJob<Value>(work: (service: Remote<IntakeService>) => Promise<Value>): Job<Value> {
  const { service, guard, end } = startWorker();
  const cancelled = new CancelledError("cancelled");
  return {
    result: guard(work(service)).finally(() => end(cancelled)),
    cancel: () => end(cancelled),
  };
}

export function openFolder(address: string): Job<TwinData> {
  return startJob((service) => service.openFolder(address));
}

export function openPackage(twinPackage: Blob): Job<TwinData> {
  return startJob((service) => service.openPackage(twinPackage));
}

/** Ended, it leaves nothing behind. */
export function exportCity(
  city: TwinData | Blob,
  name: string,
  onProgress: (fraction: number) => void,
): Job<ExportAnswer> {
  return startJob((service) => service.exportCity(city, name, proxy(onProgress)));
}

/** A worker that keeps files until they are a twin. Every step rejects once the session is ended or its worker dies. */
export type IntakeClient = {
  readonly add: (files: readonly NamedFile[], onProgress: OnProgress) => Promise<SessionView>;
  readonly choose: (
    choices: readonly { readonly id: number; readonly choice: FileChoice }[],
    onProgress: OnProgress,
  ) => Promise<SessionView>;
  readonly remove: (ids: readonly number[]) => Promise<SessionView>;
  readonly build: (options: BuildRequest, onProgress: OnProgress) => Promise<ImportAnswer>;
  /** Ends the step that reads; what was read before stays. */
  readonly stop: () => void;
  /** Gives back all memory. */
  readonly end: () => void;
};

export function startIntake(): IntakeClient {
  const { service, guard, end } = startWorker();
  return {
    add: (files, onProgress) => guard(service.addFiles([...files], proxy(onProgress))),
    choose: (choices, onProgress) => guard(service.chooseFor([...choices], proxy(onProgress))),
    remove: (ids) => guard(service.removeFiles([...ids])),
    build: (options, onProgress) => guard(service.buildTwin(options, proxy(onProgress))),
    stop: () => void service.stop().catch(() => {}),
    end: () => end(new CancelledError("cancelled")),
  };
}
