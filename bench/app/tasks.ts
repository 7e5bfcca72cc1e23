/** A task of the page's main thread, and how much of it was our own code (not the engine, not the browser). */
export type MainTask = {
  readonly startMs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** CPU time in frames of ours or in what they called of the browser; milliseconds. */
  readonly ownMs: number;
  /** Our functions by the time in them, the longest first. */
  readonly functions: readonly { readonly name: string; readonly ms: number }[];
};

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly id?: string;
  readonly args?: {
    readonly name?: string;
    readonly data?: {
      readonly cpuProfile?: {
        readonly nodes?: readonly ProfileNode[];
        readonly samples?: readonly number[];
      };
      readonly timeDeltas?: readonly number[];
      readonly startTime?: number;
    };
  };
};

type ProfileNode = {
  readonly id: number;
  readonly parent?: number;
  readonly callFrame: { readonly functionName: string; readonly url?: string };
};

export const traceCategories = ["toplevel", "v8", "disabled-by-default-v8.cpu_profiler"];

/**
 * The tasks of the main thread in a Chrome trace. A sample belongs to the innermost frame that has an address: what the
 * browser does for a call is its caller's. Samples are wall time; a task's share of the processor (thread time over wall time)
 * scales them, so that other programs on the machine do not count.
 */
export function mainTasks(trace: string, isOwn: (url: string) => boolean): readonly MainTask[] {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: readonly TraceEvent[] };
  const profiles = new Map<string, Sampled>();
  for (const event of traceEvents) if (event.name.startsWith("Profile")) readProfile(profiles, event);
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  const samples = [...profiles.values()]
    .filter(({ thread }) => threads.has(thread))
    .flatMap(({ samples: own }) => own)
    .sort((a, b) => a.ts - b.ts);
  const isTask = ({ name, ph, pid, tid }: TraceEvent): boolean =>
    ph === "X" && name === "ThreadControllerImpl::RunTask" && threads.has(`${pid}:${tid}`);
  return traceEvents
    .filter(isTask)
    .sort((a, b) => a.ts - b.ts)
    .map((task) => taskOf(task, samples, isOwn));
}

type Sample = { readonly ts: number; readonly frame: Frame };
type Frame = { readonly name: string; readonly url: string };
type Sampled = {
  thread: string;
  ts: number;
  readonly frames: Map<number, Frame>;
  readonly samples: Sample[];
};

function readProfile(profiles: Map<string, Sampled>, event: TraceEvent): void {
  const key = `${event.pid}:${event.id}`;
  let profile = profiles.get(key);
  if (profile === undefined) {
    profile = { thread: "", ts: 0, frames: new Map(), samples: [] };
    profiles.set(key, profile);
  }
  const data = event.args?.data;
  if (event.name === "Profile") {
    profile.thread = `${event.pid}:${event.tid}`;
    profile.ts = data?.startTime ?? event.ts;
    return;
  }
  for (const { id, parent, callFrame } of data?.cpuProfile?.nodes ?? []) {
    const above = parent === undefined ? undefined : profile.frames.get(parent);
    const named = callFrame.url !== undefined && callFrame.url !== "";
    profile.frames.set(
      id,
      named
        ? { name: callFrame.functionName || "(anonymous)", url: callFrame.url ?? "" }
        : (above ?? { name: callFrame.functionName, url: "" }),
    );
  }
  const deltas = data?.timeDeltas ?? [];
  data?.cpuProfile?.samples?.forEach((id, i) => {
    profile.ts += deltas[i] ?? 0;
    const frame = profile.frames.get(id);
    if (frame) profile.samples.push({ ts: profile.ts, frame });
  });
}

function taskOf(task: TraceEvent, samples: readonly Sample[], isOwn: (url: string) => boolean): MainTask {
  const { ts, dur = 0, tdur = dur } = task;
  const share = dur > 0 ? Math.min(1, tdur / dur) : 1;
  const functions = new Map<string, number>();
  let ownUs = 0;
  const end = ts + dur;
  for (let i = firstAfter(samples, ts); i < samples.length && samples[i].ts < end; i++) {
    const { frame } = samples[i];
    if (!isOwn(frame.url)) continue;
    const us = (Math.min(end, samples[i + 1]?.ts ?? end) - samples[i].ts) * share;
    ownUs += us;
    functions.set(frame.name, (functions.get(frame.name) ?? 0) + us / 1000);
  }
  return {
    startMs: ts / 1000,
    wallMs: dur / 1000,
    cpuMs: tdur / 1000,
    ownMs: ownUs / 1000,
    functions: [...functions].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms),
  };
}

function firstAfter(samples: readonly Sample[], ts: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples[middle].ts < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}
