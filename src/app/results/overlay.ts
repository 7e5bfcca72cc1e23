import { createStore } from "zustand/vanilla";
import { hookOf } from "#app/state/hook.ts";
import { emptyOverlay, setOverlay } from "#app/state/overlay.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import {
  type Freshness,
  freshnessOf,
  type ResultsState,
  resultsStore,
  shownOutcome,
} from "#app/state/results.ts";
import { type SessionState, sessionStore, shownPlans } from "#app/state/session.ts";
import type { RunOutcome } from "#runs/contract.ts";
import type { SceneField, SceneFrames, SceneOverlay } from "#scene/contract.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import { createDifferenceMaker, type DifferenceState, subtractableLayer } from "./differences.ts";
import { bracketOf, createFrameHolder, type FrameHolder, type FrameKey } from "./frameTrack.ts";
import { type Classes, classesOf, differenceClasses } from "./ramps.ts";
import { runService } from "./service.ts";

/** What the picture on the city is made of, for legends and sentences. */
export type PictureState = {
  readonly difference: DifferenceState | null;
  /** The slider is ahead of its frames; playing waits. */
  readonly waiting: boolean;
};

const pictureStore = createStore<PictureState>(() => ({ difference: null, waiting: false }));
export const usePicture = hookOf(pictureStore);
export const pictureNow = pictureStore.getState;

/** Opacity of a result that belongs to an earlier state of its plan. */
const staleAlpha = "80";

export function layerNow(state: ResultsState): ResultLayer | null {
  return state.model?.layers.find((layer) => layer.id === state.layerId) ?? null;
}

/** Which two plans a difference is made of: the compared one (the baseline by default) and the active one. */
export function differencePlans(session: SessionState): { readonly from: string; readonly to: string } {
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
  const differences = createDifferenceMaker(queue);
  const sides = {
    left: createSide(createFrameHolder((...key) => runService().frame(...key), queue)),
    right: createSide(createFrameHolder((...key) => runService().frame(...key), queue)),
  };

  const update = (): void => {
    const state = resultsStore.getState();
    const session = sessionStore.getState();
    const shown = shownPlans(session);
    if (session.compareMode === "difference" && !session.baselineHeld) {
      const { from, to } = differencePlans(session);
      const layer = subtractableLayer(state.model?.layers ?? [], layerNow(state));
      const difference = differences.get(shownOutcome(state.runs[from]), shownOutcome(state.runs[to]), layer);
      pictureStore.setState({ difference, waiting: false });
      setOverlay({ left: sides.left.difference(difference), right: emptyOverlay });
      return;
    }
    const left = sides.left.overlay(state, shown.left);
    const right = shown.right === null ? emptyOverlay : sides.right.overlay(state, shown.right);
    const waiting = sides.left.waiting() || (shown.right !== null && sides.right.waiting());
    const before = pictureStore.getState();
    if (before.waiting !== waiting || before.difference !== null) {
      pictureStore.setState({ difference: null, waiting });
    }
    setOverlay({ left, right });
  };

  const stops = [
    resultsStore.subscribe(queue),
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
    setOverlay({ left: emptyOverlay, right: emptyOverlay });
  };
}

type Side = {
  readonly overlay: (state: ResultsState, planId: string) => SceneOverlay;
  readonly difference: (state: DifferenceState) => SceneOverlay;
  readonly waiting: () => boolean;
};

/** One side of the swipe, with what it showed last. */
function createSide(frames: FrameHolder): Side {
  let last: SceneOverlay = emptyOverlay;
  let waiting = false;

  const keep = (field: SceneField | null, moving: SceneFrames | null): SceneOverlay => {
    const same =
      last.field === field &&
      last.frames?.before === moving?.before &&
      last.frames?.after === moving?.after &&
      last.frames?.mix === moving?.mix;
    if (!same) {
      last = field === null && moving === null ? emptyOverlay : { field, frames: moving };
    }
    return last;
  };

  return {
    overlay(state, planId) {
      waiting = false;
      const outcome = shownOutcome(state.runs[planId]);
      const layer = layerNow(state);
      if (outcome === null || layer === null) return keep(null, null);
      if (layer.series === null) {
        return keep(fieldOf(outcome, layer, state, freshnessOf(state, planId)), null);
      }
      const moving = framesOf(outcome, layer.series.name, state.timeS, frames);
      waiting = moving === null && outcome.result.frameTimesS.length > 0;
      // Until the next two frames are there, the last ones of the same run stay.
      if (moving === null && last.frames?.grid === outcome.result.grid) return last;
      return keep(null, moving);
    },
    difference(state) {
      waiting = false;
      return keep(state.status === "ready" ? differenceField(state.difference) : null, null);
    },
    waiting: () => waiting,
  };
}

function framesOf(
  outcome: RunOutcome,
  series: string,
  timeS: number,
  frames: FrameHolder,
): SceneFrames | null {
  const times = outcome.result.frameTimesS;
  const bracket = bracketOf(times, timeS);
  if (bracket === null) return null;
  const keyOf = (index: number): FrameKey => ({ address: outcome.inputHash, series, index });
  const next = Math.min(bracket.after + 1, times.length - 1);
  frames.keepOnly([keyOf(bracket.before), keyOf(bracket.after), keyOf(next)]);
  const before = frames.get(keyOf(bracket.before));
  const after = frames.get(keyOf(bracket.after));
  frames.prefetch(keyOf(next));
  if (before === null || after === null) return null;
  return { grid: outcome.result.grid, before, after, mix: bracket.mix };
}

/** Pictures by the values they are made of: switching plans back and forth builds and uploads nothing. */
const pictures = new WeakMap<Float32Array, Map<string, SceneField>>();

function pictureOf(values: Float32Array, key: string, make: () => SceneField): SceneField {
  const known = pictures.get(values) ?? new Map<string, SceneField>();
  pictures.set(values, known);
  const picture = known.get(key) ?? make();
  known.set(key, picture);
  return picture;
}

function fieldOf(
  outcome: RunOutcome,
  layer: ResultLayer,
  state: ResultsState,
  freshness: Freshness,
): SceneField | null {
  const field = fieldById(outcome.result.fields, layer.id);
  if (field === null) return null;
  const schemeId = state.schemes[layer.ramp] ?? null;
  const stale = freshness === "stale";
  return pictureOf(field.values, `${layer.id} ${schemeId} ${stale}`, () => ({
    grid: outcome.result.grid,
    values: field.values,
    style: "draped",
    ...drawn(classesOf(layer, schemeId), stale),
  }));
}

function differenceField({
  grid,
  values,
  steps,
}: Extract<DifferenceState, { status: "ready" }>["difference"]) {
  return pictureOf(values, "difference", () => ({
    grid,
    values,
    style: "draped",
    ...drawn(differenceClasses(steps), false),
  }));
}

function drawn({ edges, colours }: Classes, stale: boolean): Pick<SceneField, "classEdges" | "colours"> {
  const shown = stale
    ? colours.map((colour) => (colour.startsWith("#") ? `${colour}${staleAlpha}` : colour))
    : colours;
  return { classEdges: edges, colours: shown };
}
