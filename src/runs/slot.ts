import { type Endpoint, proxy, type Remote, releaseProxy, wrap } from "comlink";
import { crashOf, memoryFailureKey } from "#workers/runtime/failures.ts";
import type {
  ExplainJob,
  ExplainReply,
  HostJob,
  HostProgress,
  HostReply,
  ModelHost,
  TwinPart,
} from "#workers/runtime/protocol.ts";

/** A worker as the pool sees it; tests put a message channel in its place. */
export type WorkerPort = {
  readonly endpoint: Endpoint;
  readonly terminate: () => void;
  /** Called once if the worker's script fails to load, throws outside a run, or dies. */
  readonly onCrash: (listener: (detail: string) => void) => void;
};

/** One place in the pool: a worker that is started when needed and replaced when it crashes or does not answer. */
export type Slot = {
  readonly busy: () => boolean;
  /** Never rejects: a crash is a reply. */
  readonly run: (
    job: HostJob,
    parts: () => readonly TwinPart[],
    progress: HostProgress,
  ) => Promise<HostReply>;
  /** The running job's reply comes within `cancelLimitMs`, be it that the worker has to be ended for it. */
  readonly cancel: () => void;
  /** Never rejects, like `run`. Only for a slot where no run goes on. */
  readonly explain: (
    job: ExplainJob,
    parts: () => readonly TwinPart[],
    signal: AbortSignal,
  ) => Promise<ExplainReply>;
  /** Asks the worker something outside a run; null where the worker is gone. */
  readonly ask: <Answer>(question: (host: Remote<ModelHost>) => Promise<Answer>) => Promise<Answer | null>;
  readonly dispose: () => void;
};

/** Time a worker has to stop by itself; the rest of the promised 200 ms is for ending it. */
const cancelLimitMs = 150;

type Live = {
  readonly port: WorkerPort;
  readonly host: Remote<ModelHost>;
  twinKey: string;
  /** Resolves with a reason when the worker is gone. */
  readonly gone: Promise<HostReply>;
  readonly end: (reply: HostReply) => void;
};

export function createSlot(spawn: () => WorkerPort): Slot {
  let live: Live | null = null;
  let runningAddress: string | null = null;
  let explaining = 0;
  let questions: Promise<unknown> = Promise.resolve();

  const start = (): Live => {
    const port = spawn();
    let end: (reply: HostReply) => void = () => undefined;
    const gone = new Promise<HostReply>((resolve) => {
      end = resolve;
    });
    const started: Live = { port, host: wrap<ModelHost>(port.endpoint), twinKey: "", gone, end };
    port.onCrash((detail) => {
      drop(started, crashOf(detail));
    });
    return started;
  };

  const drop = (which: Live, reply: HostReply): void => {
    if (live !== which) return;
    live = null;
    which.end(reply);
    which.host[releaseProxy]();
    which.port.terminate();
  };

  const ensure = (): Live => {
    live ??= start();
    return live;
  };

  const explainOn: (worker: Live, ...question: Parameters<Slot["explain"]>) => Promise<ExplainReply> = async (
    worker,
    job,
    parts,
    signal,
  ) => {
    const stop = (): void => {
      void worker.host.cancelExplanation().catch(() => undefined);
    };
    const ask = async (): Promise<ExplainReply> => {
      await sendTwin(worker, job, parts);
      return await worker.host.explain(
        job,
        proxy(() => undefined),
      );
    };
    const gone = async (): Promise<ExplainReply> => {
      const reply = await worker.gone;
      return reply.status === "done" ? { status: "cancelled" } : reply;
    };
    signal.addEventListener("abort", stop);
    try {
      return await Promise.race([gone(), ask()]);
    } catch (error) {
      const reply = crashOf(error);
      drop(worker, reply);
      return reply;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  };

  return {
    busy: () => runningAddress !== null || explaining > 0,
    async run(job, parts, progress) {
      const worker = ensure();
      runningAddress = job.address;
      try {
        const reply = await Promise.race([worker.gone, runOn(worker, job, parts, progress)]);
        // What was taken before memory ran out is only given back for certain with the worker itself.
        if (reply.status === "failed" && reply.key === memoryFailureKey) drop(worker, reply);
        return reply;
      } catch (error) {
        // No memory to share the twin in, a message that cannot be cloned, or a port that closed under it.
        const reply = crashOf(error);
        drop(worker, reply);
        return reply;
      } finally {
        runningAddress = null;
      }
    },
    explain(job, parts, signal) {
      explaining += 1;
      // One after the other: two at once would both send the city.
      const answer = questions
        .then(() =>
          signal.aborted ? { status: "cancelled" as const } : explainOn(ensure(), job, parts, signal),
        )
        .finally(() => {
          explaining -= 1;
        });
      questions = answer;
      return answer;
    },
    cancel() {
      const worker = live;
      const address = runningAddress;
      if (worker === null || address === null) return;
      void worker.host.cancel(address).catch(() => undefined);
      setTimeout(() => {
        if (live === worker && runningAddress === address) drop(worker, { status: "cancelled" });
      }, cancelLimitMs);
    },
    async ask(question) {
      const worker = ensure();
      return Promise.race([worker.gone.then(() => null), question(worker.host).catch(() => null)]);
    },
    dispose() {
      if (live !== null) drop(live, { status: "cancelled" });
    },
  };
}

async function runOn(
  worker: Live,
  job: HostJob,
  parts: () => readonly TwinPart[],
  progress: HostProgress,
): Promise<HostReply> {
  await sendTwin(worker, job, parts);
  const listener = proxy(progress);
  return await worker.host.run(job, listener);
}

async function sendTwin(worker: Live, job: HostJob, parts: () => readonly TwinPart[]): Promise<void> {
  if (worker.twinKey !== job.twinKey) {
    worker.twinKey = "";
    await worker.host.beginTwin(job.twinKey);
    // One message after the other: each clone is a task of its own on this thread.
    for (const part of parts()) await worker.host.addTwinPart(job.twinKey, part);
    worker.twinKey = job.twinKey;
  }
}
