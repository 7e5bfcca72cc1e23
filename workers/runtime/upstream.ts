import type { Twin } from "#twin/twin.ts";
import { saidBy } from "./failures.ts";
import type { HostParts } from "./host.ts";
import type { ModelResult, RunContext } from "./model.ts";
import type { HostJob, HostProgress, UpstreamJob } from "./protocol.ts";
import { ownResult } from "./transfer.ts";
import { unwatched } from "./unwatched.ts";

/** The share of a run's progress that each run under it takes where it has to be computed first. */
const upstreamShare = 0.4;

/**
 * The results that a job builds on: as they are kept, else computed now and kept, so that whoever asks for them next finds them.
 * `progress` is what remains for the job itself.
 */
export async function upstreamResults(
  parts: Pick<HostParts, "loadModel" | "runs" | "now" | "clock">,
  job: HostJob,
  twin: Twin,
  signal: AbortSignal,
  progress: HostProgress,
): Promise<{ readonly results: RunContext["upstream"]; readonly progress: HostProgress }> {
  const results: Record<string, ModelResult> = {};
  let spent = 0;
  for (const under of job.upstream) {
    const kept = await parts.runs.read(under.address);
    if (kept !== null) {
      results[under.modelId] = kept.result;
      continue;
    }
    const from = spent;
    spent += (1 - from) * upstreamShare;
    const share = spent - from;
    results[under.modelId] = await computed(parts, under, job.threads, twin, signal, (fraction, phase) =>
      progress(from + fraction * share, phase),
    );
  }
  return { results, progress: (fraction, phase) => progress(spent + fraction * (1 - spent), phase) };
}

async function computed(
  parts: Pick<HostParts, "loadModel" | "runs" | "now" | "clock">,
  under: UpstreamJob,
  threads: number,
  twin: Twin,
  signal: AbortSignal,
  progress: HostProgress,
): Promise<ModelResult> {
  const model = await parts.loadModel(under.modelId);
  if (model === null) throw new Error(`no model "${under.modelId}"`);
  const startedMs = parts.now();
  const context = unwatched(under.resolutionM, { threads, signal, progress });
  const conditions = under.conditions as Parameters<typeof model.run>[1];
  const result = ownResult(
    await model.run(twin, conditions, context).catch((error: unknown) => {
      throw saidBy(error, model.id);
    }),
  );
  if (signal.aborted) throw signal.reason;
  await parts.runs.keep({
    address: under.address,
    modelId: model.id,
    modelVersion: model.version,
    resolutionM: under.resolutionM,
    seconds: (parts.now() - startedMs) / 1000,
    computedAtMs: parts.clock(),
    indicators: model.indicators(result, twin),
    result,
  });
  return result;
}
