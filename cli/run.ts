import { estimatedIndicators } from "#indicators/estimates.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import { type ConditionIssue, conditionIssues, runAddress, settledConditions } from "#runs/address.ts";
import { applyPlan, baselineTwin } from "#scenario/applyPlan.ts";
import type { Twin, TwinLayerName } from "#twin/twin.ts";
import type { Model } from "#workers/runtime/model.ts";
import { loadModel, modelIds } from "#workers/runtime/registry.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { openTwinOf } from "./openTwin.ts";
import { openScenarioFile } from "./scenarioFile.ts";
import { UsageError } from "./usage.ts";

export type RunOptions = {
  readonly model: string;
  readonly resolutionM: number;
  readonly threads: number;
  /** Twin package to use; undefined = the scenario's own. */
  readonly twin: string | undefined;
  readonly onProgress: (plan: string, fraction: number, phase: string) => void;
  readonly onNote: (note: string) => void;
};

export type PlanRun = {
  /** "baseline" or the plan's id. */
  readonly plan: string;
  readonly model: string;
  readonly version: string;
  readonly inputHash: string;
  readonly seconds: number;
  readonly massErrorRelative: number | null;
  readonly indicators: readonly IndicatorValue[];
};

async function runPlan(
  model: Model,
  twin: Twin,
  plan: string,
  conditions: Record<string, unknown>,
  options: RunOptions,
): Promise<PlanRun> {
  const context = unwatched(options.resolutionM, {
    threads: options.threads,
    progress: (fraction, phase) => options.onProgress(plan, fraction, phase),
  });
  const started = performance.now();
  const result = await model.run(twin, conditions as Parameters<typeof model.run>[1], context);
  const seconds = (performance.now() - started) / 1000;
  return {
    plan,
    model: model.id,
    version: model.version,
    inputHash: runAddress({ model, twin, conditions, resolutionM: options.resolutionM }),
    seconds: Math.round(seconds * 1000) / 1000,
    massErrorRelative: result.ledger.massErrorRelative ?? null,
    indicators: model.indicators(result, twin),
  };
}

/** What went otherwise than the file asks for, as one line for a reader of the error stream. */
const issueNote = (model: Model, { condition, problem, used }: ConditionIssue): string =>
  problem === "unknown"
    ? `${model.id}: there is no condition "${condition}"; it is left out.`
    : `${model.id}: condition "${condition}" cannot be taken (${problem}); the run uses ${JSON.stringify(used)}.`;

type DerivedLayer = {
  readonly layer: TwinLayerName;
  readonly derivedBy: string;
  readonly share?: number;
};

/** Runs a model for the baseline and for every plan of a scenario file, one after the other. */
export async function runScenario(
  path: string,
  options: RunOptions,
): Promise<{
  readonly runs: readonly PlanRun[];
  readonly issues: readonly ConditionIssue[];
  /** Indicators that rest on estimated residents. */
  readonly estimated: readonly string[];
  /** Layers that the model reads and no file gave as they are; `share` (0–1) of it where the rest was delivered. */
  readonly derived: readonly DerivedLayer[];
}> {
  const scenario = await openScenarioFile(path);
  const model = await loadModel(options.model);
  if (model === null)
    throw new UsageError(`There is no model "${options.model}". Known: ${modelIds.join(", ")}.`);
  const { data, same } = await openTwinOf(scenario, path, options.twin);
  if (!same) options.onNote("The twin's data differ from those that the scenario was made on.");
  const chosen = scenario.conditions[model.id] ?? {};
  const conditions = settledConditions(model.conditions, chosen);
  const issues = conditionIssues(model.conditions, chosen);
  for (const issue of issues) options.onNote(issueNote(model, issue));
  const estimated = [...estimatedIndicators(data.population)];
  if (estimated.length > 0)
    options.onNote(`Residents of this twin are estimated; so is what counts them: ${estimated.join(", ")}.`);
  const derived = model.reads.flatMap((layer): DerivedLayer[] => {
    const derivation = data.sources[layer]?.derivation ?? "delivered";
    return derivation === "delivered" ? [] : [{ layer, ...derivation }];
  });
  for (const { layer, share } of derived)
    if (share !== undefined) options.onNote(`${Math.round(share * 100)} % of the layer ${layer} is assumed.`);
  const base = baselineTwin(data);
  const runs: PlanRun[] = [await runPlan(model, base, "baseline", conditions, options)];
  for (const plan of scenario.plans) {
    runs.push(await runPlan(model, applyPlan(base, plan, scenario.year), plan.id, conditions, options));
  }
  return { runs, issues, estimated, derived };
}
