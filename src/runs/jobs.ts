import type { HostJob, HostReply, TwinPart } from "#workers/runtime/protocol.ts";
import { type Capacity, nextJob } from "./schedule.ts";
import type { Slot } from "./slot.ts";

export type JobOrder = {
  readonly job: Omit<HostJob, "threads">;
  readonly parts: () => readonly TwinPart[];
  readonly priority: number;
  readonly cells: number;
};

export type JobListener = {
  readonly onProgress: (fraction: number, phase: string) => void;
  /** `slot`: where it ran. */
  readonly onReply: (reply: HostReply, slot: Slot) => void;
};

/** The queue in front of the pool. Orders of one address are one job: an empty plan and the baseline run once. */
export type JobQueue = {
  /** Returns how to leave; when the last listener has left, the job is dropped or its run stopped. */
  readonly order: (order: JobOrder, listener: JobListener) => () => void;
  readonly dispose: () => void;
};

type Job = {
  readonly order: JobOrder;
  readonly arrival: number;
  readonly listeners: Set<JobListener>;
  slot: Slot | null;
  threads: number;
  priority: number;
};

export function createJobQueue(slots: readonly Slot[], capacity: Capacity, isolated: boolean): JobQueue {
  const jobs = new Map<string, Job>();
  /** Addresses whose run is being stopped: it still clears its frames away, so nobody may start there yet. */
  const stopping = new Set<string>();
  let arrivals = 0;

  const startWhatMay = (): void => {
    for (;;) {
      const slot = slots.find((candidate) => !candidate.busy());
      if (slot === undefined) return;
      const all = [...jobs.entries()];
      const waiting = all
        .filter(([id, job]) => job.slot === null && !stopping.has(id))
        .map(([id, job]) => ({ id, priority: job.priority, order: job.arrival, cells: job.order.cells }));
      const running = all
        .filter(([, job]) => job.slot !== null)
        .map(([, job]) => ({ cells: job.order.cells, threads: job.threads }));
      const next = nextJob(waiting, running, capacity, isolated);
      const job = next === null ? undefined : jobs.get(next.id);
      if (next === null || job === undefined) return;
      void run(next.id, job, slot, next.threads);
    }
  };

  const run = async (id: string, job: Job, slot: Slot, threads: number): Promise<void> => {
    job.slot = slot;
    job.threads = threads;
    const reply = await slot.run({ ...job.order.job, threads }, job.order.parts, (fraction, phase) => {
      for (const listener of job.listeners) listener.onProgress(fraction, phase);
    });
    if (jobs.get(id) === job) jobs.delete(id);
    else stopping.delete(id);
    for (const listener of job.listeners) listener.onReply(reply, slot);
    startWhatMay();
  };

  const leave = (id: string, job: Job, listener: JobListener): void => {
    if (!job.listeners.delete(listener) || job.listeners.size > 0) return;
    // Whoever orders this address again, while the run is being stopped, gets a job of their own.
    if (jobs.get(id) === job) jobs.delete(id);
    if (job.slot === null) return;
    stopping.add(id);
    job.slot.cancel();
  };

  return {
    order(order, listener) {
      const id = order.job.address;
      let job = jobs.get(id);
      if (job === undefined) {
        arrivals += 1;
        job = {
          order,
          arrival: arrivals,
          listeners: new Set(),
          slot: null,
          threads: 0,
          priority: order.priority,
        };
        jobs.set(id, job);
      }
      job.priority = Math.min(job.priority, order.priority);
      job.listeners.add(listener);
      const ordered = job;
      // A task later: several orders in a row are seen together and share the threads.
      setTimeout(startWhatMay, 0);
      return () => leave(id, ordered, listener);
    },
    dispose() {
      jobs.clear();
      for (const slot of slots) slot.dispose();
    },
  };
}
