import type { Twin } from "#twin/twin.ts";
import type { Model } from "#workers/runtime/model.ts";
import type { HostReply, StoredRun, UpstreamJob } from "#workers/runtime/protocol.ts";
import { resultBytes } from "#workers/runtime/transfer.ts";
import { type ConditionIssue, conditionIssues, runAddress, settledConditions } from "./address.ts";
import type { RunFailure, RunHandle, RunListener, RunOutcome, RunRequest, RunService } from "./contract.ts";
import { previewShare, reportEta, secondsLeft, startEta } from "./eta.ts";
import { createJobQueue, type JobOrder, type JobQueue } from "./jobs.ts";
import { createMemoryCache } from "./memoryCache.ts";
import { poolSize } from "./schedule.ts";
import { twinKey, twinParts } from "./share.ts";
import { createSlot, type Slot, type WorkerPort } from "./slot.ts";

export type RunServiceParts = {
  readonly spawn: () => WorkerPort;
  readonly loadModel: (id: string) => Promise<Model | null>;
  readonly cores: number;
  readonly isolated: boolean;
  readonly now: () => number;
};

const memoryLimitBytes = 384 * 1024 ** 2;
/** Cells over all runs at once; a kernel needs some 80–120 bytes a cell. */
const cellLimit = 6_000_000;

type Prepared = {
  readonly request: RunRequest;
  readonly model: Model;
  readonly conditions: Readonly<Record<string, unknown>>;
  /** What of the request's conditions could not be taken as it was. */
  readonly issues: readonly ConditionIssue[];
  /** Runs that this one builds on. */
  readonly upstream: readonly UpstreamJob[];
};

/** The run service over given workers and models; `service.ts` gives it real ones. */
export function createRunServiceOf(parts: RunServiceParts): RunService {
  const size = poolSize(parts.cores);
  const slots = Array.from({ length: size }, () => createSlot(parts.spawn));
  // Reading results must not wait for a running model.
  const reader = createSlot(parts.spawn);
  // A question about a place must not wait for a running model either.
  const explainer = createSlot(parts.spawn);
  const queue = createJobQueue(slots, { threads: size, cells: cellLimit }, parts.isolated);
  const memory = createMemoryCache<StoredRun>(memoryLimitBytes);
  const partsOf = rememberedParts(parts.isolated);
  const homes = new Map<string, Slot>();
  const ranAt = (address: string, slot: Slot): void => {
    homes.set(address, slot);
  };

  /** Where a browser keeps no files, time steps lie in the memory of the worker that computed them. */
  const askStore = async <Answer>(
    address: string,
    question: Parameters<typeof reader.ask<Answer | null>>[0],
  ): Promise<Answer | null> => {
    const answer = await reader.ask(question);
    const home = homes.get(address);
    return answer ?? (home === undefined ? null : home.ask(question));
  };

  const known = async (address: string): Promise<StoredRun | null> => {
    const held = memory.get(address);
    if (held !== null) return held;
    const kept = await reader.ask((host) => host.restore(address));
    if (kept !== null) memory.set(address, kept, resultBytes(kept.result));
    return kept;
  };

  const prepare = async (request: RunRequest): Promise<Prepared> => {
    const model = await parts.loadModel(request.modelId);
    if (model === null) throw new Error(`no model "${request.modelId}"`);
    // Rounded to the declared steps before they are hashed and before they are run.
    return {
      request,
      model,
      conditions: settledConditions(model.conditions, request.conditions),
      issues: conditionIssues(model.conditions, request.conditions),
      upstream: await Promise.all((model.upstream ?? []).map((id) => upstreamOf(parts, request, id))),
    };
  };

  return {
    start(request, listener) {
      const life = createLife(listener);
      prepare(request)
        .then((prepared) => startPrepared({ parts, queue, known, memory, partsOf, ranAt, prepared, life }))
        .catch((error: unknown) => life.fail(startFailure(error)));
      return { cancel: life.cancel };
    },
    address: async (request) => addressOf(await prepare(request), request.resolutionM),
    async restore(request) {
      const prepared = await prepare(request);
      const run = await known(addressOf(prepared, request.resolutionM));
      return run === null ? null : outcomeOf(run, true, prepared.issues);
    },
    async kept(address) {
      const run = await known(address);
      return run === null ? null : outcomeOf(run, true, []);
    },
    frame: (address, series, index) => askStore(address, (host) => host.frame(address, series, index)),
    async curve(address, series, cell) {
      const run = await known(address);
      if (run === null) return null;
      return askStore(address, (host) => host.curve(address, run.modelId, series, cell));
    },
    async explain(request, at, timeS, signal) {
      const prepared = await prepare(request).catch(startFailure);
      if ("key" in prepared) return { status: "failed", failure: prepared };
      if (signal.aborted) return { status: "cancelled" };
      const job = {
        ...jobOf(prepared, addressOf(prepared, request.resolutionM), request.resolutionM),
        at,
        timeS,
      };
      // Where the run was computed, much of what the answer needs may still be at hand.
      const home = homes.get(job.address);
      const slot = home !== undefined && !home.busy() ? home : explainer;
      const reply = await slot.explain({ ...job, threads: 1 }, partsOf(request.twin), signal);
      if (signal.aborted || reply.status === "cancelled") return { status: "cancelled" };
      if (reply.status === "done") return reply;
      return { status: "failed", failure: { key: reply.key, values: reply.values, detail: reply.detail } };
    },
    dispose() {
      queue.dispose();
      reader.dispose();
      explainer.dispose();
    },
  };
}

type Life = {
  readonly listener: RunListener;
  readonly ended: () => boolean;
  /** How to leave the queue, as long as something is ordered there. */
  readonly onCancel: (leave: (() => void) | null) => void;
  readonly done: (outcome: RunOutcome) => void;
  readonly fail: (failure: RunFailure) => void;
  readonly cancel: RunHandle["cancel"];
};

/** Nothing reaches the listener after a run has ended, whichever way it ended. */
function createLife(listener: RunListener): Life {
  let over = false;
  let leave: (() => void) | null = null;
  const end = (last: () => void): void => {
    if (over) return;
    over = true;
    last();
  };
  return {
    listener,
    ended: () => over,
    onCancel(next) {
      leave = next;
    },
    done: (outcome) => end(() => listener.onDone(outcome)),
    fail: (failure) => end(() => listener.onFailed(failure)),
    // The listener hears at once; the queue sees to it that the worker is free within 200 ms.
    cancel: () =>
      end(() => {
        leave?.();
        listener.onCancelled();
      }),
  };
}

type Start = {
  readonly parts: RunServiceParts;
  readonly queue: JobQueue;
  readonly known: (address: string) => Promise<StoredRun | null>;
  readonly memory: { readonly set: (key: string, run: StoredRun, bytes: number) => void };
  readonly partsOf: (twin: Twin) => () => ReturnType<typeof twinParts>;
  /** Notes where a run's time steps may lie in memory. */
  readonly ranAt: (address: string, slot: Slot) => void;
  readonly prepared: Prepared;
  readonly life: Life;
};

async function startPrepared(start: Start): Promise<void> {
  const { parts, known, prepared, life } = start;
  const { resolutionM, previewResolutionM } = prepared.request;
  const address = addressOf(prepared, resolutionM);
  const kept = await known(address);
  if (kept !== null) {
    life.done(outcomeOf(kept, true, prepared.issues));
    return;
  }
  const previewed = previewResolutionM !== null && previewResolutionM > resolutionM;
  const share = previewed ? previewShare(previewResolutionM, resolutionM) : 0;
  let eta = startEta(parts.now());
  const say = (fraction: number, phase: string): void => {
    if (life.ended()) return;
    eta = reportEta(eta, fraction, parts.now());
    life.listener.onProgress({ fraction: eta.lastFraction, phase, secondsLeft: secondsLeft(eta) });
  };
  say(0, "waiting");
  if (previewed) {
    const previewAddress = addressOf(prepared, previewResolutionM);
    const preview =
      (await known(previewAddress)) ??
      (await runJob(start, previewAddress, previewResolutionM, 0, (fraction) =>
        say(fraction * share, "preview"),
      ));
    if (preview === null || life.ended()) return;
    life.listener.onPreview(outcomeOf(preview, false, prepared.issues), address);
    // Queue and preview tell nothing about the speed of the full run beyond its share; time starts anew with it.
    eta = startEta(parts.now(), share);
  }
  const run = await runJob(start, address, resolutionM, 1, (fraction, phase) =>
    say(share + fraction * (1 - share), phase),
  );
  if (run !== null) life.done(outcomeOf(run, false, prepared.issues));
}

function addressOf({ model, request, conditions, upstream }: Prepared, resolutionM: number): string {
  const under = upstream.map(({ address }) => address);
  return runAddress({ model, twin: request.twin, conditions, resolutionM, upstream: under });
}

async function upstreamOf(
  parts: RunServiceParts,
  request: RunRequest,
  modelId: string,
): Promise<UpstreamJob> {
  const model = await parts.loadModel(modelId);
  if (model === null) throw new Error(`no model "${modelId}"`);
  const asked = request.upstream?.[modelId];
  const conditions = settledConditions(model.conditions, asked?.conditions ?? {});
  const resolutionM = asked?.resolutionM ?? request.resolutionM;
  const address = runAddress({ model, twin: request.twin, conditions, resolutionM });
  return { address, modelId, conditions, resolutionM };
}

function jobOf(
  { request, model, conditions, upstream }: Prepared,
  address: string,
  resolutionM: number,
): JobOrder["job"] {
  return {
    address,
    modelId: model.id,
    twinKey: twinKey(request.twin.data),
    operations: request.twin.operations,
    layerHashes: request.twin.layerHashes,
    conditions,
    resolutionM,
    upstream,
  };
}

/** One job through the queue; null where the run has ended otherwise (and the listener was told). */
async function runJob(
  start: Start,
  address: string,
  resolutionM: number,
  priority: number,
  onProgress: (fraction: number, phase: string) => void,
): Promise<StoredRun | null> {
  const { queue, prepared, life, memory } = start;
  const { request } = prepared;
  const { extent } = request.twin.data;
  const reply = await new Promise<HostReply>((resolve) => {
    const leave = queue.order(
      {
        job: jobOf(prepared, address, resolutionM),
        parts: start.partsOf(request.twin),
        priority,
        cells: ((extent.maxX - extent.minX) * (extent.maxY - extent.minY)) / resolutionM ** 2,
      },
      {
        onProgress,
        onReply: (answer, slot) => {
          if (answer.status === "done") start.ranAt(address, slot);
          resolve(answer);
        },
      },
    );
    life.onCancel(leave);
    if (life.ended()) leave();
  });
  life.onCancel(null);
  if (reply.status === "done") {
    memory.set(address, reply.run, resultBytes(reply.run.result));
    return reply.run;
  }
  if (reply.status === "failed") life.fail({ key: reply.key, values: reply.values, detail: reply.detail });
  return null;
}

/** Issues belong to the request, not to the run: others may have asked for the same run with sound conditions. */
function outcomeOf(run: StoredRun, fromCache: boolean, issues: readonly ConditionIssue[]): RunOutcome {
  const { address, computedAtMs, result, ...rest } = run;
  const told =
    issues.length === 0
      ? result
      : {
          ...result,
          warnings: [...result.warnings, ...issues.map((issue) => warningOf(issue, rest.modelId))],
        };
  return { ...rest, result: told, inputHash: address, computedAtMs: computedAtMs ?? null, fromCache };
}

function warningOf(
  { condition, problem, used }: ConditionIssue,
  model: string,
): RunOutcome["result"]["warnings"][number] {
  const values = { model, condition };
  if (problem === "unknown") return { key: "conditionUnknown", values };
  if (typeof used === "number" && (problem === "belowMin" || problem === "aboveMax"))
    return { key: "conditionOutOfRange", values: { ...values, used } };
  return { key: "conditionUnusable", values };
}

function rememberedParts(isolated: boolean): Start["partsOf"] {
  const held = new WeakMap<object, ReturnType<typeof twinParts>>();
  return (twin) => () => {
    // Without shared memory the pieces are the twin's own arrays: nothing is worth keeping.
    const ready = held.get(twin.data) ?? twinParts(twin.data, isolated);
    held.set(twin.data, ready);
    return ready;
  };
}

/** What went wrong before a run could be ordered. */
function startFailure(error: unknown): RunFailure {
  const detail = error instanceof Error ? error.message : String(error);
  return { key: "results:failures.start", values: {}, detail };
}
