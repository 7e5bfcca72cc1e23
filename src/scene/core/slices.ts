import { nextTurn } from "#workers/runtime/turns.ts";

/** Does one step a task, so that none of them holds up the page for the sum of all. */
export async function inSlices(steps: readonly (() => void)[], goesOn: () => boolean): Promise<void> {
  for (const step of steps) {
    await nextTurn();
    if (!goesOn()) return;
    step();
  }
}

/** Steps that are done one a task, in the order they came; one that already waits is not added twice. */
export type StepQueue = {
  readonly add: (step: () => void) => void;
  readonly isEmpty: () => boolean;
  /** Resolves when nothing waits any more. */
  readonly drained: () => Promise<void>;
};

export function createStepQueue(
  goesOn: () => boolean,
  onDrained: () => void,
  onError: (error: unknown) => void,
): StepQueue {
  const waiting = new Set<() => void>();
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    await nextTurn();
    for (const step of waiting) {
      if (!goesOn()) break;
      waiting.delete(step);
      try {
        step();
      } catch (error) {
        onError(error);
      }
      await nextTurn();
    }
    waiting.clear();
    running = null;
    if (goesOn()) onDrained();
  };
  return {
    add: (step) => {
      waiting.add(step);
      running ??= run();
    },
    isEmpty: () => running === null,
    drained: () => running ?? Promise.resolve(),
  };
}
