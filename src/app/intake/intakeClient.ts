import { proxy, type Remote, releaseProxy, wrap } from "comlink";
import type { TwinData } from "#twin/twin.ts";
import type { ImportProgress } from "#workers/intake/session.ts";
import type { ImportAnswer, IntakeService } from "#workers/runtime/intakeService.ts";

/**
 * The main thread's side of reading files: one worker a job, ended with the job, so that cancel is immediate and memory
 * is given back.
 */
export type Job<Value> = { readonly result: Promise<Value>; readonly cancel: () => void };

/** Rejection of a cancelled job. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

function startJob<Value>(work: (service: Remote<IntakeService>) => Promise<Value>): Job<Value> {
  const worker = new Worker(new URL("../../../workers/runtime/intake.worker.ts", import.meta.url), {
    type: "module",
    name: "intake",
  });
  const service = wrap<IntakeService>(worker);
  let stop: (reason: Error) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  worker.addEventListener("error", (event) => stop(new Error(event.message)));
  const result = Promise.race([work(service), stopped]).finally(() => {
    service[releaseProxy]();
    worker.terminate();
  });
  return { result, cancel: () => stop(new CancelledError("cancelled")) };
}

export function openFolder(address: string): Job<TwinData> {
  return startJob((service) => service.openFolder(address));
}

export function openPackage(twinPackage: Blob): Job<TwinData> {
  return startJob((service) => service.openPackage(twinPackage));
}

export function importFiles(
  files: readonly File[],
  city: { readonly id: string; readonly name: string },
  onProgress: (progress: ImportProgress) => void,
): Job<ImportAnswer> {
  return startJob((service) => service.importFiles([...files], city, proxy(onProgress)));
}
