import type { RunContext } from "./model.ts";

/** The context of a run whose progress and time steps nobody looks at: its fields and indicators are what is wanted. */
export const unwatched = (resolutionM: number, changes: Partial<RunContext> = {}): RunContext => ({
  resolutionM,
  threads: 1,
  signal: new AbortController().signal,
  progress: () => undefined,
  frames: { write: async () => undefined },
  upstream: {},
  ...changes,
});
