import { documentStore } from "#app/state/document.ts";
import { type NeighbourhoodState, neighbourhoodStore } from "#app/state/neighbourhood.ts";
import { emptyOverlay, overlayStore, setOverlay } from "#app/state/overlay.ts";
import { resultsStore } from "#app/state/results.ts";
import { sessionStore, shownPlans } from "#app/state/session.ts";
import { currentTwinOfPlan, twinStore } from "#app/state/twin.ts";
import type { SceneOverlay } from "#scene/contract.ts";
import { streetsOf } from "#twin/read/objects.ts";
import { tempo30Of } from "./analysis.ts";
import { cellsPicture, shortcutsPicture, tempo30Picture } from "./pictures.ts";
import { analysisOfPlan } from "./plans.ts";

/** Puts the streets that the tools speak of on the city, in front of any result, until the returned function is called. */
export function startNeighbourhoodOverlay(): () => void {
  let queued = false;
  let stopped = false;
  const update = (): void => {
    queued = false;
    if (stopped) return;
    const state = neighbourhoodStore.getState();
    const { left, right } = shownPlans(sessionStore.getState());
    setOverlay({
      cover: { left: pictureOf(left, state), right: right === null ? emptyOverlay : pictureOf(right, state) },
    });
  };
  const queue = (): void => {
    if (queued || stopped) return;
    queued = true;
    queueMicrotask(update);
  };
  const stops = [
    neighbourhoodStore.subscribe(queue),
    documentStore.subscribe(queue),
    twinStore.subscribe(queue),
    resultsStore.subscribe((state, before) => {
      if (state.runs !== before.runs || state.others !== before.others) queue();
    }),
    sessionStore.subscribe((state, before) => {
      if (
        state.activePlanId !== before.activePlanId ||
        state.comparePlanId !== before.comparePlanId ||
        state.compareMode !== before.compareMode ||
        state.baselineHeld !== before.baselineHeld
      )
        queue();
    }),
  ];
  queue();
  return () => {
    stopped = true;
    for (const stop of stops) stop();
    if (overlayStore.getState().cover !== null) setOverlay({ cover: null });
  };
}

function pictureOf(planId: string, { view, choice, marked }: NeighbourhoodState): SceneOverlay {
  const twin = currentTwinOfPlan(planId);
  if (twin === null) return emptyOverlay;
  if (view === "tempo30") {
    const found = tempo30Of(twin);
    const { sections } = streetsOf(twin);
    const chosen = marked === null ? undefined : sections[marked];
    return {
      ...emptyOverlay,
      streets: tempo30Picture(sections, found),
      ...(chosen === undefined ? {} : { streetId: chosen.id }),
    };
  }
  const analysis = analysisOfPlan(planId, choice);
  if (analysis === null) return emptyOverlay;
  const picture = view === "cells" ? cellsPicture : shortcutsPicture;
  return { ...emptyOverlay, streets: picture(analysis, marked) };
}
