import type { Twin } from "#twin/twin.ts";
import { applyPlan } from "./applyPlan.ts";
import { kindOf } from "./measures/registry.ts";
import { compareMeasures } from "./order.ts";
import type { Measure, Plan, Refusal } from "./types.ts";

/**
 * Why a measure cannot stand where it is drawn, on the base twin as the plan's earlier measures leave it; null = it can. The
 * measure itself may already be in the plan (then it is left out), or be a draft that is not.
 */
export function refusalOf(
  base: Twin,
  plan: Pick<Plan, "measures">,
  measure: Measure,
  year: number,
): Refusal | null {
  const kind = kindOf(measure.kind);
  if (!kind) return { key: "unknownKind", values: { kind: measure.kind } };
  const earlier = plan.measures.filter(
    (other) => other.id !== measure.id && compareMeasures(other, measure) < 0,
  );
  return kind.refuses(measure, applyPlan(base, { measures: earlier }, year));
}

/** All enabled measures of a plan that cannot stand, by id. */
export function refusalsOf(
  base: Twin,
  plan: Pick<Plan, "measures">,
  year: number,
): ReadonlyMap<string, Refusal> {
  const found = new Map<string, Refusal>();
  for (const measure of plan.measures) {
    if (!measure.enabled) continue;
    const reason = refusalOf(base, plan, measure, year);
    if (reason) found.set(measure.id, reason);
  }
  return found;
}
