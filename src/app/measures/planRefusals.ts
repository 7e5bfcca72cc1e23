import { useEffect, useState } from "react";
import { refusalsInSlices } from "#scenario/checkPlan.ts";
import type { Plan, Refusal } from "#scenario/types.ts";
import { type Warnings, warningsInSlices } from "#scenario/warnings/streetWarnings.ts";
import type { Twin } from "#twin/twin.ts";

type Look<Found> = (base: Twin, plan: Plan, year: number, signal: AbortSignal) => Promise<Found>;
type Check<Found> = {
  readonly year: number;
  readonly answer: Promise<Found>;
  readonly stop: AbortController;
  found: Found | null;
};

/**
 * What there is to find out about a plan, looked up once for each of its states and shared by all who ask: plans are immutable, so
 * an answer holds as long as the plan lives. A newer state ends the search about an older one.
 */
function createPlanCheck<Found>(look: Look<Found>) {
  const checks = new WeakMap<Twin, WeakMap<Plan, Check<Found>>>();
  let newest: Check<Found> | null = null;

  function checkOf(base: Twin, plan: Plan, year: number): Check<Found> {
    const known = checks.get(base)?.get(plan);
    if (known?.year === year && !(known.found === null && known.stop.signal.aborted)) return known;
    newest?.stop.abort();
    const stop = new AbortController();
    const answer = look(base, plan, year, stop.signal);
    const check: Check<Found> = { year, answer, stop, found: null };
    newest = check;
    const byPlan = checks.get(base) ?? new WeakMap<Plan, Check<Found>>();
    checks.set(base, byPlan.set(plan, check));
    answer.then(
      (found) => {
        check.found = found;
      },
      // Whoever waits for the answer hears of it.
      () => {},
    );
    return check;
  }

  /** Until the answer is there, the last one about the same plan stands, null = none yet. */
  return function usePlanCheck(base: Twin | null, plan: Plan | null, year: number): Found | null {
    const [last, setLast] = useState<{ readonly planId: string; readonly found: Found } | null>(null);
    useEffect(() => {
      if (base === null || plan === null) return;
      let gone = false;
      const check = checkOf(base, plan, year);
      check.answer.then(
        (found) => {
          if (!gone) setLast({ planId: plan.id, found });
        },
        (error: unknown) => {
          if (gone || check.stop.signal.aborted) return;
          // Thrown while drawing, so that the error boundary shows it.
          setLast(() => {
            throw error;
          });
        },
      );
      return () => {
        gone = true;
      };
    }, [base, plan, year]);
    return last !== null && last.planId === plan?.id ? last.found : null;
  };
}

/** Why measures of a plan cannot stand, by measure id. Checked in slices, so that a large plan never holds up the page. */
export const usePlanRefusals = createPlanCheck<ReadonlyMap<string, Refusal>>(refusalsInSlices);

/** What measures of a plan break for buses and the fire service, by measure id. */
export const usePlanWarnings = createPlanCheck<Warnings>(warningsInSlices);
