import { instantiateKernel } from "./load.ts";
import type { HelperStart } from "./team.ts";

/** A browser thread that serves a kernel's work items until the solver is disposed of. */
globalThis.onmessage = (event: MessageEvent<HelperStart>) => {
  const { module, memory, thread } = event.data;
  instantiateKernel(module, memory).serve(thread);
  globalThis.close();
};
