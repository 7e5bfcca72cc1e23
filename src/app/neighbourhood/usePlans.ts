import { useScenario } from "#app/state/document.ts";
import { useNeighbourhood } from "#app/state/neighbourhood.ts";
import { baselinePlanId, type PlanEntry, planEntries } from "#app/state/plans.ts";
import { useResults } from "#app/state/results.ts";
import { shownPlans, useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import type { Analysis } from "./analysis.ts";
import { analysisOfPlan, simulatedSpeeds } from "./plans.ts";

/** A plan and what the tools say of its streets. */
export type AnalysedPlan = { readonly entry: PlanEntry; readonly analysis: Analysis };

/** The baseline and the plan in front, as far as there is something to say; the plan in front is the last. */
export function useAnalysedPlans(): readonly AnalysedPlan[] {
  const scenario = useScenario();
  const choice = useNeighbourhood((state) => state.choice);
  const planId = useSession((state) => shownPlans(state).right ?? shownPlans(state).left);
  useTwin((state) => state.base);
  // Speeds under traffic come and go with the runs.
  useResults(() => simulatedSpeeds(planId));
  return planEntries(scenario)
    .filter(({ id }) => id === baselinePlanId || id === planId)
    .flatMap((entry) => {
      const analysis = analysisOfPlan(entry.id, choice);
      return analysis === null ? [] : [{ entry, analysis }];
    });
}
