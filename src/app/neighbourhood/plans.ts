import { currentScenario } from "#app/state/document.ts";
import type { NeighbourhoodChoice } from "#app/state/neighbourhood.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import { resultsOf, resultsStore } from "#app/state/results.ts";
import { currentTwinOfPlan } from "#app/state/twin.ts";
import type { Twin } from "#twin/twin.ts";
import { type Analysis, analyse, chosenNeighbourhood } from "./analysis.ts";

/** What was last said of each plan, and of which streets: the same question is answered once. */
const known = new Map<
  string,
  {
    readonly twin: Twin;
    readonly choice: NeighbourhoodChoice;
    readonly speedKmh: Float32Array | null;
    readonly analysis: Analysis | null;
  }
>();

/** The chosen neighbourhood as a plan leaves it; null where none is chosen. */
export function analysisOfPlan(planId: string, choice: NeighbourhoodChoice | null): Analysis | null {
  const base = currentTwinOfPlan(baselinePlanId);
  const twin = currentTwinOfPlan(planId);
  if (base === null || twin === null || choice === null) return null;
  const speedKmh = simulatedSpeeds(planId);
  const before = known.get(planId);
  if (before?.twin === twin && before.choice === choice && before.speedKmh === speedKmh)
    return before.analysis;
  const neighbourhood = chosenNeighbourhood(base, choice);
  const analysis = neighbourhood === null ? null : analyse(twin, neighbourhood, speedKmh);
  // Plans that are gone are not asked for again; what was known of them is let go with the next city.
  if (known.size > (currentScenario()?.plans.length ?? 0) + 1) known.clear();
  known.set(planId, { twin, choice, speedKmh, analysis });
  return analysis;
}

/** Speeds under traffic, where the traffic of this plan was simulated; null = free flow. */
export function simulatedSpeeds(planId: string): Float32Array | null {
  const outcome = resultsOf(resultsStore.getState(), "traffic").runs[planId]?.outcome ?? null;
  return outcome?.result.streets?.fields.find(({ id }) => id === "speedKmh")?.values ?? null;
}
