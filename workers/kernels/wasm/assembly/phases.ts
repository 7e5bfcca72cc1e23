import { doneAt, epochAt, sleepersAt, stopAt, ticketAt, ticketBias, totalAt } from "./signals";

/**
 * Takes a work item: its index, or −1 where none is left. The ticket holds the epoch and the items left in one word, so that
 * a thread that comes late from an earlier phase can never take an item of a phase whose items it has not seen.
 */
export function takeItem(): i32 {
  const ticket = atomic.sub<i64>(ticketAt, 1);
  return max(0, <i32>(ticket & 0xffffffff) - ticketBias) - 1;
}

/** Tells that an item is done. */
export function endItem(): void {
  const done = atomic.add<i32>(doneAt, 1) + 1;
  if (done == load<i32>(totalAt)) atomic.notify(doneAt, -1);
}

/** Opens a phase of `items` work items for every thread and wakes those that sleep. */
export function publish(items: i32): void {
  atomic.store<i32>(doneAt, 0);
  atomic.store<i32>(totalAt, items);
  const epoch = atomic.load<i32>(epochAt) + 1;
  atomic.store<i64>(ticketAt, (<i64>epoch << 32) | <i64>(ticketBias + items));
  atomic.store<i32>(epochAt, epoch);
  if (atomic.load<i32>(sleepersAt) > 0) atomic.notify(epochAt, -1);
}

/** Waits until all items of the phase are done. Returns false after `patienceMs` without an end. */
export function finish(items: i32, patienceMs: i32): bool {
  for (let spin = 0; spin < 20000; spin++) if (atomic.load<i32>(doneAt) >= items) return true;
  let waitedMs = 0;
  while (true) {
    const done = atomic.load<i32>(doneAt);
    if (done >= items) return true;
    if (waitedMs >= patienceMs) return false;
    // In slices, so that the patience is counted even where other items keep waking this thread.
    atomic.wait<i32>(doneAt, done, 10000000);
    waitedMs += 10;
  }
}

/** Waits for a phase after the one that was seen last: spins for a moment, then sleeps. −1 when `stopAt` is set. */
export function nextPhase(seen: i32): i32 {
  while (atomic.load<i32>(stopAt) == 0) {
    for (let spin = 0; spin < 5000; spin++) {
      const epoch = atomic.load<i32>(epochAt);
      if (epoch != seen) return epoch;
    }
    atomic.add<i32>(sleepersAt, 1);
    atomic.wait<i32>(epochAt, seen, 500000000);
    atomic.sub<i32>(sleepersAt, 1);
  }
  return -1;
}
