/** What the scheduler needs to know of a job. */
export type Waiting = {
  readonly id: string;
  /** 0 = preview, 1 = full run: every preview goes before any full run. */
  readonly priority: number;
  /** Order of arrival. */
  readonly order: number;
  readonly cells: number;
};

export type Capacity = {
  /** Threads that all runs together may use. */
  readonly threads: number;
  /** Cells that may be in memory at once over all runs; a single larger run is still let in alone. */
  readonly cells: number;
};

/** Pool size: the cores, at least 2, less one above four (the page itself needs one). */
export function poolSize(cores: number): number {
  const counted = Number.isFinite(cores) && cores >= 1 ? Math.floor(cores) : 2;
  return Math.max(2, counted > 4 ? counted - 1 : counted);
}

/**
 * Which job starts next, and with how many threads; null = none may start now. Jobs that wait together share the
 * threads: two runs side by side use two cores better than one run after the other.
 *
 * @param running cells and threads of what runs now
 * @param isolated whether memory can be shared; without it a run has one thread
 */
export function nextJob(
  waiting: readonly Waiting[],
  running: readonly { readonly cells: number; readonly threads: number }[],
  capacity: Capacity,
  isolated: boolean,
): { readonly id: string; readonly threads: number } | null {
  const usedThreads = running.reduce((sum, job) => sum + job.threads, 0);
  const usedCells = running.reduce((sum, job) => sum + job.cells, 0);
  const free = capacity.threads - usedThreads;
  if (free < 1) return null;
  const sorted = [...waiting].sort((a, b) => a.priority - b.priority || a.order - b.order);
  const next = sorted[0];
  if (next === undefined) return null;
  // The first in line is never overtaken, or a large run would wait for ever.
  if (running.length > 0 && usedCells + next.cells > capacity.cells) return null;
  const together = sorted.filter((job) => job.priority === next.priority).length;
  const threads = isolated ? Math.max(1, Math.floor(free / Math.min(together, free))) : 1;
  return { id: next.id, threads };
}
