import { useEffect, useState } from "react";
import { refusalsInSlices } from "#scenario/checkPlan.ts";
import type { Plan, Refusal } from "#scenario/types.ts";
import type { Twin } from "#twin/twin.ts";

type Refusals = ReadonlyMap<string, Refusal>;
type Check = {
  readonly year: number;
  readonly answer: Promise<Refusals>;
  readonly stop: AbortController;
  refusals: Refusals | null;
};

/** Plans are immutable, so what was found out about one holds as long as it lives. */
const checks = new WeakMap<Twin, WeakMap<Plan, Check>>();
let newest: Check | null = null;

/** One check for each state of a plan, shared by all who ask; a newer state ends the check of an older one. */
function checkOf(base: Twin, plan: Plan, year: number): Check {
  const known = checks.get(base)?.get(plan);
  if (known?.year === year && !(known.refusals === null && known.stop.signal.aborted)) return known;
  newest?.stop.abort();
  const stop = new AbortController();
  const answer = refusalsInSlices(base, plan, year, stop.signal);
  const check: Check = { year, answer, stop, refusals: null };
  newest = check;
  const byPlan = checks.get(base) ?? new WeakMap<Plan, Check>();
  checks.set(base, byPlan.set(plan, check));
  answer.then(
    (refusals) => {
      check.refusals = refusals;
    },
    // Whoever waits for the answer hears of it.
    () => {},
  );
  return check;
}

/**
 * Why measures of a plan cannot stand, by measure id. Checked in slices, so that a large plan never holds up the page; until
 * the answer is there, the last one about the same plan stands, null = none yet.
 */
export function usePlanRefusals(base: Twin | null, plan: Plan | null, year: number): Refusals | null {
  const [found, setFound] = useState<{ readonly planId: string; readonly refusals: Refusals } | null>(null);
  useEffect(() => {
    if (base === null || plan === null) return;
    let gone = false;
    const check = checkOf(base, plan, year);
    check.answer.then(
      (refusals) => {
        if (!gone) setFound({ planId: plan.id, refusals });
      },
      (error: unknown) => {
        if (gone || check.stop.signal.aborted) return;
        // Thrown while drawing, so that the error boundary shows it.
        setFound(() => {
          throw error;
        });
      },
    );
    return () => {
      gone = true;
    };
  }, [base, plan, year]);
  return found !== null && found.planId === plan?.id ? found.refusals : null;
}
