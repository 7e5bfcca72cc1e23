import { instantiate } from "./load.ts";
import type { HelperStart } from "./team.ts";

/** A browser thread that serves a kernel's work items until whoever started it disposes of it. */
globalThis.onmessage = (event: MessageEvent<HelperStart>) => {
  const { module, memory, thread } = event.data;
  instantiate<{ serve: (thread: number) => void }>(module, memory).serve(thread);
  globalThis.close();
};
