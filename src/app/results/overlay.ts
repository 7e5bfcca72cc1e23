import { createStore } from "zustand/vanilla";
import { documentStore } from "#app/state/document.ts";
import { hookOf } from "#app/state/hook.ts";
import { emptyOverlay, setOverlay } from "#app/state/overlay.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import { freshnessOf, type ResultsState, resultsStore, shownOutcome } from "#app/state/results.ts";
import { type SessionState, sessionStore, shownPlans } from "#app/state/session.ts";
import type { SceneField, SceneFrames, SceneOverlay, SceneSurfaces } from "#scene/contract.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { createDifferenceMaker, type DifferenceState, subtractableLayer } from "./differences.ts";
import { createFrameHolder, type FrameHolder } from "./frameTrack.ts";
import { createMovingDifference } from "./movingDifference.ts";
import {
  differenceField,
  drapedScale,
  fieldOf,
  framesOf,
  noValues,
  pictureOf,
  stateClasses,
  waterScale,
} from "./pictures.ts";
import { isDrapedSeries } from "./seriesDifference.ts";
import { runService } from "./service.ts";
import { sunNow } from "./sunNow.ts";
import { surfacesOf } from "./surfacePicture.ts";

/** What the picture on the city is made of, for legends and sentences. */
export type PictureState = {
  readonly difference: DifferenceState | null;
  /** The slider is ahead of its frames; playing waits. */
  readonly waiting: boolean;
};

const pictureStore = createStore<PictureState>(() => ({ difference: null, waiting: false }));
export const usePicture = hookOf(pictureStore);
export const pictureNow = pictureStore.getState;

export function layerNow(state: ResultsState): ResultLayer | null {
  return state.model?.layers.find((layer) => layer.id === state.layerId) ?? null;
}

/** Which two plans a difference is made of: the compared one (the baseline by default) and the active one. */
function differencePlans(session: SessionState): { readonly from: string; readonly to: string } {
  return { from: session.comparePlanId ?? baselinePlanId, to: session.activePlanId };
}

/**
 * Turns results, slider and chosen layer into the scene's overlays until the returned function is called. Overlays,
 * fields and frames keep their identity while nothing behind them changed, so nothing is uploaded twice.
 */
export function startOverlay(): () => void {
  let queued = false;
  let stopped = false;
  const queue = (): void => {
    if (queued || stopped) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      if (!stopped) update();
    });
  };
  const load = (...key: Parameters<ReturnType<typeof runService>["frame"]>) => runService().frame(...key);
  const differences = createDifferenceMaker(queue);
  const movingDifference = createMovingDifference(load, queue);
  const sides = {
    left: createSide(createFrameHolder(load, queue)),
    right: createSide(createFrameHolder(load, queue)),
  };

  const differenceNow = (state: ResultsState, session: SessionState) => {
    const { from, to } = differencePlans(session);
    const [before, after] = [shownOutcome(state.runs[from]), shownOutcome(state.runs[to])];
    const layer = layerNow(state);
    if (isDrapedSeries(layer)) return movingDifference(before, after, layer, state.timeS);
    const subtracted = subtractableLayer(state.model?.layers ?? [], layer);
    return { state: differences.get(before, after, subtracted), frames: null };
  };

  const update = (): void => {
    const state = resultsStore.getState();
    const session = sessionStore.getState();
    const shown = shownPlans(session);
    const sun = sunNow(state, session);
    if (session.compareMode === "difference" && !session.baselineHeld) {
      const { state: difference, frames } = differenceNow(state, session);
      setPicture({ difference, waiting: isDrapedSeries(layerNow(state)) && frames === null });
      setOverlay({ left: sides.left.difference(difference, frames), right: emptyOverlay, sun });
      return;
    }
    const left = sides.left.overlay(state, shown.left);
    const right = shown.right === null ? emptyOverlay : sides.right.overlay(state, shown.right);
    const waiting = sides.left.waiting() || (shown.right !== null && sides.right.waiting());
    setPicture({ difference: null, waiting });
    setOverlay({ left, right, sun });
  };

  const stops = [
    resultsStore.subscribe(queue),
    documentStore.subscribe(queue),
    sessionStore.subscribe((state, before) => {
      const same =
        state.activePlanId === before.activePlanId &&
        state.comparePlanId === before.comparePlanId &&
        state.compareMode === before.compareMode &&
        state.baselineHeld === before.baselineHeld;
      if (!same) queue();
    }),
  ];
  queue();
  return () => {
    stopped = true;
    differences.stop();
    for (const stop of stops) stop();
    setOverlay({ left: emptyOverlay, right: emptyOverlay, sun: null });
  };
}

function setPicture(next: PictureState): void {
  const before = pictureStore.getState();
  if (before.waiting !== next.waiting || before.difference !== next.difference) pictureStore.setState(next);
}

type Side = {
  readonly overlay: (state: ResultsState, planId: string) => SceneOverlay;
  readonly difference: (state: DifferenceState, frames: SceneFrames | null) => SceneOverlay;
  readonly waiting: () => boolean;
};

/** One side of the swipe, with what it showed last. */
function createSide(frames: FrameHolder): Side {
  let last: SceneOverlay = emptyOverlay;
  let waiting = false;

  const keep = (
    field: SceneField | null,
    moving: SceneFrames | null,
    surfaces?: SceneSurfaces,
  ): SceneOverlay => {
    const same =
      last.field === field &&
      last.surfaces === surfaces &&
      last.frames?.before === moving?.before &&
      last.frames?.after === moving?.after &&
      last.frames?.mix === moving?.mix;
    if (!same) {
      const nothing = field === null && moving === null && surfaces === undefined;
      last = nothing
        ? emptyOverlay
        : { field, frames: moving, ...(surfaces === undefined ? {} : { surfaces }) };
    }
    return last;
  };

  return {
    overlay(state, planId) {
      waiting = false;
      const outcome = shownOutcome(state.runs[planId]);
      const layer = layerNow(state);
      if (outcome === null || layer === null) return keep(null, null);
      const classes = stateClasses(layer, state.schemes, freshnessOf(state, planId));
      if (layer.on === "surfaces") return keep(null, null, surfacesOf(outcome, layer, classes));
      if (layer.series === null)
        return keep(fieldOf(outcome, layer, classes), null, surfacesOf(outcome, layer, classes));
      const moving = framesOf(outcome, layer.series, state.timeS, frames);
      waiting = moving === null && outcome.result.frameTimesS.length > 0;
      // Until the next two frames are there, the last ones of the same run stay.
      if (moving === null) return last.field?.grid === outcome.result.grid ? last : keep(null, null);
      return keep((isDrapedSeries(layer) ? drapedScale : waterScale)(outcome, classes), moving);
    },
    difference(state, moving) {
      waiting = false;
      if (state.status !== "ready") return keep(null, null);
      const { grid, layer } = state.difference;
      if (moving === null) return keep(differenceField(state.difference), null);
      return keep(
        pictureOf(grid, `difference ${layer.id}`, () => ({
          ...differenceField({ ...state.difference, values: noValues }),
          byCell: true,
        })),
        moving,
      );
    },
    waiting: () => waiting,
  };
}
