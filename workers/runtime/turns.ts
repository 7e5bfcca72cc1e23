/** Own work between two turns of the event loop, ms; the kernel counts its own turns, but short steps never fill one. */
const turnMs = 40;

/** Lets messages through now and then, so that an abort is seen in time. Throws the signal's reason once it is aborted. */
export type Breather = () => Promise<void>;

export function createBreather(signal: AbortSignal, now: () => number): Breather {
  let turnStartedMs = now();
  return async () => {
    if (now() - turnStartedMs > turnMs) {
      await nextTurn();
      turnStartedMs = now();
    }
    signal.throwIfAborted();
  };
}

/** The promise's value, or the signal's reason as soon as it is aborted: whoever keeps writing must not hold up a cancel. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: (() => void) | null = null;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener("abort", stop);
  }
}

/**
 * Goes on in a task of its own: what waited meanwhile (input, a frame, a worker's answer) comes first. Through the message queue,
 * for timers would cost 4 ms each in a browser.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
