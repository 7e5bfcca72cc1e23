import type { Measure, Plan, Scenario } from "./types.ts";

type ModelConditions = Readonly<Record<string, unknown>>;

/** The smallest changes of a document, each with the old and the new value. null = it is not there. */
export type Patch =
  | { readonly at: "title"; readonly before: string; readonly after: string }
  | { readonly at: "year"; readonly before: number; readonly after: number }
  | {
      readonly at: "conditions";
      readonly modelId: string;
      readonly before: ModelConditions | null;
      readonly after: ModelConditions | null;
    }
  /** Inserts, removes or replaces a plan; `index` is its place among the plans. */
  | {
      readonly at: "plan";
      readonly planId: string;
      readonly index: number;
      readonly before: Plan | null;
      readonly after: Plan | null;
    }
  | { readonly at: "planOrder"; readonly before: readonly string[]; readonly after: readonly string[] }
  | {
      readonly at: "measure";
      readonly planId: string;
      readonly measureId: string;
      readonly index: number;
      readonly before: Measure | null;
      readonly after: Measure | null;
    };

export const inverse = (patch: Patch): Patch =>
  ({ ...patch, before: patch.after, after: patch.before }) as Patch;

/** The document after a patch. A patch whose place is gone changes nothing. */
export function applyPatch(scenario: Scenario, patch: Patch): Scenario {
  switch (patch.at) {
    case "title":
      return { ...scenario, title: patch.after };
    case "year":
      return { ...scenario, year: patch.after };
    case "conditions": {
      const { [patch.modelId]: _replaced, ...others } = scenario.conditions;
      return {
        ...scenario,
        conditions: patch.after ? { ...others, [patch.modelId]: patch.after } : others,
      };
    }
    case "plan":
      return {
        ...scenario,
        plans: replaceById(scenario.plans, patch.planId, patch.index, patch.after),
      };
    case "planOrder": {
      const byId = new Map(scenario.plans.map((plan) => [plan.id, plan]));
      const plans = patch.after.flatMap((id) => byId.get(id) ?? []);
      return plans.length === scenario.plans.length ? { ...scenario, plans } : scenario;
    }
    case "measure":
      return {
        ...scenario,
        plans: scenario.plans.map((plan) =>
          plan.id === patch.planId
            ? { ...plan, measures: replaceById(plan.measures, patch.measureId, patch.index, patch.after) }
            : plan,
        ),
      };
  }
}

function replaceById<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string,
  index: number,
  after: Item | null,
): readonly Item[] {
  const at = items.findIndex((item) => item.id === id);
  if (after === null) return items.filter((item) => item.id !== id);
  if (at >= 0) return items.with(at, after);
  return items.toSpliced(Math.min(index, items.length), 0, after);
}
