import { createStore } from "zustand/vanilla";
import { applyPlan, baselineTwin } from "#scenario/applyPlan.ts";
import type { Plan, Scenario } from "#scenario/types.ts";
import type { Twin, TwinData } from "#twin/twin.ts";
import { documentStore, useDocument } from "./document.ts";
import { hookOf } from "./hook.ts";
import { baselinePlanId, planById } from "./plans.ts";

/** The opened place. `base` has no changes on top; planned twins are derived from it and never stored. */
export type TwinState = {
  readonly status: "none" | "opening" | "open" | "failed";
  readonly data: TwinData | null;
  readonly base: Twin | null;
  /** Where it was opened from: a same-origin address, or "local:<id>" for a package kept in this browser. */
  readonly href: string;
};

export const closedTwin: TwinState = { status: "none", data: null, base: null, href: "" };

export const twinStore = createStore<TwinState>(() => closedTwin);
export const useTwin = hookOf(twinStore);

export function setOpenTwin(data: TwinData, href: string): void {
  twinStore.setState({ status: "open", data, base: baselineTwin(data), href });
}

/** One entry per base twin; plans are immutable, so their identity is the key and stale ones are collected. */
const planned = new WeakMap<Twin, WeakMap<Plan, { readonly year: number; readonly twin: Twin }>>();

function plannedFrom(base: Twin, plan: Plan, year: number): Twin {
  let byPlan = planned.get(base);
  if (byPlan === undefined) {
    byPlan = new WeakMap();
    planned.set(base, byPlan);
  }
  const known = byPlan.get(plan);
  if (known !== undefined && known.year === year) return known.twin;
  const twin = applyPlan(base, plan, year);
  byPlan.set(plan, { year, twin });
  return twin;
}

/** The twin as a plan leaves it: the base for "baseline" (or a plan that is gone), null while no twin is open. */
function twinOfPlan(planId: string, base: Twin | null, scenario: Scenario | null): Twin | null {
  if (base === null || planId === baselinePlanId || scenario === null) return base;
  const plan = planById(scenario, planId);
  return plan === null ? base : plannedFrom(base, plan, scenario.year);
}

/** `twinOfPlan` on the current stores, for code outside React. Same plan = same object. */
export function currentTwinOfPlan(planId: string): Twin | null {
  return twinOfPlan(planId, twinStore.getState().base, documentStore.getState().history?.scenario ?? null);
}

export function useTwinOfPlan(planId: string): Twin | null {
  const base = useTwin((state) => state.base);
  const scenario = useDocument((state) => state.history?.scenario ?? null);
  return twinOfPlan(planId, base, scenario);
}
