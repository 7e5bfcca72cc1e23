/** Own work between two turns of the event loop, ms; the kernel counts its own turns, but short steps never fill one. */
const turnMs = 40;

/** Lets messages through now and then, so that an abort is seen in time. @throws the signal's reason once it is aborted */
export function createBreather(signal: AbortSignal, now: () => number): () => Promise<void> {
  let turnStartedMs = now();
  return async () => {
    if (now() - turnStartedMs > turnMs) {
      await nextTurn();
      turnStartedMs = now();
    }
    signal.throwIfAborted();
  };
}

/** A turn through the message queue: timers would cost 4 ms each in a browser. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
