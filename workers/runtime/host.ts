import type { Twin, TwinData } from "#twin/twin.ts";
import { failed, failureOf } from "./failures.ts";
import type { FrameSink, Model, ModelResult, RunContext } from "./model.ts";
import type {
  ExplainJob,
  ExplainReply,
  HostJob,
  HostProgress,
  HostReply,
  ModelHost,
  StoredRun,
  TwinPart,
} from "./protocol.ts";
import { ownResult } from "./transfer.ts";
import { upstreamResults } from "./upstream.ts";

/** Where a run's time steps go, and where they are read from. */
export type FrameArchive = {
  readonly open: (address: string) => Promise<OpenFrames>;
  readonly frame: (address: string, series: string, index: number) => Promise<Uint16Array | null>;
  /** Codes of one cell, one per time step. */
  readonly curve: (address: string, series: string, cell: number) => Promise<Uint16Array | null>;
};

export type OpenFrames = {
  readonly sink: FrameSink;
  /** Makes what was written readable. */
  readonly finish: () => Promise<void>;
  /** Forgets what was written. */
  readonly discard: () => Promise<void>;
};

/** What is kept of finished runs across reloads. */
export type RunArchive = {
  readonly read: (address: string) => Promise<StoredRun | null>;
  /** Resolves when the run is stored, or cannot be; only then may its buffers be transferred. */
  readonly keep: (run: StoredRun) => Promise<void>;
};

export type HostParts = {
  readonly loadModel: (id: string) => Promise<Model | null>;
  readonly frames: FrameArchive;
  readonly runs: RunArchive;
  /** Marks a finished run's buffers for transfer (Comlink's `transfer` in a worker). */
  readonly handOver: (run: StoredRun) => StoredRun;
  readonly now: () => number;
  /** The time of day, ms since 1970. */
  readonly clock: () => number;
};

const progressEveryMs = 100;

/** The worker's side of the run service: any model of the registry, one run at a time. */
export function createHost(parts: HostParts): ModelHost {
  let held: HeldTwin | null = null;
  let asked = new AbortController();
  const aborts = new Map<string, AbortController>();

  return {
    beginTwin(key) {
      held = { key, entries: {} };
    },
    addTwinPart(key, part) {
      if (held !== null && held.key === key) addPart(held.entries, part);
    },
    async run(job, progress) {
      const abort = new AbortController();
      aborts.set(job.address, abort);
      try {
        return await runJob(parts, job, held, abort.signal, progress);
      } finally {
        aborts.delete(job.address);
      }
    },
    cancel(address) {
      aborts.get(address)?.abort();
    },
    explain(job, progress) {
      asked.abort();
      asked = new AbortController();
      return explainJob(parts, job, held, asked.signal, progress);
    },
    cancelExplanation() {
      asked.abort();
    },
    restore: (address) => parts.runs.read(address).then((run) => (run === null ? null : parts.handOver(run))),
    frame: parts.frames.frame,
    async curve(address, modelId, series, cell) {
      const codes = await parts.frames.curve(address, series, cell);
      const model = codes === null ? null : await parts.loadModel(modelId);
      const layer = model?.layers.find((candidate) => candidate.series?.name === series);
      if (codes === null || !layer?.series) return null;
      const { scale, offset } = layer.series;
      if (offset === undefined) return Float32Array.from(codes, (code) => code * scale);
      return Float32Array.from(codes, (code) => (code === 0 ? Number.NaN : offset + code * scale));
    },
  };
}

type HeldTwin = { readonly key: string; readonly entries: Record<string, unknown> };

type Readied = {
  readonly model: Model;
  readonly twin: Twin;
  /** The service has settled the conditions against this model's schema. */
  readonly conditions: Parameters<Model["run"]>[1];
};

/** What a job needs before anything is computed, or why it cannot be had. */
async function readied(
  parts: HostParts,
  job: HostJob,
  held: HeldTwin | null,
): Promise<Readied | ReturnType<typeof failed>> {
  if (held === null || held.key !== job.twinKey) {
    return failed("results:failures.twinMissing", "the base twin was not sent");
  }
  const model = await parts.loadModel(job.modelId);
  if (model === null) return failed("results:failures.modelMissing", `no model "${job.modelId}"`);
  const twin: Twin = {
    data: held.entries as unknown as TwinData,
    operations: job.operations,
    layerHashes: job.layerHashes,
  };
  return { model, twin, conditions: job.conditions as Readied["conditions"] };
}

const noFrames: FrameSink = { write: () => Promise.resolve() };

async function explainJob(
  parts: HostParts,
  job: ExplainJob,
  held: HeldTwin | null,
  signal: AbortSignal,
  progress: HostProgress,
): Promise<ExplainReply> {
  const ready = await readied(parts, job, held);
  if ("status" in ready) return ready;
  const { model, twin, conditions } = ready;
  if (model.explain === undefined) return { status: "done", explanation: null };
  try {
    const said = throttled(progress, parts.now);
    const under = await upstreamResults(parts, job, twin, signal, said);
    // Who gave up meanwhile is not kept waiting for a model to notice.
    signal.throwIfAborted();
    const context: RunContext = {
      resolutionM: job.resolutionM,
      threads: job.threads,
      signal,
      progress: under.progress,
      frames: noFrames,
      upstream: under.results,
    };
    const explanation = await model.explain(twin, conditions, job.at, job.timeS, context);
    return signal.aborted ? { status: "cancelled" } : { status: "done", explanation };
  } catch (error) {
    return signal.aborted ? { status: "cancelled" } : failureOf(error, job.modelId);
  }
}

/** Slices of the attributes follow the table they belong to. */
function addPart(entries: Record<string, unknown>, part: TwinPart): void {
  if (part.type === "entry") {
    entries[part.name] = part.value;
    return;
  }
  const buildings = entries.buildings as { attributes: string[] } | undefined;
  buildings?.attributes.push(...part.values);
}

async function runJob(
  parts: HostParts,
  job: HostJob,
  held: HeldTwin | null,
  signal: AbortSignal,
  progress: HostProgress,
): Promise<HostReply> {
  const ready = await readied(parts, job, held);
  if ("status" in ready) return ready;
  const { model, twin, conditions } = ready;
  const frames = forgiving(await parts.frames.open(job.address));
  try {
    const startedMs = parts.now();
    const said = throttled(progress, parts.now);
    const under = await upstreamResults(parts, job, twin, signal, said);
    // Who gave up meanwhile is not kept waiting for a model to notice.
    signal.throwIfAborted();
    const context: RunContext = {
      resolutionM: job.resolutionM,
      threads: job.threads,
      signal,
      progress: under.progress,
      frames: frames.sink,
      upstream: under.results,
    };
    const given = ownResult(await model.run(twin, conditions, context));
    if (signal.aborted) throw signal.reason;
    const result = (await frames.finish()) ? given : withoutFrames(given);
    const run: StoredRun = {
      address: job.address,
      modelId: model.id,
      modelVersion: model.version,
      resolutionM: job.resolutionM,
      seconds: (parts.now() - startedMs) / 1000,
      computedAtMs: parts.clock(),
      indicators: model.indicators(result, twin),
      result,
    };
    await parts.runs.keep(run);
    return { status: "done", run: parts.handOver(run) };
  } catch (error) {
    await frames.discard().catch(() => undefined);
    return signal.aborted ? { status: "cancelled" } : failureOf(error, job.modelId);
  }
}

type ForgivingFrames = Pick<OpenFrames, "sink" | "discard"> & {
  /** False where the time steps were lost. */
  readonly finish: () => Promise<boolean>;
};

/** Full storage, or another tab at the same run, costs the time steps but not the result. */
function forgiving(frames: OpenFrames): ForgivingFrames {
  let lost = false;
  const lose = async (): Promise<void> => {
    lost = true;
    await frames.discard().catch(() => undefined);
  };
  return {
    sink: {
      async write(series, timeS, codes) {
        if (!lost) await frames.sink.write(series, timeS, codes).catch(lose);
      },
    },
    async finish() {
      if (!lost) await frames.finish().catch(lose);
      return !lost;
    },
    discard: frames.discard,
  };
}

function withoutFrames(result: ModelResult): ModelResult {
  const warning = { key: "framesLost", values: {} };
  return { ...result, frameTimesS: [], warnings: [...result.warnings, warning] };
}

/** At most one message every 100 ms, except when the phase changes or the run ends. */
function throttled(progress: HostProgress, now: () => number): HostProgress {
  let saidMs = Number.NEGATIVE_INFINITY;
  let saidPhase = "";
  return (fraction, phase) => {
    const nowMs = now();
    if (phase === saidPhase && fraction < 1 && nowMs - saidMs < progressEveryMs) return;
    saidMs = nowMs;
    saidPhase = phase;
    progress(fraction, phase);
  };
}
