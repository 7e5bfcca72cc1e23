import { parameter, wordAt } from "./access";
import { sweepGround } from "./ground";
import {
  doneAt, epochAt, itemApart, itemBytes, itemFirstPass, itemKind, itemPassCount, itemGroup, kindSky, kindTranspose, passBytes,
  sleepersAt, slotItems, slotPasses, slotScratch, slotScratchBytes, stopAt, ticketAt, ticketBias, totalAt,
} from "./layout";
import { sweepSky } from "./sky";
import { transpose } from "./transpose";

function runItem(item: usize, thread: i32): void {
  const scratch = <usize>parameter(slotScratch) + <usize>thread * <usize>parameter(slotScratchBytes);
  const kind = wordAt(item, itemKind);
  if (kind == kindTranspose) {
    transpose(item);
    return;
  }
  const group = wordAt(item, itemGroup);
  const count = wordAt(item, itemPassCount);
  let pass = <usize>parameter(slotPasses) + <usize>wordAt(item, itemFirstPass) * passBytes;
  for (let k = 0; k < count; k++) {
    if (kind == kindSky) sweepSky(pass, group, wordAt(item, itemApart) != 0, scratch);
    else sweepGround(pass, group, scratch, k == 0);
    pass += passBytes;
  }
}

/**
 * Takes work items until none is left. The ticket holds the epoch and the items left in one word, so that a thread that
 * comes late from an earlier phase can never take an item of a phase whose items it has not seen.
 */
export function work(thread: i32): void {
  while (true) {
    const ticket = atomic.sub<i64>(ticketAt, 1);
    const left = <i32>(ticket & 0xffffffff) - ticketBias;
    if (left <= 0) return;
    runItem(<usize>parameter(slotItems) + <usize>(left - 1) * itemBytes, thread);
    const done = atomic.add<i32>(doneAt, 1) + 1;
    if (done == load<i32>(totalAt)) atomic.notify(doneAt, -1);
  }
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

/** A helper thread's life: works phase by phase, spins for a moment, then sleeps; ends when `stopAt` is set. */
export function serve(thread: i32): void {
  let seen = 0;
  while (atomic.load<i32>(stopAt) == 0) {
    const epoch = atomic.load<i32>(epochAt);
    if (epoch != seen) {
      seen = epoch;
      work(thread);
      continue;
    }
    let spin = 0;
    while (spin < 5000 && atomic.load<i32>(epochAt) == seen) spin++;
    if (atomic.load<i32>(epochAt) != seen) continue;
    atomic.add<i32>(sleepersAt, 1);
    atomic.wait<i32>(epochAt, seen, 500000000);
    atomic.sub<i32>(sleepersAt, 1);
  }
}
