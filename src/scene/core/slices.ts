/** Resolves in a task of its own: what waited meanwhile (input, a frame, a worker's answer) comes first. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Does one step a task, so that none of them holds up the page for the sum of all. */
export async function inSlices(steps: readonly (() => void)[], goesOn: () => boolean): Promise<void> {
  for (const step of steps) {
    await nextTask();
    if (!goesOn()) return;
    step();
  }
}
