import { loadModel } from "#workers/runtime/registry.ts";
import { scriptNotLoaded } from "#workers/runtime/unreachable.ts";
import type { RunService } from "./contract.ts";
import { createRunServiceOf } from "./core.ts";
import type { WorkerPort } from "./slot.ts";

/** The run service of the page: module workers, threads over shared memory where the page is isolated. */
export function createRunService(): RunService {
  return createRunServiceOf({
    spawn: spawnHost,
    loadModel,
    cores: navigator.hardwareConcurrency,
    isolated: globalThis.crossOriginIsolated === true,
    now: () => performance.now(),
  });
}

function spawnHost(): WorkerPort {
  const worker = new Worker(new URL("../../workers/runtime/host.worker.ts", import.meta.url), {
    type: "module",
    name: "planfall-model",
  });
  return {
    endpoint: worker,
    terminate: () => worker.terminate(),
    onCrash(listener) {
      // A script that cannot be fetched comes as a bare event, without any words.
      const detail = (event: Event): string =>
        event instanceof ErrorEvent ? event.message || "the worker stopped" : scriptNotLoaded;
      worker.addEventListener("error", (event: Event) => listener(detail(event)), { once: true });
      worker.addEventListener("messageerror", () => listener("a message could not be read"), { once: true });
    },
  };
}
