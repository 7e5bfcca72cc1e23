import { currentScenario } from "#app/state/document.ts";
import type { OverlayState } from "#app/state/overlay.ts";
import { type ResultsState, shownOutcome } from "#app/state/results.ts";
import { type SessionState, shownPlans } from "#app/state/session.ts";
import { settledConditions } from "#runs/address.ts";
import type { ParametersOf } from "#twin/parameters.ts";
import type { Model } from "#workers/runtime/model.ts";

const nothingChosen: Readonly<Record<string, unknown>> = {};

let asked: { readonly model: Model; readonly chosen: object; readonly date: string | null } | null = null;

/** The model's day under the conditions as chosen; worked out once for each choice. */
function dateOf(model: Model, chosen: Readonly<Record<string, unknown>>): string | null {
  if (asked?.model !== model || asked.chosen !== chosen) {
    // Settled against this model's own schema, whose type the registry forgets.
    const settled = settledConditions(model.conditions, chosen) as ParametersOf<Model["conditions"]>;
    asked = { model, chosen, date: model.dateOf?.(settled) ?? null };
  }
  return asked.date;
}

/** The sun jumps on by this much while a day is played: shadows are drawn anew each time. */
const stepMin = 2;

let last: OverlayState["sun"] = null;

/** Date and time of the moment on the city, where a series of a day is shown; the same object as long as they are the same. */
export function sunNow(state: ResultsState, session: SessionState): OverlayState["sun"] {
  const next = sunOf(state, session);
  if (last?.date !== next?.date || last?.minutesOfDay !== next?.minutesOfDay) last = next;
  return last;
}

function sunOf(state: ResultsState, session: SessionState): OverlayState["sun"] {
  const { model, modelId, layerId, timeS, runs } = state;
  const isMoving = model?.layers.some(({ id, series }) => id === layerId && series !== null) === true;
  if (model?.clock !== "timeOfDay" || !isMoving || session.compareMode === "table") return null;
  const shown = shownPlans(session);
  const outcome = shownOutcome(runs[shown.right ?? shown.left]);
  if (outcome === null || outcome.result.frameTimesS.length === 0) return null;
  const date = dateOf(model, currentScenario()?.conditions[modelId] ?? nothingChosen) ?? session.sun.date;
  return { date, minutesOfDay: (Math.round(timeS / 60 / stepMin) * stepMin) % 1440 };
}
