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
import {
  createDifferenceMaker,
  type Difference,
  type DifferenceState,
  subtractableLayer,
} from "./differences.ts";
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
        return keep(fieldOf(outcome, layer, stateClasses(layer, state, freshnessOf(state, planId))), null);
      }
      const moving = framesOf(outcome, layer.series.name, state.timeS, frames);
      waiting = moving === null && outcome.result.frameTimesS.length > 0;
      // Until the next two frames are there, the last ones of the same run stay.
      if (moving === null) return last.field?.grid === outcome.result.grid ? last : keep(null, null);
      const classes = stateClasses(layer, state, freshnessOf(state, planId));
      return layer.ramp === "depth"
        ? keep(waterScale(outcome, classes), moving)
        : keep(stillField(moving, layer.series.scale, classes), null);
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

/** The classes of a layer as they are drawn now, and a name for them. */
type DrawnClasses = Pick<SceneField, "classEdges" | "colours"> & { readonly key: string };

function stateClasses(layer: ResultLayer, state: ResultsState, freshness: Freshness): DrawnClasses {
  const schemeId = state.schemes[layer.ramp] ?? "";
  const stale = freshness === "stale";
  return { key: `${layer.id} ${schemeId} ${stale}`, ...drawn(classesOf(layer, schemeId), stale) };
}

function drawn({ edges, colours }: Classes, stale: boolean): Pick<SceneField, "classEdges" | "colours"> {
  const shown = stale
    ? colours.map((colour) => (colour.startsWith("#") ? `${colour}${staleAlpha}` : colour))
    : colours;
  return { classEdges: edges, colours: shown };
}

/** Pictures by what they are made of: switching plans back and forth builds and uploads nothing. */
const pictures = new WeakMap<object, Map<string, SceneField>>();

function pictureOf(source: object, key: string, make: () => SceneField): SceneField {
  const known = pictures.get(source) ?? new Map<string, SceneField>();
  pictures.set(source, known);
  const picture = known.get(key) ?? make();
  known.set(key, picture);
  return picture;
}

function fieldOf(outcome: RunOutcome, layer: ResultLayer, classes: DrawnClasses): SceneField | null {
  const field = fieldById(outcome.result.fields, layer.id);
  if (field === null) return null;
  const { key, ...look } = classes;
  const { grid } = outcome.result;
  return pictureOf(field.values, key, () => ({ grid, values: field.values, style: "draped", ...look }));
}

const noValues = new Float32Array(0);

/** Says how the moving water is coloured; its depths come with the frames. */
function waterScale(outcome: RunOutcome, { key, ...look }: DrawnClasses): SceneField {
  const { grid } = outcome.result;
  return pictureOf(outcome.result, key, () => ({ grid, values: noValues, style: "water", ...look }));
}

/** A series that is no depth cannot be water: the nearer of the two time steps lies on the ground instead. */
function stillField(moving: SceneFrames, scale: number, { key, ...look }: DrawnClasses): SceneField {
  const codes = moving.mix < 0.5 ? moving.before : moving.after;
  return pictureOf(codes, key, () => ({
    grid: moving.grid,
    values: decoded(codes, scale),
    style: "draped",
    ...look,
  }));
}

function decoded(codes: Uint16Array, scale: number): Float32Array {
  const values = new Float32Array(codes.length);
  for (let cell = 0; cell < codes.length; cell += 1) {
    const code = codes[cell] as number;
    values[cell] = code === 0 ? Number.NaN : code * scale;
  }
  return values;
}

function differenceField({ grid, values, steps }: Difference): SceneField {
  const look = drawn(differenceClasses(steps), false);
  return pictureOf(values, "difference", () => ({ grid, values, style: "draped", ...look }));
}
