import type { Plan, PlanLook, Scenario } from "#scenario/types.ts";

/** The do-nothing case. Implied in every scenario, never listed in the file, never edited. */
export const baselinePlanId = "baseline";

export const baselineLook: PlanLook = { colour: "#5b6168", letter: "0", dash: [] };

/** A plan as tabs, legends and tables show it; the baseline included. */
export type PlanEntry = {
  readonly id: string;
  /** null = the baseline, whose name is a translation. */
  readonly name: string | null;
  readonly look: PlanLook;
  readonly plan: Plan | null;
};

/** The baseline first, then the scenario's plans in their order. */
export function planEntries(scenario: Scenario | null): readonly PlanEntry[] {
  const baseline: PlanEntry = { id: baselinePlanId, name: null, look: baselineLook, plan: null };
  if (scenario === null) return [baseline];
  return [
    baseline,
    ...scenario.plans.map((plan) => ({ id: plan.id, name: plan.name, look: plan.look, plan })),
  ];
}

export function planById(scenario: Scenario | null, planId: string): Plan | null {
  return scenario?.plans.find((plan) => plan.id === planId) ?? null;
}

/** Colours that stay apart for colour-blind readers and on weak projectors; each comes with a letter and a dash. */
export const planColours: readonly { readonly id: string; readonly css: string }[] = [
  { id: "blue", css: "#0b6e99" },
  { id: "rust", css: "#b4491f" },
  { id: "violet", css: "#5a3e8e" },
  { id: "green", css: "#3f6b1f" },
  { id: "berry", css: "#9c2162" },
  { id: "ochre", css: "#7a5c00" },
];
const planDashes: readonly (readonly number[])[] = [[], [8, 4], [2, 4], [10, 4, 2, 4], [14, 4], [4, 4]];

/** The look of the n-th plan (0 = first after the baseline), letters A, B, C … */
export function lookOfIndex(index: number): PlanLook {
  return {
    colour: planColours[index % planColours.length]?.css ?? baselineLook.colour,
    letter: String.fromCharCode(65 + (index % 26)),
    dash: planDashes[index % planDashes.length] ?? [],
  };
}
