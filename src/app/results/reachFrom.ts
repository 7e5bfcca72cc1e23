import { currentScenario, dispatch } from "#app/state/document.ts";
import { resultsStore, showModel } from "#app/state/results.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import type { Point } from "#twin/frame.ts";
import { startRuns } from "./running.ts";

/** The model that answers from one place. */
export const reachModelId = "reach";

/** Asks how far one gets from a place: notes it among the conditions, brings the model up and runs it for the shown plan. */
export async function reachFrom(at: Point): Promise<void> {
  const conditions = currentScenario()?.conditions[reachModelId] ?? {};
  // A whole metre is as good as a click; both 0 would mean that no place was chosen.
  const [fromX, fromY] = at.map((value) => Math.round(value) || 1) as [number, number];
  dispatch({ type: "setConditions", modelId: reachModelId, conditions: { ...conditions, fromX, fromY } });
  setSession({ pick: null, selectedBuildingId: null });
  showModel(reachModelId);
  await shown();
  startRuns([sessionStore.getState().activePlanId]);
}

/** Resolves once the model is loaded: only then its grid is known. */
function shown(): Promise<void> {
  const isThere = (): boolean => {
    const { modelId, model } = resultsStore.getState();
    return modelId === reachModelId && model !== null;
  };
  if (isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = resultsStore.subscribe(() => {
      if (!isThere()) return;
      stop();
      resolve();
    });
  });
}
