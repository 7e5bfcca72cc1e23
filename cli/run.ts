import { estimatedIndicators } from "#indicators/estimates.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import { type ConditionIssue, conditionIssues, runAddress, settledConditions } from "#runs/address.ts";
import { applyPlan, baselineTwin } from "#scenario/applyPlan.ts";
import type { Scenario } from "#scenario/types.ts";
import type { Twin, TwinLayerName } from "#twin/twin.ts";
import { hasGrid } from "#workers/runtime/grids.ts";
import type { Model, ModelResult } from "#workers/runtime/model.ts";
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

/** Models without a grid are run at this, as the app runs them in full, whatever is asked, metres. */
export const fullM = 1;

const resolutionOf = (modelId: string, askedM: number): number => (hasGrid(modelId) ? askedM : fullM);

/** A model with what it is asked, and the runs that it builds on. */
type Task = {
  readonly model: Model;
  readonly conditions: Record<string, unknown>;
  readonly resolutionM: number;
  readonly under: readonly Task[];
};

/**
 * What the app's run service orders for a request (`src/runs/core.ts`): upstream models take the scenario's conditions for them.
 * Upstream of upstream is none of the contract.
 */
async function taskOf(model: Model, scenario: Scenario, askedM: number): Promise<Task> {
  const single = (one: Model): Task => ({
    model: one,
    conditions: settledConditions(one.conditions, scenario.conditions[one.id] ?? {}),
    resolutionM: resolutionOf(one.id, askedM),
    under: [],
  });
  const under = await Promise.all(
    (model.upstream ?? []).map(async (id) => {
      const found = await loadModel(id);
      if (found === null)
        throw new UsageError(`The model "${model.id}" builds on "${id}", which is missing.`);
      return single(found);
    }),
  );
  return { ...single(model), under };
}

function addressOf({ model, conditions, resolutionM, under }: Task, twin: Twin): string {
  const upstream = under.map((task) => addressOf(task, twin));
  return runAddress({ model, twin, conditions, resolutionM, upstream });
}

/** Share of a plan's progress for each run that it builds on. */
const underShare = 0.4;

async function runPlan(
  task: Task,
  twin: Twin,
  plan: string,
  options: RunOptions,
  kept: Map<string, ModelResult>,
): Promise<PlanRun> {
  const { model, conditions, resolutionM } = task;
  const upstream: Record<string, ModelResult> = {};
  let spent = 0;
  for (const under of task.under) {
    const address = addressOf(under, twin);
    const [from, share] = [spent, (1 - spent) * underShare];
    spent += share;
    const result =
      kept.get(address) ??
      (await under.model.run(
        twin,
        under.conditions as Parameters<Model["run"]>[1],
        unwatched(under.resolutionM, {
          threads: options.threads,
          progress: (fraction, phase) => options.onProgress(plan, from + fraction * share, phase),
        }),
      ));
    kept.set(address, result);
    upstream[under.model.id] = result;
  }
  const context = unwatched(resolutionM, {
    threads: options.threads,
    progress: (fraction, phase) => options.onProgress(plan, spent + fraction * (1 - spent), phase),
    upstream,
  });
  const started = performance.now();
  const result = await model.run(twin, conditions as Parameters<typeof model.run>[1], context);
  const seconds = (performance.now() - started) / 1000;
  return {
    plan,
    model: model.id,
    version: model.version,
    inputHash: addressOf(task, twin),
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
  const task = await taskOf(model, scenario, options.resolutionM);
  const issues = conditionIssues(model.conditions, chosen);
  for (const issue of issues) options.onNote(issueNote(model, issue));
  for (const { model: under } of task.under)
    for (const issue of conditionIssues(under.conditions, scenario.conditions[under.id] ?? {}))
      options.onNote(issueNote(under, issue));
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
  const kept = new Map<string, ModelResult>();
  const runs: PlanRun[] = [await runPlan(task, base, "baseline", options, kept)];
  for (const plan of scenario.plans) {
    runs.push(await runPlan(task, applyPlan(base, plan, scenario.year), plan.id, options, kept));
  }
  return { runs, issues, estimated, derived };
}
