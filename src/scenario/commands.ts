import { limits } from "./limits.ts";
import { inOrder } from "./order.ts";
import type { Patch } from "./patch.ts";
import type { Measure, Plan, PlanLook, Scenario } from "./types.ts";

/** A measure as it is drawn; id and place in the order are given by the document. */
export type NewMeasure = Omit<Measure, "id" | "order">;

/** Everything that a user can do to a document. Repeated commands with one `gesture` become one undoable step. */
export type Command =
  | { readonly type: "addMeasure"; readonly planId: string; readonly measure: NewMeasure }
  | {
      readonly type: "alterMeasure";
      readonly planId: string;
      readonly measureId: string;
      readonly change: Partial<Pick<Measure, "name" | "geometry" | "parameters" | "enabled">>;
      readonly gesture?: string;
    }
  | { readonly type: "removeMeasure"; readonly planId: string; readonly measureId: string }
  /** `to`: place in the order of the plan, 0 = acts first. */
  | {
      readonly type: "reorderMeasure";
      readonly planId: string;
      readonly measureId: string;
      readonly to: number;
    }
  | { readonly type: "addPlan"; readonly name: string; readonly look: PlanLook }
  | {
      readonly type: "duplicatePlan";
      readonly planId: string;
      readonly name: string;
      readonly look: PlanLook;
    }
  | {
      readonly type: "alterPlan";
      readonly planId: string;
      readonly change: Partial<Pick<Plan, "name" | "look">>;
      readonly gesture?: string;
    }
  | { readonly type: "removePlan"; readonly planId: string }
  | { readonly type: "reorderPlan"; readonly planId: string; readonly to: number }
  | {
      readonly type: "setConditions";
      readonly modelId: string;
      readonly conditions: Readonly<Record<string, unknown>>;
      readonly gesture?: string;
    }
  | { readonly type: "setTitle"; readonly title: string; readonly gesture?: string }
  | { readonly type: "setYear"; readonly year: number; readonly gesture?: string };

/** The id that the next added measure gets. */
export const nextMeasureId = (scenario: Scenario): string => `m${scenario.nextId}`;

/** The id that the next added plan gets. */
export const nextPlanId = (scenario: Scenario): string => `p${scenario.nextId}`;

/** What a command changes, and the id counter after it. No patches: nothing to do. */
export function patchesOf(
  scenario: Scenario,
  command: Command,
): { readonly patches: readonly Patch[]; readonly nextId: number } {
  const { nextId } = scenario;
  switch (command.type) {
    case "addMeasure":
      return { patches: addMeasure(scenario, command), nextId: nextId + 1 };
    case "addPlan":
      return {
        patches: insertPlan(scenario, {
          id: nextPlanId(scenario),
          name: command.name,
          look: command.look,
          measures: [],
        }),
        nextId: nextId + 1,
      };
    case "duplicatePlan": {
      const original = scenario.plans.find((plan) => plan.id === command.planId);
      if (!original) return { patches: [], nextId };
      const copy: Plan = {
        id: nextPlanId(scenario),
        name: command.name,
        look: command.look,
        measures: original.measures.map((measure, i) => ({ ...measure, id: `m${nextId + 1 + i}` })),
      };
      return { patches: insertPlan(scenario, copy), nextId: nextId + 1 + copy.measures.length };
    }
    default:
      return { patches: changesOf(scenario, command), nextId };
  }
}

function changesOf(
  scenario: Scenario,
  command: Exclude<Command, { type: "addMeasure" | "addPlan" | "duplicatePlan" }>,
): readonly Patch[] {
  switch (command.type) {
    case "alterMeasure":
    case "removeMeasure":
      return changeMeasure(scenario, command);
    case "reorderMeasure":
      return reorderMeasure(scenario, command);
    case "alterPlan":
    case "removePlan": {
      const index = scenario.plans.findIndex((plan) => plan.id === command.planId);
      if (index < 0) return [];
      const before = scenario.plans[index];
      const after = command.type === "removePlan" ? null : { ...before, ...command.change };
      if (after && same(before, after)) return [];
      return [{ at: "plan", planId: before.id, index, before, after }];
    }
    case "reorderPlan": {
      const before = scenario.plans.map((plan) => plan.id);
      const after = moved(before, command.planId, command.to);
      return same(before, after) ? [] : [{ at: "planOrder", before, after }];
    }
    case "setConditions": {
      const before = scenario.conditions[command.modelId] ?? null;
      if (same(before, command.conditions)) return [];
      return [{ at: "conditions", modelId: command.modelId, before, after: command.conditions }];
    }
    case "setTitle": {
      const after = command.title.slice(0, limits.textLength);
      return after === scenario.title ? [] : [{ at: "title", before: scenario.title, after }];
    }
    case "setYear": {
      const { earliest, latest } = limits.years;
      const after = Math.round(Math.min(latest, Math.max(earliest, command.year)));
      return after === scenario.year || Number.isNaN(after)
        ? []
        : [{ at: "year", before: scenario.year, after }];
    }
  }
}

function addMeasure(
  scenario: Scenario,
  { planId, measure }: Extract<Command, { type: "addMeasure" }>,
): readonly Patch[] {
  const plan = scenario.plans.find((other) => other.id === planId);
  if (!plan || plan.measures.length >= limits.measuresPerPlan) return [];
  const order = plan.measures.reduce((highest, other) => Math.max(highest, other.order + 1), 0);
  const after: Measure = { ...measure, id: nextMeasureId(scenario), order };
  return [{ at: "measure", planId, measureId: after.id, index: plan.measures.length, before: null, after }];
}

function changeMeasure(
  scenario: Scenario,
  command: Extract<Command, { type: "alterMeasure" | "removeMeasure" }>,
): readonly Patch[] {
  const { planId, measureId } = command;
  const plan = scenario.plans.find((other) => other.id === planId);
  const index = plan?.measures.findIndex((measure) => measure.id === measureId) ?? -1;
  if (!plan || index < 0) return [];
  const before = plan.measures[index];
  const after = command.type === "removeMeasure" ? null : { ...before, ...command.change };
  if (after && same(before, after)) return [];
  return [{ at: "measure", planId, measureId, index, before, after }];
}

function reorderMeasure(
  scenario: Scenario,
  { planId, measureId, to }: Extract<Command, { type: "reorderMeasure" }>,
): readonly Patch[] {
  const plan = scenario.plans.find((other) => other.id === planId);
  if (!plan) return [];
  const ids = moved(
    inOrder(plan.measures).map((measure) => measure.id),
    measureId,
    to,
  );
  return plan.measures.flatMap((before, index): Patch[] => {
    const order = ids.indexOf(before.id);
    if (order === before.order) return [];
    return [{ at: "measure", planId, measureId: before.id, index, before, after: { ...before, order } }];
  });
}

function insertPlan(scenario: Scenario, plan: Plan): readonly Patch[] {
  const index = scenario.plans.length;
  return index >= limits.plans ? [] : [{ at: "plan", planId: plan.id, index, before: null, after: plan }];
}

function moved(ids: readonly string[], id: string, to: number): readonly string[] {
  if (!ids.includes(id)) return ids;
  const others = ids.filter((other) => other !== id);
  return others.toSpliced(Math.max(0, Math.min(to, others.length)), 0, id);
}

/** Equal content. Documents are plain JSON and small. */
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
